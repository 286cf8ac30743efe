"""Background work of matching: look for duplicates after a load."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from pinto.evidence.matching.actions import find_pairs
from pinto.ground.jobs.actions import Progress, task


@task("matching.find")
def find(progress: Progress, *, round: str = "", tambons: list[str]) -> dict[str, Any]:
    """The queue holds the pairs of the amphoe that these tambons lie in."""
    areas = sorted({code[:4] for code in tambons})
    found = find_pairs(
        areas=areas,
        by=None,
        at=timezone.now(),
        tell=lambda done, total, step: progress.report(done, total, step=step),
    )
    return {"people": found.people, "suggested": found.suggested, "review": found.review}
