"""Background work of verification: many households take a step, or it is taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from pinto.evidence.verification.actions.bulk import do_bulk, undo_bulk
from pinto.evidence.verification.queries.bulk import any_bulk
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.jobs.actions import Failed, Progress, task


@task("verification.bulk")
def bulk(progress: Progress, *, bulk: str) -> dict[str, Any]:
    """Take the step for every household that was chosen."""
    found = any_bulk(UUID(bulk))
    assert found.by is not None  # noqa: S101  (an officer asked for it)
    try:
        done = do_bulk(bulk=found, viewer=viewer_of(found.by), at=timezone.now(), progress=progress)
    except Refused as refused:
        raise Failed(str(refused)) from None
    return {"done": done.done, "hindered": done.hindered}


@task("verification.undo")
def undo(progress: Progress, *, bulk: str) -> dict[str, Any]:
    """Take back what was done, but what later steps stand on."""
    done = undo_bulk(bulk=any_bulk(UUID(bulk)), at=timezone.now(), progress=progress)
    return {"undone": done.undone, "kept": done.kept}
