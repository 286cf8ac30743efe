"""Background work: the living lists follow the answers and the scores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from pinto.ground.jobs.actions import Progress, ask_for, task
from pinto.insight.selections.actions import refresh_selection
from pinto.insight.selections.queries import due_selections, living_selections

_DAILY = timedelta(hours=20)  # told within a day, also where no load or correction asked for it
_LOOK_EVERY = timedelta(minutes=15)


@task("selections.refresh")
def refresh(
    progress: Progress,
    *,
    round: str = "",
    tambons: list[str] | None = None,
    households: list[str] | None = None,
) -> dict[str, Any]:
    """Bring the living lists that speak of these tambons up to date; without any, all of them.

    ``round`` and ``households`` are named by whoever asks all followers of a change; a list
    asks of everybody in each tambon, in the newest round, whichever that is.
    """
    entered = left = 0
    every = living_selections(tambons)
    for number, selection in enumerate(every, start=1):
        came, went = refresh_selection(selection=selection, at=timezone.now(), tambons=tambons)
        entered, left = entered + came, left + went
        progress.report(number, len(every))
    return {"selections": len(every), "entered": entered, "left": left}


def refresher() -> Callable[[], None]:
    """A chore of the worker: once a day every living list is brought up to date."""
    asked_at: list[datetime | None] = [None]

    def look() -> None:
        now = timezone.now()
        if asked_at[0] is not None and now - asked_at[0] < _LOOK_EVERY:
            return
        asked_at[0] = now
        if due_selections(before=now - _DAILY).exists():
            ask_for("selections.refresh", by=None, at=now)

    return look
