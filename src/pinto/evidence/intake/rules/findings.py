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
}


_SHOWN = 200  # findings of one code that are kept with their place; the rest are counted


class Findings:
    """The findings of one file: every one counted, the first of each code kept."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self.counts: dict[str, int] = {}
        self.severities: dict[str, Severity] = {}
        self.shown: list[Finding] = []
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
