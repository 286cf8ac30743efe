"""Which record stands for which: it follows from the links in force, in whatever order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar
from uuid import UUID

Key = TypeVar("Key", int, UUID)


def standing(records: Iterable[Key], links: Iterable[tuple[Key, Key]]) -> Mapping[Key, Key | None]:
    """For each record the oldest it is linked with, over any number of links; None for itself.

    Ids sort by the time they were given, so the oldest is the smallest.

    >>> dict(standing([1, 2, 3, 4], [(3, 2), (1, 3)]))
    {1: None, 2: 1, 3: 1, 4: None}
    """
    group: dict[Key, set[Key]] = {record: {record} for record in records}
    for first, second in links:
        joined = group.setdefault(first, {first}) | group.setdefault(second, {second})
        for record in joined:
            group[record] = joined
    return {
        record: None if (oldest := min(together)) == record else oldest
        for record, together in group.items()
    }
