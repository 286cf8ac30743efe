"""Every page of the main job, in a browser: accessible, in bounds, and without complaint."""

import pytest

from pinto.evidence.registry.models import Household
from tests.support.axe import overflow, violations
from tests.support.province import LATER, hand_in, sign_in
from tests.support.survey import spoil, survey_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def report(surveyed_province, open_screen, sample_folder, tmp_path):
    """The address of a report with mistakes in it."""
    survey = survey_of(sample_folder / f"survey-{LATER}.xlsx", "ห้วยคราม")
    spoil(survey)
    view = open_screen("desktop")
    sign_in(view, "prasit")
    hand_in(view, survey.write(tmp_path / "ห้วยคราม.xlsx"), LATER)
    return view.page.url.removeprefix(view.address)


@pytest.fixture
def addresses(report):
    """Every page that Prasit's superior can open."""
    household = Household.objects.filter(place__code="99010104")[0].pk
    return [
        "/area/9901/",
        "/area/9901/?metric=natural",
        "/area/990101/",
        "/area/99010104/",
        "/hh/",
        "/hh/?area=990101&level=1&moved=worse",
        f"/hh/{household}/",
        f"/hh/{household}/score/",
        f"/hh/{household}/answers/",
        f"/hh/{household}/answers/physical/",
        f"/hh/{household}/history/",
        f"/hh/{household}/members/new/",
        "/hh/new/?area=990101",
        "/intake/",
        report,
        "/method/",
        "/method/ppp-five-capitals/1/",
        "/account/",
        "/area/10/",  # not hers: the page that says so
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_axe_finds_nothing_wrong(addresses, open_screen, screen, theme):
    view = open_screen(screen, theme=theme, inspected=True)
    found = {"/account/login/": violations(view.go("/account/login/"))}
    sign_in(view, "nongluck")
    found |= {address: violations(view.go(address)) for address in addresses}

    assert {address: wrong for address, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("screen", ["narrow", "phone", "desktop"])
def test_nothing_scrolls_sideways_and_the_browser_is_content(
    addresses, open_screen, screen, language
):
    view = open_screen(screen, language=language)
    wide = {"/account/login/": overflow(view.go("/account/login/"))}
    sign_in(view, "nongluck")
    wide |= {address: overflow(view.go(address)) for address in addresses}

    assert {address: parts for address, parts in wide.items() if parts} == {}
    assert [said for said in view.complaints if "404" not in said] == []
