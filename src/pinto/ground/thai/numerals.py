"""Thai and Arabic digits, and numbers as people write them in tables.

Source: facts §7 "Thai digits" (๐–๙ are U+0E50–0E59; both are read everywhere).
"""

import math
import re

from pinto.ground.thai.errors import NotUnderstood

_THAI = "๐๑๒๓๔๕๖๗๘๙"
_ARABIC = "0123456789"
_TO_ARABIC = str.maketrans(_THAI, _ARABIC)
_TO_THAI = str.maketrans(_ARABIC, _THAI)

# A plain or rightly grouped number; then what Thai price lists put after it.
_NUMBER = re.compile(
    r"(?P<sign>[-\u2212+]?)฿?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?"
    r"(?:\.-)?\s*(?:บาท|บ\.|฿)?"
)
_SCIENTIFIC = re.compile(r"[-+]?\d+(?:\.\d+)?[eE][-+]?\d+")
_FILLING = str.maketrans("", "", " \t\r\n\xa0\u200b\ufeff-\u2010\u2011\u2012\u2013\u2014\u2212")
_NOTHING = re.compile(r"[\s\u200b\ufeff\-\u2010-\u2015\u2212]*")


class InvalidNumber(NotUnderstood):
    """A text that is no number."""

    MESSAGES = {
        "number.unreadable": "This is not a number. Leave the cell blank if it is not known.",
        "number.scientific": "This number was shortened by a spreadsheet (like 1.2E+05).",
    }


def arabic(text: str) -> str:
    """The text with Arabic digits.

    >>> arabic("หมู่ ๑๒")
    'หมู่ 12'
    """
    return text.translate(_TO_ARABIC)


def thai(text: str) -> str:
    """The text with Thai digits.

    >>> thai("21 พ.ย. 2569")
    '๒๑ พ.ย. ๒๕๖๙'
    """
    return text.translate(_TO_THAI)


def is_nothing(text: str) -> bool:
    """True for blanks and dashes, which people write where nothing is known.

    >>> is_nothing(" - "), is_nothing("0")
    (True, False)
    """
    return _NOTHING.fullmatch(text) is not None


def is_shortened(text: str) -> bool:
    """True for scientific notation, which spreadsheets show when a number is long.

    >>> is_shortened("3.3001E+12")
    True
    """
    return _SCIENTIFIC.fullmatch(text) is not None


def compact(value: str | float | None) -> str:
    """An identifier without what people and spreadsheets put between and after its digits.

    >>> compact("๔๖๐๑-๐๑๒๓๔๕-๖"), compact(3300112345678.0), compact(None)
    ('46010123456', '3300112345678', '')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    if text.isascii() and text.isdigit():
        return text
    return arabic(text).translate(_FILLING).removesuffix(".0")


def number(value: str | float | None) -> int | float | None:
    """The number in a cell; ``None`` for blanks and dashes. A whole number is an ``int``.

    Only blanks and dashes are nothing: "ไม่มี" may mean 0 or unknown, so it is refused,
    as are commas in odd places ("1,23") and numbers a spreadsheet has shortened.
    Raises :class:`InvalidNumber`.

    >>> number("๑,๒๓๔.๕๐"), number("1,234 บาท"), number("500.-"), number(" - "), number(3.0)
    (1234.5, 1234, 500, None, 3)
    """
    if value is None or (isinstance(value, str) and is_nothing(value)):
        return None
    if isinstance(value, bool):
        raise InvalidNumber("number.unreadable")
    if isinstance(value, str):
        value = _read(arabic(value).strip(" \t\r\n\xa0\u200b\ufeff"))
    if isinstance(value, float):
        if math.isnan(value):
            return None
        if math.isinf(value):
            raise InvalidNumber("number.unreadable")
        return int(value) if value.is_integer() else value
    return value


def _read(text: str) -> int | float:
    found = _NUMBER.fullmatch(text)
    if not found:
        raise InvalidNumber("number.scientific" if is_shortened(text) else "number.unreadable")
    sign = -1 if found["sign"] in {"-", "\u2212"} else 1
    whole = found["whole"].replace(",", "")
    if found["fraction"]:
        return sign * float(whole + found["fraction"])
    return sign * int(whole)
