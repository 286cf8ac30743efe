"""Who has a seat, who came, what the paper sheet says."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.access.views.acting import acting, done
from pinto.ground.meetings import actions
from pinto.ground.meetings.forms import SeatForm, SignaturesForm
from pinto.ground.meetings.permissions import check_may_hold, check_open, quorum_sentence
from pinto.ground.meetings.queries import quorum_of, seats_of, sittings
from pinto.ground.meetings.rules import Count, verdict
from pinto.ground.meetings.views.meetings import filled_in
from pinto.ground.meetings.views.opening import own, page, seen


def _ids(texts: list[str]) -> set[UUID]:
    """The ids sent by a form of ticks; what is none is left out."""
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Who is there, ticked with a thumb; the quorum is told at once."""
    found = seen(request, meeting_id)
    check_may_hold(viewer_of(request), found.place.code)
    seats = seats_of(found)
    if request.method == "POST":
        present = _ids(request.POST.getlist("present"))
        stand_ins = {
            seat.pk: request.POST.get(f"for_{seat.pk}", "").strip()[:160] for seat in seats
        }
        try:
            actions.record_attendance(
                meeting_id=meeting_id, present=present, stand_ins=stand_ins, **acting(request)
            )
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Attendance is saved."))
            return HttpResponseRedirect(own(meeting_id, "attendance/"))
        for seat in seats:  # what was ticked stays on the page, and only there
            seat.present, seat.stand_in = seat.pk in present, stand_ins[seat.pk]
    check_open(found)
    judged = verdict(quorum_of(found), sittings(seats))
    signed = SignaturesForm(
        initial={"seats": found.signed_seats, "guests": found.signed_guests}, auto_id="signed_%s"
    )
    return page(
        request,
        "attendance",
        found,
        status=422 if request.method == "POST" else 200,
        day_has_come=timezone.localdate() >= found.held_on,
        seats=seats,
        judged=judged,
        quorum=quorum_sentence(judged),
        signed=signed,
        count=Count(found.signed_seats, judged.present),
    )


@require_safe
def quorum(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Whether the meeting could decide with the seats ticked so far; nothing is saved."""
    found = seen(request, meeting_id)
    ticked = _ids(request.GET.getlist("present"))
    judged = verdict(quorum_of(found), sittings(seats_of(found), ticked))
    context = {"judged": judged, "quorum": quorum_sentence(judged)}
    return render(request, "meetings/quorum.html", context)


@require_POST
def count(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The paper sheet was counted."""
    seen(request, meeting_id)
    form = SignaturesForm(request.POST)
    then = own(meeting_id, "attendance/")
    if not form.is_valid():
        messages.error(request, _("Write both counts as numbers, 0 where nobody signed."))
        return HttpResponseRedirect(then)
    return done(
        request,
        lambda: actions.count_signatures(
            meeting_id=meeting_id, **form.cleaned_data, **acting(request)
        ),
        _("The count is saved."),
        then,
    )


@require_POST
def seat(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Somebody more has a seat."""
    found = seen(request, meeting_id)
    form = SeatForm(request.POST, auto_id="seat_%s")
    return filled_in(
        request,
        found,
        form,
        lambda typed: actions.seat(
            meeting_id=meeting_id, invited=actions.Invited(**typed), **acting(request)
        ),
        _("The seat is given."),
        "seats",
    )


@require_POST
def unseat(request: HttpRequest, meeting_id: UUID, seat_id: UUID) -> HttpResponse:
    """The seat is gone."""
    seen(request, meeting_id)
    return done(
        request,
        lambda: actions.unseat(meeting_id=meeting_id, seat_id=seat_id, **acting(request)),
        _("The seat is gone."),
        own(meeting_id, "#seats"),
    )
