"""What events answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from pinto.evidence.events.models import Event, Kind, Report, State
from pinto.evidence.events.permissions import events_within
from pinto.evidence.events.rules import MOST, OPEN, Officer
from pinto.evidence.registry.models import Household
from pinto.ground.access.permissions import within
from pinto.ground.access.queries import everybody_posted
from pinto.ground.access.rules import Capability, Viewer, code_range
from pinto.ground.places.models import Place

KINDS = Kind.choices
STATES = State.choices
TOLD_BY = Report.ToldBy.choices
_WIDEST_LIST = 300  # villages one choice can hold


@dataclass(frozen=True)
class Filter:
    """What the list is narrowed to; blanks narrow nothing."""

    area: str = ""
    kind: str = ""
    state: str = ""  # a state, "OPEN", "OVERDUE", or "" for all
    mine: bool = False


def events(viewer: Viewer, chosen: Filter, now: datetime) -> QuerySet[Event]:
    """The events the viewer may read, those that are due first; taken back ones only if asked."""
    found = Event.objects.filter(events_within(viewer))
    if chosen.area:
        lowest, highest = code_range(chosen.area)
        found = found.filter(place__code__gte=lowest, place__code__lte=highest)
    if chosen.kind:
        found = found.filter(kind=chosen.kind)
    if chosen.mine:
        found = found.filter(officer=viewer.account_id)
    return _in_state(found, chosen.state, now).select_related(
        "report__by", "household__head", "place", "officer"
    )


def _in_state(found: QuerySet[Event], state: str, now: datetime) -> QuerySet[Event]:
    if state == "OPEN":
        return found.filter(state__in=OPEN).order_by("-state", "due_at", "id")
    if state == "OVERDUE":
        return found.filter(state=State.REPORTED, due_at__lt=now).order_by("due_at", "id")
    if state:
        return found.filter(state=state)
    return found.exclude(state=State.TAKEN_BACK)


@dataclass(frozen=True)
class Counts:
    """How many events the viewer may read, of the chosen area."""

    waiting: int
    overdue: int
    in_hand: int
    handled: int
    kinds: Sequence[tuple[str, str, int]]  # open ones: kind, its name, how many


def counts(viewer: Viewer, area: str, now: datetime) -> Counts:
    """Events by state, and the open ones by kind. Two queries."""
    found = events(viewer, Filter(area=area), now).order_by()
    told = found.aggregate(
        waiting=Count("pk", filter=Q(state=State.REPORTED)),
        overdue=Count("pk", filter=Q(state=State.REPORTED, due_at__lt=now)),
        in_hand=Count("pk", filter=Q(state=State.ACKNOWLEDGED)),
        handled=Count("pk", filter=Q(state=State.HANDLED)),
    )
    rows = found.filter(state__in=OPEN).values_list("kind").annotate(households=Count("pk"))
    by_kind = dict(rows.order_by())
    kinds = [(key, str(name), by_kind[key]) for key, name in KINDS if key in by_kind]
    return Counts(kinds=kinds, **told)


def event(event_id: UUID, *, viewer: Viewer) -> Event:
    """One event. Raises ``Event.DoesNotExist`` where it is not this viewer's to read."""
    found = Event.objects.filter(events_within(viewer))
    return found.select_related(
        "report__by", "household__head", "place__parent", "officer", "handled_by"
    ).get(pk=event_id)


def events_of(household_id: UUID, *, viewer: Viewer, since: datetime) -> list[Event]:
    """What befell the household since then, newest first, and whatever is still open."""
    found = Event.objects.filter(events_within(viewer), household=household_id)
    found = found.filter(Q(report__at__gte=since) | Q(state__in=OPEN))
    found = found.exclude(state=State.TAKEN_BACK).select_related("report", "officer")
    return list(found.order_by("-report__happened_on", "-id"))


def known_already(
    kind: str, household_ids: Iterable[UUID], happened_on: date, *, viewer: Viewer
) -> set[UUID]:
    """Those of the households for which the same thing of the same day is reported already.

    As far as the viewer may read it: an illness somebody else reported is not told by a
    refusal, so the office has two reports of it then.
    """
    same = Event.objects.filter(
        events_within(viewer),
        kind=kind,
        household__in=list(household_ids),
        report__happened_on=happened_on,
    )
    return set(same.exclude(state=State.TAKEN_BACK).values_list("household_id", flat=True))


def officers_serving() -> list[Officer]:
    """Everybody posted today, as the rule of assignment wants them. One query."""
    return [
        Officer(one.account_id, one.role, one.place.code, one.since) for one in everybody_posted()
    ]


def households_to_report(ids: Iterable[UUID], *, viewer: Viewer) -> QuerySet[Household]:
    """Those of the households about which the viewer may report."""
    return Household.objects.filter(
        within(viewer, to=Capability.EDIT_HOUSEHOLDS), pk__in=list(ids), visible=True
    ).select_related("place")


def households_in(village: Place, *, viewer: Viewer) -> list[Household]:
    """The households of a village the viewer may report about, by house number."""
    rows = Household.objects.filter(
        within(viewer, to=Capability.EDIT_HOUSEHOLDS), place=village, visible=True
    ).select_related("head")
    return sorted(rows[:MOST], key=_by_house_number)


def _by_house_number(home: Household) -> tuple[int, str]:
    digits = home.house_no.partition("/")[0]
    return (int(digits) if digits.isdecimal() else 0, home.house_no)


def villages_to_report(viewer: Viewer) -> list[Place]:
    """The villages where the viewer may report; none if they are too many to choose."""
    rows = Place.objects.filter(
        within(viewer, "code", to=Capability.EDIT_HOUSEHOLDS), kind=Place.Kind.VILLAGE
    ).order_by("code")
    found = list(rows[: _WIDEST_LIST + 1])
    return found if len(found) <= _WIDEST_LIST else []


def areas_to_choose(viewer: Viewer) -> list[Place]:
    """The areas one level of which the list can be narrowed to: villages, tambons or amphoes."""
    widest = min((len(code) for code in viewer.areas_for(Capability.SEE_HOUSEHOLDS)), default=8)
    kind = {2: Place.Kind.AMPHOE, 4: Place.Kind.TAMBON}.get(widest, Place.Kind.VILLAGE)
    return list(Place.objects.filter(within(viewer, "code"), kind=kind).order_by("code"))
