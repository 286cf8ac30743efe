"""Background work of insight: after the answers changed, scores and profiles are made anew."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from pinto.evidence.registry.queries import round_labelled
from pinto.ground.jobs.actions import Progress, task
from pinto.insight.measures.actions import score_round
from pinto.insight.profiles.actions import refresh_profiles


@task("profiles.renew")
def renew(
    progress: Progress,
    *,
    round: str,
    tambons: list[str] | None = None,
    households: list[str] | None = None,
) -> dict[str, Any]:
    """Score these tambons, then sum them up: what follows every load.

    With ``households`` (ids) only they are scored: nothing else changed in the tambons.
    """
    found = round_labelled(round)
    homes = None if households is None else [UUID(each) for each in households]
    report = score_round(
        round=found,
        by=None,
        at=timezone.now(),
        tambons=tambons,
        households=homes,
        progress=progress,
    )
    progress.report(0, None, step="profiles")
    areas = refresh_profiles(
        round=found, by=None, at=timezone.now(), tambons=tambons, households=homes
    )
    return {"scored": report.scored, "areas": areas}
