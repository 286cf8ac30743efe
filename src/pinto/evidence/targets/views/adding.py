"""A household is named by hand: found while typing, or new; thirty seconds on a phone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pinto.evidence.answers.queries import villages
from pinto.evidence.registry.actions.rounds import open_round
from pinto.evidence.registry.queries import newest_round
from pinto.evidence.registry.rules import INSTRUMENT, parse_round
from pinto.evidence.registry.views import household_of
from pinto.evidence.targets.actions.entries import add_entry, add_new, list_that_goes_on
from pinto.evidence.targets.forms import NewForm, WhyForm
from pinto.evidence.targets.queries import candidates_for, households_offered
from pinto.evidence.targets.rules.sources import Source
from pinto.evidence.targets.views.showing import home_lines, list_of
from pinto.ground.access.permissions import check_daily_list, check_daily_work, check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused
from pinto.ground.access.views.acting import acting, uuid_of
from pinto.ground.trail.actions import record_views


@require_GET
def add(request: HttpRequest) -> HttpResponse:
    """Whom is it about? The households appear while the name is typed."""
    return _search(request, "targets/add.html")


@require_GET
def found(request: HttpRequest) -> HttpResponse:
    """What was found so far, for htmx."""
    return _search(request, "targets/found.html")


def _search(request: HttpRequest, template: str) -> HttpResponse:
    viewer, typed = viewer_of(request), request.GET.get("q", "").strip()[:120]
    check_may(viewer, Capability.EDIT_HOUSEHOLDS)
    check_daily_list(viewer)
    homes = households_offered(typed, viewer=viewer) if typed else []
    record_views([home.pk for home in homes], by=viewer, at=timezone.now())
    chosen = request.GET.get("list", "")
    context = {
        "typed": typed,
        "homes": home_lines(homes),
        "list_id": chosen,
        "list": list_of(request, uuid_of(chosen)) if chosen else None,
    }
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_known(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The household is on record: who says it, and why."""
    viewer, home = viewer_of(request), household_of(request, household_id)
    check_may(viewer, Capability.EDIT_HOUSEHOLDS, home.place.code)
    record_views([home.pk], by=viewer, at=timezone.now(), place=home.place.code)
    form = WhyForm(request.POST or None, initial={"source": _usual(request)})
    if request.method == "POST" and form.is_valid():
        try:
            made = add_entry(
                target_list=_list(request, form.cleaned_data["source"], home.place),
                home=home,
                reason=form.cleaned_data["reason"],
                **acting(request),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, made)
    context = {"form": form, "home": home_lines([home])[0], "list_id": _asked_list(request)}
    return render(request, "targets/why.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def add_unknown(request: HttpRequest) -> HttpResponse:
    """The household is not on record: where, who heads it, and why."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.EDIT_HOUSEHOLDS)
    typed = request.GET.get("q", "").strip()[:120]
    initial = {"source": _usual(request), "head_name": typed if not typed.isdigit() else ""}
    form = NewForm(villages(viewer), request.POST or None, initial=initial)
    alike: list[Any] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        check_daily_work(viewer, given["place"].code)
        alike = candidates_for(
            given["place"],
            head_name=given["head_name"],
            house_no=given["house_no"],
            viewer=viewer,
        )
        if given["another"] or not alike:
            made = add_new(
                target_list=_list(request, given["source"], given["place"]),
                place=given["place"],
                round=newest_round_for(request),
                head_name=given["head_name"],
                house_no=given["house_no"],
                reason=given["reason"],
                **acting(request),
            )
            return _done(request, made)
        record_views([home.pk for home in alike], by=viewer, at=timezone.now())
    context = {
        "form": form,
        "alike": home_lines(alike),
        "list_id": _asked_list(request),
        "panels": [import_string(path)(request, None) for path in settings.PANELS["new_person"]],
    }
    return render(request, "targets/unknown.html", context, status=422 if form.is_bound else 200)


def _list(request: HttpRequest, source: str, place: Any) -> Any:
    """The list the address names, else the tambon's list of the year for that source."""
    if asked := _asked_list(request):
        return list_of(request, uuid_of(asked))
    return list_that_goes_on(source=source, place=place, by=request.user, at=timezone.now())


def _asked_list(request: HttpRequest) -> str:
    return request.GET.get("list", "")


def _usual(request: HttpRequest) -> str:
    """Who usually says it where this officer works."""
    return Source.VOLUNTEER if "VOLUNTEER" in viewer_of(request).roles else Source.LEADER


def newest_round_for(request: HttpRequest) -> Any:
    """The round that a household added today belongs to; opened where it is the first."""
    year, sequence = parse_round(newest_round(timezone.localdate()))
    return open_round(
        instrument=INSTRUMENT[0],
        version=INSTRUMENT[1],
        year=year,
        sequence=sequence,
        by=request.user,
        at=timezone.now(),
    )


def _done(request: HttpRequest, made: Any) -> HttpResponse:
    """Back to the search for the next neighbour, with the way to take this one back."""
    undo = reverse("target_entry_withdraw", args=[made.pk])
    said = _("Added to “%(list)s”.") % {"list": made.target_list.name}
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, undo, _("Undo it")))
    if asked := _asked_list(request):
        return redirect("target_list", asked)
    return redirect("target_add")
