"""A file arrives as a batch.

Its rows are inserted in pieces that nobody sees, then one short transaction shows
them all. That is how a file is atomic and resumable while others read and write.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from pinto.evidence.registry.actions.keeping import keep_for_frozen_rounds
from pinto.evidence.registry.models import Batch, Household, HouseholdRevision, Person
from pinto.evidence.registry.permissions import check_may_show_or_hide
from pinto.evidence.registry.queries import COUNTED, THEN
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
    kept in the batch, so that withdrawing it brings everything back. Raises ``Frozen``.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == Batch.State.PUBLISHED:
        return batch
    check_may_show_or_hide(batch.pk)
    batch.displaced = _applied(changes)
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

    Later edits of the same households stay: they are revisions of their own. Raises
    ``Frozen`` where it would change a round that is closed.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != Batch.State.PUBLISHED:
        return batch
    check_may_show_or_hide(batch.pk)
    _applied(reversed(batch.displaced))
    batch.state = Batch.State.WITHDRAWN
    batch.displaced = []
    batch.save(update_fields=["state", "displaced"])
    others = HouseholdRevision.objects.filter(COUNTED)
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
                "national_id",
                "national_id_lookup",
                "phone",
                "visible",
            }
        ),
    ),
}


_SEALED = frozenset({"national_id", "phone"})  # bytes, which travel in JSON as base64
_TOGETHER = 500  # rows read and written at once


def _applied(changes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows are as the changes say; the answer are the changes that undo it.

    Rows are read and written many at once: a file may correct everybody's names, and
    others wait while this goes on.
    """
    undoing: list[dict[str, Any]] = []
    waiting = iter(changes)
    while some := list(islice(waiting, _TOGETHER)):
        for kind in _CHANGEABLE:
            undoing += _applied_to(kind, [change for change in some if change["of"] == kind])
    return undoing


def _applied_to(kind: str, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    model, allowed = _CHANGEABLE[kind]
    if kind == "person":
        known = [UUID(change["id"]) for change in changes if change["to"].keys() & set(THEN)]
        keep_for_frozen_rounds(known)
    found = model._default_manager.in_bulk([change["id"] for change in changes])
    rows: dict[str, Any] = {str(key): row for key, row in found.items()}
    undoing: list[dict[str, Any]] = []
    touched: dict[frozenset[str], dict[str, Any]] = {}  # columns → the rows that change in them
    for change in changes:
        row, names = rows[change["id"]], frozenset(change["to"])
        if not names <= allowed:
            raise ValueError(f"a batch does not change {sorted(names - allowed)} of a {kind}")
        before = {name: _as_json(getattr(row, name)) for name in sorted(names)}
        undoing.append({"of": kind, "id": change["id"], "to": before})
        for name in names:
            setattr(row, name, _from_json(name, change["to"][name]))
        touched.setdefault(names, {})[change["id"]] = row
    for names, changed in touched.items():
        model._default_manager.bulk_update(changed.values(), names)
    return undoing


def _as_json(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return b64encode(value).decode() if isinstance(value, bytes | memoryview) else value


def _from_json(name: str, value: Any) -> Any:
    return b64decode(value) if name in _SEALED and value is not None else value
