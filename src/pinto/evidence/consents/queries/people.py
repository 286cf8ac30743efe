"""Who is in a household, by name."""

from __future__ import annotations

from uuid import UUID

from pinto.evidence.registry.models import Person
from pinto.evidence.registry.queries import person_name


def people_of(household_id: UUID) -> list[tuple[UUID, str]]:
    """Everybody on record there. The caller has checked that the household may be seen."""
    rows = Person.objects.filter(household=household_id, visible=True).order_by("id")
    return [(person.pk, person_name(person)) for person in rows]
