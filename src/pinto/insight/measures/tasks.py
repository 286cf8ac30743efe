"""Background work of measures."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils import timezone

from pinto.evidence.registry.queries import round_labelled
from pinto.ground.jobs.actions import Progress, task
from pinto.insight.measures.actions import score_round


@task("measures.score")
def score(progress: Progress, *, round: str, tambons: list[str] | None = None) -> dict[str, Any]:
    """Score a round (label), or these tambons of it."""
    report = score_round(
        round=round_labelled(round), by=None, at=timezone.now(), tambons=tambons, progress=progress
    )
    return {**asdict(report), "unscored": report.unscored}
