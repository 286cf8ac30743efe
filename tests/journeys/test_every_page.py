"""Every page of the main job, in a browser: accessible, in bounds, and without complaint."""

import pytest

from pinto.evidence.registry.models import Household
from tests.support.axe import overflow, violations
from tests.support.province import LATER, hand_in, sign_in
from tests.support.survey import spoil, survey_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOT_HERS = ["/area/10/", "/hh/?area=10"]  # the page that says so


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
        f"/hh/{household}/consent/",
        f"/hh/{household}/consent/form/",
        f"/hh/{household}/copy/",
        f"/hh/{household}/erase/",
        "/consent/",
        "/consent/form/",
        "/erasures/",
        "/intake/",
        report,
        "/method/",
        "/method/ppp-five-capitals/1/",
        "/measure/",
        "/measure/pinto-household-deprivation/",
        "/measure/pinto-household-deprivation/9901/",
        "/measure/pinto-household-deprivation/990101/?cutoff=60",
        "/measure/global-mpi-2021/9901/",
        "/account/",
        *NOT_HERS,
    ]


def walked(view, addresses, look):
    """What ``look`` finds on the page of each address; each answers as it should."""
    found, answers = {}, {}
    for address in addresses:
        found[address] = look(view.go(address))
        answers[address] = view.status

    assert answers == {address: 404 if address in NOT_HERS else 200 for address in addresses}
    return {address: things for address, things in found.items() if things}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_axe_finds_nothing_wrong(addresses, open_screen, screen, theme):
    view = open_screen(screen, theme=theme, inspected=True)
    found = walked(view, ["/account/login/"], violations)
    sign_in(view, "nongluck")
    found |= walked(view, addresses, violations)

    assert found == {}


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("screen", ["narrow", "phone", "desktop"])
def test_nothing_scrolls_sideways_and_the_browser_is_content(
    addresses, open_screen, screen, language
):
    view = open_screen(screen, language=language)
    wide = walked(view, ["/account/login/"], overflow)
    sign_in(view, "nongluck")
    wide |= walked(view, addresses, overflow)

    assert wide == {}
    assert [said for said in view.complaints if "404" not in said] == []
