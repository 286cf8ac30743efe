"""Papers of a meeting, to print on A4."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pinto.ground.access.queries import viewer_of
from pinto.ground.meetings.panels import forum_sheet
from pinto.ground.meetings.permissions import check_may_hold, may_hold
from pinto.ground.meetings.queries import agenda_of, asked, forum_lines, proposals_of, seats_of
from pinto.ground.meetings.rules import shown_in_public
from pinto.ground.meetings.views.opening import page, seen

_BLANK_LINES = 24  # with five seats the sheet fills one side


@require_safe
def agenda(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The agenda, with the questions the public may read."""
    found = seen(request, meeting_id, "meeting.printed")
    lines = forum_lines(found, viewer=viewer_of(request))
    return page(
        request,
        "paper_agenda",
        found,
        agenda=agenda_of(found),
        lines=shown_in_public(lines),
        closed=sum(line.closed for line in lines),
    )


@require_safe
def sign_in(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The sheet everybody signs, with lines for those without a seat."""
    found = seen(request, meeting_id, "meeting.printed")
    seats = seats_of(found)
    blank = range(len(seats) + 1, len(seats) + 1 + _BLANK_LINES)
    return page(request, "paper_sign_in", found, seats=seats, blank=blank)


@require_safe
def sheet(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """What the forum is asked: a name, a house, a question. ?closed: those heard closed."""
    viewer = viewer_of(request)
    found = seen(request, meeting_id, "meeting.printed")
    closed = "closed" in request.GET
    if closed:
        check_may_hold(viewer, found.place.code)
    return forum_sheet(request, found, forum_lines(found, viewer=viewer), closed=closed)


@require_safe
def minutes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The report of the meeting in its official form (รายงานการประชุม).

    ?closed: the record of what was heard without the public, apart from the report.
    """
    viewer = viewer_of(request)
    found = seen(request, meeting_id, "meeting.printed")
    closed = "closed" in request.GET
    if closed:
        check_may_hold(viewer, found.place.code)
    seats = seats_of(found)
    told = asked(proposals_of(found), found, viewer=viewer)
    return page(
        request,
        "paper_minutes",
        found,
        present=[seat for seat in seats if seat.present],
        absent=[seat for seat in seats if seat.present is False],
        secretary=next((seat for seat in seats if seat.duty == "SECRETARY"), None),
        chair=next((seat for seat in seats if seat.duty == "CHAIR"), None),
        agenda=agenda_of(found),
        asked=[each for each in told if each.proposal.closed == closed],
        closed=closed,
        apart=sum(each.proposal.closed for each in told),
        holds=may_hold(viewer, found.place.code),
    )
