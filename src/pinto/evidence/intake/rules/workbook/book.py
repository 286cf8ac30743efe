"""What every opened file offers, how large it may be, and how it says no."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pinto.evidence.intake.rules.findings import Finding, Severity

# None is an empty cell, or one that holds nothing but spaces.
Cell = str | int | float | bool | date | datetime | None

MAX_BYTES = 2 * 1024**3  # of text, or of what a compressed file unpacks to
MAX_CELLS = 40_000_000  # of one sheet, from A1 to its last cell: about 1.3 GB in memory
MAX_PAGE_BYTES = 64 * 1024**2  # of a web page, which is read whole
MAX_RECORD_BYTES = 256 * 1024**2  # of a JSON file, which is read whole


class Unreadable(Exception):
    """The file cannot be opened, or not to its end; the code says why.

    It can also come while rows are being read: a text file may break in its middle.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def finding(self, sheet: str = "") -> Finding:
        """The refusal as it is shown to the officer."""
        row = self.params.get("row")
        return Finding(self.code, Severity.REFUSED, sheet=sheet, row=row, params=self.params)


@dataclass(frozen=True, slots=True)
class Span:
    """A merged block of cells, counted from 0, ends included; its first cell has the value."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """One sheet: a worksheet, a table of a web page, a list of records, or the whole text file."""

    name: str
    hidden: bool = False


class Book(ABC):
    """An opened file. Rows and columns stand where the spreadsheet shows them, from A1 on."""

    kind: str  # xlsx, xls, csv, html or json
    encoding: str = ""  # of a text file: utf-8, utf-16 or cp874
    sheets: Sequence[SheetInfo]

    @abstractmethod
    def rows(self, sheet: str) -> Iterator[list[Cell]]:
        """Every row of the sheet from the first, empty ones included, one at a time."""

    def merged(self, sheet: str) -> list[Span]:
        """The merged blocks of the sheet."""
        return []


class HeldBook(Book):
    """A small file that was read whole: tables of a web page, records of a JSON file."""

    def __init__(
        self,
        kind: str,
        tables: dict[str, list[list[Cell]]],
        spans: dict[str, list[Span]] | None = None,
        encoding: str = "",
    ) -> None:
        self.kind = kind
        self.encoding = encoding
        self.sheets = [SheetInfo(name) for name in tables]
        self._tables = tables
        self._spans = spans or {}

    def rows(self, sheet: str) -> Iterator[list[Cell]]:
        return (list(row) for row in self._tables[sheet])

    def merged(self, sheet: str) -> list[Span]:
        return self._spans.get(sheet, [])
