"""What the sums of an area say: counts, shares, means; None where nothing is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pinto.insight.profiles.rules.tallies import Tally


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
