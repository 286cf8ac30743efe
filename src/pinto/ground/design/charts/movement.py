"""Who moved between two rounds: the same households, row before, column now.

Nets alone hide those who fell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pinto.ground.design.words import LEVELS


@dataclass(frozen=True)
class Cell:
    count: int
    css: str  # u up, w down, e same


@dataclass(frozen=True)
class Movement:
    """Four rows of four counts, and what they come to."""

    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    better: int
    same: int
    worse: int

    @property
    def whole(self) -> int:
        return self.better + self.same + self.worse


def _css(before: int, now: int, count: int) -> str:
    """Nobody is neither good nor bad news."""
    if count == 0 or now == before:
        return "e"
    return "u" if now > before else "w"


def movement(counts: Sequence[Sequence[int]]) -> Movement:
    """The table of moves; `counts[before][now]`, levels from the poorest.

    >>> moved = movement([[5, 3, 0, 0], [1, 7, 2, 0], [0, 0, 4, 0], [0, 0, 1, 9]])
    >>> moved.better, moved.same, moved.worse, moved.whole
    (5, 25, 2, 32)
    """
    if [len(row) for row in counts] != [len(LEVELS)] * len(LEVELS):
        raise ValueError("A movement table has four rows of four counts.")
    cells = [(row, now, count) for row, line in enumerate(counts) for now, count in enumerate(line)]
    return Movement(
        rows=tuple(
            (
                str(LEVELS[row]),
                tuple(Cell(n, _css(row, now, n)) for now, n in enumerate(line)),
            )
            for row, line in enumerate(counts)
        ),
        better=sum(n for row, now, n in cells if now > row),
        same=sum(n for row, now, n in cells if now == row),
        worse=sum(n for row, now, n in cells if now < row),
    )
