"""Households on their way through a round, and a cast with enough different people."""

import datetime as dt

from django.utils import timezone

from pinto.evidence.registry.models import Household
from pinto.evidence.registry.tests.factories import draft, load, make_round, person
from pinto.evidence.verification.actions.proposals import propose_household
from pinto.evidence.verification.actions.steps import Given, VisitNote, take_step
from pinto.evidence.verification.models import Verification
from pinto.evidence.verification.rules.transitions import Verb
from pinto.ground.access.queries import viewer_of
from pinto.ground.meetings.models import Decision, Kind, Meeting, Proposal, Voice

AT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)


def make_homes(number=1, village="99010101", year=2569):
    """Households that were asked in the round, in the order of their house codes."""
    codes = [f"{village}{index:03}" for index in range(1, number + 1)]
    drafts = [
        draft(code, [person(f"คน{code[-3:]}")], place=village, house_no=code[-3:], head=0)
        for code in codes
    ]
    load(make_round(year), *drafts)
    return list(Household.objects.filter(house_code__in=codes).order_by("house_code"))


def given(verb, **rest):
    """All that a step may need."""
    visit = VisitNote(on=AT.date(), outcome="MET") if verb is Verb.VISIT else None
    return Given(**{"reason": "เพราะ", "finding": "POOR", "told_by": "ผู้นำ", "visit": visit, **rest})


def decided(row, at):
    """A forum that has decided on the household; the answer is its id."""
    meeting = Meeting.objects.create(
        kind=Kind.FORUM,
        title="เวทีประชาคม",
        place=row.place,
        venue="ศาลา",
        held_on=timezone.localdate(at),
        starts_at=dt.time(9, 30),
        at=at,
    )
    question = Proposal.objects.create(
        meeting=meeting,
        number=1,
        voice=Voice.PEOPLE,
        question="เห็นชอบหรือไม่",
        subject_kind="verification",
        subject_id=row.pk,
        at=at,
    )
    Decision.objects.create(proposal=question, outcome="AGREED", at=at)
    return meeting.pk


def propose(home, account, year=2569, at=AT, reason="เพราะ", told_by="ผู้นำ"):
    return propose_household(
        household_id=home.pk,
        round=make_round(year),
        reason=reason,
        told_by=told_by,
        viewer=viewer_of(account),
        by=account,
        at=at,
    )


def take(verb, home, account, *, year=2569, at=AT, seen=None, **rest):
    """The officer takes the step as the household stands now."""
    row = Verification.objects.get(household=home, round=make_round(year))
    if verb is Verb.ASSIGN:
        rest = {"assignee_id": account.pk, **rest}
    if verb is Verb.CERTIFY and row.state == "CHECKED":
        rest = {"meeting": decided(row, at), **rest}
    return take_step(
        verification_id=row.pk,
        verb=verb,
        given=given(verb, **rest),
        seen=row.steps_taken if seen is None else seen,
        viewer=viewer_of(account),
        by=account,
        at=at,
    )


def state(home, year=2569):
    return Verification.objects.get(household=home, round=make_round(year)).state
