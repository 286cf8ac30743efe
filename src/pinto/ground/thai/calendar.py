"""พ.ศ. and ค.ศ. dates, as Thai files and forms write them.

Source: facts §7 "Dates" and "Partial birth dates". พ.ศ. is ค.ศ. + 543. Until 2483 the year
began on 1 April, so January to March of พ.ศ. ≤ 2483 are ค.ศ. + 542; 2483 itself has
only nine months, and a January 2483 never was.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from pinto.ground.thai.date_text import MONTHS, MONTHS_SHORT, Era, Parts, date_parts
from pinto.ground.thai.errors import NotUnderstood
from pinto.ground.thai.numerals import thai

_SHORT_YEAR = 2483  # April to December only
_BE_YEARS = range(2400, 2700)
_CE_YEARS = range(1857, 2157)
_TWO_DIGITS_UP_TO = 2570  # พ.ศ.; for callers who do not say what day it is
_SERIAL_ZERO = date(1899, 12, 30)  # right from 1 March 1900 on
_FIRST_SERIAL = _BE_YEARS.stop  # a smaller number is a year; as a day it would be before 1907
_LAST_SERIAL = (date(_BE_YEARS.stop, 1, 1) - _SERIAL_ZERO).days


class InvalidDate(NotUnderstood):
    """A text that is no date."""

    MESSAGES = {
        "date.unreadable": "This is not a date. Write it as day/month/พ.ศ. year.",
        "date.no_such_day": "There is no such day. Write it as day/month/พ.ศ. year.",
        "date.year": "This year is neither a พ.ศ. nor a ค.ศ. year of our time.",
        "date.short_year": (
            "พ.ศ. 2483 had no January to March: the year began on 1 April and ended in December."
        ),
        "date.two_digit_year": (
            "A two-digit year beside an English month may be พ.ศ. or ค.ศ. Write four digits."
        ),
        "date.not_a_serial": "This number is not a date of a spreadsheet.",
    }


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the day, the month or everything may be unknown.

    Raises ``ValueError`` when the precision does not say what is there.
    """

    year_ce: int | None
    month: int | None
    day: int | None
    precision: Precision

    def __post_init__(self) -> None:
        if self.precision != _precision(self.year_ce, self.month, self.day):
            raise ValueError(f"{self} does not hold what its precision says.")

    @classmethod
    def of(
        cls, year_ce: int | None, month: int | None = None, day: int | None = None
    ) -> "PartialDate":
        """The date of what is known; a day without its month is not.

        >>> PartialDate.of(1967, 3).precision
        <Precision.MONTH: 'MONTH'>
        """
        month = month if year_ce is not None else None
        day = day if month is not None else None
        return cls(year_ce, month, day, _precision(year_ce, month, day))

    @property
    def earliest(self) -> date | None:
        """The first day it may be; ``None`` when not even the year is known."""
        if self.year_ce is None:
            return None
        return date(self.year_ce, self.month or 1, self.day or 1)


def _precision(year: int | None, month: int | None, day: int | None) -> Precision:
    if year is None:
        return Precision.UNKNOWN
    if month is None:
        return Precision.YEAR
    return Precision.MONTH if day is None else Precision.DAY


def be_year(day: date) -> int:
    """The พ.ศ. year in force on a day.

    >>> be_year(date(2026, 11, 21)), be_year(date(1938, 2, 15)), be_year(date(1938, 4, 1))
    (2569, 2480, 2481)
    """
    old_year_still_running = day.year <= _SHORT_YEAR - 543 and day.month <= 3
    return day.year + (542 if old_year_still_running else 543)


def ce_year(be: int, month: int | None = None) -> int:
    """The ค.ศ. year of a month of a พ.ศ. year. Raises :class:`InvalidDate` for 1–3/2483.

    Without a month it is the ค.ศ. year in which the พ.ศ. year began.

    >>> ce_year(2569, 11), ce_year(2480, 2), ce_year(2480, 4), ce_year(2480)
    (2026, 1938, 1937, 1937)
    """
    if month is None or month > 3 or be > _SHORT_YEAR:
        return be - 543
    if be == _SHORT_YEAR:
        raise InvalidDate("date.short_year")
    return be - 542


