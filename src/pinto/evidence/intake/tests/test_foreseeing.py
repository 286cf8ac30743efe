"""What loading would do is told at the check, and then comes true."""

import pytest

from pinto.evidence.intake.actions.publishing import publish_load
from pinto.evidence.intake.tests.factories import AT, checked, loaded, make_round, quiet, survey
from pinto.evidence.registry.models import HouseholdRevision

HOUSE = ("99991234567", "52", 1, 3)
OTHER = ("99995972141", "53", 1, 2)
THIRD = ("99990000001", "54", 1, 1)
MOTHER = ("99991234567", "บัวผัน", "สมมติสุข", "3999912345670", "5/3/10")


@pytest.fixture
def round(places):
    return make_round()


def test_what_is_foreseen_is_what_happens(round):
    loaded(survey(HOUSE, OTHER, people=[MOTHER]), round)
    mended = survey(HOUSE, (*OTHER[:3], 5), THIRD, people=[MOTHER])

    load = checked(mended, round)
    written = HouseholdRevision.objects.count()

    assert load.report["foreseen"] == {"new": 1, "entered": 0, "changed": 1, "same": 1}
    assert written == 2
    arrival = publish_load(load=load, by=None, at=AT, tell=quiet).arrival
    assert load.report["foreseen"].items() <= arrival.items()


def test_into_an_empty_registry_all_are_new(round):
    load = checked(survey(HOUSE, OTHER), round)

    assert load.report["foreseen"] == {"new": 2, "entered": 0, "changed": 0, "same": 0}


def test_the_same_file_again_would_change_nothing(round):
    loaded(survey(HOUSE, OTHER, people=[MOTHER]), round)

    load = checked(survey(HOUSE, OTHER, people=[MOTHER]), round)

    assert load.report["foreseen"] == {"new": 0, "entered": 0, "changed": 0, "same": 2}


def test_known_households_in_a_round_of_their_first_answers_are_not_called_changed(round):
    loaded(survey(HOUSE, OTHER), round)

    load = loaded(survey(HOUSE, OTHER, THIRD), make_round(2570))

    expected = {"new": 1, "entered": 2, "changed": 0, "same": 0}
    assert load.report["foreseen"] == expected
    assert expected.items() <= load.arrival.items()
