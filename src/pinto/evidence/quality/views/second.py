"""Second interviews: drawn and given by the supervisor, asked on a phone."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pinto.evidence.quality.actions.second import (
    assign_second_interview,
    draw_second_interviews,
    enter_second_interview,
)
from pinto.evidence.quality.forms import AssignForm, SecondForm
from pinto.evidence.quality.permissions import check_may_ask_again, check_may_supervise
from pinto.evidence.quality.queries.second import (
    agreements,
    draw_of,
    own_second_interviews,
    second_interview,
    second_interviews,
    second_questions,
    who_could_ask,
)
from pinto.evidence.quality.views.areas import Asked, asked
from pinto.evidence.quality.views.telling import agreement_context
from pinto.evidence.registry.queries import home_name
from pinto.ground.access.permissions import check_daily_list, check_daily_work, check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused, lies_in
from pinto.ground.access.views.acting import acting
from pinto.ground.access.views.showing import private_page
from pinto.ground.places.queries import short_name
from pinto.ground.trail.actions import record, record_views

_PER_PAGE = 25
_TAMBON = 6  # digits


@require_GET
def area(request: HttpRequest, code: str) -> HttpResponse:
    """How second interviews go, question by question, and which wait. For the supervisor."""
    found = _led(request, code)
    check_daily_list(found.viewer, code)
    rows = second_interviews(found.round, area=code, viewer=found.viewer)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    lines = list(page.object_list)
    record_views(
        [line.household_id for line in lines], by=found.viewer, at=timezone.now(), place=code
    )
    tambon = len(code) == _TAMBON
    people = who_could_ask(code) if tambon else []
    context = {
        "asked": found,
        "name": short_name(found.place),
        "draw": draw_of(found.round, code) if tambon else None,
        "may_draw": tambon,
        "draw_url": found.url("second_draw"),
        "assign_url": found.url("second_assign"),
        "page": page,
        "lines": [
            {
                "interview": line,
                "name": home_name(line.household),
                "place": short_name(line.place),
                "people": [
                    account
                    for account, codes in people
                    if account.pk != line.first_by_id
                    and any(lies_in(line.place.code, each) for each in codes)
                ],
            }
            for line in lines
        ],
        "done": rows.filter(at__isnull=False).count(),
        **agreement_context(agreements(found.round, area=code, viewer=found.viewer)),
    }
    return render(request, "quality/second.html", context)


def _led(request: HttpRequest, code: str) -> Asked:
    found = asked(request, code)
    if found is None or found.rules is None:
        raise Http404
    check_may_supervise(found.viewer, code)
    return found


@require_POST
def draw(request: HttpRequest, code: str) -> HttpResponse:
    """One household in twenty of the tambon is drawn, by a seed nobody chose."""
    found = _led(request, code)
    if len(code) != _TAMBON:
        raise Http404
    made = draw_second_interviews(
        round=found.round,
        tambon=code,
        seed=secrets.token_hex(8),
        **acting(request),
    )
    messages.success(
        request,
        _("%(n)s households are drawn. Choose who asks again.") % {"n": made.interviews.count()},
    )
    return HttpResponseRedirect(found.url("second_interviews"))


@require_POST
def assign(request: HttpRequest, code: str) -> HttpResponse:
    """One interview is given to somebody other than who asked first."""
    found, form = _led(request, code), AssignForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose who asks again."))
        return HttpResponseRedirect(found.url("second_interviews"))
    interview_id, to = form.chosen()
    try:
        interview = second_interview(interview_id, viewer=found.viewer)
    except ObjectDoesNotExist:
        raise Http404 from None
    chosen = next((a for a, _codes in who_could_ask(code[:_TAMBON]) if a.pk == to), None)
    if chosen is None:
        raise Http404
    assign_second_interview(interview=interview, to=chosen, **acting(request))
    messages.success(request, _("Given to %(name)s.") % {"name": chosen})
    return HttpResponseRedirect(found.url("second_interviews"))


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """The second interviews given to whoever asks."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.EDIT_HOUSEHOLDS)
    check_daily_list(viewer)
    page = Paginator(own_second_interviews(viewer), _PER_PAGE).get_page(request.GET.get("page"))
    lines = list(page.object_list)
    record_views([line.household_id for line in lines], by=viewer, at=timezone.now())
    context = {
        "page": page,
        "lines": [
            {
                "interview": line,
                "name": home_name(line.household),
                "place": short_name(line.place),
                "href": reverse("second_interview", args=[line.pk]),
            }
            for line in lines
        ],
    }
    return render(request, "quality/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """The second interview of one household. The first answers are not on it."""
    viewer = viewer_of(request)
    try:
        found = second_interview(interview_id, viewer=viewer)
    except ObjectDoesNotExist:
        raise Http404 from None
    check_may_ask_again(viewer, code=found.place.code, assignee=found.assignee_id)
    check_daily_work(viewer, found.place.code)
    questions = second_questions(found.draw.round, viewer=viewer, at=found.place.code)
    form = SecondForm(questions, found.answers, request.POST or None, initial={"note": found.note})
    if request.method == "POST" and form.is_valid():
        try:
            enter_second_interview(
                interview=found,
                answers=form.said(),
                note=form.cleaned_data["note"],
                **acting(request),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kept. The facts of the household stay as they are."))
            return HttpResponseRedirect(reverse("second_interviews_own"))
    record(
        what="household.viewed",
        on=("household", found.household_id),
        by=viewer,
        at=timezone.now(),
        round=found.draw.round.label,
    )
    context = {
        "form": form,
        "name": home_name(found.household),
        "house": found.household.house_no,
        "place": short_name(found.place),
        "round": found.draw.round,
    }
    status = 422 if form.is_bound else 200
    return private_page(request, "quality/enter.html", context, status=status)
