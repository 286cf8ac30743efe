"""Everything on record about a household, for the household itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from pinto.evidence.consents.queries.consents import Consent, consent_records, consents_of
from pinto.evidence.instruments.rules import Instrument, Level, Question, instrument
from pinto.evidence.registry.models import (
    FurtherHouse,
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
    Round,
)
from pinto.evidence.registry.permissions import closed_groups, hidden_questions
from pinto.evidence.registry.queries import (
    further_houses,
    household,
    latest_revisions,
    person_name,
    rosters,
    rounds_of,
)
from pinto.ground.access.queries import GROUP_WORDS, looks_told
from pinto.ground.access.rules import Viewer
from pinto.ground.installation.keys import unseal
from pinto.ground.thai.national_id import masked
from pinto.ground.trail.queries import looks_at

_LOOKS = 20

Line = tuple[str, str, str]  # question id, question, answer in words


@dataclass(frozen=True)
class RoundCopy:
    """What the household answered in one round."""

    round: Round
    revision: HouseholdRevision
    lines: list[Line]
    members: list[tuple[MemberRevision, str, list[Line]]]  # with the name


@dataclass(frozen=True)
class SubjectCopy:
    """What a household has a right to see (PDPA s.30), as far as this viewer reads it."""

    home: Household
    houses: list[FurtherHouse]
    people: list[tuple[Person, str, str]]  # with name and masked ID
    rounds: list[RoundCopy]
    consents: list[Consent]
    looks: list[Any]
    closed: list[str]  # groups of fields this viewer does not read, in words


def subject_copy(
    household_id: UUID, *, viewer: Viewer, language: str, now: datetime
) -> SubjectCopy:
    """The copy. Raises ``DoesNotExist`` where the household is not this viewer's to see."""
    home = household(household_id, viewer=viewer)
    code = home.place.code
    copies = []
    asked_in = rounds_of(home.pk)
    for round in asked_in:
        revision = latest_revisions([home.pk], round)[home.pk]
        asked = instrument(round.instrument, round.instrument_version)
        hidden = hidden_questions(asked, viewer=viewer, at=code, household=home.pk)
        roster = rosters([revision.pk]).get(revision.pk, [])
        copies.append(
            RoundCopy(
                round,
                revision,
                [*_lines(asked, Level.HOUSEHOLD, revision.answers, hidden, language)],
                [
                    (
                        member,
                        person_name(member.person),
                        [*_lines(asked, Level.MEMBER, member.answers, hidden, language)],
                    )
                    for member in roster
                ],
            )
        )
    people = Person.objects.filter(household=home, visible=True).order_by("id")
    closed = closed_groups(viewer=viewer, at=code, household=home.pk)
    return SubjectCopy(
        home=home,
        houses=further_houses([home.pk]).get(home.pk, []),
        people=[(person, person_name(person), _masked(person)) for person in people],
        rounds=copies,
        consents=consents_of(home.pk, today=localdate(now)),
        looks=looks_told(list(looks_at("household", home.pk)[:_LOOKS])),
        closed=sorted(str(GROUP_WORDS[group]) for group in closed),
    )


def _masked(person: Person) -> str:
    return masked(unseal(bytes(person.national_id))) if person.national_id else ""


def _lines(
    asked: Instrument, level: Level, answers: dict[str, Any], hidden: frozenset[str], language: str
) -> Iterator[Line]:
    for question in asked.questions(level):
        answer = answers.get(question.id)
        if question.id not in hidden and answer not in (None, []):
            yield question.id, question.label(language), _words(question, answer, language)


def _words(question: Question, answer: Any, language: str) -> str:
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return f"{answer:,.10g} {question.unit_label(language)}".rstrip()
    return question.answer_label(answer, language)


def copy_json(copy: SubjectCopy, *, now: datetime) -> dict[str, Any]:
    """The same for programs: what s.31 calls a form that can be read by machines."""
    home = copy.home
    return {
        "household": {
            "id": str(home.pk),
            "place": home.place.code,
            "house_code": home.house_code,
            "house_no": home.house_no,
            "street": home.street,
            "further_houses": [house.house_no or house.house_code for house in copy.houses],
        },
        "people": [
            {
                "id": str(person.pk),
                "name": name,
                "national_id_masked": number,
                "sex": person.sex,
                "born": [person.birth_year, person.birth_month, person.birth_day],
            }
            for person, name, number in copy.people
        ],
        "rounds": [
            {
                "round": each.round.label,
                "source": each.revision.source,
                "at": each.revision.at.isoformat(),
                "answers": _told(each.lines),
                "delivered": each.revision.delivered,
                "members": [
                    {"id": str(member.person_id), "name": name, "answers": _told(lines)}
                    for member, name, lines in each.members
                ],
            }
            for each in copy.rounds
        ],
        "consents": consent_records(home.pk),
        "not_shown": copy.closed,
        "made_at": now.isoformat(),
    }


def _told(lines: list[Line]) -> list[dict[str, str]]:
    return [{"question": key, "text": text, "answer": answer} for key, text, answer in lines]
