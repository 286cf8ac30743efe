"""Ask for long work, and do it.

A task is a function ``task(progress, **given) -> result``. It must be
idempotent: after a killed worker it is called again with the same arguments and
finds its last ``progress.cursor``.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from pinto.ground.jobs.models import Job

LEASE = timedelta(seconds=20)
ATTEMPTS = 5

Task = Callable[..., dict[str, Any] | None]
_tasks: dict[str, Task] = {}
_log = logging.getLogger(__name__)


class Progress:
    """What a running task tells the world, and the world's proof that it is alive."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._written_at = timezone.now()

    @property
    def cursor(self) -> Any:
        """Where an earlier, killed attempt stood; None on the first."""
        return self._job.cursor

    def report(
        self, done: int, total: int | None = None, *, step: str = "", cursor: Any = None
    ) -> None:
        """The screen shows this within a second, and the lease is renewed."""
        now = timezone.now()
        changed = step != self._job.step or cursor is not None
        if not changed and now - self._written_at < timedelta(seconds=0.7):
            return
        self._written_at = now
        job = self._job
        job.done, job.total, job.step, job.leased_until = done, total, step, now + LEASE
        if cursor is not None:
            job.cursor = cursor
        job.save(update_fields=["done", "total", "step", "cursor", "leased_until"])


def task(name: str) -> Callable[[Task], Task]:
    """Register a function of ``tasks.py`` under the name its jobs carry."""

    def register(function: Task) -> Task:
        _tasks[name] = function
        return function

    return register


def ask_for(task: str, *, by: Any, at: datetime, **given: Any) -> Job:
    """A job waits for the next worker."""
    return Job.objects.create(task=task, given=given, asked_by=by, asked_at=at)


def take_job(*, at: datetime) -> Job | None:
    """One waiting or abandoned job is ours under a lease; None when there is none."""
    with transaction.atomic():
        free = Job.objects.filter(state=Job.State.WAITING) | Job.objects.filter(
            state=Job.State.RUNNING, leased_until__lt=at
        )
        job = free.select_for_update(skip_locked=True).order_by("id").first()
        if job is None:
            return None
        job.state, job.leased_until = Job.State.RUNNING, at + LEASE
        job.attempts += 1
        job.save(update_fields=["state", "leased_until", "attempts"])
        return job


def run_job(job: Job) -> Job:
    """The job has ended: done with its result, or failed with the reason."""
    try:
        if job.attempts > ATTEMPTS:
            raise RuntimeError(f"Given up after {ATTEMPTS} attempts that did not end.")
        result = _tasks[job.task](Progress(job), **job.given)
    except Exception as error:  # the queue must outlive any task
        _log.exception("job %s (%s) failed", job.pk, job.task)
        job.state, job.error = Job.State.FAILED, _told(error)
    else:
        job.state, job.result = Job.State.DONE, result
        job.done = job.total = job.total or job.done
    job.ended_at, job.leased_until = timezone.now(), None
    job.save(
        update_fields=["state", "error", "result", "done", "total", "ended_at", "leased_until"]
    )
    return job


def _told(error: Exception) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({where.name}, line {where.lineno})"
