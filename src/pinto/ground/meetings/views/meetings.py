"""The list of meetings, a new one, and the page of one."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, may
from pinto.ground.access.views.acting import acting
from pinto.ground.meetings.actions import Invited, plan_meeting
from pinto.ground.meetings.forms import (
    AgendaForm,
    CloseForm,
    MeetingForm,
    QuestionForm,
    SeatForm,
)
from pinto.ground.meetings.permissions import may_hold, quorum_sentence
from pinto.ground.meetings.queries import (
    agenda_of,
    asked,
    matters,
    meetings_listed,
    next_number,
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
from pinto.ground.meetings.views.opening import page, seen

if TYPE_CHECKING:
    from pinto.ground.meetings.models import Seat

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
        typed = form.cleaned_data
        made = plan_meeting(
            kind=typed["kind"],
            title=form.titled(),
            number=next_number(kind=typed["kind"], place=typed["place"], held_on=typed["held_on"]),
            place=typed["place"],
            venue=typed["venue"],
            held_on=typed["held_on"],
            starts_at=typed["starts_at"],
            seats=_as_before(form) if typed["as_before"] else (),
            **acting(request),
        )
        messages.success(request, _("The meeting is planned. Now the seats and the questions."))
        return redirect("meeting", made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "meetings/new.html", {"form": form}, status=status)


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


@require_safe
def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting: who has a seat, whether it may decide, what it is asked and said."""
    viewer = viewer_of(request)
    found = seen(request, meeting_id)
    seats = seats_of(found)
    questions = Paginator(proposals_of(found), _LINES).get_page(request.GET.get("page"))
    judged = verdict(quorum_of(found), sittings(seats))
    holds = may_hold(viewer, found.place.code)
    return page(
        request,
        "meeting",
        found,
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
        seat_form=SeatForm(auto_id="seat_%s"),
        question_form=QuestionForm(auto_id="question_%s"),
        agenda_form=AgendaForm(auto_id="agenda_%s"),
        close_form=CloseForm(auto_id="close_%s"),
        day_has_come=timezone.localdate() >= found.held_on,
    )
