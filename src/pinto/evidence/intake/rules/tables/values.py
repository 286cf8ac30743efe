"""Numbers and years as offices write them in tables."""

import re
from datetime import date
from hashlib import sha256

from pinto.evidence.intake.rules.workbook import Cell
from pinto.ground.thai.calendar import fiscal_year
from pinto.ground.thai.errors import NotUnderstood
from pinto.ground.thai.numerals import InvalidNumber, arabic, number
from pinto.ground.thai.spelling import normalised

_LONGEST = 120
Number = int | float

_MISSING = re.compile(r"(?:n\.?/?a\.?|#n/a|null|none|nan|ไม่มีข้อมูล|ไม่ระบุ|[-‐-―−.…*]+)", re.IGNORECASE)
_BE = re.compile(r"(?<!\d)(2[45]\d\d)(?!\d)")
_CE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/((?:19|20|24|25)\d\d)(?!\d)")
# The words that stand with a year and go when it is taken out of a header.
_YEAR_WORDS = r"(?:ปีงบประมาณ|ปีการศึกษา|ปี|พ\.?\s?ศ\.?|year)\s*"


def is_missing(cell: Cell) -> bool:
    """Whether somebody wrote that there is no figure: a dash, N/A, ไม่มีข้อมูล.

    >>> is_missing("-"), is_missing("N/A"), is_missing("0"), is_missing(None)
    (True, True, False, False)
    """
    return isinstance(cell, str) and _MISSING.fullmatch(cell.strip()) is not None


def figure(cell: Cell) -> Number | None:
    """The number in a cell; None when it is empty or says so. Raises NotUnderstood.

    >>> figure("๑,๒๓๔"), figure("-"), figure(12), figure(None)
    (1234, None, 12, None)
    """
    if is_missing(cell):
        return None
    if isinstance(cell, bool | date):
        raise InvalidNumber("number.unreadable")
    return number(cell)


def is_figure(cell: Cell) -> bool:
    """Whether the cell holds a number.

    >>> is_figure("1,200"), is_figure("-"), is_figure("ยะลา")
    (True, False, False)
    """
    try:
        return figure(cell) is not None
    except NotUnderstood:
        return False


def years_in(text: str) -> list[int]:
    """The พ.ศ. years a text names; ค.ศ. years only where it names no พ.ศ. year.

    A period from October to September is its fiscal year.

    >>> years_in("ปี พ.ศ. ๒๕๔๓ - 2553"), years_in("Cases in 2011"), years_in("1,200 ครัวเรือน")
    ([2543, 2553], [2554], [])
    >>> years_in("วันที่ใบคำขอ : 01/10/2011 - 30/09/2012")
    [2555]
    """
    text = arabic(text)
    days = [_day(*map(int, found)) for found in _DAY.findall(text)]
    if days:
        return sorted({fiscal_year(day) for day in days if day})
    found = [int(year) for year in _BE.findall(text)]
    return sorted(set(found or [int(year) + 543 for year in _CE.findall(text)]))


def without_year(text: str) -> str:
    """A header without its year and the words that go with it.

    >>> without_year("จำนวนคนจน (พันคน) · ปี พ.ศ. 2549"), without_year("2549")
    ('จำนวนคนจน (พันคน)', '')
    """
    text = arabic(text)
    year = _BE if _BE.search(text) else _CE
    text = re.sub(rf"(?:{_YEAR_WORDS})*{year.pattern}", "", text, flags=re.IGNORECASE)
    parts = (part.strip() for part in text.split("·"))
    return " · ".join(part for part in parts if part.strip("() -"))


def label(cell: Cell) -> str:
    """A cell as the text of a header or a name: typed carefully, on one line.

    >>> label("  จํานวน\\nครัวเรือน "), label(2549), label(None)
    ('จำนวน ครัวเรือน', '2549', '')
    """
    return "" if cell is None else normalised(str(cell))


def short(key: str) -> str:
    """The key of an indicator within 120 letters; a digest keeps shortened keys apart.

    >>> short("ครัวเรือน"), len(short("ครัวเรือน" * 20))
    ('ครัวเรือน', 120)
    """
    if len(key) <= _LONGEST:
        return key
    return f"{key[: _LONGEST - 9]}…{sha256(key.encode()).hexdigest()[:8]}"


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year - 543 if year > 2400 else year, month, day)
    except ValueError:
        return None
