"""The notice and the consent form on paper, and the way back from the paper to the record."""

from __future__ import annotations

import io
from uuid import UUID

import qrcode
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from qrcode.image.svg import SvgPathImage

from pinto.evidence.consents.queries.numbers import household_numbered, number_of
from pinto.evidence.consents.queries.people import people_of
from pinto.evidence.consents.queries.words import BASES
from pinto.evidence.consents.rules.notices import newest_notice
from pinto.evidence.consents.rules.uses import GROUNDS
from pinto.evidence.consents.views.shown import rendered
from pinto.evidence.registry.views import household_of
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability
from pinto.ground.access.views.showing import private_page


@require_GET
def form(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Notice and form for one household, with its number; to be printed."""
    home = household_of(request, household_id)
    address = request.build_absolute_uri(reverse("consents", args=[home.pk]))
    return rendered(
        request, "form", home, seen="printed", **_told(),
        number=number_of(home.pk), code=qr_code(address), people=people_of(home.pk),
    )  # fmt: skip


@require_GET
def blank(request: HttpRequest) -> HttpResponse:
    """The same without a household, for the bag of a volunteer."""
    check_may(viewer_of(request), Capability.SEE_HOUSEHOLDS)
    return render(request, "consents/form.html", {"home": None, **_told()})


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Leads from the number on a paper to the household's consents."""
    viewer, number = viewer_of(request), request.GET.get("number", "").strip()
    check_may(viewer, Capability.SEE_HOUSEHOLDS)
    found = household_numbered(number, viewer=viewer) if number else None
    if found is not None:
        return redirect("consents", found)
    if number:
        messages.error(request, _("No household of your area has this number. Check it again."))
    return private_page(request, "consents/find.html", {"number": number})


def _told() -> dict[str, object]:
    """The notice as the sheet sets it: each use with its ground, Thai first."""
    told = newest_notice()
    return {
        "told": told,
        "grounds": [(each, BASES[GROUNDS[each.use].basis]) for each in told.told],
    }


def qr_code(text: str) -> SafeString:
    """The text as a square of dots, drawn into the page."""
    drawn = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, box_size=8, border=1).save(drawn)
    svg = drawn.getvalue().decode()
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308  (drawn from an address of ours)
