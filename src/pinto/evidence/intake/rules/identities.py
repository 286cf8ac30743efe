"""Readers for who and where: house codes, numbers, names, IDs, dates, points.

Each takes a filled cell and answers the value as it is staged (JSON), or raises
:class:`BadCell`. A value that was mended comes back as :class:`Mended`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from pinto.evidence.intake.rules.cells import BadCell, Cell, Reader, key, legible
from pinto.evidence.intake.rules.findings import Severity
from pinto.ground.thai.calendar import InvalidDate, parse_date
from pinto.ground.thai.house_code import InvalidHouseCode, parse_house_code
from pinto.ground.thai.house_no import repair_house_no
from pinto.ground.thai.national_id import InvalidNationalId, parse_national_id
from pinto.ground.thai.numerals import arabic, number


@dataclass(frozen=True, slots=True)
class Mended:
    """A value that is not loaded as it stands in the file, or only with a question."""

    value: Any
    code: str  # of the finding
    severity: Severity = Severity.REPAIR


_SEX = {
    key(word): sex
    for sex, words in {
        "M": ("ชาย", "ช", "male", "m", "1", "ผู้ชาย"),
        "F": ("หญิง", "ญ", "female", "f", "2", "ผู้หญิง"),
    }.items()
    for word in words
}
_YEAR = re.compile(r"(?<!\d)(?:19|20|2[4-6])\d\d(?!\d)")
_LONGEST, _LONGEST_KEPT = 60, 100  # letters of a name
_LIKE_A_NAME = re.compile(r"[^\W\d_][^=+@<]{0,59}")
_MARKUP = re.compile(r"^[=+@]|<")
_LETTER = re.compile(r"[^\W\d_]")
_NO_ID = {"", "-", "ไม่มี", "ไม่ทราบ", "ไม่มีบัตร"}


def as_digits(cell: Cell) -> str:
    """Digits as text; a number that Excel made of them is put back, without its ``.0``."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return arabic(str(cell)).strip().replace(" ", "").replace("-", "")


def _house_code(cell: Cell) -> str:
    try:
        return parse_house_code(cell)
    except InvalidHouseCode as error:
        raise BadCell(error.code) from None


def _house_no(cell: Cell) -> str | Mended:
    text, repaired = repair_house_no(legible(cell) if isinstance(cell, str) else cell)
    return Mended(text, "house_no.excel_date") if repaired else text


def _moo(cell: Cell) -> int | None:
    text = key(cell).removeprefix("หมู่ที่").removeprefix("หมู่").removeprefix("ม.")
    try:
        value = number(text)
    except ValueError:
        raise BadCell("cell.not_a_number") from None
    if value is None:
        return None
    if not 0 < value < 1000 or value != int(value):
        raise BadCell("cell.out_of_range", low=1, high=999)
    return int(value)


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return legible(cell)


def _name(cell: Cell) -> str | Mended:
    """A name as it stands; what no name looks like is taken as text, and somebody should look."""
    text = _text(cell)
    if _LIKE_A_NAME.fullmatch(text) or text in ("", "-"):
        return text
    if len(text) > _LONGEST_KEPT:
        return Mended(text[:_LONGEST_KEPT], "name.cut", Severity.WARNING)
    if _MARKUP.search(text):
        return Mended(text, "name.markup", Severity.WARNING)
    if not _LETTER.search(text):
        return Mended(text, "name.no_letter", Severity.WARNING)
    return Mended(text, "name.long", Severity.WARNING) if len(text) > _LONGEST else text


def _short(cell: Cell, read: Reader, longest: int) -> Any:
    """What ``read`` answers, cut where the registry has no room for more."""
    value = read(cell)
    if isinstance(value, str) and len(value) > longest:
        return Mended(value[:longest].strip(), "cell.cut", Severity.WARNING)
    return value


def _degrees(cell: Cell) -> float | None:
    try:
        value = number(str(cell))
    except ValueError:
        raise BadCell("cell.not_a_number") from None
    return None if value in (None, 0) else float(value)  # 0, 0 is an unset phone, not a place


def _national_id(cell: Cell) -> str | None:
    if key(cell) in _NO_ID:
        return None
    try:
        return parse_national_id(cell).digits
    except InvalidNationalId as error:
        raise BadCell(error.code) from None


def _sex(cell: Cell) -> str | None:
    text = key(cell)
    if text in ("", "-"):
        return None
    try:
        return _SEX[text]
    except KeyError:
        raise BadCell("cell.no_such_choice", example="ชาย") from None


def _birth(cell: Cell, latest: date) -> list[Any] | None:
    if key(cell) in ("", "-", "ไม่ทราบ"):
        return None
    try:
        born = parse_date(cell, latest=latest)
    except InvalidDate as error:
        raise BadCell(error.code) from None
    return [born.year_ce, born.month, born.day, born.precision]


def _day(cell: Cell, latest: date) -> str | None:
    if key(cell) in ("", "-"):
        return None
    try:
        found = parse_date(cell, latest=latest)
    except InvalidDate as error:
        raise BadCell(error.code) from None
    if found.year_ce is None or found.month is None or found.day is None:
        return None
    return date(found.year_ce, found.month, found.day).isoformat()


def _survey_year(cell: Cell) -> int | None:
    """The year of พ.ศ. that stands in the cell, of either era; None where none does."""
    found = _YEAR.search(arabic(str(cell)))
    year = int(found[0]) if found else None
    return year + 543 if year and year < 2300 else year


def _phone(cell: Cell) -> str | None:
    digits = as_digits(cell)
    if key(digits) in _NO_ID:
        return None
    if len(digits) == 9 and digits.isdigit() and isinstance(cell, int | float):
        digits = f"0{digits}"  # a phone number always begins with 0; Excel drops it
    if not digits.isdigit() or not 9 <= len(digits) <= 10:
        raise BadCell("phone.unreadable")
    return digits


_READERS: dict[str, Reader] = {
    "house_code": _house_code,
    "house_no": partial(_short, read=_house_no, longest=40),
    "street": partial(_short, read=_text, longest=120),
    "title": partial(_short, read=_text, longest=40),
    "given_name": _name,
    "surname": _name,
    "full_name": _name,
    "moo": _moo,
    "latitude": _degrees,
    "longitude": _degrees,
    "place_code": as_digits,
    "tambon_code": as_digits,
    "amphoe_code": as_digits,
    "province_code": as_digits,
    "household_number": as_digits,
    "national_id": _national_id,
    "sex": _sex,
    "phone": _phone,
    "survey_year": _survey_year,
}


_DATES = {"birth_date": _birth, "surveyed_on": _day, "edited_on": _day}


def identity_reader(field: str, latest: date) -> Reader:
    """How cells of an identity column are read; text unless the field says otherwise.

    Years of two digits are the newest that are not after ``latest``.
    """
    if field in _DATES:
        return partial(_DATES[field], latest=latest)
    return _READERS.get(field, _text)
