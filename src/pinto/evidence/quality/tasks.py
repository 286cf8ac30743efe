"""Background work of quality: after the answers changed, the rules are asked again."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from pinto.evidence.quality.actions.checking import check_round
from pinto.evidence.registry.queries import round_labelled
from pinto.ground.jobs.actions import Progress, task


@task("quality.renew")
def renew(
    progress: Progress,
    *,
    round: str,
    tambons: list[str] | None = None,
    households: list[str] | None = None,
) -> dict[str, Any]:
    """Look through these tambons again. A round without rules has no findings.

    Whichever ``households`` changed: what is far from the others depends on all of them.
    """
    try:
        report = check_round(
            round=round_labelled(round), by=None, at=timezone.now(), tambons=tambons,
            progress=progress,
        )  # fmt: skip
    except LookupError:
        return {"findings": 0}
    return {"findings": report.total, "households": report.households}
