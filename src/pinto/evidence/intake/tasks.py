"""Background work of intake: check, publish, withdraw; then those who follow are asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pinto.evidence.intake.actions.checking import check_file
from pinto.evidence.intake.actions.publishing import publish_load, withdraw_load
from pinto.evidence.intake.queries import any_load, tambons_touched
from pinto.evidence.registry.tasks import ask_followers as follow
from pinto.ground.access.rules import Refused
from pinto.ground.jobs.actions import Failed, Progress, ask_for, task


def _telling(progress: Progress) -> Callable[[int, int | None, str], None]:
    return lambda done, total, step: progress.report(done, total, step=step)


@task("intake.check")
def check(progress: Progress, *, load: str) -> dict[str, Any]:
    """Read the file and write its report."""
    found = any_load(UUID(load))
    checked = check_file(load=found, by=found.by, at=timezone.now(), tell=_telling(progress))
    return {"state": checked.state}


@task("intake.publish")
def publish(progress: Progress, *, load: str) -> dict[str, Any]:
    """Put the file's rows into the registry, and ask for what follows from them."""
    found = any_load(UUID(load))
    try:
        published = publish_load(
            load=found, by=found.by, at=timezone.now(), tell=_telling(progress)
        )
    except Refused as refused:
        raise Failed(str(refused)) from None
    ask_followers(load)
    ask_after_load(load)
    return dict(published.arrival)


@task("intake.withdraw")
def withdraw(progress: Progress, *, load: str) -> dict[str, Any]:
    """Take the file's rows back, and ask for what follows from that."""
    found = any_load(UUID(load))
    try:
        withdraw_load(load=found, by=found.by, at=timezone.now())
    except Refused as refused:
        raise Failed(str(refused)) from None
    ask_followers(load)
    return {}


def ask_followers(load: str) -> None:
    """Scores and profiles of the touched tambons will be made anew."""
    found = any_load(UUID(load))
    if found.round is not None:
        follow(round=found.round.label, tambons=tambons_touched(found), by=found.by)


def ask_after_load(load: str) -> None:
    """Later rooms will look at what arrived: whether somebody stands in the registry twice."""
    found = any_load(UUID(load))
    tambons = sorted(tambons_touched(found)) if found.round is not None else []
    if found.round is not None and tambons:
        for name in settings.AFTER_LOAD:
            ask_for(name, by=found.by, at=timezone.now(), round=found.round.label, tambons=tambons)
