"""The files of a sample, written chunk by chunk so that any size fits in memory."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.csv as pacsv

from pinto.sample.areas import areas
from pinto.sample.borders import borders, features, village_points
from pinto.sample.population import ROUNDS, Wave, population
from pinto.sample.pppconnext import Export
from pinto.sample.spoiling import Spoiler
from pinto.sample.tables import household_table, member_table
from pinto.sample.workbooks import Sheet, new_workbook

BOM = b"\xef\xbb\xbf"
SHEETS = ("ครัวเรือน", "สมาชิก")


Tell = Callable[[int, int | None, str], None]  # done, of how many, and of what
Tables = tuple[pa.Table, pa.Table]
Write = Callable[[Wave, Tables], None]


def _silent(done: int, total: int | None, step: str) -> None:
    """Nobody watches."""


@dataclass(slots=True)
class Written:
    """What was written."""

    folder: Path
    seed: int
    files: list[str] = field(default_factory=list)
    households: dict[int, int] = field(default_factory=dict)  # by round
    members: dict[int, int] = field(default_factory=dict)
    spoiled: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "folder": str(self.folder),
            "seed": self.seed,
            "files": self.files,
            "households": {str(year): count for year, count in self.households.items()},
            "members": {str(year): count for year, count in self.members.items()},
            "spoiled": self.spoiled,
        }


def write_sample(
    *,
    households: int,
    seed: int,
    folder: Path,
    workbooks: bool = False,
    pppconnext: bool = False,
    spoil: bool = False,
    tell: Tell = _silent,
) -> Written:
    """The folder holds the sample: places, borders, and both rounds as CSV files.

    ``workbooks`` adds one .xlsx for each round, ``pppconnext`` the six-sheet workbook of
    the last round, and ``spoil`` the same with mistakes, listed in spoiled.json. The same
    arguments write the same bytes. Raises ``ValueError`` for a size that cannot be drawn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = Written(
        folder, seed, households=dict.fromkeys(ROUNDS, 0), members=dict.fromkeys(ROUNDS, 0)
    )
    write_places(folder / "places.csv")
    write_borders(folder / "borders.geojson")
    written.files += ["places.csv", "borders.geojson"]
    with ExitStack() as files:
        writers: list[Write] = []
        for year in ROUNDS:
            writers.append(files.enter_context(_csv_files(folder, year, written)))
            if workbooks:
                writers.append(files.enter_context(_workbook(folder, year, written)))
        if pppconnext or spoil:
            spoiler = Spoiler(seed) if spoil else None
            writers.append(files.enter_context(_pppconnext(folder, written, spoiler)))
        for waves in population(households, seed):
            for wave in waves:
                written.households[wave.year] += len(wave.houses.code)
                written.members[wave.year] += len(wave.people.house)
                tables = (household_table(wave), member_table(wave))
                for write in writers:
                    write(wave, tables)
            tell(written.households[ROUNDS[0]], households, "households")
    return written


def write_places(path: Path) -> None:
    """Every area with its code, names and a point, in the simple form of `pinto places`."""
    points = village_points()
    middles = {code: border.representative_point() for code, border in borders().items()}
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("code", "name_th", "name_en", "latitude", "longitude", "variant"))
        for area in areas():
            if area.code in points:
                latitude, longitude = points[area.code]
            else:
                latitude, longitude = middles[area.code].y, middles[area.code].x
            rows.writerow((area.code, area.th, area.en, f"{latitude:.6f}", f"{longitude:.6f}", ""))


def write_borders(path: Path) -> None:
    """The borders of provinces, amphoes and tambons, as GeoJSON."""
    collection = {"type": "FeatureCollection", "features": list(features())}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")), "utf-8")


@contextmanager
def _csv_files(folder: Path, year: int, written: Written) -> Iterator[Write]:
    names = (f"households-{year}.csv", f"members-{year}.csv")
    written.files += names
    with ExitStack() as stack:
        files = [stack.enter_context((folder / name).open("wb")) for name in names]
        writers: list[_Csv] = [_Csv(file) for file in files]

        def write(wave: Wave, tables: Tables) -> None:
            if wave.year == year:
                for writer, table in zip(writers, tables, strict=True):
                    writer.add(table)

        yield write


class _Csv:
    """A CSV file that spreadsheets read as UTF-8: it begins with a byte-order mark."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.begun = False

    def add(self, table: pa.Table) -> None:
        if not self.begun:
            self.file.write(BOM + ",".join(table.column_names).encode() + b"\r\n")
            self.begun = True
        # no value holds a comma or a quote; pyarrow raises if one ever does
        options = pacsv.WriteOptions(include_header=False, quoting_style="none")
        pacsv.write_csv(table, self.file, options)


@contextmanager
def _workbook(folder: Path, year: int, written: Written) -> Iterator[Write]:
    name = f"survey-{year}.xlsx"
    written.files.append(name)
    with new_workbook(folder / name) as book:
        sheets = [Sheet(book, sheet) for sheet in SHEETS]

        def write(wave: Wave, tables: Tables) -> None:
            if wave.year == year:
                for sheet, table in zip(sheets, tables, strict=True):
                    if sheet.length == 0:
                        sheet.add([table.column_names])
                    columns = [column.to_pylist() for column in table.columns]
                    sheet.add(zip(*columns, strict=True))

        yield write


@contextmanager
def _pppconnext(folder: Path, written: Written, spoiler: Spoiler | None) -> Iterator[Write]:
    name = f"pppconnext-{ROUNDS[-1]}.xlsx"
    written.files.append(name)
    with new_workbook(folder / name) as book:
        export = Export(book, spoiler)

        def write(wave: Wave, tables: Tables) -> None:
            if wave.year == ROUNDS[-1]:
                export.add(wave)

        yield write
    if spoiler:
        spoiler.write(folder / "spoiled.json")
        written.files.append("spoiled.json")
        written.spoiled = len(spoiler.marks)
