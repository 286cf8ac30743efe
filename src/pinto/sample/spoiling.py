"""Mistakes put into a workbook as real exports have them, each written down.

The list is the answer key of a test: what stands where, what stood there before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from pinto.sample.draws import Ints
from pinto.sample.workbooks import Cell

_SHARE = 0.002  # of households, for each kind of mistake
_HOUSEHOLD_SHEETS = ("base", "physical", "financial", "natural", "social")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_MONTHS = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()  # noqa: SIM905  # reads as the calendar
_ID, _CODE = "เลขประจำตัวประชาชน", "รหัสบ้าน"


@dataclass(frozen=True, slots=True)
class Mark:
    """One spoiled cell (or row: then the column is the one that shows it)."""

    kind: str
    sheet: str
    row: int  # as the spreadsheet counts, from 1
    column: str
    was: Cell
    stands: Cell


class Rows:
    """The rows of one sheet that are about to be written."""

    def __init__(
        self, sheet: str, headers: list[str], above: int, cells: Iterable[Sequence[Cell]]
    ) -> None:
        self.sheet = sheet
        self.headers = headers
        self.above = above  # rows of the sheet that are already written
        self.cells: Iterable[Sequence[Cell]] = cells

    def lists(self) -> list[list[Cell]]:
        """The rows, now as lists that can be changed."""
        rows = [list(row) for row in self.cells]
        self.cells = rows
        return rows


class Spoiler:
    """Spoils some rows of every chunk, and remembers what and where."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng([seed, 1_9])
        self.marks: list[Mark] = []

    def write(self, path: Path) -> None:
        """The list of what was spoiled stands in the file, as JSON."""
        marks = [asdict(mark) for mark in self.marks]
        path.write_text(json.dumps(marks, ensure_ascii=False, indent=1) + "\n", "utf-8")

    def spoil(self, sheets: dict[str, Rows], house: Ints) -> None:
        """Each kind of mistake is in the rows of a few households, never two in one household."""
        spoiled = _Spoiled(self, sheets, house)
        count = len(spoiled.rows["base"])
        each = max(1, round(count * _SHARE))
        # every other household only: a mistake that needs the row above finds it unspoiled
        order = self.rng.permutation(np.arange(1, count, 2)).tolist()
        for kind in KINDS:
            for row in order[:each]:
                kind(spoiled, row)
            del order[:each]


class _Spoiled:
    """The sheets of a chunk, while they are spoiled."""

    def __init__(self, spoiler: Spoiler, sheets: dict[str, Rows], house: Ints) -> None:
        self.spoiler = spoiler
        self.sheets = sheets
        self.rows = {key: rows.lists() for key, rows in sheets.items()}
        self.members: dict[int, list[int]] = {}
        for at, row in enumerate(house.tolist()):
            self.members.setdefault(row, []).append(at)

    def get(self, sheet: str, row: int, header: str) -> Cell:
        return self.rows[sheet][row][self.sheets[sheet].headers.index(header)]

    def put(self, kind: str, sheet: str, row: int, header: str, stands: Cell) -> None:
        """The cell holds something else, and the list says so."""
        at = self.sheets[sheet].headers.index(header)
        was, self.rows[sheet][row][at] = self.rows[sheet][row][at], stands
        self.mark(kind, sheet, row, header, was, stands)

    def mark(self, kind: str, sheet: str, row: int, header: str, was: Cell, stands: Cell) -> None:
        rows = self.sheets[sheet]
        number = rows.above + row + 1
        self.spoiler.marks.append(Mark(kind, rows.sheet, number, header, was, stands))

    def recode(self, kind: str, row: int, code: Cell) -> None:
        """The house has another code in every sheet."""
        for sheet in _HOUSEHOLD_SHEETS:
            self.put(kind, sheet, row, _CODE, code)
        for member in self.members.get(row, []):
            self.put(kind, "human", member, _CODE, code)

    def adult(self, row: int) -> int | None:
        """The first member of the house with a national ID."""
        with_id = [m for m in self.members.get(row, []) if self.get("human", m, _ID)]
        return with_id[0] if with_id else None


def _short_house_code(spoiled: _Spoiled, row: int) -> None:
    spoiled.recode("house_code_short", row, str(spoiled.get("base", row, _CODE))[1:])


def _same_house_code(spoiled: _Spoiled, row: int) -> None:
    """Two households bear one code; the row above keeps its own."""
    spoiled.recode("house_code_twice", row, spoiled.get("base", row - 1, _CODE))


