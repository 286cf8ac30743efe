"""Who asked whom, as far as it is on record."""

from __future__ import annotations

from uuid import UUID

from pinto.evidence.registry.models import HouseholdRevision, Round
from pinto.evidence.registry.queries import COUNTED
from pinto.ground.places.models import Place
from pinto.ground.places.queries import area_range


def interviewers(round: Round, tambon: str) -> dict[str, str]:
    """Household → who interviewed it in the round; both as 32 hex digits.

    Whoever entered the first answers on screen. A file names the clerk who handed it in,
    who is not an interviewer: of its households nobody is known.
    """
    first, beyond = area_range(tambon)
    places = Place.objects.filter(code__gte=first, code__lt=beyond).values("pk")
    rows = (
        HouseholdRevision.objects.filter(COUNTED, round=round, place__in=places)
        .order_by("household_id", "id")
        .values_list("household_id", "batch_id", "by_id")
    )
    asked: dict[UUID, str] = {}
    seen: set[UUID] = set()
    for household, batch, by in rows.iterator(chunk_size=10_000):
        if household not in seen:
            seen.add(household)
            if batch is None and by is not None:
                asked[household] = by.hex
    return {household.hex: by for household, by in asked.items()}


def interviewer_of(household_id: UUID, round: Round) -> UUID | None:
    """Who interviewed this household in the round, where it is known."""
    first = (
        HouseholdRevision.objects.filter(COUNTED, round=round, household=household_id)
        .order_by("id")
        .values_list("batch_id", "by_id")
        .first()
    )
    return first[1] if first is not None and first[0] is None else None
