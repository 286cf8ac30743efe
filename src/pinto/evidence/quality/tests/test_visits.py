"""Whoever visited interviewed; places and photos of visits warn."""

import datetime as dt
import json

import pytest

from pinto.evidence.quality.models import Finding
from pinto.evidence.quality.queries.fieldwork import interviewer_of, interviewers
from pinto.evidence.quality.queries.visits import visit_checks
from pinto.evidence.quality.rules.durations import Durations
from pinto.evidence.quality.tests.factories import AT, looked_through, make_home
from pinto.evidence.verification.models import Step, Verification, Visit
from pinto.ground.access.queries import viewer_of
from pinto.ground.places.models import Border

VILLAGE = "99010101"
SQUARE = [[[100.0, 15.0], [100.1, 15.0], [100.1, 15.1], [100.0, 15.1], [100.0, 15.0]]]


@pytest.fixture
def viewer(tambon_officer):
    return viewer_of(tambon_officer)


def visited(home, round, by, outcome="MET", **visit):
    row = Verification.objects.create(
        household=home,
        round=round,
        place=home.place,
        tambon="990101",
        state="VISITED",
        steps_taken=1,
        outcome=outcome,
        visited_by=by,
        changed_at=AT,
    )
    step = Step.objects.create(
        verification=row, number=1, verb="VISIT", source="ASSIGNED", target="VISITED", by=by, at=AT
    )
    Visit.objects.create(step=step, on=AT.date(), outcome=outcome, **visit)


def placed(home, latitude, longitude):
    home.latitude, home.longitude = latitude, longitude
    home.save(update_fields=["latitude", "longitude"])
    return home


def test_the_officer_who_met_the_family_interviewed_it(
    round, places, volunteer, tambon_officer, amphoe_officer
):
    home = make_home(round, places[VILLAGE], {"has_debt": False, "debt_baac": 1}, by=tambon_officer)
    refused = make_home(round, places[VILLAGE], by=tambon_officer)
    visited(home, round, volunteer)
    visited(refused, round, amphoe_officer, outcome="REFUSED")

    looked_through(round)

    assert Finding.objects.get().interviewer == volunteer
    assert interviewers(round, "990101") == {
        home.pk.hex: volunteer.pk.hex,
        refused.pk.hex: tambon_officer.pk.hex,  # who typed what the family had said
    }
    assert interviewer_of(home.pk, round) == volunteer.pk
    assert interviewer_of(refused.pk, round) == tambon_officer.pk


def test_a_visit_far_from_the_house_warns(round, places, volunteer, viewer):
    near = placed(make_home(round, places[VILLAGE]), 15.05, 100.05)
    far = placed(make_home(round, places[VILLAGE]), 15.05, 100.05)
    visited(near, round, volunteer, latitude=15.0505, longitude=100.05)
    visited(far, round, volunteer, latitude=15.06, longitude=100.05)

    found = visit_checks(round, area="990101", viewer=viewer)

    assert (found.visits, found.placed) == (2, 2)
    assert [each.household for each in found.far] == [far]
    assert found.far[0].metres == pytest.approx(1112, abs=1)


def test_a_house_outside_the_border_warns_but_not_right_beside_it(round, places, viewer):
    geometry = json.dumps({"type": "Polygon", "coordinates": SQUARE})
    Border.objects.create(
        place=places["990101"], near=geometry, far=geometry, points=4,
        label_longitude=100.05, label_latitude=15.05, source="invented",
    )  # fmt: skip
    placed(make_home(round, places[VILLAGE]), 15.05, 100.05)
    placed(make_home(round, places[VILLAGE]), 15.101, 100.05)  # 111 m
    away = placed(make_home(round, places[VILLAGE]), 15.2, 100.05)

    found = visit_checks(round, area="990101", viewer=viewer)

    assert [each.household for each in found.outside] == [away]


def test_the_same_photo_for_two_visits_warns(round, places, volunteer, viewer):
    homes = [make_home(round, places[VILLAGE]) for _ in range(4)]
    for home, photo in zip(homes, ("a" * 64, "a" * 64, "b" * 64, ""), strict=True):
        visited(home, round, volunteer, photo=photo)

    found = visit_checks(round, area="990101", viewer=viewer)

    assert {each.household for each in found.photos} == set(homes[:2])
    assert {each.times for each in found.photos} == {2}


def test_how_long_visits_took_is_told_once_there_are_some(
    round, places, volunteer, tambon_officer, viewer
):
    for took in (3, 20, 25, 30, 90):
        began = AT - dt.timedelta(minutes=took)
        visited(make_home(round, places[VILLAGE]), round, volunteer, began_at=began)
    visited(make_home(round, places[VILLAGE]), round, tambon_officer, began_at=AT)
    visited(make_home(round, places[VILLAGE]), round, tambon_officer)  # written down later

    found = visit_checks(round, area="990101", viewer=viewer)

    each = dict(found.took_each)
    assert each[str(volunteer)] == Durations(5, dt.timedelta(minutes=25))
    assert each[str(tambon_officer)] == Durations(1, None)
    assert found.took.visits == 6
    assert [each.minutes for each in found.short] == [3, 0]


def test_of_another_tambon_nothing_is_told(round, places, volunteer, viewer):
    visited(make_home(round, places["99010201"]), round, volunteer)

    assert visit_checks(round, area="990102", viewer=viewer).visits == 0
