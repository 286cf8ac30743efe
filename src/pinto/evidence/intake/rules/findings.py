"""What a check found in a file: where, what, and how to mend it.

A finding carries a code and its parameters, never a finished sentence, so that the
officer reads it in Thai and a script reads it in JSON.
"""

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


# code → what is wrong, and how to mend it; both take the finding's params.
MESSAGES: dict[str, tuple[str, str]] = {
    "file.unreadable": (
        N_("This file cannot be opened as a workbook or a table."),
        N_("Save it again as .xlsx or .csv and load that file."),
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

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.severities: dict[str, Severity] = {}
        self.shown: list[Finding] = []

    def add(self, code: str, severity: Severity, **where: Any) -> None:
        """One more finding. ``where`` takes the other fields of :class:`Finding`."""
        self.counts[code] = self.counts.get(code, 0) + 1
        self.severities.setdefault(code, severity)
        if self.counts[code] <= _SHOWN:
            where["value"] = where.get("value", "")[:80]
            self.shown.append(Finding(code, severity, **where))

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
