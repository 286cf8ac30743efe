"""A step is taken back: the household stands where it stood, and both steps stay on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from pinto.evidence.registry.models import Freeze
from pinto.evidence.verification.actions.steps import (
    COLUMNS,
    Given,
    locked,
    note,
    note_many,
    save_steps,
    snapshot,
)
from pinto.evidence.verification.models import Bulk, Step, Verification
from pinto.evidence.verification.permissions import check_may_undo
from pinto.evidence.verification.queries.standing import effective_steps, freezes_of
from pinto.evidence.verification.rules.transitions import State, Verb
from pinto.ground.access.rules import Viewer

_IDS = frozenset(name for name in COLUMNS if name.endswith("_id") or name == "meeting")


@transaction.atomic
def undo_step(*, verification_id: UUID, seen: int, viewer: Viewer, by: Any, at: datetime) -> Step:
    """The household stands where it stood before the newest step; the step stays on record.

    Raises ``Verification.DoesNotExist``, ``Overtaken``, ``Refused``.
    """
    row = locked(verification_id, seen=seen, viewer=viewer)
    newest = effective_steps().filter(verification=row).order_by("-number").first()
    freezes = freezes_of(row.round_id)
    check_may_undo(newest, viewer=viewer, freeze=freezes.get(row.tambon[:4]))
    assert newest is not None  # noqa: S101  (just checked)
    step = taken_back(row, newest, by=by, at=at)
    save_steps([row], [step], Given())
    note(step, row, by=by, at=at)
    return step


def undo_many(
    steps: Sequence[Step], *, bulk: Bulk, by: Any, at: datetime, freezes: dict[str, Freeze]
) -> tuple[int, int]:
    """How many of these steps were taken back, and how many had to stay.

    A step stays when another stands on it or the round is frozen. The rows are locked by
    the caller, in whose transaction this runs.
    """
    rows = [step.verification for step in steps]
    standing = effective_steps().filter(verification__in=rows).order_by("number")
    newest = dict(standing.values_list("verification_id", "pk"))
    undone = [
        (step.verification, taken_back(step.verification, step, by=by, at=at, bulk=bulk))
        for step in steps
        if newest.get(step.verification_id) == step.pk
        and step.verification.tambon[:4] not in freezes
    ]
    save_steps([row for row, _step in undone], [step for _row, step in undone], Given())
    note_many(Verb.UNDO, [row for row, _step in undone], bulk, by=by, at=at)
    return len(undone), len(steps) - len(undone)


def taken_back(
    row: Verification, step: Step, *, by: Any, at: datetime, bulk: Bulk | None = None
) -> Step:
    """The row is as it was before the step; the answer is the step that says so. Unstored."""
    undoing = Step(
        verification=row,
        number=row.steps_taken + 1,
        verb=Verb.UNDO,
        source=row.state,
        target=step.before.get("state", State.WITHDRAWN),
        by=by,
        at=at,
        bulk=bulk,
        undoes=step,
        before=snapshot(row),
    )
    if step.before:
        for name in COLUMNS:
            setattr(row, name, _restored(name, step.before[name]))
    else:  # it was not on the round's list before
        row.state, row.turned_from, row.due_on = State.WITHDRAWN, "", None
    row.steps_taken += 1
    row.changed_at = at
    return undoing


def _restored(name: str, value: str | None) -> Any:
    if value is None:
        return None
    if name in _IDS:
        return UUID(value)
    return date.fromisoformat(value) if name == "due_on" else value
