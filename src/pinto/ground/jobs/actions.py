"""Ask for long work, and do it.

A task is a function ``task(progress, **given) -> result``. It must be
idempotent: after a killed worker it is called again with the same arguments and
finds its last ``progress.cursor``. The clock is read here: a lease is nothing
but time, and it is the worker's own.
"""

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from pinto.ground.jobs.models import Job
from pinto.ground.jobs.queries import free_jobs

LEASE = timedelta(seconds=20)
ATTEMPTS = 5

Task = Callable[..., dict[str, Any] | None]
_tasks: dict[str, Task] = {}
_log = logging.getLogger(__name__)


class Failed(Exception):
    """The task cannot end well; the text says why and is shown to who asked for it."""


class LeaseLost(Exception):
    """Another worker has the job: this one must let go and write nothing more."""


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
        self,
        done: int,
        total: int | None = None,
        *,
        step: str | None = None,
        cursor: Any = None,
    ) -> None:
        """The screen shows this within a second, and the lease is renewed.

        ``done`` never goes back. Inside a transaction, a ``cursor`` is committed
        with the rows it speaks of, or not at all. Raises ``LeaseLost``.
        """
        job, now = self._job, timezone.now()
        changed = cursor is not None or step not in (None, job.step)
        job.done = max(job.done, done)
        job.total = job.total if total is None else total
        job.step = job.step if step is None else step
        if not changed and now - self._written_at < timedelta(seconds=0.7):
            return
        self._written_at = now
        if cursor is not None:
            job.cursor = cursor
        _hold(
            job,
            done=job.done,
            total=job.total,
            step=job.step,
            cursor=job.cursor,
            leased_until=now + LEASE,
        )


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
    if not free_jobs(at=at).exists():  # reading takes no lock: an idle worker blocks nobody
        return None
    with transaction.atomic():
        # PostgreSQL hands each worker another row; SQLite has one writer at a time.
        job = free_jobs(at=at).select_for_update(skip_locked=True).order_by("id").first()
        if job is None:
            return None
        job.state, job.leased_until = Job.State.RUNNING, at + LEASE
        job.attempts += 1
        job.save(update_fields=["state", "leased_until", "attempts"])
        return job


def run_job(job: Job) -> Job:
    """The job has ended: done with its result, or failed with the reason.

    When the lease was lost the job is another worker's, and nothing is written.
    """
    try:
        with _lease_kept(job):
            ending = _end_of(job)
        job.ended_at, job.leased_until = timezone.now(), None
        _hold(job, ended_at=job.ended_at, leased_until=None, **ending)
    except LeaseLost:
        _log.warning("job %s (%s) is another worker's now", job.pk, job.task)
    return job


def _end_of(job: Job) -> dict[str, Any]:
    """What the task came to, as it is to be stored."""
    ending: dict[str, Any]
    try:
        if job.attempts > ATTEMPTS:
            raise RuntimeError(f"Given up after {ATTEMPTS} attempts that did not end.")
        if job.task not in _tasks:
            raise RuntimeError(f"No task is called {job.task!r}.")
        result = _tasks[job.task](Progress(job), **job.given)
    except LeaseLost:
        raise
    except Failed as failure:
        ending = {"state": Job.State.FAILED, "reason": str(failure)}
    except Exception as error:  # the queue must outlive any task
        _log.exception("job %s (%s) failed", job.pk, job.task)
        ending = {"state": Job.State.FAILED, "error": _told(error)}
    else:
        total = job.total or job.done
        ending = {"state": Job.State.DONE, "result": result, "done": total, "total": total}
    for field, value in ending.items():
        setattr(job, field, value)
    return ending


@contextmanager
def _lease_kept(job: Job) -> Iterator[None]:
    """A second thread renews the lease, so that one long statement does not lose the job."""
    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(LEASE.total_seconds() / 4):
            try:
                _hold(job, leased_until=timezone.now() + LEASE)
            except LeaseLost:
                break
            except DatabaseError:  # the next beat tries again
                _log.warning("job %s: the lease was not renewed", job.pk, exc_info=True)
        connection.close()  # this thread's own

    beat = threading.Thread(target=renew, name=f"lease of {job.pk}", daemon=True)
    beat.start()
    try:
        yield
    finally:
        ended.set()
        beat.join()


def _hold(job: Job, **fields: Any) -> None:
    """The fields are stored, if the job is still ours. Raises ``LeaseLost``."""
    ours = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING)
    if not ours.update(**fields):
        raise LeaseLost


def _told(error: Exception) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({where.name}, line {where.lineno})"
