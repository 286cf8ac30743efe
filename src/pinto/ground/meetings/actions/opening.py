"""The meeting, locked, for somebody who may write into it."""

from uuid import UUID

from pinto.ground.access.rules import Viewer
from pinto.ground.meetings.models import Meeting
from pinto.ground.meetings.permissions import check_may_hold, check_open, meetings_within


def opened(meeting_id: UUID, viewer: Viewer) -> Meeting:
    """The meeting as it stands now, locked until the transaction ends.

    Raises ``DoesNotExist`` outside the scope, ``Refused`` where the role does not hold
    meetings or this one is closed.
    """
    found = Meeting.objects.select_for_update(of=("self",)).select_related("place")
    meeting = found.filter(meetings_within(viewer)).get(pk=meeting_id)
    check_may_hold(viewer, meeting.place.code)
    check_open(meeting)
    return meeting
