"""A frozen round says what was known when it was frozen, whatever is corrected afterwards."""

import datetime as dt

import pytest

from pinto.evidence.answers.actions import Correction, correct_member
from pinto.evidence.registry.actions.links import stand_for_households
from pinto.evidence.registry.extracts import refresh_extract
from pinto.evidence.registry.models import Freeze, Person
from pinto.evidence.registry.queries import home_name, latest_revisions
from pinto.evidence.registry.rules import PersonDraft
from pinto.evidence.registry.tests.factories import draft, load, make_round, person
from pinto.ground.access.queries import viewer_of
from pinto.ground.thai.calendar import PartialDate
from pinto.insight.measures.actions import score_round
from pinto.insight.measures.models import Score
from pinto.insight.profiles.queries.households import Wanted, household_scores, household_seen

AT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=9)
SAID = {"house_condition": "decayed", "living_members": 1}


def scores_of(round):
    refresh_extract(round=round)
    score_round(round=round, by=None, at=AT)
    return list(
        Score.objects.filter(round=round).order_by("household").values_list("household", "items")
    )


@pytest.fixture
def rounds(places):
    """The same two families asked in a frozen round and in one that is open."""
    rounds = make_round(2568), make_round(2569)
    for round in rounds:
        drafts = [
            draft(
                f"9999000000{number}",
                [
                    person(
                        f"คน{number}",
                        sex="M",
                        birth=PartialDate.of(1985, 3, 5),
                        answers={"relation": "head", "education": "primary"},
                    )
                ],
                head=0,
                answers=SAID,
            )
            for number in (1, 2)
        ]
        load(round, *drafts)
    Freeze.objects.create(round=rounds[0], place=places["9901"], at=AT)
    return rounds


def correct(account, round, **written):
    somebody = Person.objects.get(given_name="คน1")
    correction = Correction(
        household_id=somebody.household_id,
        round=round,
        based_on=latest_revisions([somebody.household_id], round)[somebody.household_id].pk,
        source="visit",
        reason="เห็นบัตร",
        viewer=viewer_of(account),
        by=account,
        at=LATER,
    )
    correct_member(
        correction=correction, person_id=somebody.pk, written=PersonDraft(**written), said={}
    )
    return somebody


def test_who_a_member_is_found_to_be_later_moves_no_score_of_a_frozen_round(rounds, tambon_officer):
    closed, still_open = rounds
    before, then = scores_of(closed), scores_of(still_open)

    correct(tambon_officer, still_open, birth=PartialDate.of(2017, 3, 5))

    assert scores_of(closed) == before
    assert scores_of(still_open) != then


def test_the_page_of_a_frozen_round_names_and_explains_as_it_was(rounds, tambon_officer):
    closed, still_open = rounds
    viewer = viewer_of(tambon_officer)

    def shown(round):
        home = Person.objects.get(household__house_code="99990000001").household_id
        seen = household_seen(
            home, label=round.label, viewer=viewer, language="th", today=LATER.date()
        )
        return (
            seen.members[0].person.given_name,
            home_name(seen.told.household),
            seen.told.reckoning,
        )

    before = shown(closed)
    correct(tambon_officer, still_open, given_name="ชื่อใหม่", birth=PartialDate.of(2017, 3, 5))

    assert shown(closed) == before
    assert shown(still_open)[0] == "ชื่อใหม่"


def test_a_condition_finds_in_a_frozen_round_who_it_found_then(rounds, tambon_officer):
    closed, still_open = rounds
    correct(tambon_officer, still_open, birth=PartialDate.of(2017, 3, 5), sex="F")
    for round in rounds:
        scores_of(round)

    def found(round, where):
        wanted = Wanted(area="990101", where=where)
        return household_scores(
            round=round, wanted=wanted, viewer=viewer_of(tambon_officer)
        ).count()

    assert found(closed, "any(members, age < 10)") == found(closed, "any(members, sex = 'F')") == 0
    assert found(still_open, "any(members, age < 10)") == 1
    assert found(still_open, "any(members, sex = 'F')") == 1


def test_a_family_merged_after_the_freeze_still_counts_twice_in_the_frozen_round(rounds):
    closed, still_open = rounds
    older, younger = (key for key, _items in scores_of(closed))

    stand_for_households(standing={younger: older}, by=None, at=LATER)

    assert [key for key, _items in scores_of(closed)] == [older, younger]
    assert [key for key, _items in scores_of(still_open)] == [older]
