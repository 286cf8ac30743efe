"""Answers are corrected, people and households are added; what was said before stays.

Every correction is a newer revision of the same round with its source and reason. Two
officers who had the same sheet open do not overwrite one another: the second is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pinto.evidence.answers.permissions import check_may_correct
from pinto.evidence.registry.actions.batches import open_batch, publish_batch
from pinto.evidence.registry.actions.changes import identity_changes
from pinto.evidence.registry.actions.rows import new_person
from pinto.evidence.registry.models import (
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
    Round,
)
from pinto.evidence.registry.queries import household, latest_revisions, rosters
from pinto.evidence.registry.rules import Answers, PersonDraft
from pinto.ground.access.permissions import check_may
from pinto.ground.access.rules import Capability, Refused, Viewer
from pinto.ground.jobs.actions import ask_for
from pinto.ground.places.models import Place
from pinto.ground.trail.actions import record

_TAMBON = 6  # digits of a code


class Overtaken(Refused):
    """Somebody else changed the sheet while this one was open."""


Seat = tuple[Person, Answers]


@transaction.atomic
def correct_answers(
    *,
    household_id: UUID,
    round: Round,
    based_on: UUID,
    said: Mapping[str, Any],
    person_id: UUID | None = None,
    source: str,
    reason: str,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> HouseholdRevision:
    """The household, or its member, answered this; None takes an answer back to unknown.

    ``said`` holds the questions that were looked at; the others stay. When nothing
    differs, nothing is written. Raises ``DoesNotExist``, ``OutOfScope``, ``Refused``.
    """
    home, before, seats = _opened(household_id, round, based_on, viewer)
    if person_id is None:
        answers = _after(before.answers, said)
    else:
        answers = before.answers
        seats = [
            (person, _after(told, said) if person.pk == person_id else told)
            for person, told in seats
        ]
    if answers == before.answers and seats == _seats(before):
        return before
    revision = _revised(home, before, answers, seats, source, reason, by, at)
    record(
        what="household.corrected",
        on=("household", home.pk),
        by=by,
        at=at,
        why=reason,
        questions=sorted(said),
        source=source,
    )
    return revision


@transaction.atomic
def correct_person(
    *, household_id: UUID, person_id: UUID, written: PersonDraft, reason: str,
    viewer: Viewer, by: Any, at: datetime,
) -> bool:  # fmt: skip
    """The person is called, and was born, as written; a blank changes nothing.

    What was known before is kept in the batch that changed it. The answer is whether
    anything differed.
    """
    home = household(household_id, viewer=viewer)
    check_may_correct(viewer, home)
    person = Person.objects.get(pk=person_id, household=home, visible=True)
    changes = list(identity_changes(person, written))
    if not changes:
        return False
    batch = open_batch(source=_("correction on screen"), by=by, at=at)
    publish_batch(batch=batch, changes=changes, by=by, at=at)
    record(
        what="household.corrected",
        on=("household", home.pk),
        by=by,
        at=at,
        why=reason,
        person=str(person.pk),
        fields=sorted(changes[0]["to"]),
    )
    return True


@transaction.atomic
def add_member(
    *, household_id: UUID, round: Round, based_on: UUID, written: PersonDraft, source: str,
    reason: str, viewer: Viewer, by: Any, at: datetime,
) -> Person:  # fmt: skip
    """Somebody more belongs to the household in this round."""
    home, before, seats = _opened(household_id, round, based_on, viewer)
    person = new_person(home, written)
    _revised(
        home, before, before.answers, [*seats, (person, written.answers)], source, reason, by, at
    )
    record(
        what="member.added",
        on=("household", home.pk),
        by=by,
        at=at,
        why=reason,
        person=str(person.pk),
    )
    return person


@transaction.atomic
def remove_member(
    *, household_id: UUID, round: Round, based_on: UUID, person_id: UUID, source: str,
    reason: str, viewer: Viewer, by: Any, at: datetime,
) -> HouseholdRevision:  # fmt: skip
    """Somebody is not a member in this round. The person and earlier revisions stay."""
    home, before, seats = _opened(household_id, round, based_on, viewer)
    kept = [seat for seat in seats if seat[0].pk != person_id]
    if len(kept) == len(seats):
        return before
    revision = _revised(home, before, before.answers, kept, source, reason, by, at)
    record(
        what="member.left",
        on=("household", home.pk),
        by=by,
        at=at,
        why=reason,
        person=str(person_id),
    )
    return revision


@transaction.atomic
def bring_back(
    *, household_id: UUID, round: Round, based_on: UUID, revision_id: UUID, reason: str,
    viewer: Viewer, by: Any, at: datetime,
) -> HouseholdRevision:  # fmt: skip
    """The household says again what it said in that earlier revision."""
    home, before, _seats_now = _opened(household_id, round, based_on, viewer)
    earlier = HouseholdRevision.objects.get(pk=revision_id, household=home, round=round)
    revision = _revised(
        home, before, earlier.answers, _seats(earlier), earlier.source, reason, by, at
    )
    record(
        what="household.corrected",
        on=("household", home.pk),
        by=by,
        at=at,
        why=reason,
        brought_back=str(earlier.pk),
    )
    return revision


@transaction.atomic
def add_household(
    *,
    place: Place,
    round: Round,
    house_no: str,
    house_code: str,
    head: PersonDraft,
    source: str,
    reason: str,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Household:
    """The household is in the registry and in the round, with its head and no answers yet."""
    check_may(viewer, Capability.EDIT_HOUSEHOLDS, place.code)
    home = Household.objects.create(
        place=place, house_code=house_code, house_no=house_no, moo=place.moo
    )
    person = new_person(home, head)
    home.head = person
    home.save(update_fields=["head"])
    _written(home, round, None, {}, {}, [(person, {"relation": "head"})], source, reason, by, at)
    record(
        what="household.added",
        on=("household", home.pk),
        by=by,
        at=at,
        why=reason,
        place=place.code,
        source=source,
    )
    return home


def _opened(
    household_id: UUID, round: Round, based_on: UUID, viewer: Viewer
) -> tuple[Household, HouseholdRevision, list[Seat]]:
    """The household for writing, as it is now; nobody else writes until the transaction ends."""
    home = household(household_id, viewer=viewer)
    check_may_correct(viewer, home)
    Household.objects.select_for_update().get(pk=home.pk)
    before = latest_revisions([home.pk], round)[home.pk]
    if before.pk != based_on:
        raise Overtaken(
            _("Somebody else changed this household meanwhile. Look at it again, then correct it.")
        )
    return home, before, _seats(before)


def _seats(revision: HouseholdRevision) -> list[Seat]:
    return [(m.person, m.answers) for m in rosters([revision.pk]).get(revision.pk, [])]


def _after(before: Answers, said: Mapping[str, Any]) -> Answers:
    kept = {question: answer for question, answer in before.items() if question not in said}
    return kept | {question: answer for question, answer in said.items() if answer is not None}


def _revised(
    home: Household,
    before: HouseholdRevision,
    answers: Answers,
    seats: Iterable[Seat],
    source: str,
    reason: str,
    by: Any,
    at: datetime,
) -> HouseholdRevision:
    delivered = before.delivered
    return _written(home, before.round, before, answers, delivered, seats, source, reason, by, at)


def _written(
    home: Household,
    round: Round,
    before: HouseholdRevision | None,
    answers: Answers,
    delivered: dict[str, float],
    seats: Iterable[Seat],
    source: str,
    reason: str,
    by: Any,
    at: datetime,
) -> HouseholdRevision:
    revision = HouseholdRevision.objects.create(
        household=home,
        round=round,
        place=home.place if before is None else before.place,
        based_on=before.pk if before else None,
        source=source,
        reason=reason,
        answers=answers,
        delivered=delivered,
        surveyed_on=before.surveyed_on if before else None,
        by=by,
        at=at,
    )
    MemberRevision.objects.bulk_create(
        MemberRevision(revision=revision, person=person, number=number, answers=told)
        for number, (person, told) in enumerate(seats)
    )
    tambons = [revision.place.code[:_TAMBON]]
    ask_for("registry.refresh", by=by, at=at, round=round.label, tambons=tambons)
    return revision
