"""A meeting is planned: when and where, its agenda, and who has a seat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.meetings.actions.numbering import number_by_day
from pinto.ground.meetings.actions.opening import opened
from pinto.ground.meetings.models import AgendaItem, Duty, Meeting, Seat, State
from pinto.ground.meetings.permissions import (
    check_may_hold,
    check_names_nobody,
    check_planned_day,
    check_sayable,
)
from pinto.ground.meetings.queries import anything_decided, seat_of_person
from pinto.ground.places.models import Place
from pinto.ground.trail.actions import record


@dataclass(frozen=True)
class Invited:
    """Somebody who gets a seat."""

    voice: str
    name: str
    role: str = ""
    duty: str = Duty.MEMBER
    account: Any = None


@transaction.atomic
def plan_meeting(
    *,
    kind: str,
    title: str,
    place: Place,
    venue: str,
    held_on: date,
    starts_at: time,
    number: str = "",
    agenda: Sequence[str] = (),
    seats: Sequence[Invited] = (),
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Meeting:
    """A meeting is on the list, with these seats; without an agenda, with the usual one.

    Without a number it gets the next, and planned ones stand in the order of their days.

    Raises ``OutOfScope`` or ``Refused`` unless the viewer holds meetings there, and
    ``Refused`` where somebody would have two seats.
    """
    check_may_hold(viewer, place.code)
    check_planned_day(held_on, timezone.localdate(at))
    for text in (title, *agenda):
        check_sayable(text)
        check_names_nobody(text, place.code, viewer)
    meeting = Meeting.objects.create(
        kind=kind,
        title=title,
        number=number,
        place=place,
        venue=venue,
        held_on=held_on,
        starts_at=starts_at,
        by=by,
        at=at,
    )
    number_by_day(meeting, years={held_on.year})
    items = [(title, False) for title in agenda] or usual_agenda()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, number=number, title=title, decides=decides)
        for number, (title, decides) in enumerate(items, 1)
    )
    made: list[Seat] = []
    for one in seats:
        _check_one_seat(made, one)
        made.append(_seat(meeting, one, len(made) + 1))
    Seat.objects.bulk_create(made)
    record(
        what="meeting.planned",
        on=("meeting", meeting.pk),
        by=by,
        at=at,
        place=place.code,
        kind=kind,
        seats=len(seats),
    )
    return meeting


def usual_agenda() -> list[tuple[str, bool]]:
    """The five points of an official meeting (ระเบียบวาระ), and which one decides."""
    return [
        (_("Matters the chair tells the meeting"), False),
        (_("Approval of the minutes of the last meeting"), False),
        (_("Matters for information"), False),
        (_("Matters for consideration"), True),
        (_("Other matters (if any)"), False),
    ]


def _check_one_seat(taken: Iterable[Seat], invited: Invited) -> None:
    """A person has one seat, and with it one voice."""
    account_id = invited.account.pk if invited.account is not None else None
    own = seat_of_person(taken, invited.name, account_id)
    if own is not None:
        raise Refused(
            _(
                "%(name)s has a seat already, for the voice “%(voice)s”: one person is one voice. "
                "If this is somebody else of that name, write what tells them apart, "
                "as the house number."
            )
            % {"name": own.name, "voice": own.get_voice_display()}
        )


def _seat(meeting: Meeting, one: Invited, number: int) -> Seat:
    return Seat(
        meeting=meeting,
        number=number,
        voice=one.voice,
        duty=one.duty,
        name=one.name,
        role=one.role,
        account=one.account,
    )


@transaction.atomic
def add_agenda_item(
    *, meeting_id: UUID, title: str, viewer: Viewer, by: Any, at: datetime
) -> AgendaItem:
    """The agenda has one more point, before the last: that one is for whatever else comes up.

    Raises ``Refused`` where its title tells something of a family, or names one.
    """
    meeting = opened(meeting_id, viewer)
    check_sayable(title)
    check_names_nobody(title, meeting.place.code, viewer)
    last = meeting.agenda.order_by("-number").first()
    if last is None:
        item = AgendaItem.objects.create(meeting=meeting, number=1, title=title)
    else:
        number = last.number
        last.number = number + 1
        last.save(update_fields=["number"])
        item = AgendaItem.objects.create(meeting=meeting, number=number, title=title)
    record(what="meeting.agenda_changed", on=("meeting", meeting.pk), by=by, at=at)
    return item


@transaction.atomic
def seat(
    *,
    meeting_id: UUID,
    invited: Invited,
    present: bool = False,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Seat:
    """Somebody more has a seat; ``present``: and sits there already.

    Raises ``Refused`` for a second chair, or somebody who sits there already.
    """
    meeting = opened(meeting_id, viewer)
    taken = meeting.seats.order_by("number")
    if invited.duty == Duty.CHAIR and taken.filter(duty=Duty.CHAIR).exists():
        raise Refused(_("The meeting has a chair already. Take that seat away first."))
    _check_one_seat(taken, invited)
    number = (taken.aggregate(last=Max("number"))["last"] or 0) + 1
    made = _seat(meeting, invited, number)
    if meeting.state == State.HELD:
        made.present = present
    made.save(force_insert=True)
    record(
        what="meeting.seated",
        on=("meeting", meeting.pk),
        by=by,
        at=at,
        seat=str(made.pk),
        voice=made.voice,
    )
    return made


@transaction.atomic
def unseat(*, meeting_id: UUID, seat_id: UUID, viewer: Viewer, by: Any, at: datetime) -> None:
    """The seat is gone. Raises ``Refused`` for one that was there when something was decided."""
    meeting = opened(meeting_id, viewer)
    gone = meeting.seats.get(pk=seat_id)
    if anything_decided(meeting):
        raise Refused(_("Decisions rest on these seats. Undo the decisions first."))
    gone.delete()
    record(what="meeting.unseated", on=("meeting", meeting.pk), by=by, at=at, seat=str(seat_id))
