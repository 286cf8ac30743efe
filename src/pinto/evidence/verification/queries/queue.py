"""What waits for an officer, and lists of households under verification."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from pinto.evidence.registry.models import Household, HouseholdRevision, Round
from pinto.evidence.registry.queries import COUNTED, home_name
from pinto.evidence.verification.models import Verification
from pinto.evidence.verification.permissions import visible_to
from pinto.evidence.verification.queries.answered import changed_since_check, written_by
from pinto.evidence.verification.queries.merged import merged_away
from pinto.evidence.verification.rules.transitions import (
    NEXT,
    ON_CHECKED_ANSWERS,
    OPEN,
    SIGNED_OFF,
    TABLE,
    TAMBON,
    VOLUNTEER,
    State,
    Verb,
)
from pinto.ground.access.models import Account, Posting
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Viewer, code_range
from pinto.ground.meetings.models import Meeting
from pinto.ground.meetings.queries import meetings_to_hold, waiting_about
from pinto.ground.meetings.rules import Kind
from pinto.ground.places.models import Place

SUBJECT = "verification"


@dataclass(frozen=True)
class Filters:
    """How the list is narrowed; blank is everything."""

    area: str = ""
    state: str = ""
    mine: bool = True  # only what waits for this viewer


def waits_for(viewer: Viewer) -> Q:
    """The households whose next step is this viewer's to take.

    What somebody else was named for is theirs; what the viewer signed waits for another.
    """
    me = viewer.account_id
    waiting = Q(pk__in=[])
    for role, area in sorted(viewer.served):
        first, last = code_range(area)
        for state, verb in NEXT.items():
            if role not in TABLE[state, verb].roles:
                continue
            own = Q(place__code__gte=first, place__code__lte=last, state=state)
            if verb is Verb.VISIT:
                own &= Q(assignee=me) | Q(assignee__isnull=True)
            elif verb is Verb.ANSWER and role == VOLUNTEER:
                own &= Q(assignee=me) | Q(visited_by=me)
            elif verb is Verb.CHECK:
                own &= ~Q(visited_by=me) & ~Q(written_by(me))
            elif verb in (Verb.ENDORSE, Verb.UPHOLD):
                own &= ~(Q(visited_by=me) | Q(checked_by=me) | Q(certified_by=me))
                own &= ~Q(endorsed_by=me) & ~Q(written_by(me))
            if verb in ON_CHECKED_ANSWERS:
                own &= ~Q(changed_since_check())
            waiting |= own
        if role == TAMBON:
            signed = Q(state__in=SIGNED_OFF)
            inside = Q(place__code__gte=first, place__code__lte=last)
            waiting |= inside & signed & Q(changed_since_check())
    return waiting & ~merged_away()


def queue(round: Round, filters: Filters, *, viewer: Viewer) -> QuerySet[Verification]:
    """The households the filters leave, the longest overdue first."""
    found = Verification.objects.filter(visible_to(viewer), round=round)
    if filters.area:
        first, last = code_range(filters.area)
        found = found.filter(place__code__gte=first, place__code__lte=last)
    if filters.state:
        found = found.filter(state=filters.state)
    else:
        found = found.exclude(state=State.WITHDRAWN)
    if filters.mine:
        found = found.filter(waits_for(viewer))
    found = found.annotate(
        changed=changed_since_check(),
        merged=Case(When(merged_away(), then=Value(True)), default=Value(False)),
    )
    return found.select_related("household__head", "place", "assignee", "round").order_by(
        F("due_on").asc(nulls_last=True), "pk"
    )


def waiting_by_state(round: Round, *, viewer: Viewer) -> dict[str, int]:
    """How many wait for this viewer in each state; one query."""
    rows = Verification.objects.filter(visible_to(viewer), waits_for(viewer), round=round)
    return dict(rows.order_by().values_list("state").annotate(number=Count("pk")))


def villages_under_way(round: Round, *, viewer: Viewer) -> list[Place]:
    """The places with households under verification that the viewer may see, by code."""
    rows = Verification.objects.filter(visible_to(viewer), round=round)
    found = Place.objects.filter(pk__in=rows.values("place")).select_related("parent")
    return list(found.order_by("code"))


def chosen_rows(
    round: Round, filters: Filters, household_ids: Iterable[UUID] | None, *, viewer: Viewer
) -> list[tuple[UUID, int]]:
    """(household, steps seen) of those ticked, or of all that the filters leave."""
    found = queue(round, filters, viewer=viewer)
    if household_ids is not None:
        found = found.filter(household__in=list(household_ids))
    return list(found.values_list("household_id", "steps_taken"))


def not_proposed(area: str, round: Round, *, viewer: Viewer) -> QuerySet[Household]:
    """The households asked in the round that nobody proposed yet, by house code."""
    first, last = code_range(area)
    listed = Verification.objects.filter(round=round, household=OuterRef("pk"))
    asked = HouseholdRevision.objects.filter(COUNTED, round=round, household=OuterRef("pk"))
    older = HouseholdRevision.objects.filter(COUNTED, round=round, household=OuterRef("same_as"))
    return Household.objects.filter(
        ~Exists(older),
        ~Exists(listed.exclude(state=State.WITHDRAWN)),
        Exists(asked),
        within(viewer),
        visible=True,
        place__code__gte=first,
        place__code__lte=last,
    ).order_by("house_code", "pk")


def chosen_ids(
    round: Round, filters: Filters, household_ids: Iterable[UUID] | None, *, viewer: Viewer
) -> list[UUID]:
    """The same, as ids of the rows."""
    found = queue(round, filters, viewer=viewer)
    if household_ids is not None:
        found = found.filter(household__in=list(household_ids))
    return list(found.values_list("pk", flat=True))


def visitors(area: str, *, viewer: Viewer) -> list[Account]:
    """Who may be named to visit in that area: volunteers and tambon officers who serve it.

    Raises nothing: of an area that is not the viewer's, nobody.
    """
    if not viewer.serves(area):
        return []
    first, last = code_range(area)
    inside = Q(place__code__gte=first, place__code__lte=last)
    above = Q(place__code__in=[area[:digits] for digits in (2, 4, 6, 8)])
    postings = Posting.objects.filter(
        inside | above, role__in=[VOLUNTEER, TAMBON], until__isnull=True
    )
    return list(
        Account.objects.filter(pk__in=postings.values("account"), is_active=True).order_by("name")
    )


@dataclass(frozen=True)
class VillageToAssign:
    """A village with households that nobody was named to visit."""

    place: Place
    number: int
    people: list[Account]


def villages_to_assign(round: Round, *, viewer: Viewer) -> list[VillageToAssign]:
    """The villages with proposed households the viewer may assign, with who could go."""
    counts = dict(
        Verification.objects.filter(visible_to(viewer), round=round, state=State.PROPOSED)
        .filter(waits_for(viewer))
        .order_by()
        .values_list("place")
        .annotate(number=Count("pk"))
    )
    places = Place.objects.filter(pk__in=counts).order_by("code")
    return [
        VillageToAssign(place, counts[place.pk], visitors(place.code, viewer=viewer))
        for place in places
    ]


def forums_for(place_code: str, *, viewer: Viewer) -> list[Meeting]:
    """The forums the viewer may put a household of that place to: of its village and above."""
    codes = {place_code[:digits] for digits in (2, 4, 6)} | {place_code}
    found = meetings_to_hold(viewer, kind=Kind.FORUM).filter(place__code__in=codes)
    return list(found.order_by("held_on")[:20])


def forum_asked(row: Verification) -> Meeting | None:
    """The forum that has yet to decide on the household. The caller has checked the row."""
    waiting = waiting_about(SUBJECT, [row.pk]).order_by("-at").first()
    return waiting.meeting if waiting else None


def forum_names(ids: list[UUID], viewer: Viewer) -> dict[UUID, tuple[str, str]]:
    """What papers of a forum call each household: whose, and which house; nothing else."""
    rows = Verification.objects.filter(visible_to(viewer), pk__in=ids)
    return {
        row.pk: (home_name(row.household), row.household.house_no)
        for row in rows.select_related("household__head")
    }


def overdue(row: Verification, today: date) -> bool:
    """Whether the next step should have been taken by now."""
    return row.state in OPEN and row.due_on is not None and row.due_on < today
