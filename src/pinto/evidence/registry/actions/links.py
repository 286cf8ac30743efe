"""Which record stands for others, as the matching decided. Nothing else of a record changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from pinto.evidence.registry.models import Household, Person
from pinto.ground.trail.actions import record


@transaction.atomic
def stand_for_people(*, standing: Mapping[UUID, UUID | None], by: Any, at: Any) -> int:
    """Each person is the same as the other, or nobody (None); the answer is how many changed."""
    return _stand(Person, "person", standing, by, at)


@transaction.atomic
def stand_for_households(*, standing: Mapping[UUID, UUID | None], by: Any, at: Any) -> int:
    """Each household is the same as the other, or none; the answer is how many changed."""
    return _stand(Household, "household", standing, by, at)


def _stand(
    model: type[Person] | type[Household],
    kind: str,
    standing: Mapping[UUID, UUID | None],
    by: Any,
    at: Any,
) -> int:
    changed = 0
    rows: Any = model._default_manager.select_for_update().filter(pk__in=list(standing))
    for row in rows.order_by("pk"):
        same_as = standing[row.pk]
        if row.same_as_id != same_as:
            row.same_as_id, row.linked_at = same_as, at if same_as else None
            row.save(update_fields=["same_as", "linked_at"])
            what = f"{kind}.linked" if same_as else f"{kind}.unlinked"
            record(what=what, on=(kind, row.pk), by=by, at=at, same_as=str(same_as or ""))
            changed += 1
    return changed
