"""Pairs are found, people decide, and every decision can be taken back completely."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core import serializers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pinto.evidence.matching.actions import decide, find_pairs, undo
from pinto.evidence.matching.models import Link, Pair
from pinto.evidence.matching.tests.factories import AT, CODES, a_pair, registered, twice
from pinto.evidence.registry.extracts import connect, refresh_extract
from pinto.evidence.registry.models import Household, HouseholdRevision, MemberRevision, Person
from pinto.evidence.registry.queries import round_labelled
from pinto.ground.access.permissions import OutOfScope
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.jobs.models import Job
from pinto.ground.trail.models import Entry
from tests.support.cast import make_places


def records():
    """Every byte of the registry's records."""
    rows = [
        row
        for model in (Household, Person, HouseholdRevision, MemberRevision)
        for row in model.objects.order_by("pk")
    ]
    return serializers.serialize("json", rows)


def search(area="99"):
    return find_pairs(areas=[area], by=None, at=AT, tell=lambda *_: None)


def said(pair, decision="SAME", **more):
    return decide(pair_id=pair.pk, decision=decision, viewer=None, by=None, at=AT, **more)


def taken_back(pair):
    return undo(pair_id=pair.pk, viewer=None, by=None, at=AT)


class TestAnyOrder(TestCase):
    """Whatever is joined and taken back, in whatever order, nothing of it is left."""

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(
        joined=st.lists(
            st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()).filter(
                lambda pair: pair[0] < pair[1]
            ),
            unique_by=lambda pair: pair[:2],
            max_size=8,
        ),
        order=st.randoms(use_true_random=False),
    )
    def test_merge_and_undo_give_back_the_same_bytes(self, joined, order):
        make_places()
        people = registered(5)
        before = records()
        pairs = []
        for first, second, households in joined:
            pairs.append(a_pair(people[first], people[second]))
            said(pairs[-1], households=households)
        order.shuffle(pairs)
        for pair in pairs:
            taken_back(pair)
        assert records() == before


@pytest.fixture
def pair(places):
    twice()
    search()
    return Pair.objects.get()


def test_somebody_who_is_on_record_twice_is_found_and_explained(pair):
    assert pair.band == Pair.Band.SUGGESTED
    assert pair.evidence["given"][0] == "one_letter"
    assert pair.evidence["birth"][0] == "same_day"
    assert pair.first_id < pair.second_id


def test_looking_again_keeps_the_id_and_the_decision(pair):
    said(pair, "DIFFERENT")
    search()
    again = Pair.objects.get()
    assert (again.pk, again.decision) == (pair.pk, "DIFFERENT")


def test_a_pair_that_is_no_longer_likely_leaves_the_queue(pair):
    Person.objects.filter(pk=pair.second_id).update(
        given_name="กรวด", surname="อื่น", birth_year=1930, sex="F"
    )
    find_pairs(areas=["99"], by=None, at=AT + dt.timedelta(days=1), tell=lambda *_: None)
    assert not Pair.objects.exists()


def test_the_older_record_stands_for_both(pair):
    said(pair, households=True)
    younger = Person.objects.get(pk=pair.second_id)
    assert younger.same_as_id == pair.first_id
    assert younger.household.same_as_id == pair.first.household_id
    assert Person.objects.get(pk=pair.first_id).same_as_id is None


def test_later_edits_stay_with_the_record_that_was_edited(pair):
    said(pair, households=True)
    Person.objects.filter(pk=pair.second_id).update(title="ว่าที่ ร.ต.")
    taken_back(pair)
    first, second = (Person.objects.get(pk=key) for key in (pair.first_id, pair.second_id))
    assert (first.title, second.title) == ("", "ว่าที่ ร.ต.")
    assert second.same_as_id is None


def counted(round):
    extract = refresh_extract(round=round)
    households = extract.table(connect(), "households").to_pyarrow().to_pylist()
    members = extract.table(connect(), "members").to_pyarrow().to_pylist()
    return len(households), len(members)


def test_figures_count_a_linked_household_once_and_twice_again_after_undo(pair):
    round = round_labelled("2569")
    assert counted(round) == (2, 3)
    said(pair, households=True)
    assert counted(round) == (1, 2)
    taken_back(pair)
    assert counted(round) == (2, 3)


def test_a_person_in_two_households_is_counted_in_one(pair):
    said(pair)
    assert counted(round_labelled("2569")) == (2, 2)


def test_in_a_round_where_only_the_younger_was_asked_the_younger_counts(pair):
    said(pair, households=True)
    MemberRevision.objects.filter(revision__household=pair.first.household_id).delete()
    HouseholdRevision.objects.filter(household=pair.first.household_id).delete()
    assert counted(round_labelled("2569")) == (1, 1)


def test_the_figures_are_asked_for_anew(pair):
    said(pair, households=True)
    (job,) = Job.objects.filter(task="registry.refresh")
    assert job.given == {"round": "2569", "tambons": ["990101", "990102"]}


def test_every_decision_is_in_the_trail_without_a_name(pair):
    said(pair)
    taken_back(pair)
    entries = Entry.objects.filter(on_kind="pair")
    assert sorted(entries.values_list("what", flat=True)) == ["pair.decided", "pair.undone"]
    assert "สมชา" not in str(list(entries.values()))


def test_the_second_of_two_officers_is_told(pair):
    said(pair)
    with pytest.raises(Refused):
        said(pair, "DIFFERENT")
    assert Link.objects.count() == 1


def test_cannot_tell_can_be_decided_later(pair):
    said(pair, "UNSURE")
    assert said(pair).decision == "SAME"


def test_a_pair_across_two_tambons_is_not_decided_by_one_of_them(pair, tambon_officer):
    with pytest.raises(Pair.DoesNotExist):
        decide(
            pair_id=pair.pk, decision="SAME", viewer=viewer_of(tambon_officer),
            by=tambon_officer, at=AT,
        )  # fmt: skip


def test_a_pair_that_does_not_exist_is_answered_alike(places, tambon_officer):
    with pytest.raises((Pair.DoesNotExist, OutOfScope)):
        decide(
            pair_id=uuid4(), decision="SAME", viewer=viewer_of(tambon_officer),
            by=tambon_officer, at=AT,
        )  # fmt: skip


def test_codes_of_the_factories_exist(places):
    assert set(CODES) <= set(places)
