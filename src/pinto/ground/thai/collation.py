"""Thai dictionary order, as keys that any database sorts rightly.

Source: facts §7 "Sort"; the order of the Royal Institute Dictionary. Consonants come before
vowels; a leading vowel (เแโใไ) counts after the consonant it is written before; ็, tone marks
and ์ decide only between words that are otherwise the same.
"""

import re
import unicodedata

from pinto.ground.thai.spelling import normalised

_LEADING = re.compile("([เ-ไ])([ก-ฮ])")
_MARKS = "็่้๊๋์ํฺ๎"
_MARK = re.compile(f"[{_MARKS}]")
_NEITHER = re.compile("[^0-9a-f]")
_LONGEST = 300  # characters, as wide as the column

# One byte for each letter that orders words: space, digits, Latin, Thai, all from 0x10 up.
# 0x00 ends the letters, and other scripts follow _OTHER by code point.
_LETTERS = " 0123456789abcdefghijklmnopqrstuvwxyz" + "".join(
    map(chr, [*range(0x0E01, 0x0E2F), *range(0x0E30, 0x0E3A), *range(0x0E40, 0x0E45)])
)
_OTHER = 0x7F
_BYTE: dict[int, str] = {ord(letter): chr(0x10 + place) for place, letter in enumerate(_LETTERS)}
_BYTE[ord("ๅ")] = _BYTE[ord("า")]
_BYTE |= {0x0E50 + digit: _BYTE[0x30 + digit] for digit in range(10)}
_MARK_RANK = {ord(mark): format(rank, "x") for rank, mark in enumerate(_MARKS, start=1)}
_NOT_COUNTED = dict.fromkeys(
    code for code in [*range(0x80), *map(ord, "ฯๆ฿๏๚๛")] if code not in _BYTE
)
_TO_LETTERS = _NOT_COUNTED | dict.fromkeys(_MARK_RANK) | _BYTE
_TO_MARKS = _NOT_COUNTED | dict.fromkeys(_BYTE, "0") | _MARK_RANK


def sort_key(text: str) -> str:
    """A key whose plain order is Thai dictionary order.

    It is made of hexadecimal digits only, so it sorts alike under every collation of every
    database, and two of them per letter are shorter than the letter in UTF-8. First come the
    letters, then, after "00", the marks by the place they stand at. Other scripts follow
    Thai, by code point; punctuation does not count. Cut at 300 characters.

    >>> sorted(["ไก่", "เป็ด", "เกิด", "กาล", "ก้น", "ก่น", "กน"], key=sort_key)
    ['กน', 'ก่น', 'ก้น', 'กาล', 'เกิด', 'ไก่', 'เป็ด']
    """
    text = _LEADING.sub(r"\2\1", normalised(text).lower())
    letters = text.translate(_TO_LETTERS)
    if not letters.isascii():
        text = unicodedata.normalize("NFD", text)  # é beside e
        letters = "".join(map(_other, text.translate(_TO_LETTERS)))
    key = letters.encode("latin-1").hex()
    if _MARK.search(text):
        marks = _NEITHER.sub("", text.translate(_TO_MARKS)).rstrip("0")
        key = f"{key}00{marks}"
    return key[:_LONGEST]


def _other(letter: str) -> str:
    if letter.isascii():
        return letter
    if not letter.isalnum():
        return ""
    return chr(_OTHER) + ord(letter).to_bytes(3, "big").decode("latin-1")
