"""Background work of the registry: the extract follows the answers, then those who read it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.utils import timezone

from pinto.evidence.registry.extracts import refresh_extract
from pinto.evidence.registry.queries import round_labelled
from pinto.ground.jobs.actions import Progress, ask_for, task


@task("registry.refresh")
def refresh(progress: Progress, *, round: str, tambons: list[str]) -> dict[str, Any]:
    """Write the answers of these tambons into the extract anew, and ask for what follows."""
    refresh_extract(round=round_labelled(round), tambons=tambons)
    ask_followers(round=round, tambons=tambons, by=None)
    return {"tambons": len(tambons)}


def ask_followers(*, round: str, tambons: Collection[str], by: Any) -> None:
    """Scores and profiles of these tambons will be made anew by whoever registered."""
    for name in settings.AFTER_CHANGE:
        ask_for(name, by=by, at=timezone.now(), round=round, tambons=sorted(tambons))
