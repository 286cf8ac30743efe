"""Meetings of the viewer's places, and whether one may decide."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Capability, Viewer
from pinto.ground.meetings.models import Meeting, Seat
from pinto.ground.meetings.permissions import meetings_within
from pinto.ground.meetings.rules import (
    QUORUMS,
    Kind,
    Quorum,
    Sitting,
    State,
    Verdict,
    Voice,
    verdict,
)
from pinto.ground.places.models import Place
from pinto.ground.thai.calendar import be_year

_PROVINCE = 2  # digits of a code


def meetings(viewer: Viewer) -> QuerySet[Meeting]:
    """Every meeting of the viewer's places, the latest first."""
    return Meeting.objects.filter(meetings_within(viewer)).select_related("place")


def meeting(meeting_id: UUID, *, viewer: Viewer) -> Meeting:
    """The meeting, with its place. Raises ``Meeting.DoesNotExist`` outside the scope."""
    return meetings(viewer).get(pk=meeting_id)


def meetings_to_hold(
    viewer: Viewer, *, kind: str = "", place: Place | None = None
) -> QuerySet[Meeting]:
    """Planned or held meetings the viewer may write into: where a question can be put.

    ``place`` narrows to the meetings of that place alone.
    """
    found = Meeting.objects.filter(
        within(viewer, to=Capability.HOLD_MEETINGS), state__in=[State.PLANNED, State.HELD]
    ).select_related("place")
    if kind:
        found = found.filter(kind=kind)
    return found.filter(place=place) if place is not None else found


def previous_meeting(*, kind: str, place: Place, before: date) -> Meeting | None:
    """The last meeting of that kind in that place before that day, called off or not held apart."""
    held = [State.HELD, State.CLOSED]
    found = Meeting.objects.filter(kind=kind, place=place, held_on__lt=before, state__in=held)
    return found.order_by("-held_on").first()


def meetings_listed(viewer: Viewer, *, state: str = "", kind: str = "") -> QuerySet[Meeting]:
    """The meetings of that state and kind, all of them without, each with its questions counted."""
    found = meetings(viewer).annotate(questions=Count("proposals"))
    found = found.order_by("-held_on", "-starts_at", "-id")  # grouping loses the model's own order
    if state:
        found = found.filter(state=state)
    return found.filter(kind=kind) if kind else found


def places_to_meet(viewer: Viewer) -> QuerySet[Place]:
    """Where the viewer may hold meetings, by code; of a whole province, without its villages."""
    areas = viewer.areas_for(Capability.HOLD_MEETINGS)
    found = Place.objects.filter(within(viewer, "code", to=Capability.HOLD_MEETINGS))
    if any(len(area) <= _PROVINCE for area in areas):
        found = found.exclude(kind=Place.Kind.VILLAGE)
    return found.order_by("code")


_NUMBER = re.compile(r"([0-9]+)/")


def numbers(*, kind: str, place: Place, year: int) -> dict[UUID, str]:
    """What each planned meeting of that kind, place and year is to be called: 3/2569.

    In the order of their days; those held already keep theirs, as it stands on their papers.
    A planned meeting with a number of its own count, as 47, goes on from there.
    """
    of_year = Meeting.objects.filter(kind=kind, place=place, held_on__year=year)
    rows = of_year.exclude(state=State.CALLED_OFF).order_by("held_on", "starts_at", "id")
    planned: list[Meeting] = []
    free: list[int] = []
    taken = [0]
    for row in rows:
        numbered = _NUMBER.match(row.number)
        if row.state == State.PLANNED:
            planned.append(row)
        if numbered:
            (free if row.state == State.PLANNED else taken).append(int(numbered[1]))
    free.sort()
    while len(free) < len(planned):
        free.append(max(taken + free) + 1)
    return {
        row.pk: f"{number}/{be_year(row.held_on)}"
        for row, number in zip(planned, free, strict=False)
    }


def quorum_of(meeting: Meeting) -> Quorum:
    """Who must be there for this meeting to decide."""
    return QUORUMS[Kind(meeting.kind)]


def quorum_verdict(meeting: Meeting) -> Verdict:
    """Whether the seats ticked now may decide. One query."""
    return verdict(quorum_of(meeting), sittings(meeting.seats.all()))


def sittings(seats: Iterable[Seat], ticked: Collection[UUID] | None = None) -> list[Sitting]:
    """These seats as the quorum counts them; ``ticked``: were these the ones taken."""
    return [
        Sitting(
            voice=Voice(seat.voice),
            present=bool(seat.present) if ticked is None else seat.pk in ticked,
            name=seat.stand_in or seat.name,
            account="" if seat.stand_in else str(seat.account_id or ""),
        )
        for seat in seats
    ]


def seat_of_person(seats: Iterable[Seat], name: str, account_id: UUID | None) -> Seat | None:
    """The seat this person has already, by name or account, or None."""
    wanted = Sitting(Voice.PEOPLE, True, name, str(account_id or "")).keys
    for seat in seats:
        own = Sitting(Voice(seat.voice), True, seat.name, str(seat.account_id or ""))
        if own.keys & wanted:
            return seat
    return None
