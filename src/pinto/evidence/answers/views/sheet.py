"""What every page of one household's answers is made of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from pinto.evidence.answers.actions import (
    Correction,
)
from pinto.evidence.answers.forms import (
    WhyForm,
)
from pinto.evidence.answers.queries import (
    Sheet,
    sheet,
)
from pinto.evidence.registry.permissions import freeze_over, frozen_sentence
from pinto.evidence.registry.queries import home_name
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, may
from pinto.ground.access.views.acting import acting
from pinto.ground.access.views.showing import private_page
from pinto.ground.places.queries import places_path
from pinto.ground.trail.actions import record


def asked_sheet(request: HttpRequest, household_id: UUID) -> Sheet:
    try:
        return sheet(household_id, label=request.GET.get("round", ""), viewer=viewer_of(request))
    except (ObjectDoesNotExist, LookupError):
        raise Http404 from None


def frozen(shown: Sheet) -> str:
    """Why nothing of the sheet is corrected any more; empty while it may be."""
    freeze = freeze_over(shown.round.pk, shown.revision.place.code)
    return frozen_sentence(freeze) if freeze else ""


def led_back(request: HttpRequest, shown: Sheet) -> HttpResponse | None:
    """Back to the answers with the reason, before anybody types into a frozen round."""
    why = frozen(shown) if request.method != "POST" else ""
    if not why:
        return None
    messages.error(request, why)
    return HttpResponseRedirect(sheet_url("answers", shown))


def sheet_page(request: HttpRequest, template: str, shown: Sheet, **more: Any) -> HttpResponse:
    """The page with its way back; what it shows of a family is recorded and never cached."""
    home = shown.household
    record(
        what="household.viewed",
        on=("household", home.pk),
        by=viewer_of(request),
        at=timezone.now(),
        round=shown.round.label,
    )
    name = home_name(home)
    context = {
        "shown": shown,
        "home": home,
        "name": name,
        "path": [*places_path(home.place), (name, f"/hh/{home.pk}/?round={shown.round.label}")],
        "may_correct": not frozen(shown)
        and may(viewer_of(request), Capability.EDIT_HOUSEHOLDS, home.place.code),
        "back": sheet_url("answers", shown),
        **more,
    }
    form = more.get("form")
    status = 422 if form is not None and form.is_bound else 200
    return private_page(request, f"answers/{template}.html", context, status=status)


def sheet_url(name: str, shown: Sheet, *more: Any) -> str:
    path = reverse(name, args=[shown.household.pk, *more])
    return f"{path}?round={shown.round.label}"


def looked_at(shown: Sheet) -> dict[str, Any]:
    return {"based_on": shown.revision.pk}


def correction_of(request: HttpRequest, shown: Sheet, form: WhyForm) -> Correction:
    return Correction(
        household_id=shown.household.pk,
        round=shown.round,
        based_on=form.cleaned_data["based_on"],
        source=form.cleaned_data["source"],
        reason=form.cleaned_data["reason"],
        **acting(request),
    )
