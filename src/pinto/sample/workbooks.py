"""Workbooks written row by row: any length fits in memory, and the bytes never change."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter

_WRITTEN_AT = datetime.datetime(2026, 10, 1)  # noqa: DTZ001  # stands in the file as it is
Cell = str | int | float | None


@contextmanager
def new_workbook(path: Path) -> Iterator[Any]:
    """A workbook that keeps one row of each sheet in memory, and is complete afterwards."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        book.set_properties({"created": _WRITTEN_AT, "author": "Pinto"})
        yield book


class Sheet:
    """A sheet that grows downwards."""

    def __init__(self, book: Any, name: str) -> None:
        self.name = name
        self.length = 0  # rows written
        self._sheet = book.add_worksheet(name)

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        """The rows stand below what is there; None is left blank."""
        write_string, write_number = self._sheet.write_string, self._sheet.write_number
        for row in rows:
            for column, value in enumerate(row):
                if value is None:
                    continue
                if isinstance(value, str):
                    write_string(self.length, column, value)
                else:
                    write_number(self.length, column, value)
            self.length += 1
