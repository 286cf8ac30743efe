"""House numbers (บ้านเลขที่) that a spreadsheet has turned into dates.

Source: facts §1.9 trap 2, vector T11. Excel reads 25/2 as 25 February and shows 25-ก.พ.;
the number is still there as day/month, and is read back.
"""

import re
from datetime import date

from pinto.ground.thai.date_text import month_number
from pinto.ground.thai.numerals import arabic

_DAY_FIRST = re.compile(r"(\d{1,2})\s?[- ]\s?([^\d\s-]+?)(?:[- ]\d{2,4})?")
_MONTH_FIRST = re.compile(r"([^\d\s-]+?)\s?[- ]\s?(\d{2})")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00:00(?:\.0+)?)?")
_LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_OLDEST_FILE = 2000  # ค.ศ.; an earlier year was not the year of typing but part of the number


def repair_house_no(value: str | float | date | None) -> tuple[str, bool]:
    """The house number as text, and whether it was read back from a date.

    A date is read as day/month. Typed numbers whose second half cannot be a month (2/55)
    become the first day of a month (ก.พ.-55, 1 February 1955) and are read as month/year.
    A repair always says so, for the first of a month can be either; somebody should look.

    >>> repair_house_no("25-ก.พ."), repair_house_no("Feb-55"), repair_house_no("99/1 หมู่ 4")
    (('25/2', True), ('2/55', True), ('99/1 หมู่ 4', False))
    >>> repair_house_no(date(2026, 2, 25)), repair_house_no(99.0)
    (('25/2', True), ('99', False))
    """
    if value is None:
        return "", False
    if isinstance(value, date):
        return _number_of(value), True
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = arabic(str(value)).strip()
    repaired = _read_back(text)
    return (repaired, True) if repaired else (text, False)


def _number_of(day: date) -> str:
    if day.day == 1 and day.year < _OLDEST_FILE:
        return f"{day.month}/{day.year % 100:02}"
    return f"{day.day}/{day.month}"


def _read_back(text: str) -> str | None:
    if found := _ISO.fullmatch(text):
        try:
            return _number_of(date(*map(int, found.groups())))
        except ValueError:
            return None
    if (found := _DAY_FIRST.fullmatch(text)) and (month := month_number(found[2])):
        day = int(found[1])
        return f"{day}/{month}" if 1 <= day <= _LONGEST_MONTH[month - 1] else None
    if (found := _MONTH_FIRST.fullmatch(text)) and (month := month_number(found[1])):
        return f"{month}/{int(found[2])}"
    return None
