"""A list taken out: CSV, Excel, and the sheet for the headman."""

from __future__ import annotations

import tempfile
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pinto.evidence.targets.permissions import check_may_decide
from pinto.evidence.targets.queries import ENTRY_COLUMNS, Wanted, entries, entry_rows
from pinto.evidence.targets.rules.findings import told
from pinto.evidence.targets.views.showing import entry_lines, list_of, place_name
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability
from pinto.ground.installation.spreadsheets import Sheet, csv_lines, write_workbook
from pinto.ground.trail.actions import record_views

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_PRINTED = 500  # lines: what a headman can walk; more is an export


@require_GET
def list_csv(request: HttpRequest, list_id: UUID) -> HttpResponseBase:
    """The list as CSV, line by line."""
    rows = entry_rows(_taken_out(request, list_id, "exported"), viewer=viewer_of(request))
    return StreamingHttpResponse(
        csv_lines(ENTRY_COLUMNS, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="pinto-target-list.csv"'},
    )


@require_GET
def list_xlsx(request: HttpRequest, list_id: UUID) -> HttpResponseBase:
    """The list as an Excel workbook."""
    rows = entry_rows(_taken_out(request, list_id, "exported"), viewer=viewer_of(request))
    file = tempfile.TemporaryFile()  # noqa: SIM115  (FileResponse closes it)
    write_workbook(file, [Sheet("list", ENTRY_COLUMNS, rows)])
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename="pinto-target-list.xlsx", content_type=_XLSX
    )


def _taken_out(request: HttpRequest, list_id: UUID, verb: str) -> Any:
    """The entries that were asked for, after the trail has noted who takes them out."""
    viewer, found = viewer_of(request), list_of(request, list_id)
    check_may(viewer, Capability.EXPORT)
    area = request.GET.get("area", "")
    wanted = Wanted(area=area if area.isdigit() else "", state=request.GET.get("state", ""))
    rows = entries(found, wanted, viewer=viewer, to=Capability.EXPORT)
    homes = rows.filter(household__isnull=False).values_list("household_id", flat=True)
    record_views(
        list(homes), by=viewer, at=timezone.now(), verb=verb, place=area or found.place.code
    )
    return rows


@require_GET
def printed(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The list for the headman: names, houses and boxes to tick; no reason, no level, no ID."""
    viewer, found = viewer_of(request), list_of(request, list_id)
    check_may(viewer, Capability.SEE_HOUSEHOLDS)
    area = request.GET.get("area", "")
    rows = entries(found, Wanted(area=area if area.isdigit() else ""), viewer=viewer)
    shown = list(rows[:_MOST_PRINTED])
    record_views(
        [row.household_id for row in shown if row.household_id],
        by=viewer,
        at=timezone.now(),
        verb="printed",
        place=area or found.place.code,
    )
    context = {
        "list": found,
        "place": place_name(found.place),
        "lines": entry_lines(shown, viewer=viewer),
        "cut": len(shown) == _MOST_PRINTED,
        "most": _MOST_PRINTED,
        "today": timezone.localdate(),
    }
    return render(request, "targets/print.html", context)


@require_GET
def findings_csv(request: HttpRequest, list_id: UUID) -> HttpResponseBase:
    """What the check of the file found, to mend the file beside it."""
    found = list_of(request, list_id)
    check_may_decide(viewer_of(request), found)
    heads = (_("Row"), _("Column"), _("What stands there"), _("What is wrong"), _("What to do"))
    rows = ([f.row, f.column, f.value, f.what, f.mend] for f in told(found.report, gettext))
    return StreamingHttpResponse(
        csv_lines(heads, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="findings.csv"'},
    )
