"""How a correction is told: where it came from, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any


class Source(StrEnum):
    """Where an officer who types an answer has it from."""

    VISIT = "visit"
    FAMILY = "family"
    DOCUMENT = "document"
    SLIP = "slip"  # somebody mistyped
    HISTORY = "history"  # what had been said before was brought back


def differing(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Each question answered otherwise: its id, what was said, what is said; None is unknown.

    >>> list(differing({"moo": 1, "road": "good"}, {"road": "none", "water": "tap"}))
    [('moo', 1, None), ('road', 'good', 'none'), ('water', None, 'tap')]
    """
    for question in sorted(before.keys() | now.keys()):
        was, said = before.get(question), now.get(question)
        if was != said:
            yield question, was, said
