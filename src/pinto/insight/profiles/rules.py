"""Sums of an area and what they say: means, shares, findings; no tables, no clock.

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


@dataclass(frozen=True, slots=True)
class Figures:
    """What a tally says, ready to be shown: every number, or None where nothing is known."""

    households: int
    people: int
    scored: int
    unscored: int
    share_scored: float | None
    levels: tuple[int, ...]
    level_shares: tuple[float | None, ...]  # of the scored households
    people_by_level: tuple[int, ...]
    low: int  # households on levels 1 and 2
    low_share: float | None
    overall: float | None
    overall_deviation: float | None
    capitals: Mapping[str, float | None]
    deviations: Mapping[str, float | None]
    items: Mapping[str, float | None]  # share of households that lack it
    known: Mapping[str, int]  # of how many the item is known
    on_boundary: int
    answered: float | None  # mean share of sub-scores known

    def as_json(self) -> dict[str, Any]:
        """The figures under the names of docs/reference/profile.md."""
        return {
            "households": self.households,
            "people": self.people,
            "scored": self.scored,
            "unscored": self.unscored,
            "share_scored": self.share_scored,
            "levels": [
                {"level": level, "households": count, "share": share, "people": people}
                for level, (count, share, people) in enumerate(
                    zip(self.levels, self.level_shares, self.people_by_level, strict=True), 1
                )
            ],
            "overall": {"mean": self.overall, "sd": self.overall_deviation},
            "capitals": {
                name: {"mean": mean, "sd": self.deviations[name]}
                for name, mean in self.capitals.items()
            },
            "indicators": {
                name: {"lacking": share, "known": self.known[name]}
                for name, share in self.items.items()
            },
            "on_boundary": self.on_boundary,
            "answered": self.answered,
        }


def figures(tally: Tally) -> Figures:
    """The figures of an area. Shares are of the scored households, never of all."""
    scored = tally.scored
    low = tally.levels[0] + tally.levels[1]
    return Figures(
        households=tally.households,
        people=tally.people,
        scored=scored,
        unscored=tally.unscored,
        share_scored=_share(scored, tally.households),
        levels=tally.levels,
        level_shares=tuple(_share(count, scored) for count in tally.levels),
        people_by_level=tally.people_by_level,
        low=low,
        low_share=_share(low, scored),
        overall=tally.overall.mean,
        overall_deviation=tally.overall.deviation,
        capitals={name: moments.mean for name, moments in tally.capitals.items()},
        deviations={name: moments.deviation for name, moments in tally.capitals.items()},
        items={name: item.share for name, item in tally.items.items()},
        known={name: item.known for name, item in tally.items.items()},
        on_boundary=tally.on_boundary,
        answered=tally.answered / tally.households if tally.households else None,
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Movement:
    """Households scored in both rounds: ``cells[i][j]`` went from level i+1 to level j+1."""

    cells: tuple[tuple[int, ...], ...]

    @property
    def both(self) -> int:
        return sum(map(sum, self.cells))

    @property
    def better(self) -> int:
        return sum(n for i, row in enumerate(self.cells) for j, n in enumerate(row) if j > i)

    @property
    def worse(self) -> int:
        return sum(n for i, row in enumerate(self.cells) for j, n in enumerate(row) if j < i)
