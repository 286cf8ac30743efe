"""The national ID (เลขประจำตัวประชาชน): 13 digits, the last a check digit.

Source: facts §7. The first digit is the category: 1–8 (6–8 foreigners and their
children), and 0 for people without a registered status, who are among those Pinto is
for. No office issues 9, so 9 is a slip of the pen and refused. Digits 2–5 are the registry
of first registration, not an address.
"""

from dataclasses import dataclass

from pinto.ground.thai.errors import NotUnderstood
from pinto.ground.thai.numerals import compact, is_shortened

_WEIGHTS = range(13, 1, -1)


class InvalidNationalId(NotUnderstood):
    """A text that is no national ID."""

    MESSAGES = {
        "national_id.blank": "There is no national ID here.",
        "national_id.scientific": (
            "A spreadsheet has shortened this national ID (like 3.3001E+12) and its digits are "
            "lost. Format the column as text and type the 13 digits again."
        ),
        "national_id.not_digits": "A national ID has only digits.",
        "national_id.leading_zero": (
            "This national ID has 12 digits: was a leading 0 lost? Type all 13 digits."
        ),
        "national_id.length": "A national ID has 13 digits.",
        "national_id.category": "No national ID begins with 9.",
        "national_id.checksum": "One of the 13 digits is wrong. Compare them with the card.",
    }


@dataclass(frozen=True, slots=True)
class NationalId:
    """A national ID whose check digit is right."""

    digits: str

    @property
    def category(self) -> int:
        """0 no status, 1–5 Thai nationals by registration, 6–8 foreigners and naturalised."""
        return int(self.digits[0])

    @property
    def registry(self) -> str:
        """Province and district of first registration (four digits), not of residence."""
        return self.digits[1:5]


def parse_national_id(value: str | float | None) -> NationalId:
    """The national ID written in a cell, with Thai digits, spaces and dashes allowed.

    A number as Excel hands it over is accepted; a shortened one never is, for half of its
    digits are gone, also where the cell was made a number again (seven zeros at the end).
    Raises :class:`InvalidNationalId`.

    >>> parse_national_id("๑-๙๙๙๙-๐๐๐๐๐-๐๑-๓").digits
    '1999900000013'
    >>> parse_national_id(1999900000013.0).category
    1
    """
    digits = _digits(value)
    if len(digits) == 12:
        raise InvalidNationalId("national_id.leading_zero")
    if len(digits) != 13:
        raise InvalidNationalId("national_id.length")
    if digits.endswith("0000000") and digits.strip("0"):
        raise InvalidNationalId("national_id.scientific")
    if digits[0] == "9":
        raise InvalidNationalId("national_id.category")
    if check_digit(digits[:12]) != int(digits[12]):
        raise InvalidNationalId("national_id.checksum")
    return NationalId(digits)


def _digits(value: str | float | None) -> str:
    text = compact(value)
    if not text:
        raise InvalidNationalId("national_id.blank")
    if is_shortened(text):
        raise InvalidNationalId("national_id.scientific")
    if not (text.isascii() and text.isdigit()):
        raise InvalidNationalId("national_id.not_digits")
    return text


def is_national_id(value: str | float | None) -> bool:
    """Whether it would be accepted.

    >>> is_national_id("1999900000013"), is_national_id("1999900000014")
    (True, False)
    """
    try:
        parse_national_id(value)
    except InvalidNationalId:
        return False
    return True


def check_digit(first12: str) -> int:
    """The thirteenth digit: (11 - Σ dᵢ·(13 - i) mod 11) mod 10, i from 0.

    >>> check_digit("199990000001")
    3
    """
    total = sum(int(digit) * weight for digit, weight in zip(first12, _WEIGHTS, strict=True))
    return (11 - total % 11) % 10


def with_check_digit(first12: str) -> str:
    """The full ID of twelve digits.

    >>> with_check_digit("199990000001")
    '1999900000013'
    """
    return first12 + str(check_digit(first12))


def formatted(digits: str) -> str:
    """The ID as it stands on the card, with dashes.

    >>> formatted("1999900000013")
    '1-9999-00000-01-3'
    """
    return f"{digits[0]}-{digits[1:5]}-{digits[5:10]}-{digits[10:12]}-{digits[12]}"


def masked(digits: str) -> str:
    """The ID as officers see it by default: digits 11 and 12 only.

    >>> masked("1999900000413")
    'x-xxxx-xxxxx-41-x'
    """
    return f"x-xxxx-xxxxx-{digits[10:12]}-x"
