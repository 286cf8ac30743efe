"""Something is reported, taken in hand, done, or taken back. No answer of a round changes."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pinto.evidence.events.models import Event, Report, State
from pinto.evidence.events.permissions import (
    check_may_handle,
    check_may_take_back,
    events_within,
)
from pinto.evidence.events.queries import households_to_report, known_already, officers_serving
from pinto.evidence.events.rules import MOST, OPEN, assigned, due
from pinto.evidence.registry.models import Household
from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.trail.actions import record


@transaction.atomic
def report_event(
    *,
    kind: str,
    household_ids: Collection[UUID],
    happened_on: date,
    told_by: str,
    note: str = "",
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Report:
    """Each of the households has the event, on the list of the officer who serves it.

    One for which the viewer can read the same of the same day is left out. Raises
    ``DoesNotExist`` if any of them is not the viewer's, ``Refused`` when nothing is new.
    """
    wanted = set(household_ids)
    if len(wanted) > MOST:
        raise Refused(_("At most %(most)d households in one report.") % {"most": MOST})
    if happened_on > timezone.localdate(at):
        raise Refused(_("That day has not come yet."))
    homes = list(households_to_report(wanted, viewer=viewer))
    if not wanted or len(homes) < len(wanted):
        raise Household.DoesNotExist
    known = known_already(kind, wanted, happened_on, viewer=viewer)
    fresh = [home for home in homes if home.pk not in known]
    if not fresh:
        raise Refused(_("This was reported already for that day."))
    report = Report.objects.create(
        kind=kind, happened_on=happened_on, told_by=told_by, note=note, by=by, at=at
    )
    officers = officers_serving()
    turn = {code: assigned(code, officers) for code in {home.place.code for home in fresh}}
    Event.objects.bulk_create(
        Event(
            report=report,
            kind=kind,
            household=home,
            place=home.place,
            officer_id=turn[home.place.code],
            due_at=due(at),
        )
        for home in fresh
    )
    record(
        what="event.reported",
        on=("event_report", report.pk),
        by=by,
        at=at,
        households=len(fresh),
        ids=[str(home.pk) for home in fresh],
    )
    return report


@transaction.atomic
def acknowledge(*, event_ids: Iterable[UUID], viewer: Viewer, by: Any, at: datetime) -> list[Event]:
    """The officer has these events: they are on her list and not overdue.

    Raises ``Refused`` where somebody else was quicker with any of them.
    """

    def take(event: Event) -> None:
        if event.state != State.REPORTED:
            raise Refused(_("Somebody else has it already. Look at the list again."))
        event.state, event.officer, event.acknowledged_at = State.ACKNOWLEDGED, by, at

    return _change("event.acknowledged", event_ids, take, viewer=viewer, by=by, at=at)


@transaction.atomic
def handle(
    *, event_ids: Iterable[UUID], done: str, viewer: Viewer, by: Any, at: datetime
) -> list[Event]:
    """This was done about these events. Raises ``Refused`` where one is not open any more."""

    def finish(event: Event) -> None:
        if event.state not in OPEN:
            raise Refused(_("It is not open any more. Look at the list again."))
        event.acknowledged_at = event.acknowledged_at or at
        event.officer = event.officer or by
        event.state, event.handled_by, event.handled_at, event.done = State.HANDLED, by, at, done

    if not done.strip():
        raise Refused(_("Say in a few words what was done."))
    return _change("event.handled", event_ids, finish, viewer=viewer, by=by, at=at)


@transaction.atomic
def reopen(*, event_id: UUID, viewer: Viewer, by: Any, at: datetime) -> Event:
    """The event is not done after all; what was written about it goes with the undo."""

    def open_again(event: Event) -> None:
        if event.state != State.HANDLED:
            raise Refused(_("It is open already."))
        event.state, event.handled_by, event.handled_at, event.done = (
            State.ACKNOWLEDGED,
            None,
            None,
            "",
        )

    return _change("event.reopened", [event_id], open_again, viewer=viewer, by=by, at=at)[0]


@transaction.atomic
def take_back(*, event_id: UUID, viewer: Viewer, by: Any, at: datetime) -> Event:
    """The report was a mistake for this household. Raises ``Refused`` once it was handled."""
    event = _locked([event_id], viewer)[0]
    check_may_take_back(viewer, event)
    if event.state not in OPEN:
        raise Refused(_("It is not open any more. Look at the list again."))
    event.state = State.TAKEN_BACK
    event.save(update_fields=["state"])
    _note("event.taken_back", event, by=by, at=at)
    return event


@transaction.atomic
def bring_back(*, event_id: UUID, viewer: Viewer, by: Any, at: datetime) -> Event:
    """The event was no mistake: it waits for an officer again, from the same report."""
    event = _locked([event_id], viewer)[0]
    check_may_take_back(viewer, event)
    if event.state != State.TAKEN_BACK:
        raise Refused(_("It is on the list."))
    event.state, event.acknowledged_at = State.REPORTED, None
    event.save(update_fields=["state", "acknowledged_at"])
    _note("event.brought_back", event, by=by, at=at)
    return event


def _change(
    what: str,
    event_ids: Iterable[UUID],
    change: Callable[[Event], None],
    *,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> list[Event]:
    """All of the events are changed, or none; each is in the trail."""
    found = _locked(event_ids, viewer)
    for each in found:
        check_may_handle(viewer, each.place.code)
        change(each)
        each.save()
        _note(what, each, by=by, at=at)
    return found


def _locked(event_ids: Iterable[UUID], viewer: Viewer) -> list[Event]:
    """The events as they stand now, locked. Raises ``DoesNotExist`` if any is not the viewer's."""
    wanted = set(event_ids)
    readable = Event.objects.filter(events_within(viewer), pk__in=wanted).values("pk")
    rows = Event.objects.select_for_update(of=("self",)).select_related("place", "report")
    found = list(rows.filter(pk__in=readable).order_by("id"))
    if not wanted or len(found) < len(wanted):
        raise Event.DoesNotExist
    return found


def _note(what: str, event: Event, *, by: Any, at: datetime) -> None:
    record(what=what, on=("household", event.household_id), by=by, at=at, event=str(event.pk))