def _house_no_as_date(spoiled: _Spoiled, row: int) -> None:
    """25/2 becomes 25-ก.พ.; a number that is no date is one first."""
    day, _, month = str(spoiled.get("base", row, "บ้านเลขที่")).partition("/")
    day, month = str((int(day) - 1) % 28 + 1), month or "2"
    spoiled.put("house_no_as_date", "base", row, "บ้านเลขที่", f"{day}-{_MONTHS[int(month) - 1]}")


def _scientific_id(spoiled: _Spoiled, row: int) -> None:
    member = spoiled.adult(row)
    if member is not None:
        national_id = int(str(spoiled.get("human", member, _ID)))
        spoiled.put("id_scientific", "human", member, _ID, f"{national_id:.4E}")


def _wrong_check_digit(spoiled: _Spoiled, row: int) -> None:
    member = spoiled.adult(row)
    if member is not None:
        text = str(spoiled.get("human", member, _ID))
        spoiled.put(
            "id_check_digit", "human", member, _ID, text[:-1] + str((int(text[-1]) + 1) % 10)
        )


def _thai_digits(spoiled: _Spoiled, row: int) -> None:
    text = str(spoiled.get("base", row, "บ้านเลขที่"))
    spoiled.put("thai_digits", "base", row, "บ้านเลขที่", text.translate(_THAI_DIGITS))


def _long_tambon_code(spoiled: _Spoiled, row: int) -> None:
    text = str(spoiled.get("base", row, "รหัสตำบล"))
    spoiled.put("tambon_code_long", "base", row, "รหัสตำบล", text + "00")


def _shifted_columns(spoiled: _Spoiled, row: int) -> None:
    """Cells from ซอย to จังหวัด stand one to the right, so the province is its code."""
    headers = spoiled.sheets["base"].headers
    first, last = headers.index("ซอย"), headers.index("จังหวัด")
    cells = spoiled.rows["base"][row]
    was = cells[last]
    cells[first : last + 1] = [None, *cells[first:last]]
    spoiled.mark("columns_shifted", "base", row, "จังหวัด", was, cells[last])


def _swapped_point(spoiled: _Spoiled, row: int) -> None:
    latitude, longitude = (spoiled.get("base", row, name) for name in ("ละติจูด", "ลองจิจูด"))
    if latitude is not None:
        spoiled.put("point_swapped", "base", row, "ละติจูด", longitude)
        spoiled.put("point_swapped", "base", row, "ลองจิจูด", latitude)


def _point_outside(spoiled: _Spoiled, row: int) -> None:
    """The point lies in the sea half a degree away, far from the tambon."""
    latitude = spoiled.get("base", row, "ละติจูด")
    if isinstance(latitude, float):
        spoiled.put("point_outside", "base", row, "ละติจูด", round(latitude - 0.5, 6))


def _two_digit_year(spoiled: _Spoiled, row: int) -> None:
    day, month, year = str(spoiled.get("base", row, "วันที่สำรวจ")).split("/")
    spoiled.put("two_digit_year", "base", row, "วันที่สำรวจ", f"{day}/{month}/{year[-2:]}")


def _untidy_text(spoiled: _Spoiled, row: int) -> None:
    """ำ as the two signs it looks like, and a space after the word."""
    for header in ("ชื่อหมู่บ้าน", "อำเภอ"):
        text = str(spoiled.get("base", row, header))
        spoiled.put("untidy_text", "base", row, header, text.replace("ำ", "ํา") + "  ")


def _second_profile(spoiled: _Spoiled, row: int) -> None:
    """The household stands a second time at the end, edited later."""
    again = list(spoiled.rows["base"][row])
    headers = spoiled.sheets["base"].headers
    again[headers.index("วันที่แก้ไขล่าสุด")] = "01/10/2569"
    spoiled.rows["base"].append(again)
    last = len(spoiled.rows["base"]) - 1
    spoiled.mark("second_profile", "base", last, _CODE, None, again[headers.index(_CODE)])


def _stray_member(spoiled: _Spoiled, row: int) -> None:
    """A member of a house that has no row in the base sheet."""
    members = spoiled.members.get(row, [])
    if members:
        spoiled.put("stray_member", "human", members[-1], _CODE, f"8888{row:07d}")


KINDS: tuple[Callable[[_Spoiled, int], None], ...] = (
    _short_house_code, _same_house_code, _house_no_as_date, _scientific_id, _wrong_check_digit,
    _thai_digits, _long_tambon_code, _shifted_columns, _swapped_point, _point_outside,
    _two_digit_year, _untidy_text, _second_profile, _stray_member,
)  # fmt: skip
