"""What the pages of verification begin and end with."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from pinto.evidence.registry.queries import newest_round, round_labelled
from pinto.evidence.registry.views import household_of
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability
from pinto.ground.access.views.showing import private_page
from pinto.ground.places.queries.places import place
from pinto.ground.thai.calendar import InvalidDate, parse_date

if TYPE_CHECKING:
    from pinto.evidence.registry.models import Household, Round
    from pinto.ground.places.models import Place


def round_of(request: HttpRequest) -> Round:
    """The round the address names, or the newest. Answers 404 for one there is not."""
    asked = request.GET.get("round") or request.POST.get("round") or ""
    try:
        return round_labelled(asked or newest_round(timezone.localdate()))
    except LookupError:
        raise Http404 from None


def home_of(request: HttpRequest, household_id: UUID) -> Household:
    """The household, where it is the viewer's to see; 404 elsewhere."""
    check_may(viewer_of(request), Capability.SEE_HOUSEHOLDS)
    return household_of(request, household_id)


def area_of(request: HttpRequest, code: str, needed: Capability) -> Place:
    """The place of that code, where the viewer may do this; 404 outside the scope."""
    check_may(viewer_of(request), needed, code)
    try:
        return place(code)
    except ObjectDoesNotExist:
        raise Http404 from None


def moment_asked(request: HttpRequest) -> datetime | None:
    """The end of the day that ``?asof=`` names; None without one.

    Raises ``InvalidDate`` for what is no day.
    """
    text = request.GET.get("asof", "").strip()
    if not text:
        return None
    found = parse_date(text)
    if found.earliest is None:
        raise InvalidDate("date.unreadable")
    end = datetime.combine(found.earliest + timedelta(days=1), time.min)
    return timezone.make_aware(end)


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """The page; it names families and is never cached."""
    return private_page(request, f"verification/{template}.html", context, status=status)


def url(name: str, *arguments: Any, round: Round) -> str:
    """The address of a page of verification in that round."""
    return f"{reverse(name, args=arguments)}?round={round.label}"
