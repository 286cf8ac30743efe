"""Errors of inclusion and exclusion between a list and what was verified."""

from uuid import uuid4

import pytest
from django.urls import reverse

from pinto.evidence.registry.models import Household
from pinto.evidence.targets.models import TargetEntry, TargetList
from pinto.evidence.verification.models import Verification
from pinto.ground.trail.models import Entry
from pinto.insight.profiles.tests.factories import AT, Home, id_of, survey

VILLAGES = {"matched": "99010101", "wrongly": "99010101", "left_out": "99010102",
            "rightly_not": "99010102", "never_visited": "99010101", "underway": "99010201",
            "nobody_asked": "99010201", "far": "98010101"}  # fmt: skip
LISTED = ("matched", "wrongly", "never_visited", "far")
VERIFIED = {"matched": ("CERTIFIED", "POOR"), "wrongly": ("ENDORSED", "NOT_POOR"),
            "left_out": ("ENDORSED", "POOR"), "rightly_not": ("CERTIFIED", "NOT_POOR"),
            "underway": ("VISITED", "POOR"), "far": ("ENDORSED", "NOT_POOR")}  # fmt: skip
PAGE = "targeting_errors"


@pytest.fixture
def listed(places, tmp_path, monkeypatch, volunteer, tambon_officer, amphoe_officer):
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))
    homes = [Home(key, place, 2.0, house_no=key) for key, place in VILLAGES.items()]
    round = survey(2569, homes, places)
    found = TargetList.objects.create(
        name="TPMAP", source="TPMAP", as_of=AT.date(), place=places["99"], at=AT
    )
    for key in LISTED:
        home = Household.objects.get(pk=id_of(key))
        TargetEntry.objects.create(
            target_list=found, household=home, place=home.place, recognised_by="ID", at=AT
        )
    signed = {
        "visited_by": volunteer,
        "checked_by": tambon_officer,
        "certified_by": tambon_officer,
        "endorsed_by": amphoe_officer,
        "meeting": uuid4(),
    }
    for key, (state, finding) in VERIFIED.items():
        home = Household.objects.get(pk=id_of(key))
        Verification.objects.create(
            household=home, round=round, place=home.place, tambon=home.place.code[:6],
            state=state, finding=finding, changed_at=AT, **signed,
        )  # fmt: skip
    return found


@pytest.fixture
def asked(client_of, tambon_officer, listed):
    browser = client_of(tambon_officer)

    def page(**more):
        return browser.get(reverse(PAGE), {"of": f"list:{listed.pk}", **more})

    return page


def numbers(page):
    return {key: number for key, _name, number, _href in page.context["numbers"]}


def test_each_household_is_behind_one_number(asked):
    assert numbers(asked(area="990101")) == {
        "matched": 1,
        "inclusion_error": 1,
        "exclusion_error": 1,
        "neither": 1,
        "cannot_tell": 1,  # listed, and nobody proposed it
    }


def test_the_rates_are_of_those_of_whom_it_can_be_told(asked):
    rates = [rate for _name, rate, _formula in asked(area="990101").context["rates"]]

    assert rates == [0.5, 0.5, 0.5]


def test_the_parts_add_up_to_the_whole(asked):
    page = asked(area="990101")
    whole = sum(numbers(page).values())

    assert sum(n for *_part, cells in page.context["parts"] for _name, n, _href in cells) == whole


def test_the_households_behind_a_number_are_named_and_recorded(asked):
    page = asked(area="990101", show="exclusion_error")

    assert [home["house_no"] for home in page.context["homes"]] == ["left_out"]
    assert str(id_of("left_out")) in str(Entry.objects.latest("at").detail)


def test_who_is_neither_listed_nor_proposed_is_not_counted(
    asked, client_of, amphoe_officer, listed
):
    page = client_of(amphoe_officer).get(
        reverse(PAGE), {"of": f"list:{listed.pk}", "area": "990102"}
    )

    assert "nobody_asked" not in page.content.decode()


def test_a_place_outside_the_scope_is_not_there(asked, client_of, stranger, listed):
    assert asked(area="98").status_code == 404
    page = client_of(stranger).get(reverse(PAGE), {"of": f"list:{listed.pk}", "area": "98"})
    assert numbers(page)["inclusion_error"] == 1
    assert numbers(page)["matched"] == 0


def test_a_list_outside_the_scope_is_not_there(asked, listed, client_of, stranger):
    TargetEntry.objects.filter(household=id_of("far")).delete()

    page = client_of(stranger).get(reverse(PAGE), {"of": f"list:{listed.pk}", "area": "98"})

    assert page.status_code == 404


def test_without_a_list_the_page_says_what_to_do(client_of, tambon_officer):
    page = client_of(tambon_officer).get(reverse(PAGE))

    assert page.status_code == 200
    assert reverse("target_lists") in page.content.decode()
