"""A planned meeting is put on another day or elsewhere, or called off."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.meetings.actions.numbering import number_by_day
from pinto.ground.meetings.actions.opening import opened
from pinto.ground.meetings.models import Meeting, State
from pinto.ground.meetings.permissions import (
    check_names_nobody,
    check_planned_day,
    check_sayable,
)
from pinto.ground.trail.actions import record


@transaction.atomic
def change_meeting(
    *,
    meeting_id: UUID,
    title: str,
    venue: str,
    held_on: date,
    starts_at: time,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Meeting:
    """The planned meeting is on that day, there; its number follows the order of days.

    Raises ``Refused`` once attendance was taken.
    """
    meeting = opened(meeting_id, viewer)
    if meeting.state != State.PLANNED:
        raise Refused(_("The meeting has been held: its day and place stay as they were."))
    check_planned_day(held_on, timezone.localdate(at))
    check_sayable(title)
    check_names_nobody(title, meeting.place.code, viewer)
    before = meeting.held_on.year
    given = {"title": title, "venue": venue, "held_on": held_on, "starts_at": starts_at}
    changed = [name for name, value in given.items() if getattr(meeting, name) != value]
    for name in changed:
        setattr(meeting, name, given[name])
    if held_on.year != before:
        meeting.number = ""
    meeting.save(update_fields=[*changed, "number"])
    number_by_day(meeting, years={before, held_on.year})
    if changed:
        record(
            what="meeting.changed", on=("meeting", meeting.pk), by=by, at=at, fields=sorted(changed)
        )
    return meeting


@transaction.atomic
def call_off(*, meeting_id: UUID, viewer: Viewer, by: Any, at: datetime) -> None:
    """The meeting does not take place. Raises ``Refused`` once attendance was taken."""
    meeting = opened(meeting_id, viewer)
    if meeting.state != State.PLANNED:
        raise Refused(_("The meeting has been held: it cannot be called off any more."))
    meeting.state = State.CALLED_OFF
    meeting.save(update_fields=["state"])
    record(what="meeting.called_off", on=("meeting", meeting.pk), by=by, at=at)
