"""What the check of a list found, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pinto.evidence.intake.rules.findings import Severity
from pinto.evidence.intake.rules.messages import MESSAGES as INTAKE
from pinto.ground.design.messages import N_

_AGAIN = N_("Correct it and hand the file in again.")

MESSAGES: dict[str, tuple[str, str]] = INTAKE | {
    "target.no_header": (
        N_("No row of this file names the columns in a known way."),
        N_(
            "Call the columns เลขประจำตัวประชาชน, รหัสบ้าน, ชื่อ-นามสกุล, บ้านเลขที่, หมู่ที่, ตำบล and"
            " เหตุผล; the first two say most surely which household it is."
        ),
    ),
    "target.too_long": (
        N_("This list has more than %(most)s rows."),
        N_("Split it, for example by tambon, and hand in the parts."),
    ),
    "target.nobody": (
        N_("This row names nobody: it has no ID, house code, name or house number."),
        _AGAIN,
    ),
    "target.twice": (
        N_("This row and row %(first)s are the same household. It stands on the list once."),
        N_("Nothing needs to be done."),
    ),
    "target.unknown_id": (
        N_("Nobody in your areas has this ID, and the row has no house code that is known."),
        N_("Settle after the list counts which household it is, or add it."),
    ),
    "target.unknown_code": (
        N_("No household of your areas has this house code."),
        N_("Settle after the list counts which household it is, or add it."),
    ),
    "target.several": (
        N_("Several families stand under this house code."),
        N_("Settle after the list counts which of them it is."),
    ),
    "target.two_answers": (
        N_("The ID and the house code of this row are of two different households."),
        N_("Settle after the list counts which of them it is."),
    ),
    "target.no_key": (
        N_("This row has neither an ID nor a house code."),
        N_("Settle after the list counts which household it is, or add it."),
    ),
    "target.column_left_out": (
        N_("The column %(column)s is not one a list needs. It was left out."),
        N_("Nothing needs to be done."),
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One finding in words; ``row`` is as the spreadsheet counts."""

    severity: Severity
    row: int | None
    column: str
    value: str
    what: str
    mend: str


def told(report: Mapping[str, Any], translate: Callable[[str], str]) -> Iterator[Told]:
    """Every finding that the report keeps, in the language that ``translate`` speaks."""
    for each in report.get("shown", []):
        what, mend = (
            translate(text) % each["params"] if each["params"] else translate(text)
            for text in MESSAGES[each["code"]]
        )
        severity = Severity(each["severity"])
        yield Told(severity, each["row"], each["column"], each["value"], what, mend)
