"""Who came: ticked on the phone, counted on the paper sheet."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.meetings.actions.opening import opened
from pinto.ground.meetings.models import Meeting, State
from pinto.ground.meetings.permissions import check_day, check_decisions_stand
from pinto.ground.meetings.queries import anything_decided, quorum_verdict, votes_cast
from pinto.ground.meetings.rules import Verdict
from pinto.ground.trail.actions import record

_NO_STAND_INS: Mapping[UUID, str] = {}


@transaction.atomic
def record_attendance(
    *,
    meeting_id: UUID,
    present: Collection[UUID],
    stand_ins: Mapping[UUID, str] = _NO_STAND_INS,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Verdict:
    """These seats are taken, all others empty; the answer is whether the meeting may decide.

    Taken again whenever somebody comes or goes: what was decided keeps who was there then.
    Raises ``Refused`` before the day, without seats, and where what was decided could not
    have been with those ticked now.
    """
    meeting = opened(meeting_id, viewer)
    check_day(meeting, timezone.localdate(at))
    there, seats = set(present), list(meeting.seats.all())
    if not seats:
        raise Refused(
            _("Nobody has a seat yet. Give seats on the page of the meeting, then tick who came.")
        )
    for each in seats:
        now = (each.pk in there, stand_ins.get(each.pk, "") if each.pk in there else "")
        if (each.present, each.stand_in) != now:
            each.present, each.stand_in = now
            each.save(update_fields=["present", "stand_in"])
    if meeting.state == State.PLANNED:
        meeting.state = State.HELD
        meeting.save(update_fields=["state"])
    found = quorum_verdict(meeting)
    if anything_decided(meeting):
        check_decisions_stand(found, votes_cast(meeting))
    record(
        what="meeting.attended",
        on=("meeting", meeting.pk),
        by=by,
        at=at,
        present=found.present,
        seats=found.seats,
    )
    return found


@transaction.atomic
def count_signatures(
    *, meeting_id: UUID, seats: int, guests: int, viewer: Viewer, by: Any, at: datetime
) -> Meeting:
    """The paper sheet was counted: so many signed for a seat, so many others signed."""
    meeting = opened(meeting_id, viewer)
    if meeting.state != State.HELD:
        raise Refused(_("Take attendance first, then count the paper sheet."))
    meeting.signed_seats, meeting.signed_guests = seats, guests
    meeting.save(update_fields=["signed_seats", "signed_guests"])
    record(
        what="meeting.counted",
        on=("meeting", meeting.pk),
        by=by,
        at=at,
        seats=seats,
        guests=guests,
    )
    return meeting
