"""What is reported comes on one officer's list, is taken in hand, and changes no answer."""

import datetime as dt

import pytest
from django.utils import timezone

from pinto.evidence.events.actions import (
    acknowledge,
    bring_back,
    handle,
    reopen,
    report_event,
    take_back,
)
from pinto.evidence.events.models import Event, Kind, State
from pinto.evidence.events.queries import Filter, counts, events, events_of
from pinto.evidence.events.rules import Officer, assigned
from pinto.evidence.registry.models import Household, HouseholdRevision
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.trail.models import Entry


@pytest.fixture
def flood(homes, volunteer, tambon_officer, as_officer, now):
    """The volunteer saw the water in two houses."""
    return report_event(
        kind=Kind.FLOOD,
        household_ids=[home.pk for home in homes[:2]],
        happened_on=timezone.localdate(now),
        told_by="SEEN",
        note="น้ำสูงถึงเข่า",
        **as_officer(volunteer),
    )


def test_a_report_of_many_houses_is_an_event_of_each_on_the_officers_list(
    flood, tambon_officer, now
):
    made = list(flood.events.all())

    assert len(made) == 2
    assert {each.officer for each in made} == {tambon_officer}
    assert {each.due_at for each in made} == {now + dt.timedelta(hours=24)}
    assert {each.state for each in made} == {State.REPORTED}


def test_an_event_changes_no_answer_of_any_round(flood):
    assert not HouseholdRevision.objects.exists()


def test_without_a_tambon_officer_the_amphoe_has_it(homes, amphoe_officer, as_officer, now):
    told = {"kind": Kind.FIRE, "happened_on": timezone.localdate(now), "told_by": "SEEN"}
    report = report_event(household_ids=[homes[0].pk], **told, **as_officer(amphoe_officer))

    assert report.events.get().officer == amphoe_officer


def test_whoever_served_longest_is_chosen_whatever_the_order():
    from uuid import UUID

    young = Officer(UUID(int=1), "TAMBON_OFFICER", "990101", dt.date(2026, 1, 1))
    old = Officer(UUID(int=2), "TAMBON_OFFICER", "990101", dt.date(2020, 1, 1))
    auditor = Officer(UUID(int=3), "AUDITOR", "99010104", dt.date(2010, 1, 1))

    assert assigned("99010104", [young, old, auditor]) == old.account_id
    assert assigned("99010104", [auditor, old, young]) == old.account_id
    assert assigned("98010104", [young, old]) is None


def test_the_same_of_the_same_day_is_reported_once(flood, homes, volunteer, as_officer, now):
    again = {
        "kind": Kind.FLOOD,
        "happened_on": timezone.localdate(now),
        "told_by": "HOUSEHOLD",
        **as_officer(volunteer),
    }
    with pytest.raises(Refused):
        report_event(household_ids=[homes[0].pk], **again)
    assert Event.objects.count() == 2


def test_a_house_of_somewhere_else_stops_the_whole_report(homes, volunteer, as_officer, now):
    with pytest.raises(Household.DoesNotExist):
        report_event(
            kind=Kind.FLOOD,
            household_ids=[homes[0].pk, homes[3].pk],
            happened_on=timezone.localdate(now),
            told_by="SEEN",
            **as_officer(volunteer),
        )
    assert not Event.objects.exists()


def test_after_24_hours_without_an_officer_it_is_overdue(flood, tambon_officer, now):
    viewer, later = viewer_of(tambon_officer), now + dt.timedelta(hours=24, minutes=1)

    assert counts(viewer, "", now).overdue == 0
    assert counts(viewer, "", later).overdue == 2
    assert events(viewer, Filter(state="OVERDUE"), later).count() == 2


