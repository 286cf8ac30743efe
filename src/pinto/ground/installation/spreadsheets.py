"""Tables as files that offices open: CSV and Excel."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from itertools import chain
from typing import IO, Any

import xlsxwriter

BOM = "\ufeff"  # tells spreadsheets that the text is UTF-8
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | None


@dataclass(frozen=True)
class Mark:
    """Whose file it is, what for, and until when, in words, on all of its sheets."""

    text: str
    who: str
    delete_by: date


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; the rows are taken one by one and never kept."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def csv_lines(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], mark: Mark | None = None
) -> Iterator[str]:
    """The table line by line: UTF-8 with a byte-order mark, an empty cell where nothing is known.

    A ``mark`` stands on the first line, before the headers.

    Text that a spreadsheet would take for a formula begins with an apostrophe.

    >>> list(csv_lines(["code", "share"], [["99", None], ["=1+1", 0.5]]))
    ['\\ufeffcode,share\\r\\n', '99,\\r\\n', "'=1+1,0.5\\r\\n"]
    """
    line = StringIO()
    writer = csv.writer(line)
    line.write(BOM)
    first: list[Sequence[Cell]] = [[mark.text]] if mark else []
    for row in chain(first, [columns], rows):
        writer.writerow([_guarded(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _guarded(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def write_workbook(file: IO[bytes], sheets: Iterable[Sheet], mark: Mark | None = None) -> None:
    """The file is an Excel workbook of these sheets, written row by row in constant memory.

    A ``mark`` stands above the headers, at the foot of every printed page and in the
    properties of the file.
    """
    # Text is text: nothing typed by anybody becomes a formula or a link.
    options: dict[str, Any] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        if mark:
            book.set_properties({"author": mark.who, "comments": mark.text})
        top = 1 if mark else 0
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            if mark:
                page.set_footer(f"&L{mark.text.replace('&', '&&')[:240]}&R&P/&N")
                page.write_string(0, 0, mark.text)
            page.freeze_panes(top + 1, 0)
            page.write_row(top, 0, sheet.columns, bold)
            for number, row in enumerate(sheet.rows, start=top + 1):
                page.write_row(number, 0, row)


def write_table(
    file: IO[bytes], file_format: str, sheets: Sequence[Sheet], mark: Mark | None = None
) -> None:
    """The file is a workbook of the sheets, or with ``csv`` the first of them as CSV."""
    if file_format == "csv":
        for line in csv_lines(sheets[0].columns, sheets[0].rows, mark):
            file.write(line.encode())
    else:
        write_workbook(file, sheets, mark)


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The workbook as bytes, for tables that fit in memory."""
    file = BytesIO()
    write_workbook(file, sheets)
    return file.getvalue()
