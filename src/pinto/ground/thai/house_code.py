"""The house code (รหัสประจำบ้าน): 11 digits, kept as text, written 4-6-1.

Source: facts §7, §1.9 trap 1. The first four digits are the registration office. The last
is a check digit whose rule is not published, so only the length is checked. Spreadsheets
drop a leading zero; that is reported and never mended silently (T17).
"""

from pinto.ground.thai.errors import NotUnderstood
from pinto.ground.thai.numerals import compact, is_shortened


class InvalidHouseCode(NotUnderstood):
    """A text that is no house code."""

    MESSAGES = {
        "house_code.blank": "There is no house code here.",
        "house_code.scientific": (
            "A spreadsheet has shortened this house code (like 4.601E+10) and its digits are "
            "lost. Format the column as text and type the 11 digits again."
        ),
        "house_code.not_digits": "A house code has only digits.",
        "house_code.leading_zero": (
            "This house code has 10 digits: was a leading 0 lost? Type all 11 digits."
        ),
        "house_code.length": "A house code has 11 digits.",
    }


def parse_house_code(value: str | float | None) -> str:
    """The eleven digits of a house code. Raises :class:`InvalidHouseCode`.

    >>> parse_house_code("๔๖๐๑-๐๑๒๓๔๕-๖")
    '46010123456'
    >>> parse_house_code("4601012345")
    Traceback (most recent call last):
    pinto.ground.thai.house_code.InvalidHouseCode: This house code has 10 digits: was a leading \
0 lost? Type all 11 digits.
    """
    digits = compact(value)
    if not digits:
        raise InvalidHouseCode("house_code.blank")
    if is_shortened(digits):
        raise InvalidHouseCode("house_code.scientific")
    if not (digits.isascii() and digits.isdigit()):
        raise InvalidHouseCode("house_code.not_digits")
    if len(digits) == 10:
        raise InvalidHouseCode("house_code.leading_zero")
    if len(digits) != 11:
        raise InvalidHouseCode("house_code.length")
    return digits


def formatted(digits: str) -> str:
    """The code as it stands in the house register.

    >>> formatted("46010123456")
    '4601-012345-6'
    """
    return f"{digits[:4]}-{digits[4:10]}-{digits[10:]}"
