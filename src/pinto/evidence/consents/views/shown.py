"""What the pages about one household share: its name, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pinto.evidence.registry.queries import home_name
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.views.showing import private_page
from pinto.ground.places.queries import places_path
from pinto.ground.trail.actions import record

if TYPE_CHECKING:
    from pinto.evidence.registry.models import Household


def rendered(
    request: HttpRequest, template: str, home: Household, *, seen: str = "viewed", **more: Any
) -> HttpResponse:
    """The page about that household; that it was seen is recorded, and it is never cached."""
    record(
        what=f"household.{seen}", on=("household", home.pk), by=viewer_of(request),
        at=timezone.now(), page=template,
    )  # fmt: skip
    name = home_name(home)
    path = [*places_path(home.place), (name, f"/hh/{home.pk}/")]
    context = {"home": home, "name": name, "path": path, **more}
    form = more.get("form")
    status = 422 if form is not None and form.is_bound else 200
    return private_page(request, f"consents/{template}.html", context, status=status)
