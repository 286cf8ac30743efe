"""A list is taken out as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any

from pinto.evidence.targets.models import TargetList
from pinto.evidence.targets.queries import ENTRY_COLUMNS, Wanted, entries, entry_rows
from pinto.ground.access.rules import Capability, Viewer
from pinto.ground.installation.spreadsheets import Mark, Sheet, csv_lines, write_workbook
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

    The trail holds which households they name.
    """
    found = TargetList.objects.select_related("place").get(pk=asked["list"])
    wanted = Wanted(**asked["wanted"])
    chosen = entries(found, wanted, viewer=viewer, to=Capability.EXPORT)
    rows = entry_rows(chosen, viewer=viewer)
    if file_format == "csv":
        for line in csv_lines(ENTRY_COLUMNS, rows, mark):
            file.write(line.encode())
    else:
        write_workbook(file, [Sheet("list", ENTRY_COLUMNS, rows)], mark)
    named = chosen.filter(household__isnull=False).values_list("household_id", flat=True)
    record_views(
        list(named), by=viewer, at=at, verb="exported", place=wanted.area or found.place.code
    )
