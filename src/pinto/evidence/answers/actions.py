"""Answers are corrected, people and households are added; what was said before stays.

Every correction is a newer revision of the same round with its source and reason. Two
officers who had the same sheet open do not overwrite one another: the second is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    Batch,
    FurtherHouse,
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
    Round,
)
from pinto.evidence.registry.permissions import check_may_revise
from pinto.evidence.registry.queries import (
    household,
    household_of_house,
    latest_revisions,
    rosters,
)
from pinto.evidence.registry.rules import Answers, PersonDraft
from pinto.ground.access.permissions import check_may
from pinto.ground.access.rules import Capability, Refused, Viewer
from pinto.ground.jobs.actions import ask_for
from pinto.ground.places.models import Place
from pinto.ground.trail.actions import record

_TAMBON = 6  # digits of a code


class Overtaken(Refused):
    """Somebody else changed the sheet while this one was open."""


@dataclass(frozen=True)
class Correction:
    """What is corrected, from which state on, and who says why."""

    household_id: UUID
    round: Round
    based_on: UUID  # the revision that was looked at
    source: str
    reason: str
    viewer: Viewer
    by: Any
    at: datetime


Seat = tuple[Person, Answers]


@transaction.atomic
def correct_answers(*, correction: Correction, said: Mapping[str, Any]) -> bool:
    """The household answered this; None takes an answer back to unknown.

    ``said`` holds the questions that were looked at; the others stay. The answer is
    whether anything differed. Raises ``DoesNotExist``, ``OutOfScope``, ``Refused`` (also where
    the round is frozen).
    """
    home, before, seats = _opened(correction)
    answers = _after(before.answers, said)
    if answers == before.answers:
        return False
    _revise(correction, home, before, answers, seats)
    _note(correction, "household.corrected", questions=sorted(said))
    return True


@transaction.atomic
def correct_member(
    *, correction: Correction, person_id: UUID, written: PersonDraft, said: Mapping[str, Any]
) -> bool:
    """The member is called, and was born, as written, and answered this; all of it or nothing.

    A blank in ``written`` changes nothing; who they were is kept in the batch that
    changed it. The answer is whether anything differed.
    """
    home, before, seats = _opened(correction)
    person = Person.objects.get(pk=person_id, household=home, visible=True)
    identity = list(identity_changes(person, written))
    if identity:
        batch = open_batch(source=_("correction on screen"), by=correction.by, at=correction.at)
        publish_batch(batch=batch, changes=identity, by=correction.by, at=correction.at)
    now = [(who, _after(told, said) if who.pk == person_id else told) for who, told in seats]
    if now == seats and not identity:
        return False
    # A date of birth is an age, and an age a score: who corrects one wrote an answer.
    _revise(correction, home, before, before.answers, now, alone=not identity)
    fields = sorted(identity[0]["to"]) if identity else []
    _note(
        correction, "household.corrected", person=str(person_id), questions=sorted(said),
        fields=fields,
    )  # fmt: skip
    return True


@transaction.atomic
def add_member(*, correction: Correction, written: PersonDraft) -> Person:
    """Somebody more belongs to the household in this round."""
    home, before, seats = _opened(correction)
    person = new_person(home, written)
    _revise(correction, home, before, before.answers, [*seats, (person, written.answers)])
    _note(correction, "member.added", person=str(person.pk))
    return person


@transaction.atomic
def remove_member(*, correction: Correction, person_id: UUID) -> None:
    """Somebody is not a member in this round. The person and earlier revisions stay."""
    home, before, seats = _opened(correction)
    kept = [seat for seat in seats if seat[0].pk != person_id]
    if len(kept) < len(seats):
        _revise(correction, home, before, before.answers, kept)
        _note(correction, "member.left", person=str(person_id))


@transaction.atomic
def bring_back(*, correction: Correction, revision_id: UUID) -> None:
    """The household says again what it said in that earlier revision, sub-scores included."""
    home, before, _seats_now = _opened(correction)
    earlier = HouseholdRevision.objects.get(pk=revision_id, household=home, round=correction.round)
    _revise(correction, home, earlier, earlier.answers, _seats(earlier), left=before.place)
    _note(correction, "household.corrected", brought_back=str(earlier.pk))


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
    batch: Batch | None = None,
) -> Household:
    """The household is in the registry and in the round, with its head and no answers yet.

    With a ``batch`` it is seen once that is published, and no more when it is withdrawn.
    """
    check_may(viewer, Capability.EDIT_HOUSEHOLDS, place.code)
    home = Household.objects.create(
        place=place,
        house_code=house_code,
        house_no=house_no,
        moo=place.moo,
        batch=batch,
        visible=batch is None,
    )
    home.head = new_person(home, head)
    home.save(update_fields=["head"])
    first = HouseholdRevision.objects.create(
        household=home,
        round=round,
        place=place,
        batch=batch,
        source=source,
        reason=reason,
        by=by,
        at=at,
    )
    check_may_revise(round, [place.code])
    MemberRevision.objects.create(
        revision=first, person=home.head, number=0, answers={"relation": "head"}
    )
    correction = Correction(home.pk, round, first.pk, source, reason, viewer, by, at)
    _ask_for_figures(correction, [place])
    _note(correction, "household.added", place=place.code)
    return home


@transaction.atomic
def add_house(
    *,
    household_id: UUID,
    place: Place,
    house_no: str,
    house_code: str,
    reason: str,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> FurtherHouse:
    """The household lives in this house too; what files say of the house is about the household.

    Raises ``Refused`` where the house is one of the household's already.
    """
    home = _writable(household_id, viewer)
    check_may(viewer, Capability.EDIT_HOUSEHOLDS, place.code)
    own = household_of_house(place_id=place.pk, house_code=house_code, house_no=house_no)
    if own.filter(pk=home.pk).exists():
        raise Refused(_("This house is one of the household's houses already."))
    house = FurtherHouse.objects.create(
        household=home, place=place, house_no=house_no, house_code=house_code, by=by, at=at
    )
    record(
        what="house.added",
        on=("household", home.pk),
        by=by,
        at=at,
        why=reason,
        house=str(house.pk),
        place=place.code,
    )
    return house


@transaction.atomic
def remove_house(
    *, household_id: UUID, house_id: UUID, viewer: Viewer, by: Any, at: datetime
) -> None:
    """The household does not live in that further house any more; the record of it stays."""
    home = _writable(household_id, viewer)
    house = FurtherHouse.objects.get(pk=house_id, household=home)
    if house.removed_at is None:
        house.removed_at = at
        house.save(update_fields=["removed_at"])
        record(what="house.removed", on=("household", home.pk), by=by, at=at, house=str(house.pk))


def _writable(household_id: UUID, viewer: Viewer) -> Household:
    """The household, which nobody else writes until the transaction ends."""
    home = household(household_id, viewer=viewer)
    check_may_correct(viewer, home)
    Household.objects.select_for_update().get(pk=home.pk)
    return home


def _opened(correction: Correction) -> tuple[Household, HouseholdRevision, list[Seat]]:
    """The household for writing, as it is now; nobody else writes until the transaction ends."""
    home = _writable(correction.household_id, correction.viewer)
    before = latest_revisions([home.pk], correction.round)[home.pk]
    if before.pk != correction.based_on:
        raise Overtaken(
            _("Somebody else changed this household meanwhile. Look at it again, then correct it.")
        )
    check_may_revise(correction.round, [before.place.code])
    return home, before, _seats(before)


def _seats(revision: HouseholdRevision) -> list[Seat]:
    return [(m.person, m.answers) for m in rosters([revision.pk]).get(revision.pk, [])]


def _after(before: Answers, said: Mapping[str, Any]) -> Answers:
    kept = {question: answer for question, answer in before.items() if question not in said}
    return kept | {question: answer for question, answer in said.items() if answer is not None}


def _revise(
    correction: Correction,
    home: Household,
    like: HouseholdRevision,
    answers: Answers,
    seats: Iterable[Seat],
    *,
    left: Place | None = None,
    alone: bool = True,
) -> None:
    """These answers and members count from now on; all else is as in the revision ``like``.

    ``left`` is where the household was listed, ``alone`` whether nobody else is touched.
    """
    revision = HouseholdRevision.objects.create(
        household=home,
        round=correction.round,
        place=like.place,
        based_on=correction.based_on,
        source=correction.source,
        reason=correction.reason,
        answers=answers,
        delivered=like.delivered,
        surveyed_on=like.surveyed_on,
        by=correction.by,
        at=correction.at,
    )
    MemberRevision.objects.bulk_create(
        MemberRevision(revision=revision, person=person, number=number, answers=told)
        for number, (person, told) in enumerate(seats)
    )
    check_may_revise(correction.round, [like.place.code])
    places = [like.place] if left is None else [like.place, left]
    _ask_for_figures(correction, places, alone=alone)


def _ask_for_figures(
    correction: Correction, places: Iterable[Place], *, alone: bool = True
) -> None:
    """Scores and profiles of these tambons will follow, where this household ``alone`` changed."""
    ask_for(
        "registry.refresh",
        by=correction.by,
        at=correction.at,
        round=correction.round.label,
        tambons=sorted({place.code[:_TAMBON] for place in places}),
        **({"households": [str(correction.household_id)]} if alone else {}),
    )


def _note(correction: Correction, what: str, **detail: Any) -> None:
    record(
        what=what,
        on=("household", correction.household_id),
        by=correction.by,
        at=correction.at,
        why=correction.reason,
        source=correction.source,
        **detail,
    )
