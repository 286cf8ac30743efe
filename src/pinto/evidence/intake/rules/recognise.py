"""What kind of file was sent, by the names of its sheets and the words of its headers."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from .broken_text import spoilt
from .findings import Finding, Severity
from .tables.areas import names_an_office
from .tables.reading import known_table
from .tables.shape import role_of
from .tables.values import label
from .workbook import Book, Cell, Unreadable

_ROWS = 60  # looked at from the top of each sheet
_HOUSE_KEY = re.compile(r"รหัส(?:ประจำ)?บ้าน|house[ _]?(?:code|id)|hcode", re.IGNORECASE)
_BASE_SHEET, _CAPITAL_SHEET = "ข้อมูลพื้นฐาน", "ทุน"


class Kind(StrEnum):
    """The kinds of file that Pinto loads, each in its own way."""

    HOUSEHOLD_SURVEY = "household survey"  # one row per household or member, by house code
    PPPCONNEXT_WORKBOOK = "PPPConnext workbook"  # six sheets of answers
    AREA_TABLE = "area table"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Recognition:
    """The kind, the words that decided it, and for an unknown file why it is refused."""

    kind: Kind
    sheet: str = ""
    words: str = ""
    finding: Finding | None = None


def recognise(book: Book) -> Recognition:
    """The kind of the file. Only the first rows of each sheet are read.

    A household's key outweighs everything else: such a file holds persons, and must never
    be taken for a table of areas.
    """
    names = [label(sheet.name) for sheet in book.sheets]
    base = next((name for name in names if name.startswith(_BASE_SHEET)), None)
    if base and any(name.startswith(_CAPITAL_SHEET) for name in names):
        return Recognition(Kind.PPPCONNEXT_WORKBOOK, base, ", ".join(names))
    try:
        heads = {sheet.name: list(islice(book.rows(sheet.name), _ROWS)) for sheet in book.sheets}
    except Unreadable as error:
        return Recognition(Kind.UNKNOWN, finding=error.finding())
    for sheet, rows in heads.items():
        if word := next((word for word in _words(rows) if _is_house_key(word)), None):
            return Recognition(Kind.HOUSEHOLD_SURVEY, sheet, word)
    for sheet, rows in heads.items():
        known = known_table(rows, book.merged(sheet), fill_right=book.kind == "csv")
        if word := known[0].id if known else _area_word(rows):
            return Recognition(Kind.AREA_TABLE, sheet, word)
    return Recognition(Kind.UNKNOWN, finding=_why_unknown(heads))


def wrong_template(book: Book) -> Finding:
    """The refusal of a file in which no header is one that Pinto looks for; it names them."""
    for info in book.sheets:
        for number, row in enumerate(islice(book.rows(info.name), _ROWS), start=1):
            if found := _words([row]):
                return Finding(
                    "file.wrong_template",
                    Severity.REFUSED,
                    sheet=info.name,
                    row=number,
                    params={"found": ", ".join(found[:6])[:120]},
                )
    return Finding("file.empty", Severity.REFUSED)


def _words(rows: list[list[Cell]]) -> list[str]:
    return [label(cell) for row in rows for cell in row if isinstance(cell, str)]


def _is_house_key(word: str) -> bool:
    return len(word) <= 40 and _HOUSE_KEY.search(word) is not None


def _area_word(rows: list[list[Cell]]) -> str | None:
    """The first word that speaks of an area."""
    return next((word for word in _words(rows) if role_of(word) or names_an_office(word)), None)


def _why_unknown(heads: dict[str, list[list[Cell]]]) -> Finding:
    words = [word for rows in heads.values() for word in _words(rows)]
    if damage := spoilt(words):
        params = {"example": words[0][:40]}
        return Finding(f"table.{damage.name.lower()}", Severity.REFUSED, params=params)
    filled = any(cell is not None for rows in heads.values() for row in rows for cell in row)
    return Finding("file.unknown" if filled else "file.empty", Severity.REFUSED)
