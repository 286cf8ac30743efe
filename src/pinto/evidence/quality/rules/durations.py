"""How long visits take. A question for coaching: a short visit may be a good one."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

SHORT = timedelta(minutes=5)  # assumed; a family that was met is not listened to in less
ENOUGH = 5  # visits; the middle of fewer says nothing about anybody


@dataclass(frozen=True)
class Durations:
    """How long the visits of somebody, or of all, took."""

    visits: int  # of which the time is known
    median: timedelta | None  # None: too few


def durations_of(took: Iterable[timedelta]) -> Durations:
    """The middle of them.

    >>> durations_of([timedelta(minutes=n) for n in (4, 20, 25, 30, 90)]).median
    datetime.timedelta(seconds=1500)
    >>> durations_of([timedelta(minutes=9)])
    Durations(visits=1, median=None)
    """
    seconds = [each.total_seconds() for each in took]
    if len(seconds) < ENOUGH:
        return Durations(len(seconds), None)
    return Durations(len(seconds), timedelta(seconds=statistics.median(seconds)))


def minutes(duration: timedelta) -> int:
    """Whole minutes, rounded.

    >>> minutes(timedelta(seconds=1500))
    25
    """
    return round(duration.total_seconds() / 60)
