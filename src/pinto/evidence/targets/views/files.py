"""A list taken out: CSV, Excel, and the sheet for the headman."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pinto.evidence.targets.actions.leaving import list_asked
from pinto.evidence.targets.permissions import check_may_decide
from pinto.evidence.targets.queries import Wanted, entries
from pinto.evidence.targets.rules.findings import told
from pinto.evidence.targets.views.showing import entry_lines, list_of, wanted_of
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, may
from pinto.ground.exports.views.leaving import Leaving, ask_what_for, file_at_once
from pinto.ground.installation.spreadsheets import csv_lines
from pinto.ground.places.queries import area_name
from pinto.ground.trail.actions import record_views

if TYPE_CHECKING:
    from pinto.evidence.targets.models import TargetList

_MOST_PRINTED = 500  # lines: what a headman can walk; more is an export


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """What the file is for; then it comes at once, or a colleague is asked to sign."""
    found, leaving = _leaving(request, list_id)
    said = ngettext("%(name)s: %(n)s household", "%(name)s: %(n)s households", leaving.rows)
    return ask_what_for(
        request,
        leaving,
        finding=said % {"name": found.name, "n": f"{leaving.rows:,}"},
        back=reverse("target_list", args=[list_id]),
        files={
            "csv": reverse("target_list_csv", args=[list_id]),
            "xlsx": reverse("target_list_xlsx", args=[list_id]),
        },
    )


@require_GET
def list_csv(request: HttpRequest, list_id: UUID) -> HttpResponseBase:
    """The list as CSV."""
    return file_at_once(request, _leaving(request, list_id)[1], "csv")


@require_GET
def list_xlsx(request: HttpRequest, list_id: UUID) -> HttpResponseBase:
    """The list as an Excel workbook."""
    return file_at_once(request, _leaving(request, list_id)[1], "xlsx")


def _leaving(request: HttpRequest, list_id: UUID) -> tuple[TargetList, Leaving]:
    """The list, and what of it the page shows: that is what leaves."""
    viewer, found = viewer_of(request), list_of(request, list_id)
    wanted = wanted_of(request)
    area = wanted.area
    if not area and may(viewer, Capability.EXPORT, found.place.code):
        area = found.place.code
    check_may(viewer, Capability.EXPORT, area)
    return found, Leaving(
        kind="targets",
        asked=list_asked(found, wanted),
        area=area,
        rows=entries(found, wanted, viewer=viewer, to=Capability.EXPORT).count(),
    )


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
        "place": area_name(found.place),
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
