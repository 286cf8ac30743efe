"""What somebody opens with a reason, and the list their supervisor reads."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pinto.ground.access.actions import notice_opening, open_place, state_reason
from pinto.ground.access.forms import ReasonForm
from pinto.ground.access.permissions import OutOfScope, check_may
from pinto.ground.access.queries import (
    GROUP_WORDS,
    OPENINGS,
    colleagues_places,
    openings_within,
    viewer_of,
)
from pinto.ground.access.rules import Capability
from pinto.ground.access.views.acting import own_address, uuid_of
from pinto.ground.trail.actions import record

_LINES = 50


@require_POST
def reason(request: HttpRequest) -> HttpResponse:
    """The reason for opening records of a tambon is noted, and the record that was asked opens."""
    form = ReasonForm(request.POST)
    back = own_address(request.POST.get("next", ""), "/")
    tambon = request.POST.get("tambon", "")
    if not (tambon.isdigit() and tambon.isascii()):
        raise OutOfScope
    if not form.is_valid():
        return render(
            request,
            "access/reason.html",
            {"form": form, "tambon": tambon, "next": back},
            status=422,
        )
    state_reason(
        tambon=tambon,
        why=form.cleaned_data["why"],
        viewer=viewer_of(request),
        at=timezone.now(),
    )
    return HttpResponseRedirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: HttpRequest) -> HttpResponse:
    """A colleague's place of the same agency is served for an hour."""
    viewer = viewer_of(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opening = open_place(
                posting_id=uuid_of(request.POST.get("posting", "")),
                why=form.cleaned_data["why"],
                viewer=viewer,
                at=timezone.now(),
            )
        except ObjectDoesNotExist:
            raise Http404 from None
        remember_opening(request, opening.pk)
        messages.success(request, _("Open for an hour. Your supervisor is told."))
        return redirect("area", opening.place_code)
    context = {"form": form, "postings": colleagues_places(viewer)}
    return render(request, "access/stand_in.html", context, status=422 if form.is_bound else 200)


def remember_opening(request: HttpRequest, opening_id: UUID) -> None:
    """What was opened is open for this sitting, as long as it lasts."""
    request.session[OPENINGS] = [*request.session.get(OPENINGS, []), str(opening_id)]


@require_GET
def openings(request: HttpRequest) -> HttpResponse:
    """What officers of the area opened with a reason, newest first. Reading it is recorded."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.REVIEW_OPENINGS)
    page = Paginator(openings_within(viewer), _LINES).get_page(request.GET.get("page"))
    words = {str(group): name for group, name in GROUP_WORDS.items()}
    lines = [(opening, words.get(opening.group, "")) for opening in page]
    record(what="openings.viewed", on=("trail", ""), by=viewer, at=timezone.now(), page=page.number)
    context = {"page": page, "lines": lines, "now": timezone.now()}
    return render(request, "access/openings.html", context)


@require_POST
def noticed(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    """The supervisor has read it."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.REVIEW_OPENINGS)
    try:
        notice_opening(opening_id=opening_id, viewer=viewer, at=timezone.now())
    except ObjectDoesNotExist:
        raise Http404 from None
    return redirect("openings")
