"""A living list taken out: CSV, Excel, paper."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability
from pinto.ground.exports.views.leaving import Leaving, ask_what_for, file_at_once
from pinto.ground.places.queries import area_name
from pinto.ground.trail.actions import record_views
from pinto.insight.profiles.queries.words import household_name
from pinto.insight.selections.actions import selection_asked
from pinto.insight.selections.queries import members
from pinto.insight.selections.views.pages import said_of, selection_of

if TYPE_CHECKING:
    from pinto.insight.selections.models import Selection

_MOST_PRINTED = 500


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, selection_id: UUID) -> HttpResponse:
    """What the file is for; then it comes at once, or a colleague is asked to sign."""
    found, leaving = _leaving(request, selection_id)
    said = _("%(name)s: %(n)s households in %(area)s")
    return ask_what_for(
        request,
        leaving,
        finding=said
        % {"name": found.name, "n": f"{leaving.rows:,}", "area": area_name(found.place)},
        back=reverse("selection", args=[selection_id]),
        files={
            "csv": reverse("selection_csv", args=[selection_id]),
            "xlsx": reverse("selection_xlsx", args=[selection_id]),
        },
    )


@require_GET
def list_csv(request: HttpRequest, selection_id: UUID) -> HttpResponseBase:
    """The living list as CSV."""
    return file_at_once(request, _leaving(request, selection_id)[1], "csv")


@require_GET
def list_xlsx(request: HttpRequest, selection_id: UUID) -> HttpResponseBase:
    """The living list as an Excel workbook."""
    return file_at_once(request, _leaving(request, selection_id)[1], "xlsx")


def _leaving(request: HttpRequest, selection_id: UUID) -> tuple[Selection, Leaving]:
    viewer, found = viewer_of(request), selection_of(request, selection_id)
    check_may(viewer, Capability.EXPORT, found.place.code)
    return found, Leaving(
        kind="condition",
        asked=selection_asked(found),
        area=found.place.code,
        rows=members(found, viewer=viewer, to=Capability.EXPORT).count(),
    )


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
