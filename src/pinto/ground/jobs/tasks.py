"""The worker: takes one job after another until it is told to stop."""

import logging
import threading
import time
from collections.abc import Callable, Sequence

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from pinto.ground.jobs.actions import run_job, take_job

_REST = 0.2  # seconds between two looks at an empty queue
_CHORE_EVERY = 2.0  # seconds
_log = logging.getLogger(__name__)

Chore = Callable[[], object]


def work(
    *, once: bool = False, stop: threading.Event | None = None, chores: Sequence[Chore] = ()
) -> int:
    """Jobs are done until ``stop`` is set, which is heard between two jobs.

    With ``once``, until the queue is empty. ``chores`` are small duties of the
    house, done every two seconds between jobs and once more at the end. The
    answer is how many jobs were run.
    """
    autodiscover_modules("tasks")
    stop = stop or threading.Event()
    ran, chores_due = 0, 0.0
    while not stop.is_set():
        if time.monotonic() >= chores_due:
            _do(chores)
            chores_due = time.monotonic() + _CHORE_EVERY
        if _work_on_next():
            ran += 1
        elif once:
            break
        else:
            stop.wait(_REST)
    _do(chores)
    return ran


def _work_on_next() -> bool:
    try:
        job = take_job(at=timezone.now())
        if job is not None:
            run_job(job)
    except DatabaseError:  # a restarted or busy database must not end the worker
        _log.exception("the queue could not be read or written")
        close_old_connections()
        return False
    return job is not None


def _do(chores: Sequence[Chore]) -> None:
    for chore in chores:
        try:
            chore()
        except DatabaseError:
            _log.exception("a chore was not done")