def parse_date(
    value: str | float | date | None, *, era: Era = "auto", latest: date | None = None
) -> PartialDate:
    """The date in a cell, as much of it as is known. Raises :class:`InvalidDate`.

    Read are day/month/year (never month/day), Thai and English month names, ISO, 25100305,
    a bare year, "--" or "00" or "??" for what is not known, dates of a spreadsheet and their
    serial numbers, also those in which somebody typed a พ.ศ. year.

    A year from 2400 on is พ.ศ. and one up to 2156 is ค.ศ., unless ``era`` ("be", "ce") or
    the text itself says which; dates and serial numbers speak for themselves. A two-digit
    year is พ.ศ. (or what ``era`` says) and the newest such year that is not after
    ``latest``'s; give today's date there. Beside an English month it is refused: such a year
    may be either.

    >>> parse_date("๕ มี.ค. ๒๕๑๐")
    PartialDate(year_ce=1967, month=3, day=5, precision=<Precision.DAY: 'DAY'>)
    >>> parse_date("--/--/2510") == parse_date("พ.ศ. 2510") == PartialDate.of(1967)
    True
    >>> parse_date("5/3/10", latest=date(2026, 11, 21)).year_ce
    1967
    """
    if value is None:
        return PartialDate.of(None)
    if isinstance(value, date):
        return _from_calendar(value)
    if isinstance(value, str):
        return _from_text(value, era, be_year(latest) if latest else _TWO_DIGITS_UP_TO)
    if isinstance(value, bool):
        raise InvalidDate("date.unreadable")
    if isinstance(value, float) and math.isnan(value):
        return PartialDate.of(None)
    return _from_number(value, era)


def _from_calendar(day: date) -> PartialDate:
    """A date object; its year may be พ.ศ., because spreadsheets do not ask."""
    return _checked(_year_in_ce(day.year, day.month, "auto"), day.month, day.day)


def _from_number(value: float, era: Era) -> PartialDate:
    if not 0 < value < 100_000_000:
        raise InvalidDate("date.not_a_serial")
    whole = int(value)
    if whole < _FIRST_SERIAL or whole >= _LAST_SERIAL:
        return _from_text(str(whole), era, _TWO_DIGITS_UP_TO)
    return _from_calendar(_SERIAL_ZERO + timedelta(days=whole))


@lru_cache(maxsize=65_536)  # a population has fewer birthdays than people
def _from_text(text: str, era: Era, newest: int) -> PartialDate:
    parts = date_parts(text)
    if parts is None:
        raise InvalidDate("date.unreadable")
    if parts.year is None:
        return PartialDate.of(None)
    era = parts.era if parts.era != "auto" else era
    year = int(parts.year)
    if len(parts.year) == 2:
        era, year = _four_digits(parts, era, newest)
    return _checked(_year_in_ce(year, parts.month, era), parts.month, parts.day)


def _four_digits(parts: Parts, era: Era, newest: int) -> tuple[Era, int]:
    """The newest year that ends so; ``newest`` is a พ.ศ. year."""
    if era == "auto" and parts.english:
        raise InvalidDate("date.two_digit_year")
    era = "ce" if era == "ce" else "be"
    last = newest - 543 if era == "ce" else newest
    return era, last - (last - int(parts.year or 0)) % 100


def _year_in_ce(year: int, month: int | None, era: Era) -> int:
    if year in _BE_YEARS and era != "ce":
        return ce_year(year, month)
    if year in _CE_YEARS and era != "be":
        return year
    raise InvalidDate("date.year")


def _checked(year: int, month: int | None, day: int | None) -> PartialDate:
    try:
        date(year, month or 1, day if day and month else 1)
    except ValueError:
        raise InvalidDate("date.no_such_day") from None
    return PartialDate.of(year, month, day)


def fiscal_year(day: date) -> int:
    """The budget year (ปีงบประมาณ, พ.ศ.) of a day: FY2569 is October 2568 to September 2569.

    >>> fiscal_year(date(2025, 10, 1)), fiscal_year(date(2026, 9, 30))
    (2569, 2569)
    """
    return day.year + 543 + (day.month >= 10)


def thai_date(day: date | PartialDate, style: str = "short", *, thai_digits: bool = False) -> str:
    """A date for people, as much of it as is known; "" for one that is unknown.

    ``style`` is "short" (21 พ.ย. 2569) or "long" (21 พฤศจิกายน 2569).

    >>> thai_date(date(2026, 11, 21)), thai_date(date(2026, 11, 21), "long", thai_digits=True)
    ('21 พ.ย. 2569', '๒๑ พฤศจิกายน ๒๕๖๙')
    >>> thai_date(PartialDate.of(1967, 3)), thai_date(PartialDate.of(1967))
    ('มี.ค. 2510', 'พ.ศ. 2510')
    """
    if isinstance(day, date):
        day = PartialDate.of(day.year, day.month, day.day)
    if day.earliest is None:
        return ""
    if day.month is None:
        # only the year was written down; it is the one ce_year() of it came from
        text = f"พ.ศ. {day.earliest.year + 543}"
    else:
        names = {"short": MONTHS_SHORT, "long": MONTHS}[style]
        text = f"{names[day.month - 1]} {be_year(day.earliest)}"
    if day.day is not None:
        text = f"{day.day} {text}"
    return thai(text) if thai_digits else text


def age_on(birth: PartialDate, on: date) -> int | None:
    """Full years of age on a day; ``None`` when the year of birth is unknown or yet to come.

    An unknown month counts as January and an unknown day as the first, so nobody is
    thought younger than they are.

    >>> age_on(PartialDate.of(1967, 3, 5), date(2026, 3, 4))
    58
    >>> age_on(PartialDate.of(1967), date(2026, 1, 1))
    59
    """
    born = birth.earliest
    if born is None or born > on:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
