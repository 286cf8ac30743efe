"""A list is taken out as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any

from pinto.evidence.consents.actions.taking_out import leave_out
from pinto.evidence.targets.models import TargetList
from pinto.evidence.targets.queries import ENTRY_COLUMNS, Wanted, entries, entry_rows
from pinto.evidence.targets.rules.columns import COLUMN_HEADS, COLUMN_SHEET, column_rows
from pinto.ground.access.rules import Capability, Viewer
from pinto.ground.installation.spreadsheets import Mark, Sheet, write_table
from pinto.ground.trail.actions import record_views


def list_asked(found: TargetList, wanted: Wanted) -> dict[str, Any]:
    """The list, and what of it, as plain data for a file that is made later."""
    return {"list": str(found.pk), "wanted": asdict(wanted)}


def write_list(
    file: IO[bytes],
    *,
    asked: Mapping[str, Any],
    file_format: str,
    viewer: Viewer,
    mark: Mark,
    at: datetime,
) -> None:
    """The file holds the entries asked for, inside what the viewer may take out now.

    Whose family did not agree to this use is left out, and the file says how many are. The
    trail holds which households it names.
    """
    found = TargetList.objects.select_related("place").get(pk=asked["list"])
    wanted = Wanted(**asked["wanted"])
    chosen = entries(found, wanted, viewer=viewer, to=Capability.EXPORT)
    area = wanted.area or found.place.code
    chosen, mark = leave_out(chosen, mark, area=area, viewer=viewer, at=at)
    sheets = [
        Sheet("list", ENTRY_COLUMNS, entry_rows(chosen, viewer=viewer)),
        Sheet(COLUMN_SHEET, COLUMN_HEADS, column_rows()),
    ]
    write_table(file, file_format, sheets, mark)
    named = chosen.filter(household__isnull=False).values_list("household_id", flat=True)
    record_views(list(named), by=viewer, at=at, verb="exported", place=area)
