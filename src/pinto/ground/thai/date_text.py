"""The parts of a date as somebody wrote it: which are there, not yet what they mean.

Source: facts §7 "Dates", "Partial birth dates"; forms and exports seen in facts §1.
"""

import re
from dataclasses import dataclass
from typing import Literal

from pinto.ground.thai.numerals import arabic, is_nothing

Era = Literal["auto", "be", "ce"]

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
_MONTHS_ENGLISH = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parts:
    """What stood there. A part that is marked unknown ("--", "00", "??") is ``None``."""

    year: str | None  # two or four digits
    month: int | None = None
    day: int | None = None
    era: Era = "auto"  # what the text itself says
    english: bool = False  # the month had an English name


def _bare(name: str) -> str:
    return re.sub(r"[.\s์]", "", name)


def _months_by_name() -> dict[str, int]:
    months = {}
    for number, (long, short, english) in enumerate(
        zip(MONTHS, MONTHS_SHORT, _MONTHS_ENGLISH, strict=True), start=1
    ):
        stem = re.sub("(คม|ยน|พันธ์)$", "", long)  # as people say it: มกรา, เมษา
        for name in (long, short, stem, english, english[:3]):
            months[_bare(name)] = number
    return months | {"กรกฏาคม": 7, "กรกฏา": 7, "sept": 9}  # ฏ for ฎ is the usual slip


_MONTH_BY_NAME = _months_by_name()

_UNKNOWN = r"[-–?_x]{1,2}"
_DAY = rf"(?P<day>\d{{1,2}}|{_UNKNOWN})"
_MONTH = rf"(?P<month>\d{{1,2}}|{_UNKNOWN})"
_YEAR = r"(?P<year>\d{4}|\d{2}|[-–?_x]{2,4})"
_NAME = r"(?P<name>[^\d\s/,–?_-][^\d/,–?_-]*)"
_JOIN = r"[\s/,.–-]*"

_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_DAY}\s*(?P<join>[/. -])\s*{_MONTH}\s*(?P=join)\s*{_YEAR}",
        r"(?P<year>\d{4})(?P<join>[/.-])(?P<month>\d{1,2})(?P=join)(?P<day>\d{1,2})",
        rf"(?:{_DAY}{_JOIN})?{_NAME}{_JOIN}(?P<year>\d{{4}}|\d{{2}})",
        r"(?P<name>[a-z]+)\.? (?P<day>\d{1,2}), ?(?P<year>\d{4})",
        r"(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})",
        r"(?P<year>\d{4})",
        # registers write 25100305; the other order cannot be mistaken for it
        r"(?P<year>(?:1[89]|2[0-6])\d\d)(?P<month>0\d|1[0-2])(?P<day>[0-3]\d)",
        r"(?P<day>[0-3]\d)(?P<month>0\d|1[0-2])(?P<year>(?:1[89]|2[0-6])\d\d)",
    )
)
_ERAS: tuple[tuple[Era, re.Pattern[str]], ...] = (
    ("be", re.compile(r"พ\.?\s?ศ\.?|(?<![a-z])b\.?e\.?(?![a-z])")),
    ("ce", re.compile(r"ค\.?\s?ศ\.?|(?<![a-z])(?:a\.?d|c\.?e)\.?(?![a-z])")),
)
_WORDS = re.compile(
    r"วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์)?(?:ที่)?|เดือน|ปี"
    r"|[t ]\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:น\.|z|[+-]\d\d:?\d\d)?$"
    r"|[\u200b\ufeff]"
)
_NOT_KNOWN = re.compile(r"ไม่(?:ทราบ|รู้|ปรากฏ|ระบุ)")


def date_parts(text: str) -> Parts | None:
    """The parts of a written date; ``None`` when it has no shape of a date.

    >>> date_parts("วันที่ ๕ มีนาคม พ.ศ. ๒๕๑๐")
    Parts(year='2510', month=3, day=5, era='be', english=False)
    >>> date_parts("--/--/2510").year
    '2510'
    """
    text = arabic(text).lower().strip()
    if is_nothing(text) or _NOT_KNOWN.fullmatch(text):
        return Parts(None)
    era: Era = "auto"
    for name, mark in _ERAS:
        text, marks = mark.subn(" ", text)
        if marks:
            era = name
    text = " ".join(_WORDS.sub(" ", text).split())
    for shape in _SHAPES:
        if (found := shape.fullmatch(text)) and (parts := _parts(found.groupdict(), era)):
            return parts
    return None


def _parts(groups: dict[str, str | None], era: Era) -> Parts | None:
    name = groups.get("name")
    if name is None:
        month = _known(groups.get("month"))
    else:
        month = _MONTH_BY_NAME.get(_bare(name))
        if month is None:
            return None
    year = groups["year"]
    return Parts(
        year=year if year and year.isdigit() and year != "0000" else None,
        month=month,
        day=_known(groups.get("day")),
        era=era,
        english=name is not None and name.isascii(),
    )


def _known(part: str | None) -> int | None:
    return int(part) or None if part and part.isdigit() else None


def month_number(name: str) -> int | None:
    """The month of a Thai or English name or abbreviation, with or without its dots.

    >>> month_number("ก.พ."), month_number("กพ"), month_number("Feb"), month_number("หมู่")
    (2, 2, 2, None)
    """
    return _MONTH_BY_NAME.get(_bare(name.lower()))
