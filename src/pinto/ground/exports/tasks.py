"""Background work of exports: an approved file is written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from pinto.ground.exports.actions import make_export
from pinto.ground.jobs.actions import Progress, task


@task("exports.make")
def make(progress: Progress, *, export: str) -> dict[str, Any]:
    """The file of an approved export lies ready."""
    made = make_export(export_id=UUID(export), at=timezone.now())
    return {"state": made.state}
