"""Rows without a house code in a file that has a column for it.

Where no row has a code, place and house number say which house is which. Where others
have one, a row without it may be any of them: taken by its number it would stand beside
its own house as a second one. Only the ID of its head can say whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from pinto.evidence.intake.rules.findings import Severity
from pinto.evidence.intake.rules.reading import House, Reading


@dataclass(frozen=True, slots=True)
class Uncoded:
    """A household whose row lacks the code."""

    key: str  # in the reading
    number: tuple[str, str]  # place code, house number
    head_id: str  # national ID of the head; blank where nobody says


def uncoded_houses(reading: Reading) -> list[Uncoded]:
    """The households without a code, where the file has a code for any other row."""
    missing = [key for key in reading.houses if key in reading.uncoded]
    codes = len(missing) < len(reading.houses) or any(
        code.startswith("house_code.") for code in reading.findings.counts
    )
    if not codes:
        return []
    houses = [(key, reading.houses[key]) for key in missing]
    return [Uncoded(key, _number(house), _head_id(house)) for key, house in houses]


def settle(
    reading: Reading,
    rows: Iterable[Uncoded],
    *,
    heads_known: set[str],
    numbers_taken: set[tuple[str, str]],
) -> None:
    """Each of these rows is known by its head, or is surely a new house, or is left out.

    ``heads_known`` are IDs of those who head a household in the registry,
    ``numbers_taken`` the places and numbers of houses the registry has.
    """
    rows = list(rows)
    missing = {row.key for row in rows}
    others = [(key, house) for key, house in reading.houses.items() if key not in missing]
    taken = numbers_taken | {_number(house) for _, house in others}
    claimed = {_head_id(house) for _, house in others}
    for row in rows:
        house = reading.houses[row.key]
        told = row.head_id and row.head_id not in claimed
        if told and (row.head_id in heads_known or row.number not in taken):
            code, severity = "household.no_code", Severity.WARNING
            house.numbered = False
        else:
            code, severity = "household.which_house", Severity.ERROR
            del reading.houses[row.key]
        claimed.add(row.head_id)
        taken.add(row.number)
        reading.findings.add(
            code, severity, sheet=reading.sheet, row=house.row, value=row.number[1]
        )


def _number(house: House) -> tuple[str, str]:
    return house.place_code, str(orjson.loads(house.identity).get("house_no", ""))


def _head_id(house: House) -> str:
    if house.head:
        return str(house.head.get("national_id", ""))
    for member in house.members:
        person, answers = orjson.loads(member)
        if answers.get("relation") == "head":
            return str(person.get("national_id", ""))
    return ""
