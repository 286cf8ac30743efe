"""Which encoding a text file has, found by trying and never by its name."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from .book import Unreadable

_CHUNK = 1 << 20
_BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")  # 1A ended files under DOS
# Vowels and tone marks above or below a letter: alone they make no Thai.
_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_LONE_MARK = re.compile("(?<![\u0e01-\u0e3a\u0e45-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


@dataclass(frozen=True, slots=True)
class _Break:
    """Where an encoding stops making sense: the line, and the bytes around it."""

    row: int
    around: bytes
    at_end: bool


def encoding_of(opened: Callable[[], BinaryIO]) -> str:
    """The Python name of the encoding that reads the whole file: UTF-8, UTF-16 or Windows-874.

    UTF-8 is tried first, because text in another encoding practically never passes as
    UTF-8; then Windows-874, which holds TIS-620 within it and has to read as Thai.

    Raises Unreadable: this is no text, it ends within a letter, it is UTF-8 with a few
    broken letters (the line is told), or the encoding is none of these.
    """
    with opened() as file:
        head = file.read(_CHUNK)
    if name := _stated(head) or _utf_16_unstated(head):
        if _first_break(opened, name):
            raise Unreadable("file.damaged")
        return name
    if _CONTROL.search(head):
        raise Unreadable("file.unreadable")
    broken = _first_break(opened, "utf-8")
    if broken is None:
        return "utf-8"
    if broken.at_end:
        raise Unreadable("file.cut_off")
    if _mostly_utf_8(broken.around):
        raise Unreadable("file.broken_letters", row=broken.row)
    if _first_break(opened, "cp874") or not _reads_as_thai(head):
        raise Unreadable("file.encoding")
    return "cp874"


def _stated(head: bytes) -> str | None:
    return next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), None)


def _utf_16_unstated(head: bytes) -> str | None:
    """UTF-16 without its mark: every comma, digit and line end has a zero byte on one side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 50 and even == 0:
        return "utf-16-le"
    if even > len(head) // 50 and odd == 0:
        return "utf-16-be"
    return None


def _first_break(opened: Callable[[], BinaryIO], name: str) -> _Break | None:
    decoder = codecs.getincrementaldecoder(name)()
    row = 1
    with opened() as file:
        while chunk := file.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeError as error:
                start = getattr(error, "start", 0)
                return _Break(row + chunk.count(b"\n", 0, start), chunk, at_end=False)
            row += chunk.count(b"\n")
        try:
            decoder.decode(b"", final=True)
        except UnicodeError:
            return _Break(row, b"", at_end=True)
    return None


def _mostly_utf_8(around: bytes) -> bool:
    text = around.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    letters = sum(not letter.isascii() for letter in text) - broken
    return letters > 20 * broken


def _reads_as_thai(head: bytes) -> bool:
    """No more than a few marks stand where no Thai writer would put them.

    >>> _reads_as_thai("น้ำดื่ม".encode("cp874")), _reads_as_thai("Orléans, Besançon".encode("cp1252"))
    (True, False)
    """
    text = head.decode("cp874", "replace")
    return len(_LONE_MARK.findall(text)) * 10 <= len(_MARK.findall(text))
