"""What a household answered in a round, and how that came to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from pinto.evidence.answers.rules import differing
from pinto.evidence.instruments.rules import Instrument, instrument
from pinto.evidence.registry.models import (
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
    Round,
)
from pinto.evidence.registry.permissions import hidden_questions
from pinto.evidence.registry.queries import (
    COUNTED,
    household,
    household_of_house,
    latest_revisions,
    person_name,
    rosters,
    rounds_of,
)
from pinto.ground.access.permissions import within
from pinto.ground.access.queries import account_names
from pinto.ground.access.rules import Capability, Viewer
from pinto.ground.installation.keys import lookup
from pinto.ground.places.models import Place


@dataclass(frozen=True)
class Sheet:
    """The answers of one household in one round as they stand now, for one viewer."""

    household: Household
    round: Round
    revision: HouseholdRevision
    members: list[MemberRevision]
    asked: Instrument
    hidden: frozenset[str]  # questions whose answers this viewer may not read

    def member(self, person_id: UUID) -> MemberRevision:
        """The member of the roster. Raises ``LookupError``."""
        for member in self.members:
            if member.person_id == person_id:
                return member
        raise LookupError("nobody of that id is a member in this round")


def sheet(household_id: UUID, *, label: str, viewer: Viewer) -> Sheet:
    """The sheet of that round, or of the newest the household was asked in.

    Raises ``Household.DoesNotExist`` where it is not this viewer's to see, and
    ``LookupError`` when it was not asked in the round, or never.
    """
    found = household(household_id, viewer=viewer)
    asked_in = [each for each in rounds_of(found.pk) if label in ("", each.label)]
    if not asked_in:
        raise LookupError(f"this household was not asked in round {label or 'any'}")
    round = asked_in[0]
    revision = latest_revisions([found.pk], round)[found.pk]
    asked = instrument(round.instrument, round.instrument_version)
    return Sheet(
        household=found,
        round=round,
        revision=revision,
        members=rosters([revision.pk]).get(revision.pk, []),
        asked=asked,
        hidden=hidden_questions(asked, viewer=viewer, at=found.place.code, household=found.pk),
    )


Line = tuple[str, str, str, str]  # whose, question, before, after: in words


@dataclass(frozen=True)
class Change:
    """One revision beside the one before: who changed what, from where, and why."""

    revision: HouseholdRevision
    at: datetime
    by: str  # a name, or the file it came with
    source: str
    reason: str
    lines: list[Line]
    is_first: bool
    is_now: bool


def history(shown: Sheet, *, language: str) -> list[Change]:
    """Every revision of the sheet, newest first. Answers the viewer may not read stay out."""
    revisions = list(
        HouseholdRevision.objects.filter(COUNTED, household=shown.household, round=shown.round)
        .select_related("batch")
        .order_by("id")
    )
    members = rosters(revision.pk for revision in revisions)
    names = account_names(str(revision.by_id) for revision in revisions if revision.by_id)
    changes: list[Change] = []
    for number, revision in enumerate(revisions):
        before = revisions[number - 1] if number else None
        lines: list[Line] = []
        if before is not None:
            was, now = (members.get(each.pk, []) for each in (before, revision))
            lines = _lines(shown, (before, was), (revision, now), language)
        by = revision.batch.source if revision.batch else names.get(str(revision.by_id), "Pinto")
        changes.insert(
            0,
            Change(
                revision=revision,
                at=revision.at,
                by=by,
                source=revision.source,
                reason=revision.reason,
                lines=lines,
                is_first=before is None,
                is_now=revision.pk == shown.revision.pk,
            ),
        )
    return changes


_State = tuple[HouseholdRevision, list[MemberRevision]]


def _lines(shown: Sheet, was: _State, now: _State, language: str) -> list[Line]:
    lines = [("", *line) for line in _told(shown, was[0].answers, now[0].answers, language)]
    then = {member.person_id: member for member in was[1]}
    for member in now[1]:
        earlier = then.pop(member.person_id, None)
        name = person_name(member.person)
        if earlier is None:
            lines.append((name, "", "", "+"))
        else:
            lines += [
                (name, *line) for line in _told(shown, earlier.answers, member.answers, language)
            ]
    lines += [(person_name(member.person), "", "", "−") for member in then.values()]
    return lines


def _told(
    shown: Sheet, before: Mapping[str, Any], now: Mapping[str, Any], language: str
) -> Iterable[tuple[str, str, str]]:
    known = {question.id: question for question in shown.asked.questions()}
    for question_id, was, said in differing(before, now):
        question = known.get(question_id)
        if question is None or question_id in shown.hidden:
            continue
        words = [
            "–" if answer is None else question.answer_label(answer, language)
            for answer in (was, said)
        ]
        yield question.label(language), words[0], words[1]


def villages(viewer: Viewer) -> QuerySet[Place]:
    """The villages where the viewer may add a household, in the order of their codes."""
    return (
        Place.objects.filter(
            within(viewer, "code", to=Capability.EDIT_HOUSEHOLDS), kind=Place.Kind.VILLAGE
        )
        .select_related("parent")
        .order_by("code")
    )


def houses_alike(
    *, place: Place, house_code: str, house_no: str, viewer: Viewer
) -> list[Household]:
    """Households that stand under that house code, or that number of the village."""
    return list(
        household_of_house(place_id=place.pk, house_code=house_code, house_no=house_no)
        .filter(within(viewer, "place__code__unindexed"))
        .select_related("head")[:5]
    )


def holder_of(national_id: str, *, viewer: Viewer) -> Person | None:
    """Whoever holds that ID among the people the viewer may see; silent about all others."""
    return (
        Person.objects.filter(
            within(viewer, "household__place__code__unindexed"),
            national_id_lookup=lookup(national_id),
            visible=True,
            household__visible=True,
        )
        .order_by("id")
        .first()
    )
