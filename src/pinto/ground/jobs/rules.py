"""Who is told of a job's progress, and what it looks like on a screen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Reports(Protocol):
    """Somebody who is told how far the work is: a job's progress, or a terminal."""

    def report(self, done: int, total: int | None = None, *, step: str = "") -> None: ...


@dataclass(frozen=True)
class Shown:
    """A job as the one who asked for it sees it."""

    state: str
    percent: int | None  # None: not known yet how much there is to do
    done: int
    total: int | None
    step: str
    minutes: int  # since it was asked for, until now or its end
    seconds: int
    ended: bool
    reason: str
    reference: str  # the short sign to tell when asking for help


def percent(done: int, total: int | None) -> int | None:
    """Whole percent, rounded down: 100 is said only when all is done.

    >>> percent(1999, 2000), percent(0, None), percent(0, 0)
    (99, None, None)
    """
    return 100 * min(done, total) // total if total else None


def elapsed(begun_at: datetime, ended_at: datetime) -> tuple[int, int]:
    """Minutes and seconds between; never less than none.

    >>> elapsed(datetime(2026, 11, 21, 9, 0), datetime(2026, 11, 21, 9, 1, 20))
    (1, 20)
    """
    return divmod(max(0, int((ended_at - begun_at).total_seconds())), 60)
