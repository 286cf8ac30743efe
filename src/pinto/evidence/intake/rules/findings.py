"""What a check found in a file: where, what, and how to mend it.

A finding carries a code and its parameters, never a finished sentence, so that the
officer reads it in Thai and a script reads it in JSON.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from pinto.ground.design.messages import N_


class Severity(StrEnum):
    """What becomes of the row."""

    REFUSED = "REFUSED"  # the whole file cannot be loaded
    ERROR = "ERROR"  # the row is left out
    WARNING = "WARNING"  # the row is loaded; somebody should look
    REPAIR = "REPAIR"  # the row is loaded with a mended value, and says so


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about one place in a file."""

    code: str
    severity: Severity
    sheet: str = ""
    row: int | None = None  # as the spreadsheet counts, from 1
    column: str = ""  # the header as the file has it
    value: str = ""  # what stood there
    params: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


# code → what is wrong, and how to mend it; both take the finding's params, as %(kind)s.
MESSAGES: dict[str, tuple[str, str]] = {
    "file.unreadable": (
        N_("This file cannot be opened as a workbook or a table."),
        N_("Save it again as .xlsx or .csv and load that file."),
    ),
    "file.password": (
        N_("This file is locked with a password."),
        N_("Open it, save it without a password, and load that file."),
    ),
    "file.damaged": (
        N_("This file is damaged or was not copied to its end."),
        N_("Copy it again from where it came, check that it opens, and load it again."),
    ),
    "file.cut_off": (
        N_("This file stops in the middle: its end is missing."),
        N_("Copy or download it again, and load it again."),
    ),
    "file.marked_copy": (
        N_("This is the copy in which Pinto marked what is wrong, its IDs hidden."),
        N_("Mend the same cells in your own file, and load that one."),
    ),
    "file.too_large": (
        N_("This file is larger than Pinto reads, or unpacks to more."),
        N_("Split it, for example by amphoe, and load the parts."),
    ),
    "file.too_wide": (
        N_("A sheet in this file reaches very far down or to the right, mostly empty."),
        N_("Delete the empty rows and columns after the data, save, and load it again."),
    ),
    "file.other_document": (
        N_("This is a %(kind)s file, not a workbook or a table."),
        N_("Open it, copy the table into a workbook, save it as .xlsx, and load that file."),
    ),
    "file.picture": (
        N_("This is a picture (%(kind)s) of something, not a workbook or a table."),
        N_("Ask who sent it for the Excel file, and load that one."),
    ),
    "file.printed": (
        N_("This is a printed page (%(kind)s), not a workbook or a table."),
        N_("Ask who sent it for the Excel file, and load that one."),
    ),
    "file.no_bytes": (
        N_("This file is empty (0 bytes): it was probably cut off when it was copied."),
        N_("Copy or download it again, check that it opens, and load it again."),
    ),
    "file.wrong_template": (
        N_(
            "Pinto looked for a header รหัสบ้าน or บ้านเลขที่ (households), or จังหวัด, อำเภอ or"
            " ตำบล (figures of areas), and found only: %(found)s."
        ),
        N_("Fill in the empty form, which this page offers, or name the columns as in it."),
    ),
    "file.encoding": (
        N_("The letters of this text file cannot be read as Thai."),
        N_("Save it again as “CSV UTF-8” and load that file."),
    ),
    "file.broken_letters": (
        N_("Some letters are broken, the first in line %(row)s of the file."),
        N_("Export the file again from the system it came from, or mend that line."),
    ),
    "file.quotes": (
        N_("In row %(row)s a quotation mark opens a cell and does not close it."),
        N_("Mend the quotation marks of that row, or save the table as .xlsx."),
    ),
    "file.json": (
        N_("This JSON file breaks off or has a mistake in line %(row)s."),
        N_("Export it again from the system it came from."),
    ),
    "file.no_table": (
        N_("This page holds no table."),
        N_("Open it, copy the table into a workbook, save it as .xlsx, and load that file."),
    ),
    "file.empty": (
        N_("There is no row of data in this file."),
        N_("Check that this is the filled form, not the empty one."),
    ),
    "file.unknown": (
        N_("This file is not one that Pinto knows how to load."),
        N_("Load a household survey, a PPPConnext workbook, or a table with an area in every row."),
    ),
    "table.no_area": (
        N_("No row of this sheet names a province, amphoe or tambon."),
        N_("Put the area into a column of its own, with its name or code in every row."),
    ),
    "table.no_known_area": (
        N_("None of the %(rows)s rows names a place that is known, for example “%(example)s”."),
        N_("Check that the column of areas holds names or codes of places."),
    ),
    "table.sheet_is_no_area": (
        N_("This report is about one area, and nothing in it says which."),
        N_("Give the sheet the name of the province, spelled in full, and load the file again."),
    ),
    "table.no_header": (
        N_("The figures stand without a heading: nothing says what they count."),
        N_("Put a row above the first area that says what each column counts."),
    ),
    "table.no_indicator": (
        N_("The columns are headed by years only: nothing says what they count."),
        N_("Write above the table what the figures count, and in which unit."),
    ),
    "table.no_figures": (
        N_("The rows name areas, but no column holds figures."),
        N_("Load a table that counts something for each area."),
    ),
    "table.no_values": (
        N_("This is an empty form: its areas (%(areas)s) have no figure at all."),
        N_("Fill it in, or load the filled one."),
    ),
    "table.not_areas": (
        N_("Several rows are about the same area (%(area)s, rows %(row)s and %(other)s)."),
        N_("This is a list of projects, offices or persons. Sum it up to one row per area first."),
    ),
    "table.fixed_width": (
        N_("Column %(column)s packs many numbers into one row of digits without separators."),
        N_("Export the table again with one number in each cell."),
    ),
    "table.too_long": (
        N_("This sheet has more than %(rows)s rows, more than the country has villages."),
        N_("Load household surveys as such; for areas, one row per area is enough."),
    ),
    "table.question_marks": (
        N_("The Thai letters of this file have become question marks, as in “%(example)s”."),
        N_("They cannot be brought back. Export again as .xlsx or “CSV UTF-8”."),
    ),
    "table.western_letters": (
        N_("The Thai letters of this file were read in the wrong encoding, as in “%(example)s”."),
        N_("Export again as .xlsx or “CSV UTF-8”, without opening it in between."),
    ),
    "table.lost_vowels": (
        N_("The Thai names lost their vowels and tone marks, as in “%(example)s”."),
        N_("This happens on copying from a PDF. Ask for the table as a workbook."),
    ),
    "table.hidden_sheet": (
        N_("This sheet is hidden and was not read."),
        N_("Show the sheet in the workbook if it should be loaded."),
    ),
    "table.area_unknown": (
        N_("There is no place named “%(name)s”. The figures are kept, without a place."),
        N_("Correct the spelling in the file, or choose the place."),
    ),
    "table.area_several": (
        N_("Several places are named “%(name)s”. The figures are kept, without a place."),
        N_("Add the amphoe and the province in columns of their own."),
    ),
    "table.area_from_sheet": (
        N_("No row names an area, so the name of the sheet is taken: %(name)s."),
        N_("Check that the whole sheet is about this area."),
    ),
    "table.code_conflict": (
        N_("Codes and names of areas differ in %(rows)s rows, first %(code)s for %(area)s."),
        N_("The names were followed. Check whether the file uses codes of its own."),
    ),
    "table.municipal_codes": (
        N_("%(rows)s rows carry codes of municipal areas (51–57), first %(code)s."),
        N_("They are kept as they are and belong to no tambon. Nothing has to be done."),
    ),
    "table.local_governments": (
        N_("%(rows)s rows are local governments, which are not the same areas as tambons."),
        N_("They are kept under their own names and linked to no tambon."),
    ),
    "table.offices": (
        N_("%(rows)s rows name an office; the province at the end of its name was taken."),
        N_("Check that the figures are about the province, not about the office alone."),
    ),
    "table.kinds": (
        N_("An area has several rows. They are told apart by the column %(columns)s."),
        N_("Each kind became an indicator of its own. Check that this is meant."),
    ),
    "table.columns_left_out": (
        N_("These columns hold no figures and were left out: %(columns)s."),
        N_("Nothing has to be done, unless one of them should hold figures."),
    ),
    "table.column_without_header": (
        N_("These columns hold figures without a heading and were left out: %(columns)s."),
        N_("Write above them what they count, and load the file again."),
    ),
    "table.same_header": (
        N_("The columns %(columns)s have the same heading. Their letters were added to it."),
        N_("Write into each heading what it counts."),
    ),
    "table.no_year": (
        N_("No year was found for these figures."),
        N_("Say which year they are of, or write it into the title or the headings."),
    ),
    "table.not_a_number": (
        N_("“%(text)s” is not a number. The figure counts as missing, not as 0."),
        N_("Correct the cell, or leave it blank."),
    ),
    "table.total_differs": (
        N_("The total says %(total)s, the rows sum up to %(sum)s."),
        N_("Check whether a row is missing or a figure is wrong."),
    ),
    "table.published_differs": (
        N_("This file is known to sum up to %(total)s, and it sums up to %(sum)s."),
        N_("Some rows may be missing, or it is another edition of the file."),
    ),
    "table.row_without_area": (
        N_("This row holds figures and names no area, so it was left out."),
        N_("Write the area into the row, or delete the row."),
    ),
}


_SHOWN = 200  # findings of one code that are kept with their place; the rest are counted


class Findings:
    """The findings of one file: every one counted, the first of each code kept."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self.counts: dict[str, int] = {}
        self.severities: dict[str, Severity] = {}
        self.shown: list[Finding] = []
        self.extend(findings)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Findings that were made elsewhere, in their order."""
        for finding in findings:
            if self._count(finding.code, finding.severity):
                self.shown.append(finding)

    def add(self, code: str, severity: Severity, **where: Any) -> None:
        """One more finding. ``where`` takes the other fields of :class:`Finding`."""
        if self._count(code, severity):
            where["value"] = where.get("value", "")[:80]
            self.shown.append(Finding(code, severity, **where))

    def _count(self, code: str, severity: Severity) -> bool:
        self.counts[code] = self.counts.get(code, 0) + 1
        self.severities.setdefault(code, severity)
        return self.counts[code] <= _SHOWN

    def number(self, severity: Severity) -> int:
        """How many findings of that severity."""
        return sum(
            count for code, count in self.counts.items() if self.severities[code] is severity
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "counts": self.counts,
            "severities": dict(self.severities),
            "shown": [finding.as_json() for finding in self.shown],
        }
