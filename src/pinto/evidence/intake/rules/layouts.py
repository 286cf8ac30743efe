"""What the columns of a household file mean.

A column is known by its header, wherever it stands. The instrument gives the
meanings of Pinto's own forms; ``data/pppconnext.yaml`` adds those of the PPPConnext
workbook, sheet by sheet; an officer adds the rest on the mapping screen, and Pinto
remembers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pinto.evidence.instruments.rules import Kind, Level, instrument
from pinto.evidence.intake.rules.cells import key

_PPPCONNEXT = Path(__file__).parent.parent / "data" / "pppconnext.yaml"


class Into(StrEnum):
    """Where the values of a column go."""

    HOUSE = "house"  # who and where: the household's identity
    PERSON = "person"  # who: a member's identity
    HEAD = "head"  # who: the head, named on the household's row
    ANSWER = "answer"  # a household's answer
    MEMBER_ANSWER = "member_answer"
    DELIVERED = "delivered"  # a score the file brought along
    SKIP = "skip"  # known, and not wanted


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one column says."""

    into: Into
    field: str = ""
    choice: str = ""  # the column stands for one choice of a many-choice question
    form: str = ""  # code: choices counted from 0; none_if_no: "no" means that choice


SURVEY_YEAR = Meaning(Into.HOUSE, "survey_year")
Meanings = Mapping[str, Meaning]  # normalised header → meaning
HEADER_WITHIN = 15  # the header is one of the first rows of a sheet


@cache
def own_meanings(instrument_id: str, version: str) -> Meanings:
    """Headers of Pinto's own forms, in Thai or English, or the bare question id."""
    asked = instrument(instrument_id, version)
    found: dict[str, Meaning] = {}
    for level, into in ((Level.HOUSEHOLD, Into.ANSWER), (Level.MEMBER, Into.MEMBER_ANSWER)):
        for question in asked.questions(level):
            for header in (question.id, question.th, question.en, *question.also):
                found.setdefault(key(header), Meaning(into, question.id))
            if question.kind is Kind.CHOICES:
                for choice in question.choices:
                    header = key(f"{question.th}: {choice.th}")
                    found.setdefault(header, Meaning(into, question.id, choice.code))
    for level, into in ((Level.HOUSEHOLD, Into.HOUSE), (Level.MEMBER, Into.PERSON)):
        for identity in asked.identity[level]:
            for header in (identity.id, identity.th, identity.en, *identity.also):
                found[key(header)] = Meaning(into, identity.id)
    found[key("ปีที่สำรวจ")] = SURVEY_YEAR  # of other systems; Pinto's own form says a day
    return found


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the PPPConnext workbook: how it is called, and its headers."""

    name: str
    begins: str
    meanings: Meanings


@cache
def pppconnext_sheets() -> tuple[Sheet, ...]:
    """The six sheets, in order (facts §1.4)."""
    data: dict[str, Any] = yaml.safe_load(_PPPCONNEXT.read_text(encoding="utf-8"))
    return tuple(
        Sheet(
            name=key(sheet["th"]),
            begins=key(sheet.get("begins", sheet["th"])),
            meanings={
                key(column["th"]): _pppconnext_meaning(column, member=sheet["level"] == "member")
                for column in sheet["columns"]
            },
        )
        for sheet in data["sheets"].values()
    )


def _pppconnext_meaning(column: Mapping[str, Any], *, member: bool) -> Meaning:
    kind, _, field = str(column["field"]).partition(".")
    form, choice = str(column["form"]), str(column.get("choice", ""))
    if kind == "question":
        return Meaning(Into.MEMBER_ANSWER if member else Into.ANSWER, field, choice, form)
    if kind in ("subscore", "capital"):
        return Meaning(Into.DELIVERED, field)
    if kind == "overall":
        return Meaning(Into.DELIVERED, "overall")
    if kind == "head":
        return Meaning(Into.HEAD, field)
    if (kind, field) == ("round", "year"):
        return SURVEY_YEAR
    if kind == "identity":
        of_person = member and field in _PERSON_FIELDS
        return Meaning(Into.PERSON if of_person else Into.HOUSE, field)
    return Meaning(Into.SKIP)


_PERSON_FIELDS = frozenset(
    {
        "number",
        "title",
        "given_name",
        "surname",
        "full_name",
        "national_id",
        "sex",
        "birth_date",
        "phone",
    }
)


def meanings_of_sheet(name: str) -> Meanings | None:
    """The headers of a PPPConnext sheet of that name; None when it is not one of the six."""
    wanted = key(name)
    for sheet in pppconnext_sheets():
        if wanted == sheet.name or wanted.startswith(sheet.begins):
            return sheet.meanings
    return None


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a sheet, and what its columns mean."""

    row: int  # 1-based
    columns: tuple[tuple[int, str, Meaning], ...]  # index, header text, meaning
    unknown: tuple[str, ...]  # headers nobody explained

    @property
    def has_members(self) -> bool:
        """Whether each row is a person."""
        named = {meaning.field for _, _, meaning in self.columns if meaning.into is Into.PERSON}
        return bool(named & {"given_name", "full_name", "national_id"})

    @property
    def fields(self) -> set[str]:
        return {meaning.field for _, _, meaning in self.columns}


def find_header(rows: Iterable[list[Any]], meanings: Meanings) -> Header | None:
    """The row that names the columns: the one with the most headers we know, if it has a house.

    None when none of these first rows names a house (a code or a number) and at
    least one thing more.
    """
    best: Header | None = None
    for number, row in enumerate(rows, start=1):
        header = _read_header(number, row, meanings)
        names_a_house = header.fields & {"house_code", "house_no"} and len(header.columns) > 1
        if names_a_house and (best is None or len(header.columns) > len(best.columns)):
            best = header
    return best


def _read_header(number: int, row: list[Any], meanings: Meanings) -> Header:
    columns: list[tuple[int, str, Meaning]] = []
    unknown: list[str] = []
    for index, cell in enumerate(row):
        if cell is None:
            continue
        meaning = meanings.get(key(cell))
        if meaning is None:
            unknown.append(str(cell).strip())
        else:
            columns.append((index, str(cell).strip(), meaning))
    return Header(number, tuple(columns), tuple(unknown))
