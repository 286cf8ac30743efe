"""The list of events, a report in half a minute, and the page of one event."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from pinto.evidence.events import actions
from pinto.evidence.events.forms import DoneForm, ReportForm
from pinto.evidence.events.permissions import (
    check_may_handle,
    check_may_report,
    may_handle,
    may_report,
    may_take_back,
)
from pinto.evidence.events.queries import (
    KINDS,
    STATES,
    Filter,
    areas_to_choose,
    counts,
    households_in,
    villages_to_report,
)
from pinto.evidence.events.queries import event as event_seen
from pinto.evidence.events.queries import events as events_listed
from pinto.evidence.events.rules import OPEN, Kind, State, overdue
from pinto.evidence.registry.queries import home_name
from pinto.evidence.registry.views import household_of
from pinto.ground.access.permissions import (
    check_daily_list,
    check_daily_work,
    check_may,
    check_may_see_place,
)
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused, may
from pinto.ground.access.views.acting import acting, done, own_address, uuid_of
from pinto.ground.access.views.showing import private_page
from pinto.ground.places.queries import place as place_of
from pinto.ground.places.queries import short_name
from pinto.ground.trail.actions import record, record_views

if TYPE_CHECKING:
    from pinto.evidence.registry.models import Household

_LINES = 50
_STATES = {*State, "OPEN", "OVERDUE", "ALL"}


@require_http_methods(["GET", "HEAD", "POST"])
def events(request: HttpRequest) -> HttpResponse:
    """What befell the families of my places, what is due first; POST takes those ticked in hand."""
    viewer, now, asked = viewer_of(request), timezone.now(), request.GET
    check_may(viewer, Capability.SEE_HOUSEHOLDS)
    if request.method == "POST":
        return _take(request)
    area = asked.get("area", "")
    if area:
        check_may_see_place(viewer, area)
    check_daily_list(viewer, area)
    state, kind = asked.get("state", "OPEN"), asked.get("kind", "")
    state = state if state in _STATES else "OPEN"
    chosen = Filter(
        area=area,
        kind=kind if kind in set(Kind) else "",
        state="" if state == "ALL" else state,
        mine="mine" in asked,
    )
    page = Paginator(events_listed(viewer, chosen, now), _LINES).get_page(asked.get("page"))
    lines = [
        (each, home_name(each.household), overdue(each.state, each.due_at, now)) for each in page
    ]
    record_views([each.household_id for each in page], by=viewer, at=now, place=area)
    context = {
        "page": page,
        "lines": lines,
        "counts": counts(viewer, area, now),
        "areas": [(each.code, short_name(each)) for each in areas_to_choose(viewer)],
        "kinds": KINDS,
        "states": [("OVERDUE", _("Overdue")), *STATES],
        "chosen": chosen,
        "state": state,
        "handles": may(viewer, Capability.HANDLE_EVENTS),
        "reports": may(viewer, Capability.EDIT_HOUSEHOLDS),
        "takes": any(each.state == State.REPORTED for each in page),
        "here": request.get_full_path(),
    }
    return private_page(request, "events/events.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_event(request: HttpRequest) -> HttpResponse:
    """Something is reported: of one household (?household=), or of many of a village (?area=)."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.EDIT_HOUSEHOLDS)
    one, area = request.GET.get("household", ""), request.GET.get("area", "")
    villages = [] if one or area else villages_to_report(viewer)
    if len(villages) == 1:
        area = villages[0].code
    if not one and not area:
        return render(request, "events/choose.html", {"villages": villages})
    homes = [_home(request, one)] if one else _homes(request, area)
    named = [(home.pk, home_name(home)) for home in homes]
    form = ReportForm(
        named,
        request.POST or None,
        initial={
            "happened_on": timezone.localdate(),
            "households": [str(homes[0].pk)] if one else [],
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            report = actions.report_event(**form.told(), **acting(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            made = list(report.events.all())
            count = len(made)
            said = ngettext(
                "Reported. It is on the officer's list.",
                "Reported for %(count)d households. They are on the officer's list.",
                count,
            )
            messages.success(request, said % {"count": count})
            return redirect("event", made[0].pk) if count == 1 else redirect("events")
    ticked = set(request.POST.getlist("households")) if form.is_bound else set()
    context = {
        "form": form,
        "one": named[0] if one else None,
        "homes": [(home, home_name(home), str(home.pk) in ticked) for home in homes],
        "area": area,
    }
    return private_page(request, "events/new.html", context, status=422 if form.is_bound else 200)


def _home(request: HttpRequest, key: str) -> Household:
    found = household_of(request, uuid_of(key))
    check_may_report(viewer_of(request), found.place.code)
    return found


def _homes(request: HttpRequest, area: str) -> list[Household]:
    viewer = viewer_of(request)
    check_may_report(viewer, area)
    try:
        village = place_of(area)
    except ObjectDoesNotExist:
        raise Http404 from None
    check_daily_work(viewer, area)
    found = households_in(village, viewer=viewer)
    if request.method != "POST":
        now = timezone.now()
        record_views([home.pk for home in found], by=viewer, at=now, place=area)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """One event: what happened, who has it, what was done."""
    viewer, now = viewer_of(request), timezone.now()
    try:
        found = event_seen(event_id, viewer=viewer)
    except ObjectDoesNotExist:
        raise Http404 from None
    check_daily_work(viewer, found.place.code)
    form = DoneForm(request.POST or None)
    if request.method == "POST":
        check_may_handle(viewer, found.place.code)
        if form.is_valid():
            try:
                actions.handle(
                    event_ids=[event_id], done=form.cleaned_data["done"], **acting(request)
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Saved. It can be opened again."))
                return redirect("event", event_id)
    record(what="household.viewed", on=("household", found.household_id), by=viewer, at=now)
    context = {
        "event": found,
        "name": home_name(found.household),
        "overdue": overdue(found.state, found.due_at, now),
        "open": found.state in OPEN,
        "handles": may_handle(viewer, found.place.code),
        "takes_back": may_take_back(viewer, found),
        "reports": may_report(viewer, found.place.code),
        "form": form,
        "here": request.path,
    }
    return private_page(request, "events/event.html", context, status=422 if form.errors else 200)


def _take(request: HttpRequest) -> HttpResponse:
    """The officer has the events that were ticked."""
    keys = request.POST.getlist("event")
    then = own_address(request.POST.get("next", ""), reverse("events"))
    if not keys:
        messages.error(request, _("Tick what you take in hand first."))
        return HttpResponseRedirect(then)
    ids = [uuid_of(key) for key in keys]
    said = ngettext("You have it.", "You have %(count)d events.", len(ids)) % {"count": len(ids)}
    return done(request, lambda: actions.acknowledge(event_ids=ids, **acting(request)), said, then)


@require_POST
def reopen(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """It is not done after all."""
    return done(
        request,
        lambda: actions.reopen(event_id=event_id, **acting(request)),
        _("It is open again."),
        reverse("event", args=[event_id]),
    )


@require_POST
def take_back(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The report was a mistake."""
    return done(
        request,
        lambda: actions.take_back(event_id=event_id, **acting(request)),
        _("Taken back. It can be brought back."),
        reverse("event", args=[event_id]),
    )


@require_POST
def bring_back(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The report was no mistake."""
    return done(
        request,
        lambda: actions.bring_back(event_id=event_id, **acting(request)),
        _("It is on the list again."),
        reverse("event", args=[event_id]),
    )
