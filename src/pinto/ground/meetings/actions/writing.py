"""The minutes are written, and the meeting is closed."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.meetings.actions.opening import opened
from pinto.ground.meetings.models import AgendaItem, Meeting, State
from pinto.ground.meetings.permissions import check_all_decided
from pinto.ground.meetings.queries import undecided
from pinto.ground.trail.actions import record


@transaction.atomic
def write_minutes(
    *, meeting_id: UUID, texts: dict[int, str], viewer: Viewer, by: Any, at: datetime
) -> None:
    """The minutes say this under each point of the agenda, by its number; others stay."""
    meeting = opened(meeting_id, viewer)
    changed = []
    for item in AgendaItem.objects.filter(meeting=meeting, number__in=texts):
        if item.minutes != texts[item.number]:
            item.minutes = texts[item.number]
            item.save(update_fields=["minutes"])
            changed.append(item.number)
    if changed:
        record(what="meeting.minuted", on=("meeting", meeting.pk), by=by, at=at, items=changed)


@transaction.atomic
def close_meeting(
    *, meeting_id: UUID, ended_at: time | None, viewer: Viewer, by: Any, at: datetime
) -> Meeting:
    """The minutes are final: nothing of the meeting changes any more.

    Raises ``Refused`` while a question has no outcome, or before attendance was taken.
    """
    meeting = opened(meeting_id, viewer)
    if meeting.state != State.HELD:
        raise Refused(_("Take attendance first: a meeting nobody came to is called off."))
    check_all_decided(undecided(meeting.proposals.all()).count())
    if ended_at is not None and ended_at < meeting.starts_at:
        raise Refused(_("The meeting ended before it began. Look at the time."))
    meeting.state, meeting.ended_at = State.CLOSED, ended_at
    meeting.save(update_fields=["state", "ended_at"])
    record(what="meeting.closed", on=("meeting", meeting.pk), by=by, at=at)
    return meeting
