"""Who asked whom, as far as it is on record."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from pinto.evidence.registry.models import HouseholdRevision, Round
from pinto.evidence.registry.queries import COUNTED
from pinto.evidence.verification.models import Verification
from pinto.evidence.verification.rules.transitions import Outcome
from pinto.ground.places.models import Place
from pinto.ground.places.queries import area_range

_MET = Q(outcome=Outcome.MET.value, visited_by__isnull=False)


def interviewers(round: Round, tambon: str) -> dict[str, str]:
    """Household → who interviewed it in the round; both as 32 hex digits.

    The officer of the visit that met the family; where there was none, whoever entered the
    first answers on screen. A file names the clerk who handed it in, who is not an
    interviewer: of its households nobody is known.
    """
    first, beyond = area_range(tambon)
    places = Place.objects.filter(code__gte=first, code__lt=beyond).values("pk")
    typed = HouseholdRevision.objects.filter(COUNTED, round=round, place__in=places)
    rows = typed.order_by("household_id", "-id").values_list("household_id", "batch_id", "by_id")
    asked: dict[UUID, UUID | None] = {}
    for household, batch, by in rows.iterator(chunk_size=10_000):  # the first comes last
        asked[household] = by if batch is None else None
    visits = Verification.objects.filter(_MET, round=round, tambon=tambon)
    asked |= dict(visits.values_list("household_id", "visited_by_id"))
    return {household.hex: by.hex for household, by in asked.items() if by is not None}


def interviewer_of(household_id: UUID, round: Round) -> UUID | None:
    """Who interviewed this household in the round, where it is known."""
    visits = Verification.objects.filter(_MET, round=round, household=household_id)
    visited = visits.values_list("visited_by_id", flat=True).first()
    if visited is not None:
        return visited
    typed = HouseholdRevision.objects.filter(COUNTED, round=round, household=household_id)
    first = typed.order_by("id").values_list("batch_id", "by_id").first()
    return first[1] if first is not None and first[0] is None else None
