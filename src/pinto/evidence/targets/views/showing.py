"""How entries and households are called on pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from pinto.evidence.registry.queries import person_name
from pinto.evidence.targets.queries import Wanted, entry, head_of, reasons_of, target_list
from pinto.ground.access.permissions import check_daily_list, check_daily_work
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Viewer
from pinto.ground.places.queries import area_name

if TYPE_CHECKING:
    from pinto.evidence.targets.models import TargetEntry, TargetList


def list_of(request: HttpRequest, list_id: UUID) -> TargetList:
    """The list, or 404. Outside the daily work it asks why: its pages name families."""
    viewer = viewer_of(request)
    try:
        found = target_list(list_id, viewer=viewer)
    except ObjectDoesNotExist:
        raise Http404 from None
    check_daily_list(viewer, found.place.code)
    return found


def entry_of(request: HttpRequest, entry_id: UUID) -> TargetEntry:
    """The entry, or 404. Outside the daily work it asks why."""
    viewer = viewer_of(request)
    try:
        found = entry(entry_id, viewer=viewer)
    except ObjectDoesNotExist:
        raise Http404 from None
    check_daily_work(viewer, found.place.code)
    return found


def wanted_of(request: HttpRequest) -> Wanted:
    """What the address asks of a list."""
    area = request.GET.get("area", "")
    return Wanted(
        area=area if area.isascii() and area.isdigit() else "",
        state=request.GET.get("state", ""),
        text=request.GET.get("q", "").strip()[:120],
    )


def home_lines(homes: Iterable[Any]) -> list[dict[str, Any]]:
    """Households as a person recognises them: the head, the house, the village."""
    return [
        {
            "id": home.pk,
            "name": person_name(home.head) or _("A household without a name"),
            "house_no": home.house_no,
            "place": area_name(home.place),
            "url": reverse("answers", args=[home.pk]),
        }
        for home in homes
    ]


def entry_lines(rows: list[TargetEntry], *, viewer: Viewer) -> list[dict[str, Any]]:
    """Entries as lines of a list."""
    reasons = reasons_of(rows, viewer=viewer)
    return [
        {
            "entry": row,
            "name": head_of(row) or _("A household without a name"),
            "house_no": row.household.house_no if row.household else row.house_no,
            "place": area_name(row.place),
            "reason": reasons.get(row.pk),
            "url": f"/hh/{row.household_id}/" if row.household_id else "",
        }
        for row in rows
    ]
