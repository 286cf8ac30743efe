"""What a household file holds, while it is read and until it is staged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import orjson

from pinto.evidence.intake.rules.findings import Findings
from pinto.evidence.registry.rules import NOTHING, Covered
from pinto.ground.thai.names import name_key


@dataclass(slots=True)
class House:
    """A household under way; its parts wait as JSON, which is small."""

    row: int
    place_code: str
    identity: bytes
    head: dict[str, Any]
    answers: list[bytes] = field(default_factory=list)
    delivered: bytes = b"{}"
    members: list[bytes] = field(default_factory=list)
    written: bytes = b""  # digest of the row, to tell a repeated row from a second family
    edited_on: str = ""
    numbered: bool = True  # False: a house number alone does not say which house it is


@dataclass
class Reading:
    """What a household file holds."""

    findings: Findings
    covered: Covered = NOTHING
    rows: int = 0  # rows of households read
    seen: int = 0  # filled rows of all sheets
    broken: set[tuple[str, int]] = field(default_factory=set)  # rows with letters that were lost
    houses: dict[str, House] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    years: Counter[int] = field(default_factory=Counter)  # พ.ศ. the rows say they are of
    surveyed: Counter[int] = field(default_factory=Counter)  # พ.ศ. of the days of survey
    sheet: str = ""  # the one whose rows make households
    uncoded: set[str] = field(default_factory=set)  # without the code that others of it have

    def dated(self, identity: dict[str, Any]) -> None:
        """One household more is of the year its row says."""
        if year := identity.get("survey_year"):
            self.years[year] += 1
        if day := identity.get("surveyed_on"):
            self.surveyed[int(day[:4]) + 543] += 1

    @property
    def households(self) -> int:
        return len(self.houses)

    @property
    def members(self) -> int:
        return sum(len(house.members) for house in self.houses.values())

    def drafts(self) -> Iterator[dict[str, Any]]:
        """Each household as staged: JSON that :func:`draft_from` turns into a draft.

        A household is let go when it has been given: this can be read once.
        """
        for code in list(self.houses):
            yield _staged(self.houses.pop(code))


def same_family(one: House, other: House) -> bool:
    """Two rows of one house code are one household when the head is the same, not just the house.

    Where a row names no head, the house number has to do.
    """
    if one.head.get("national_id") and other.head.get("national_id"):
        return bool(one.head["national_id"] == other.head["national_id"])
    if one.head.get("given_name") and other.head.get("given_name"):
        names = {
            name_key(head["given_name"], head.get("surname", "")) for head in (one.head, other.head)
        }
        return len(names) == 1
    numbers = {orjson.loads(house.identity).get("house_no") for house in (one, other)}
    return len(numbers) == 1


def digest_of(value: Any) -> bytes:
    """What tells two different rows apart."""
    return blake2b(orjson.dumps(value), digest_size=16).digest()


def packed(value: Any) -> bytes:
    """The value as JSON, in no more memory than it needs.

    orjson's own bytes keep the whole buffer they were written into, eight kilobytes
    and more; half a million of them would not fit.
    """
    return bytes(memoryview(orjson.dumps(value)))


def _staged(house: House) -> dict[str, Any]:
    """One household as it waits in the staging files."""
    identity = orjson.loads(house.identity)
    answers: dict[str, Any] = {}
    for part in house.answers:
        answers |= {k: v for k, v in orjson.loads(part).items() if k not in answers}
    members = [orjson.loads(member) for member in house.members]
    head = _head_among(members, house.head)
    return {
        "place_code": house.place_code,
        **{
            name: identity[name]
            for name in (
                "house_code",
                "house_no",
                "moo",
                "street",
                "latitude",
                "longitude",
                "surveyed_on",
            )
            if identity.get(name) is not None
        },
        "answers": answers,
        "delivered": orjson.loads(house.delivered),
        "members": members,
        "head": head,
        **({} if house.numbered else {"numbered": False}),
    }


def _head_among(members: list[Any], head: dict[str, Any]) -> int | None:
    """Which member is the head: by ID, by name, by relation; a named head not listed is added."""
    if head.get("given_name") or head.get("national_id"):
        wanted = name_key(head.get("given_name", ""), head.get("surname", ""))
        for number, (person, _) in enumerate(members):
            same_id = head.get("national_id") and head["national_id"] == person.get("national_id")
            same_name = wanted and wanted == name_key(
                person.get("given_name", ""), person.get("surname", "")
            )
            if same_id or same_name:
                return number
        members.insert(0, [head, {"relation": "head"}])
        return 0
    for number, (_, answers) in enumerate(members):
        if answers.get("relation") == "head":
            return number
    return None
