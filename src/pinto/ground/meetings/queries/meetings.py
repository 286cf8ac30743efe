"""Meetings of the viewer's places, and whether one may decide."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Capability, Viewer
from pinto.ground.meetings.models import Meeting
from pinto.ground.meetings.permissions import meetings_within
from pinto.ground.meetings.rules import QUORUMS, Kind, Quorum, State, Verdict, Voice, verdict
from pinto.ground.places.models import Place


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


def quorum_of(meeting: Meeting) -> Quorum:
    """Who must be there for this meeting to decide."""
    return QUORUMS[Kind(meeting.kind)]


def quorum_verdict(meeting: Meeting) -> Verdict:
    """Whether the seats ticked now may decide. One query."""
    seats = meeting.seats.values_list("voice", "present")
    return verdict(quorum_of(meeting), [(Voice(voice), bool(there)) for voice, there in seats])
