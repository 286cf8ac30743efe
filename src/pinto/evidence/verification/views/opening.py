"""What the pages of verification begin and end with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language

from pinto.evidence.registry.queries import household, newest_round, round_labelled, rounds
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused
from pinto.ground.places.queries.places import place
from pinto.ground.thai.calendar import parse_date
from pinto.ground.thai.errors import NotUnderstood

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


def has_rounds() -> bool:
    return rounds().exists()


def home_of(request: HttpRequest, household_id: UUID) -> Household:
    """The household, where it is the viewer's to see; 404 elsewhere."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.SEE_HOUSEHOLDS)
    try:
        return household(household_id, viewer=viewer)
    except ObjectDoesNotExist:
        raise Http404 from None


def area_of(request: HttpRequest, code: str, needed: Capability) -> Place:
    """The place of that code, where the viewer may do this; 404 outside the scope."""
    check_may(viewer_of(request), needed, code)
    try:
        return place(code)
    except ObjectDoesNotExist:
        raise Http404 from None


def moment_asked(request: HttpRequest) -> datetime | None:
    """The end of the day that ``?asof=`` names; None without one, or without sense."""
    text = request.GET.get("asof", "").strip()
    if not text:
        return None
    try:
        found = parse_date(text)
    except NotUnderstood:
        return None
    if found is None or found.earliest is None:
        return None
    end = datetime.combine(found.earliest + timedelta(days=1), time.min)
    return timezone.make_aware(end)


def uuid_of(text: str) -> UUID:
    """The id that was sent; 404 where it is none."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """The page; it names families and is never cached."""
    response = render(request, f"verification/{template}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def acting(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and when: what every action takes."""
    return {"viewer": viewer_of(request), "by": request.user, "at": timezone.now()}


def done(request: HttpRequest, act: Callable[[], Any], said: str, then: str) -> HttpResponse:
    """The action is taken and said, or its refusal is; either way the page ``then`` follows."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    except ObjectDoesNotExist:
        raise Http404 from None
    else:
        messages.success(request, said)
    return HttpResponseRedirect(then)


def url(name: str, *arguments: Any, round: Round) -> str:
    """The address of a page of verification in that round."""
    return f"{reverse(name, args=arguments)}?round={round.label}"


def called(place: Place) -> str:
    """The name of a place in the language of the page."""
    return (get_language() == "en" and place.name_en) or place.name_th
