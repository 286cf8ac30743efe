"""The worker process: jobs, and the sealing of the trail between them."""

import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from pinto.ground.exports.actions import delete_expired
from pinto.ground.jobs.tasks import work
from pinto.ground.trail.actions import seal_entries

_LOOK_BACK = timedelta(days=1)  # no transaction is open for longer


def work_until_stopped(*, once: bool = False) -> None:
    """Jobs are done and the trail is sealed until SIGTERM or Ctrl-C, heard between two jobs."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    work(once=once, stop=stop, chores=[sealer(), sweeper()])


def sealer() -> Callable[[], None]:
    """A chore that seals what is new; its first run looks through the whole trail."""
    since: list[datetime | None] = [None]

    def seal() -> None:
        begun_at = timezone.now()
        seal_entries(since=since[0])
        since[0] = begun_at - _LOOK_BACK

    return seal


def sweeper() -> Callable[[], None]:
    """A chore that deletes exports whose time is over; it looks once a minute."""
    due: list[datetime | None] = [None]

    def sweep() -> None:
        now = timezone.now()
        if due[0] is None or now >= due[0]:
            delete_expired(at=now)
            due[0] = now + timedelta(minutes=1)

    return sweep
