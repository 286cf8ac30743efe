"""The list of meetings, a new one, and the page of one."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused, may
from pinto.ground.access.views.acting import acting
from pinto.ground.meetings.actions import Invited, change_meeting, plan_meeting
from pinto.ground.meetings.forms import (
    AgendaForm,
    CloseForm,
    MeetingForm,
    QuestionForm,
    SeatForm,
    WhenAndWhereForm,
)
from pinto.ground.meetings.permissions import (
    check_may_hold,
    check_open,
    may_hold,
    quorum_sentence,
)
from pinto.ground.meetings.queries import (
    agenda_of,
    asked,
    matters,
    meetings_listed,
    places_to_meet,
    previous_meeting,
    proposals_of,
    quorum_of,
    seat_of_person,
    seats_of,
    sittings,
    whose_voices,
)
from pinto.ground.meetings.queries.words import KINDS, STATES, voice_called
from pinto.ground.meetings.rules import Count, Kind, State, verdict
from pinto.ground.meetings.views.opening import own, page, seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form

    from pinto.ground.meetings.models import Meeting, Seat

_LINES = 30


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Every meeting of my places, the latest first."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.SEE_HOUSEHOLDS)
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    found = meetings_listed(
        viewer,
        state=state if state in set(State) else "",
        kind=kind if kind in set(Kind) else "",
    )
    context = {
        "page": Paginator(found, _LINES).get_page(request.GET.get("page")),
        "states": STATES,
        "kinds": KINDS,
        "state": state,
        "kind": kind,
        "holds": may(viewer, Capability.HOLD_MEETINGS),
    }
    return render(request, "meetings/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: HttpRequest) -> HttpResponse:
    """A meeting is planned in half a minute."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.HOLD_MEETINGS)
    form = MeetingForm(
        places_to_meet(viewer),
        request.POST or None,
        initial={
            "kind": request.GET.get("kind", Kind.FORUM),
            "starts_at": time(9, 30),
            "as_before": True,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _planned(form, request)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The meeting is planned. Now the seats and the questions."))
            return redirect("meeting", made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "meetings/new.html", {"form": form}, status=status)


def _planned(form: MeetingForm, request: HttpRequest) -> Meeting:
    typed = form.cleaned_data
    return plan_meeting(
        kind=typed["kind"],
        title=form.titled(),
        place=typed["place"],
        venue=typed["venue"],
        held_on=typed["held_on"],
        starts_at=typed["starts_at"],
        seats=_as_before(form) if typed["as_before"] else (),
        **acting(request),
    )


def _as_before(form: MeetingForm) -> list[Invited]:
    typed = form.cleaned_data
    last = previous_meeting(kind=typed["kind"], place=typed["place"], before=typed["held_on"])
    if last is None:
        return []
    again: list[Seat] = []
    for seat in last.seats.select_related("account"):
        if seat_of_person(again, seat.name, seat.account_id) is None:
            again.append(seat)
    return [Invited(seat.voice, seat.name, seat.role, seat.duty, seat.account) for seat in again]


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """A planned meeting is put on another day, or elsewhere."""
    found = seen(request, meeting_id)
    check_may_hold(viewer_of(request), found.place.code)
    check_open(found)
    now = {name: getattr(found, name) for name in ("held_on", "starts_at", "venue", "title")}
    form = WhenAndWhereForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        typed = {**form.cleaned_data, "title": form.cleaned_data["title"] or found.title}
        try:
            change_meeting(meeting_id=meeting_id, **typed, **acting(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The meeting is changed. Print its papers again."))
            return redirect("meeting", meeting_id)
    return page(request, "change", found, status=422 if form.is_bound else 200, form=form)


@require_safe
def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting: who has a seat, whether it may decide, what it is asked and said."""
    return _shown(request, seen(request, meeting_id))


def filled_in(
    request: HttpRequest,
    meeting: Meeting,
    form: Form,
    act: Callable[[dict[str, Any]], Any],
    said: str,
    part: str,
) -> HttpResponse:
    """A form of the meeting's page is taken and said; or the page says why not, all kept."""
    check_may_hold(viewer_of(request), meeting.place.code)
    check_open(meeting)
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        except ObjectDoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, said)
            return HttpResponseRedirect(own(meeting.pk, f"#{part}"))
    return _shown(request, meeting, form)


def _shown(request: HttpRequest, found: Meeting, filled: Form | None = None) -> HttpResponse:
    """The page of the meeting; ``filled`` is what was sent and is not right yet."""
    viewer = viewer_of(request)
    forms = {
        "seat_form": SeatForm(auto_id="seat_%s"),
        "question_form": QuestionForm(auto_id="question_%s"),
        "agenda_form": AgendaForm(auto_id="agenda_%s"),
    }
    for name, form in forms.items():
        if isinstance(filled, type(form)):
            forms[name] = filled
    seats = seats_of(found)
    questions = Paginator(proposals_of(found), _LINES).get_page(request.GET.get("page"))
    judged = verdict(quorum_of(found), sittings(seats))
    holds = may_hold(viewer, found.place.code)
    return page(
        request,
        "meeting",
        found,
        status=200 if filled is None else 422,
        filled=filled,
        seats=seats,
        agenda=agenda_of(found),
        questions=questions,
        asked=asked(questions, found, viewer=viewer),
        matters=matters(found, viewer=viewer),
        judged=judged,
        quorum=quorum_sentence(judged),
        voices=[(voice_called(voice), counts) for voice, counts in whose_voices(found, seats)],
        count=Count(found.signed_seats, judged.present),
        writes=holds and found.state in (State.PLANNED, State.HELD),
        **forms,
        close_form=CloseForm(auto_id="close_%s"),
        day_has_come=timezone.localdate() >= found.held_on,
    )