def test_an_officer_takes_several_in_hand_and_says_what_was_done(
    flood, tambon_officer, as_officer, now
):
    officer = as_officer(tambon_officer)
    ids = [each.pk for each in flood.events.all()]
    acknowledge(event_ids=ids, **officer)
    with pytest.raises(Refused):
        handle(event_ids=ids, done="  ", **officer)
    handle(event_ids=ids, done="ส่งถุงยังชีพแล้ว", **officer)

    found = counts(viewer_of(tambon_officer), "", now + dt.timedelta(days=3))
    assert (found.waiting, found.overdue, found.in_hand, found.handled) == (0, 0, 0, 2)
    reopened = reopen(event_id=ids[0], **officer)
    assert (reopened.state, reopened.done) == (State.ACKNOWLEDGED, "")


def test_the_second_of_two_officers_is_told(flood, tambon_officer, amphoe_officer, as_officer):
    ids = [each.pk for each in flood.events.all()]
    acknowledge(event_ids=ids[:1], **as_officer(tambon_officer))

    with pytest.raises(Refused):
        acknowledge(event_ids=ids, **as_officer(amphoe_officer))
    assert Event.objects.get(pk=ids[1]).state == State.REPORTED  # all, or none
    assert Event.objects.get(pk=ids[0]).officer == tambon_officer


def test_a_volunteer_takes_a_mistake_back_and_handles_nothing(flood, volunteer, as_officer):
    her, one = as_officer(volunteer), flood.events.first()
    with pytest.raises(Refused):
        handle(event_ids=[one.pk], done="ส่งข้าวแล้ว", **her)
    take_back(event_id=one.pk, **her)

    assert Event.objects.get(pk=one.pk).state == State.TAKEN_BACK
    bring_back(event_id=one.pk, **her)
    assert Event.objects.get(pk=one.pk).state == State.REPORTED


def test_another_volunteer_reads_of_an_illness_nothing(
    homes, volunteer, tambon_officer, as_officer, now
):
    day = timezone.localdate(now)
    told = {"happened_on": day, "told_by": "HOUSEHOLD", "household_ids": [homes[0].pk]}
    report_event(kind=Kind.ILLNESS, **told, **as_officer(tambon_officer))
    since = now - dt.timedelta(days=9)

    assert events_of(homes[0].pk, viewer=viewer_of(volunteer), since=since) == []
    assert len(events_of(homes[0].pk, viewer=viewer_of(tambon_officer), since=since)) == 1

    report_event(kind=Kind.BIRTH, **told, **as_officer(volunteer))
    seen = events_of(homes[0].pk, viewer=viewer_of(volunteer), since=since)
    assert [each.kind for each in seen] == [Kind.BIRTH]


def test_reporting_an_illness_tells_nobody_that_it_was_reported(
    homes, volunteer, tambon_officer, as_officer, now
):
    """The office has one more report of it; whoever may read the first is told as ever."""
    day = timezone.localdate(now)
    told = {"kind": Kind.ILLNESS, "happened_on": day, "told_by": "HOUSEHOLD"}
    for home in homes[:1]:
        report_event(household_ids=[home.pk], **told, **as_officer(tambon_officer))

    both = [home.pk for home in homes[:2]]
    answered = [
        report_event(household_ids=[home], **told, **as_officer(volunteer)).events.count()
        for home in both
    ]

    assert answered == [1, 1]
    with pytest.raises(Refused):
        report_event(household_ids=both[:1], **told, **as_officer(tambon_officer))


def test_for_a_stranger_there_is_no_event(flood, stranger, as_officer):
    with pytest.raises(Event.DoesNotExist):
        acknowledge(event_ids=[flood.events.first().pk], **as_officer(stranger))


def test_every_step_is_in_the_trail_of_the_household(flood, tambon_officer, as_officer):
    one, officer = flood.events.first(), as_officer(tambon_officer)
    acknowledge(event_ids=[one.pk], **officer)
    handle(event_ids=[one.pk], done="ส่งถุงยังชีพแล้ว", **officer)
    reopen(event_id=one.pk, **officer)
    take_back(event_id=one.pk, **officer)

    told = Entry.objects.filter(on_kind="household", on_id=str(one.household_id))
    assert sorted(told.values_list("what", flat=True)) == [
        "event.acknowledged",
        "event.handled",
        "event.reopened",
        "event.taken_back",
    ]
    assert "ถุงยังชีพ" not in str(list(told.values_list("detail", flat=True)))
