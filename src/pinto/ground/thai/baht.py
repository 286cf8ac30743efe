"""Money in words, as cheques and official letters want it.

Source: facts §7 "Baht text". Written here because pythainlp 5.4 reads 1,000,001,000,001 as
หนึ่งล้านหนึ่งล้านเอ็ด, puts ศูนย์บาท before satang, and counts on binary fractions.
"""

from decimal import ROUND_HALF_UP, Decimal

from pinto.ground.thai.errors import NotUnderstood

_DIGITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION = 10**6


class InvalidAmount(NotUnderstood):
    """An amount that is not paid in words."""

    MESSAGES = {
        "baht.negative": "An amount in words cannot be negative.",
        "baht.not_a_number": "This is not an amount of money.",
    }


def baht_text(amount: int | float | Decimal) -> str:
    """The amount in Thai words; half a satang is rounded up.

    A float counts as the number it shows: 1.005 is 1 baht 1 satang.
    Raises :class:`InvalidAmount` for negative amounts and for what is no number.

    >>> baht_text(21), baht_text(3000), baht_text(1250.75)
    ('ยี่สิบเอ็ดบาทถ้วน', 'สามพันบาทถ้วน', 'หนึ่งพันสองร้อยห้าสิบบาทเจ็ดสิบห้าสตางค์')
    >>> baht_text(0), baht_text(0.5), baht_text(1_000_001)
    ('ศูนย์บาทถ้วน', 'ห้าสิบสตางค์', 'หนึ่งล้านเอ็ดบาทถ้วน')
    """
    exact = Decimal(str(amount))
    if not exact.is_finite():
        raise InvalidAmount("baht.not_a_number")
    if exact < 0:
        raise InvalidAmount("baht.negative")
    baht, satang = divmod(int((exact * 100).to_integral_value(ROUND_HALF_UP)), 100)
    if not satang:
        return f"{_words(baht) or 'ศูนย์'}บาทถ้วน"
    return f"{_words(baht) + 'บาท' if baht else ''}{_words(satang)}สตางค์"


def _words(number: int) -> str:
    """A whole number in words; "" for 0. Millions of millions repeat the word."""
    millions, rest = divmod(number, _MILLION)
    before = _words(millions) + "ล้าน" if millions else ""
    return before + _below_a_million(rest, alone=not millions)


def _below_a_million(number: int, *, alone: bool) -> str:
    words = []
    for place in range(5, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            continue
        word = _DIGITS[digit]
        if place == 1:
            word = {1: "", 2: "ยี่"}.get(digit, word)
        elif place == 0 and digit == 1 and not (alone and number == 1):
            word = "เอ็ด"  # a one after anything else, so also in 101 and 1,000,001
        words.append(word + _PLACES[place])
    return "".join(words)
