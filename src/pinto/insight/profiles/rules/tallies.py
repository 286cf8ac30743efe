"""Sums over households, such that sums of areas add up.

A :class:`Tally` holds nothing but sums, so that the tally of an area is the sum of
the tallies below it: one pass over the households answers every level.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

LEVELS = 4


@dataclass(frozen=True, slots=True)
class Moments:
    """How many, their sum, the sum of their squares."""

    n: int = 0
    total: float = 0.0
    squares: float = 0.0

    def __add__(self, other: Moments) -> Moments:
        return Moments(self.n + other.n, self.total + other.total, self.squares + other.squares)

    @property
    def mean(self) -> float | None:
        """None where nothing was measured: null is never 0."""
        return self.total / self.n if self.n else None

    @property
    def deviation(self) -> float | None:
        """The sample standard deviation (n − 1); None below two values.

        >>> Moments(3, 6.0, 14.0).deviation
        1.0
        """
        if self.n < 2:
            return None
        spread = (self.squares - self.total * self.total / self.n) / (self.n - 1)
        return sqrt(max(spread, 0.0))


@dataclass(frozen=True, slots=True)
class Lacking:
    """Of how many households an indicator is known, and how many of them lack it."""

    known: int = 0
    lacking: int = 0

    def __add__(self, other: Lacking) -> Lacking:
        return Lacking(self.known + other.known, self.lacking + other.lacking)

    @property
    def share(self) -> float | None:
        return self.lacking / self.known if self.known else None


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums of one area in one round."""

    households: int = 0
    people: int = 0
    levels: tuple[int, ...] = (0,) * LEVELS
    people_by_level: tuple[int, ...] = (0,) * LEVELS
    people_scored: int = 0
    on_boundary: int = 0
    answered: float = 0.0  # sum over households of the share of sub-scores that are known
    capitals: Mapping[str, Moments] = field(default_factory=dict)
    overall: Moments = Moments()
    items: Mapping[str, Lacking] = field(default_factory=dict)

    @property
    def scored(self) -> int:
        return sum(self.levels)

    @property
    def unscored(self) -> int:
        return self.households - self.scored

    def as_json(self) -> dict[str, Any]:
        return {
            "households": self.households,
            "people": self.people,
            "levels": list(self.levels),
            "people_by_level": list(self.people_by_level),
            "people_scored": self.people_scored,
            "on_boundary": self.on_boundary,
            "answered": self.answered,
            "capitals": {name: [m.n, m.total, m.squares] for name, m in self.capitals.items()},
            "overall": [self.overall.n, self.overall.total, self.overall.squares],
            "items": {name: [i.known, i.lacking] for name, i in self.items.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Tally:
        return cls(
            households=data["households"],
            people=data["people"],
            levels=tuple(data["levels"]),
            people_by_level=tuple(data["people_by_level"]),
            people_scored=data["people_scored"],
            on_boundary=data["on_boundary"],
            answered=data["answered"],
            capitals={name: Moments(*sums) for name, sums in data["capitals"].items()},
            overall=Moments(*data["overall"]),
            items={name: Lacking(*sums) for name, sums in data["items"].items()},
        )


def total(tallies: Iterable[Tally]) -> Tally:
    """The tally of all of them together.

    >>> total([Tally(households=2, people=5), Tally(households=1, people=4)]).people
    9
    """
    whole = Tally()
    for tally in tallies:
        whole = _sum(whole, tally)
    return whole


def _sum(one: Tally, other: Tally) -> Tally:
    return Tally(
        households=one.households + other.households,
        people=one.people + other.people,
        levels=_each(one.levels, other.levels),
        people_by_level=_each(one.people_by_level, other.people_by_level),
        people_scored=one.people_scored + other.people_scored,
        on_boundary=one.on_boundary + other.on_boundary,
        answered=one.answered + other.answered,
        capitals={
            name: one.capitals.get(name, Moments()) + other.capitals.get(name, Moments())
            for name in {**one.capitals, **other.capitals}
        },
        overall=one.overall + other.overall,
        items={
            name: one.items.get(name, Lacking()) + other.items.get(name, Lacking())
            for name in {**one.items, **other.items}
        },
    )


def _each(one: Sequence[int], other: Sequence[int]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))
