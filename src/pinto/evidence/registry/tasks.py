"""Background work of the registry: the extract follows the answers, then those who read it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pinto.evidence.registry.extracts import refresh_extract
from pinto.evidence.registry.queries import round_labelled
from pinto.ground.jobs.actions import Progress, ask_for, task


@task("registry.refresh")
def refresh(
    progress: Progress, *, round: str, tambons: list[str], households: list[str] | None = None
) -> dict[str, Any]:
    """Write the answers of these tambons into the extract anew, and ask for what follows.

    With ``households`` (ids) only theirs have changed there.
    """
    homes = None if households is None else [UUID(each) for each in households]
    refresh_extract(round=round_labelled(round), tambons=tambons, households=homes)
    ask_followers(round=round, tambons=tambons, by=None, households=households)
    return {"tambons": len(tambons)}


def ask_followers(
    *, round: str, tambons: Collection[str], by: Any, households: Collection[str] | None = None
) -> None:
    """Scores and profiles of these tambons will be made anew by whoever registered."""
    some = {} if households is None else {"households": sorted(households)}
    for name in settings.AFTER_CHANGE:
        ask_for(name, by=by, at=timezone.now(), round=round, tambons=sorted(tambons), **some)
