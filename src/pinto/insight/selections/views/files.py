"""A living list taken out: CSV, Excel, paper."""

from __future__ import annotations

import tempfile
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability
from pinto.ground.installation.spreadsheets import Sheet, csv_lines, write_workbook
from pinto.ground.trail.actions import record_views
from pinto.insight.profiles.queries.words import area_name, household_name
from pinto.insight.profiles.views.files import XLSX
from pinto.insight.selections.queries import MEMBER_COLUMNS, member_rows, members
from pinto.insight.selections.views.pages import said_of, selection_of

_MOST_PRINTED = 500


@require_GET
def list_csv(request: HttpRequest, selection_id: UUID) -> HttpResponseBase:
    """The living list as CSV, line by line."""
    return StreamingHttpResponse(
        csv_lines(MEMBER_COLUMNS, member_rows(_taken_out(request, selection_id))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="pinto-condition.csv"'},
    )


@require_GET
def list_xlsx(request: HttpRequest, selection_id: UUID) -> HttpResponseBase:
    """The living list as an Excel workbook."""
    rows = member_rows(_taken_out(request, selection_id))
    file = tempfile.TemporaryFile()  # noqa: SIM115  (FileResponse closes it)
    write_workbook(file, [Sheet("households", MEMBER_COLUMNS, rows)])
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename="pinto-condition.xlsx", content_type=XLSX
    )


def _taken_out(request: HttpRequest, selection_id: UUID) -> Any:
    viewer, found = viewer_of(request), selection_of(request, selection_id)
    check_may(viewer, Capability.EXPORT, found.place.code)
    rows = members(found, viewer=viewer, to=Capability.EXPORT)
    record_views(
        list(rows.values_list("household_id", flat=True)),
        by=viewer,
        at=timezone.now(),
        verb="exported",
        place=found.place.code,
    )
    return rows


@require_GET
def printed(request: HttpRequest, selection_id: UUID) -> HttpResponse:
    """The living list on paper: names and houses, and nothing of what they answered."""
    viewer, found = viewer_of(request), selection_of(request, selection_id)
    shown = list(members(found, viewer=viewer)[:_MOST_PRINTED])
    record_views(
        [row.household_id for row in shown],
        by=viewer,
        at=timezone.now(),
        verb="printed",
        place=found.place.code,
    )
    context = {
        "selection": found,
        "name": area_name(found.place),
        "said": said_of(found),
        "lines": [
            (household_name(row.household), row.household.house_no, area_name(row.household.place))
            for row in shown
        ],
        "cut": len(shown) == _MOST_PRINTED,
        "most": _MOST_PRINTED,
        "today": timezone.localdate(),
    }
    return render(request, "selections/print.html", context)
