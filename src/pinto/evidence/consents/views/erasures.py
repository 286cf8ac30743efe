"""Requests to erase: asked, decided by a second officer, carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pinto.evidence.consents.actions.asking import (
    ask_erasure,
    decide_erasure,
    take_back,
    try_again,
)
from pinto.evidence.consents.forms import ErasureForm
from pinto.evidence.consents.permissions import (
    check_may_ask_erasure,
    may_decide,
    may_take_back,
)
from pinto.evidence.consents.queries.erasures import (
    erasure_request,
    erasure_requests,
    open_request,
    told_about,
)
from pinto.evidence.consents.queries.people import people_of
from pinto.evidence.consents.queries.words import REASONS, REQUEST_STATES
from pinto.evidence.consents.rules.erasures import Reason
from pinto.evidence.consents.views.shown import rendered
from pinto.evidence.registry.views import household_of
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability
from pinto.ground.access.views.acting import acting
from pinto.ground.access.views.showing import private_page
from pinto.ground.jobs.queries import job as found_job
from pinto.ground.jobs.queries import shown as shown_job
from pinto.ground.trail.actions import record

if TYPE_CHECKING:
    from pinto.evidence.consents.models import ErasureRequest

_PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The form that asks to erase a member or the household; it says what cannot be undone."""
    home = household_of(request, household_id)
    viewer = viewer_of(request)
    check_may_ask_erasure(viewer, home)
    if waiting := open_request(home.pk):
        return redirect("erasure", waiting.pk)
    people = people_of(home.pk)
    form = ErasureForm(people, request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = ask_erasure(
            household_id=home.pk,
            person_id=form.person_id,
            reason=form.grounds,
            reference=form.cleaned_data["reference"],
            **acting(request),
        )
        messages.success(request, _("Asked. Nothing is erased until a second officer approves."))
        return redirect("erasure", asked.pk)
    return rendered(request, "erase", home, form=form)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The requests of the viewer's places; none of them names anybody."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.ASK_ERASURE)
    page = Paginator(erasure_requests(viewer=viewer), _PER_PAGE).get_page(request.GET.get("page"))
    lines = [_line(each) for each in page.object_list]
    return render(request, "consents/erasures.html", {"page": page, "lines": lines})


@require_GET
def one(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: whom it is about as long as they are on record, and who decides."""
    asked, viewer = _request(request, request_id), viewer_of(request)
    about = told_about(asked, viewer=viewer)
    if about is not None:
        record(
            what="household.viewed", on=("household", about.home.pk), by=viewer,
            at=timezone.now(), page="erasure",
        )  # fmt: skip
    work = found_job(asked.job) if asked.job else None
    context = {
        **_line(asked),
        "about": about,
        "decides": may_decide(viewer, asked),
        "takes_back": may_take_back(viewer, asked),
        "own": asked.asked_by_id == viewer.account_id,
        "runs": asked.runs,
        "job": shown_job(work, at=timezone.now()) if work else None,
        "rows": sum(asked.counts.values()),
    }
    return private_page(request, "consents/erasure.html", context)


@require_POST
def decide(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Approved or refused by a second officer."""
    approve = request.POST.get("decision") == "approve"
    return _acted(request, request_id, decide_erasure, approve=approve)


@require_POST
def back(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Taken back by who asked."""
    return _acted(request, request_id, take_back)


@require_POST
def again(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """An approved erasure that could not end is tried again."""
    return _acted(request, request_id, try_again)


def _acted(request: HttpRequest, request_id: UUID, action: Any, **given: Any) -> HttpResponse:
    try:
        action(request_id=request_id, **acting(request), **given)
    except ObjectDoesNotExist:
        raise Http404 from None
    return redirect("erasure", request_id)


def _request(request: HttpRequest, request_id: UUID) -> ErasureRequest:
    try:
        return erasure_request(request_id, viewer=viewer_of(request))
    except ObjectDoesNotExist:
        raise Http404 from None


def _line(asked: ErasureRequest) -> dict[str, Any]:
    return {
        "asked": asked,
        "href": reverse("erasure", args=[asked.pk]),
        "state": REQUEST_STATES[asked.state],
        "reason": REASONS[Reason(asked.reason)],
    }
