"""Excel workbooks, .xlsx and .xls, read by calamine."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from copy import copy
from datetime import time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from .book import MAX_BYTES, MAX_CELLS, Book, Cell, SheetInfo, Span, Unreadable

T = TypeVar("T")
_ROW = re.compile(rb'row[^>]{0,400}? r=["\'](\d{1,9})')
_COLUMN = re.compile(rb' r=["\']([A-Z]{2,3})')  # one letter is never too wide
# In a password-protected .xls the record FILEPASS follows the first record of the workbook.
_FILEPASS = re.compile(rb"\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
_OTHER_OFFICE = {  # a part of the file → what it is
    "word/": "Word",
    "ppt/": "PowerPoint",
    "xl/workbook.bin": "Excel .xlsb",
    "content.xml": "OpenDocument",
}


class OfficeBook(Book):
    """A workbook in memory as calamine keeps it, one sheet at a time."""

    def __init__(self, kind: str, workbook: CalamineWorkbook) -> None:
        self.kind = kind
        self.sheets = [
            SheetInfo(sheet.name, hidden=sheet.visible != SheetVisibleEnum.Visible)
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]
        self._workbook = workbook
        self._open: tuple[str, CalamineSheet] | None = None

    def rows(self, sheet: str) -> Iterator[list[Cell]]:
        """Python values row by row: 100,000 rows × 40 columns take 2.3 s and 345 MB.

        Excel keeps every number as a float, so a whole one is given back as an int.
        An error such as #DIV/0! reads as an empty cell; times of day come as text.
        """
        loaded = self._load(sheet)
        # calamine starts at the first column in use, but at the first row of the sheet
        margin: list[Cell] = [None] * (loaded.start[1] if loaded.start else 0)
        for row in loaded.iter_rows():
            cells = [
                # the commonest kinds first: this line runs once for every cell of a load
                (cell if cell and not cell.isspace() else None)
                if type(cell) is str
                else (int(cell) if cell.is_integer() else cell)
                if type(cell) is float
                else _rare(cell)
                for cell in row
            ]
            yield margin + cells if margin else cells

    def merged(self, sheet: str) -> list[Span]:
        ranges = self._load(sheet).merged_cell_ranges or []
        return [Span(*first, *last) for first, last in ranges]

    def _load(self, sheet: str) -> CalamineSheet:
        if self._open is None or self._open[0] != sheet:
            self._open = None  # let the sheet before go first
            self._open = sheet, _guarded(self._workbook.get_sheet_by_name, sheet)
        return self._open[1]


def open_xlsx(path: Path) -> OfficeBook:
    """The workbook, once it is known to be one and to fit into memory."""
    _check_parts(path)
    return OfficeBook("xlsx", _calamine(path))


def open_xls(path: Path) -> OfficeBook:
    """The workbook of an old compound file, or why there is none in it."""
    content = path.read_bytes()
    if _named("EncryptedPackage") in content or _FILEPASS.search(content):
        raise Unreadable("file.password")
    if _named("WordDocument") in content:
        raise Unreadable("file.other_document", kind="Word")
    return OfficeBook("xls", _calamine(path))


def _named(stream: str) -> bytes:
    return stream.encode("utf-16-le")


def _calamine(path: Path) -> CalamineWorkbook:
    # From an open file, because from a path calamine would trust the extension.
    with path.open("rb") as file:
        return _guarded(CalamineWorkbook.from_filelike, file)


def _guarded(read: Callable[..., T], *args: object) -> T:
    """What calamine reads; a broken file is Unreadable, whichever way calamine stumbles."""
    try:
        return read(*args)
    except PasswordError as error:
        raise Unreadable("file.password") from error
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise Unreadable("file.damaged") from error
    except BaseException as error:
        # A panic of the Rust code is no Exception, and its class has no public name.
        if type(error).__name__ == "PanicException":
            raise Unreadable("file.damaged") from error
        raise


def _rare(cell: Any) -> Cell:
    if isinstance(cell, time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return cell  # type: ignore[no-any-return]  # bool, date, datetime


def _check_parts(path: Path) -> None:
    """Raises Unreadable for a zip file that is no workbook, is broken, or unpacks too large.

    Every part is unpacked once and counted, because the sizes a zip file states of itself
    can lie; and a sheet is refused when its cells lie so far apart that the table between
    them would not fit into memory.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("file.password")
            _check_kind([part.filename for part in parts])
            budget = MAX_BYTES
            for part in parts:
                budget = _measure(archive, part, budget)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise Unreadable("file.damaged") from error
    except (NotImplementedError, RuntimeError) as error:  # a compression Excel never uses
        raise Unreadable("file.unreadable") from error


def _check_kind(names: list[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    for name in names:
        for start, kind in _OTHER_OFFICE.items():
            if name.startswith(start):
                raise Unreadable("file.other_document", kind=kind)
    raise Unreadable("file.other_document", kind="ZIP")


def _measure(archive: zipfile.ZipFile, part: zipfile.ZipInfo, budget: int) -> int:
    """How many bytes may still be unpacked after this part."""
    honest = copy(part)
    honest.file_size = 1 << 62  # read to the real end, whatever the file states
    is_sheet = part.filename.startswith("xl/worksheets/")
    last_row, columns, tail = 1, {b"Z"}, b""
    with archive.open(honest) as stream:
        while chunk := stream.read(1 << 18):
            budget -= len(chunk)
            if budget < 0:
                raise Unreadable("file.too_large", limit=MAX_BYTES)
            if is_sheet:
                text = tail + chunk
                last_row = max(last_row, *map(int, _ROW.findall(text)), 1)
                columns.update(_COLUMN.findall(text))
                tail = text[-64:]
    if last_row * max(map(_column_number, columns)) > MAX_CELLS:
        raise Unreadable("file.too_wide", limit=MAX_CELLS)
    return budget


def _column_number(letters: bytes) -> int:
    """Which column the letters name, from 1.

    >>> _column_number(b"A"), _column_number(b"AN"), _column_number(b"XFD")
    (1, 40, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
