"""What arrives for the registry, before it has ids: drafts of households and people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pinto.ground.access.rules import FieldGroup
from pinto.ground.thai.calendar import PartialDate

Answers = dict[str, Any]
INSTRUMENT = ("ppp-household", "1")  # the questionnaire of new rounds

# Which group of fields each field of the registry belongs to; an answer's stands with its question.
FIELD_GROUPS: Mapping[str, FieldGroup] = {
    **dict.fromkeys(
        ("title", "given_name", "surname", "sex", "birth_date", "national_id"),
        FieldGroup.IDENTITY,
    ),
    "phone": FieldGroup.CONTACT,
    **dict.fromkeys(
        ("house_code", "house_no", "moo", "street", "latitude", "longitude"),
        FieldGroup.LOCATION,
    ),
}

ROUND_YEARS = range(2500, 2700)  # พ.ศ.
ROUND_SEQUENCES = range(1, 13)  # rounds of one year


def parse_round(label: str) -> tuple[int, int]:
    """The year and sequence of a round's label. Raises ``ValueError``, also for impossible ones.

    >>> parse_round("2569"), parse_round("2569/2")
    ((2569, 1), (2569, 2))
    """
    year, stroke, sequence = label.partition("/")
    found = int(year), int(sequence) if stroke else 1
    if found[0] not in ROUND_YEARS or found[1] not in ROUND_SEQUENCES:
        raise ValueError(f"there is no round {label}")
    return found


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A member as somebody wrote them down."""

    title: str = ""
    given_name: str = ""
    surname: str = ""
    sex: str = ""  # M, F or unknown
    birth: PartialDate | None = None
    national_id: str = ""  # 13 digits, checked; empty when there is none
    phone: str = ""
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HouseholdDraft:
    """A household as somebody wrote it down, at a place that is known."""

    place_code: str
    house_code: str = ""
    house_no: str = ""
    moo: int | None = None
    street: str = ""
    latitude: float | None = None
    longitude: float | None = None
    surveyed_on: date | None = None
    answers: Answers = field(default_factory=dict)
    delivered: dict[str, float] = field(default_factory=dict)
    members: tuple[PersonDraft, ...] = ()
    head: int | None = None  # which member heads the household, where somebody said so
    numbered: bool = True  # without a house code, place and house number say which it is


@dataclass(frozen=True, slots=True)
class Covered:
    """What a source asks at all: only there does a blank mean "unknown now"."""

    household: frozenset[str]
    member: frozenset[str]
    roster: bool  # it lists members; one who is missing has left

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Covered:
        return cls(frozenset(data["household"]), frozenset(data["member"]), data["roster"])

    def as_json(self) -> dict[str, Any]:
        return {
            "household": sorted(self.household),
            "member": sorted(self.member),
            "roster": self.roster,
        }


NOTHING = Covered(frozenset(), frozenset(), roster=False)


def overlaid(before: Answers, now: Answers, covered: frozenset[str]) -> Answers:
    """The answers after a source spoke: what it does not ask stays as it was.

    >>> overlaid({"moo": 1, "road": "good"}, {"road": "none"}, frozenset({"road", "water"}))
    {'moo': 1, 'road': 'none'}
    """
    kept = {question: answer for question, answer in before.items() if question not in covered}
    return kept | now
