"""A survey workbook as an officer has it: one tambon's rows, with and without mistakes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

Row = list[Any]


@dataclass
class Survey:
    """The households and the members, each sheet with its row of headers."""

    households: list[Row]
    members: list[Row]

    def place(self, row: int, column: str, value: Any) -> None:
        """Types the value into a household's row, counted as the spreadsheet counts."""
        self.households[row - 1][self.households[0].index(column)] = value

    def cell(self, row: int, column: str) -> Any:
        return self.households[row - 1][self.households[0].index(column)]

    def write(self, path: Path) -> Path:
        with xlsxwriter.Workbook(str(path)) as book:
            for name, rows in (("ครัวเรือน", self.households), ("สมาชิก", self.members)):
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path


def survey_of(workbook: Path, tambon: str) -> Survey:
    """The rows of one tambon."""
    book = CalamineWorkbook.from_path(str(workbook))
    households, members = (book.get_sheet_by_name(n).to_python() for n in book.sheet_names)
    at = households[0].index("ตำบล")
    kept = [row for row in households[1:] if row[at] == tambon]
    codes = {row[0] for row in kept}
    return Survey(
        [households[0], *kept],
        [members[0], *(row for row in members[1:] if row[0] in codes)],
    )


def spoil(survey: Survey) -> None:
    """Three rows are as tired people and helpful spreadsheets leave them."""
    survey.place(3, "รหัสบ้าน", str(survey.cell(3, "รหัสบ้าน"))[:-1])
    survey.place(5, "บ้านเลขที่", "25-ก.พ.")  # 25/2, which the spreadsheet took for a day
    survey.place(7, "จังหวัด", 99)
