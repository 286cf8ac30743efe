"""One household."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pinto.evidence.registry.views import household_of
from pinto.ground.access.actions import open_fields
from pinto.ground.access.queries import GROUP_WORDS, looks_told, viewer_of
from pinto.ground.access.rules import Capability, FieldGroup, may
from pinto.ground.access.views.openings import remember_opening
from pinto.ground.access.views.showing import private_page
from pinto.ground.places.queries import area_name
from pinto.ground.trail.actions import record
from pinto.ground.trail.queries import looks_at
from pinto.insight.measures.panels import capitals
from pinto.insight.profiles.actions import reveal_national_id, reveal_phone
from pinto.insight.profiles.forms import OpenFieldsForm, RevealForm
from pinto.insight.profiles.queries.households import Seen, household_seen
from pinto.insight.profiles.queries.words import household_name
from pinto.insight.profiles.views.links import area_url, households_url

_LINES = 50


@require_GET
def household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The household's page. The view is recorded."""
    return _rendered(request, _seen(request, household_id))


@require_POST
def reveal_id(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The household's page with one full ID on it, this once. Who read it, and why, is recorded."""
    seen, form = _seen(request, household_id), RevealForm(request.POST)
    if not form.is_valid():
        return _rendered(request, seen, form=form)
    reveal = reveal_phone if form.wants_phone else reveal_national_id
    try:
        number = reveal(
            household_id=household_id,
            person_id=form.cleaned_data["person"],
            why=form.cleaned_data["why"],
            viewer=viewer_of(request),
            at=timezone.now(),
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    revealed = (form.cleaned_data["person"], number, form.wants_phone)
    return _rendered(request, seen, revealed=revealed)


def _seen(request: HttpRequest, household_id: UUID) -> Seen:
    try:
        return household_seen(
            household_id,
            label=request.GET.get("round", ""),
            viewer=viewer_of(request),
            language=get_language() or "th",
            today=timezone.localdate(),
        )
    except (ObjectDoesNotExist, LookupError):
        raise Http404 from None


def _rendered(
    request: HttpRequest,
    seen: Seen,
    form: RevealForm | None = None,
    revealed: tuple[UUID, str, bool] | None = None,
) -> HttpResponse:
    told, viewer = seen.told, viewer_of(request)
    home, label = told.household, told.round.label
    record(
        what="household.viewed",
        on=("household", home.pk),
        by=viewer,
        at=timezone.now(),
        round=label,
    )
    lights = told.lights()
    context = {
        "seen": seen,
        "told": told,
        "home": home,
        "name": household_name(home),
        "path": [
            *((area_name(p), area_url(p.code, round=label)) for p in seen.path),
            (household_name(home), ""),
        ],
        "list_href": households_url(home.place.code, round=label),
        "known": sum(lights.values()) - lights["unknown"],
        "asked": sum(lights.values()),
        "capitals": mark_safe(capitals(request, told, seen.before)),  # noqa: S308  (a template's)
        "panels": _panels(request, home),
        "reveals_ids": may(viewer, Capability.REVEAL_ID, home.place.code),
        "reveals_phones": any(member.phone for member in seen.members),
        "openable": [
            (str(group), GROUP_WORDS[group])
            for group in sorted(seen.closed)
            if viewer.may_open(group, home.place.code)
        ],
        "open_form": OpenFieldsForm(auto_id="o_%s"),
        "looked_href": reverse("household_looked", args=[home.pk]),
        "form": form,
        "revealed": revealed,
    }
    return private_page(request, "profiles/household.html", context)


@require_POST
def open_closed(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Closed fields of the household are open to the viewer for an hour; the supervisor is told."""
    seen, form = _seen(request, household_id), OpenFieldsForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words what you need it for."))
        return redirect("household", household_id)
    opening = open_fields(
        household=household_id,
        place=seen.told.household.place.code,
        group=FieldGroup(form.cleaned_data["group"]),
        why=form.cleaned_data["why"],
        viewer=viewer_of(request),
        at=timezone.now(),
    )
    remember_opening(request, opening.pk)
    messages.success(request, _("Open for an hour. Your supervisor is told."))
    return redirect("household", household_id)


@require_GET
def looked(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Everybody who ever looked at the household, newest first, page by page."""
    home = household_of(request, household_id)
    page = Paginator(looks_at("household", home.pk), _LINES).get_page(request.GET.get("page"))
    context = {
        "home": home,
        "name": household_name(home),
        "href": reverse("household", args=[home.pk]),
        "page": page,
        "lines": looks_told(page.object_list),
    }
    return private_page(request, "profiles/looked.html", context)


def _panels(request: HttpRequest, home: Any) -> list[SafeString]:
    """What later rooms, and the room of access, have to say on this page."""
    found = [import_string(path)(request, home) for path in settings.PANELS["household"]]
    return [mark_safe(fragment) for fragment in found]  # noqa: S308  (templates of ours escape)
