"""What the pages about one household share: finding it, its name, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language

from pinto.evidence.registry.queries import household, person_name
from pinto.ground.access.queries import viewer_of
from pinto.ground.trail.actions import record

if TYPE_CHECKING:
    from pinto.evidence.registry.models import Household


def household_of(request: HttpRequest, household_id: UUID) -> Household:
    """The household, or 404 where it is not this viewer's to see."""
    try:
        return household(household_id, viewer=viewer_of(request))
    except ObjectDoesNotExist:
        raise Http404 from None


def rendered(
    request: HttpRequest, template: str, home: Household, *, seen: str = "viewed", **more: Any
) -> HttpResponse:
    """The page about that household; that it was seen is recorded, and it is never cached."""
    record(
        what=f"household.{seen}", on=("household", home.pk), by=viewer_of(request),
        at=timezone.now(), page=template,
    )  # fmt: skip
    name = person_name(home.head) or home.house_no
    context = {"home": home, "name": name, "path": _path(home, name), **more}
    form = more.get("form")
    status = 422 if form is not None and form.is_bound else 200
    response = render(request, f"consents/{template}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def _path(home: Household, name: str) -> list[tuple[str, str]]:
    places: list[tuple[str, str]] = []
    place: Any = home.place
    while place is not None:
        english = get_language() == "en" and place.name_en
        places.insert(0, (english or place.name_th, f"/area/{place.code}/"))
        place = place.parent
    return [*places, (name, f"/hh/{home.pk}/")]
