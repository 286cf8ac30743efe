"""A file arrives as a batch.

Its rows are inserted in pieces that nobody sees, then one short transaction shows
them all. That is how a file is atomic and resumable while others read and write.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from pinto.evidence.registry.models import Batch, Household, HouseholdRevision, Person
from pinto.ground.trail.actions import record


def open_batch(*, source: str, by: Any, at: datetime) -> Batch:
    """An empty batch stands ready for rows."""
    return Batch.objects.create(source=source[:200], by=by, at=at)


@transaction.atomic
def publish_batch(
    *, batch: Batch, changes: Sequence[dict[str, Any]], by: Any, at: datetime
) -> Batch:
    """Everybody sees the batch, all of it at once.

    ``changes`` are what existing households and people become; what they were is
    kept in the batch, so that withdrawing it brings everything back.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == Batch.State.PUBLISHED:
        return batch
    batch.displaced = [_apply(change) for change in changes]
    batch.state, batch.published_at = Batch.State.PUBLISHED, at
    batch.save(update_fields=["state", "published_at", "displaced"])
    households = Household.objects.filter(batch=batch).update(visible=True)
    record(
        what="batch.published",
        on=("batch", batch.pk),
        by=by,
        at=at,
        new_households=households,
        changed=len(changes),
    )
    return batch


@transaction.atomic
def withdraw_batch(*, batch: Batch, by: Any, at: datetime) -> Batch:
    """Nobody sees the batch any more, and what it changed is as it was before.

    Later edits of the same households stay: they are revisions of their own.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != Batch.State.PUBLISHED:
        return batch
    for before in reversed(batch.displaced):
        _apply(before)
    batch.state = Batch.State.WITHDRAWN
    batch.displaced = []
    batch.save(update_fields=["state", "displaced"])
    others = HouseholdRevision.objects.filter(
        batch__isnull=True
    ) | HouseholdRevision.objects.filter(batch__state=Batch.State.PUBLISHED)
    hidden = (
        Household.objects.filter(batch=batch)
        .exclude(pk__in=others.values("household_id"))
        .update(visible=False)
    )
    record(what="batch.withdrawn", on=("batch", batch.pk), by=by, at=at, households=hidden)
    return batch


_CHANGEABLE: dict[str, tuple[type[Household] | type[Person], frozenset[str]]] = {
    "household": (
        Household,
        frozenset(
            {
                "place_id",
                "house_code",
                "house_no",
                "moo",
                "street",
                "latitude",
                "longitude",
                "head_id",
            }
        ),
    ),
    "person": (
        Person,
        frozenset(
            {
                "household_id",
                "title",
                "given_name",
                "surname",
                "name_key",
                "surname_key",
                "sound_key",
                "sort_key",
                "sex",
                "birth_year",
                "birth_month",
                "birth_day",
                "birth_precision",
            }
        ),
    ),
}


def _apply(change: dict[str, Any]) -> dict[str, Any]:
    """One row becomes what the change says; the answer is the change that undoes it."""
    model, allowed = _CHANGEABLE[change["of"]]
    row = model._default_manager.get(pk=change["id"])
    before: dict[str, Any] = {}
    for name, value in change["to"].items():
        if name not in allowed:
            raise ValueError(f"{name} of a {change['of']} is not changed by a batch")
        old = getattr(row, name)
        before[name] = str(old) if name.endswith("_id") and old is not None else old
        setattr(row, name, value)
    row.save(update_fields=[name.removesuffix("_id") for name in change["to"]])
    return {"of": change["of"], "id": change["id"], "to": before}
