"""Text files: one sheet, every cell as it is written, so that leading zeros stay."""

import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from .book import MAX_BYTES, Book, Cell, SheetInfo, Unreadable

# Dearest first: a tab or semicolon that fits every row is hardly ever chance, a comma may be.
_DELIMITERS = ("\t", ";", "|", ",")
_SAMPLE_ROWS = 60
_SAMPLE_LETTERS = 1 << 18
csv.field_size_limit(1 << 20)


class DelimitedBook(Book):
    """A text file that is read from the disk as its rows are asked for."""

    kind = "csv"

    def __init__(self, opened: Callable[[], BinaryIO], encoding: str) -> None:
        self.encoding = encoding.removesuffix("-sig")
        self.sheets = [SheetInfo("")]
        self._opened = opened
        self._encoding = encoding
        with self._text() as text:
            self.delimiter = delimiter_of(text.read(_SAMPLE_LETTERS))

    def rows(self, sheet: str) -> Iterator[list[Cell]]:
        """Raises Unreadable with the row where a quotation mark opens and never closes."""
        number = 0
        with self._text() as text:
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            try:
                for row in reader:
                    number += 1
                    yield [cell if cell and not cell.isspace() else None for cell in row]
            except csv.Error as error:
                raise Unreadable("file.quotes", row=number + 1) from error

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(self._opened(), encoding=self._encoding, newline="")


def delimiter_of(sample: str) -> str:
    """The mark between cells: the one that cuts most rows into equally many, at least two.

    >>> delimiter_of("ก;1,200;3\\nข;900;4\\nค;1,100;5\\n"), delimiter_of("ก,ข\\n1,2\\n")
    (';', ',')
    """
    best, best_share = ",", 0.0
    for delimiter in _DELIMITERS:
        share = _even_share(sample, delimiter)
        if share > best_share:
            best, best_share = delimiter, share
    return best


def _even_share(sample: str, delimiter: str) -> float:
    lines = io.StringIO(sample, newline="")
    try:
        rows = list(islice(csv.reader(lines, delimiter=delimiter), _SAMPLE_ROWS))
    except csv.Error:
        return 0.0
    widths = Counter(len(row) for row in rows if any(row))
    wide = Counter({width: times for width, times in widths.items() if width > 1})
    if not wide:
        return 0.0
    return wide.most_common(1)[0][1] / widths.total()


def unpacked(path: Path) -> Callable[[], BinaryIO]:
    """Opens what a .gz file holds; reading past the limit or a broken end is Unreadable."""
    return lambda: io.BufferedReader(_Unpacking(path), 1 << 18)


class _Unpacking(io.RawIOBase):
    def __init__(self, path: Path) -> None:
        self._file = gzip.open(path)  # noqa: SIM115  (closed in close)
        self._budget = MAX_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            chunk = self._file.read(len(buffer))
        except EOFError as error:
            raise Unreadable("file.cut_off") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise Unreadable("file.damaged") from error
        self._budget -= len(chunk)
        if self._budget < 0:
            raise Unreadable("file.too_large", limit=MAX_BYTES)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._file.close()
        super().close()
