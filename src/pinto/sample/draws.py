"""Chances that belong together, and that a year does not wash away.

Each question has a hidden normal number for every household (or member). An answer
leans on the household's welfare by its ``pull``, the rest is its own; cutting the sum
at fixed shares gives ordered answers that go together as they do in life. The next
round keeps most of each hidden number, so answers change a little, not altogether.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_NORMAL = NormalDist()


class Draws:
    """Hidden normal numbers by name, for the rows of one chunk.

    They are drawn in the order they are first asked for, so the same seed and the
    same code give the same people.
    """

    def __init__(self, rng: np.random.Generator, shape: tuple[int, ...]) -> None:
        self.rng = rng
        self.shape = shape
        self._hidden: dict[str, Floats] = {}
        self._kept = 1.0  # how much of a known number the present round keeps
        self._fresh: Bools | None = None  # rows that keep nothing: other people live there
        self._aged: set[str] = set()

    def next_round(self, kept: float, fresh: Bools) -> None:
        """From now on numbers are last round's, changed: correlated with them by ``kept``."""
        self._kept, self._fresh = kept, fresh
        self._aged = set()

    def hidden(self, name: str) -> Floats:
        """The hidden normal numbers of that name in this round."""
        old = self._hidden.get(name)
        if old is None:
            self._hidden[name] = self._draw()
        elif self._fresh is not None and name not in self._aged:
            new = self._draw()
            mixed = self._kept * old + np.float32((1 - self._kept**2) ** 0.5) * new
            self._hidden[name] = np.where(_rows(self._fresh, old.ndim), new, mixed)
        self._aged.add(name)
        return self._hidden[name]

    def leaning(self, name: str, on: Floats, pull: float) -> Floats:
        """Standard normal numbers, correlated by ``pull`` with what they lean on."""
        own = self.hidden(name) * np.float32((1 - pull * pull) ** 0.5)
        return np.asarray(own + np.float32(pull) * on)

    def ordinal(self, name: str, on: Floats, pull: float, shares: Sequence[float]) -> Ints:
        """0, 1, 2, …, in such shares; the better off have more of the later ones."""
        return cut(self.leaning(name, on, pull), shares)

    def chance(self, name: str, on: Floats, pull: float, share: Any) -> Bools:
        """True for such a share (one for all, or one for each), more often for the better off."""
        return np.asarray(self.leaning(name, on, pull) > -normal_of(share))

    def uniform(self, name: str) -> Floats:
        """Numbers in (0, 1) that stay from round to round as the hidden ones do."""
        return uniform_of(self.hidden(name))

    def _draw(self) -> Floats:
        return self.rng.standard_normal(self.shape, dtype=np.float32)


def cut(numbers: Floats, shares: Sequence[float]) -> Ints:
    """Standard normal numbers as 0, 1, 2, … in such shares (which add up to one).

    >>> cut(np.array([-3.0, 0.0, 3.0]), [0.2, 0.6, 0.2]).tolist()
    [0, 1, 2]
    """
    total = sum(shares)
    reached = np.cumsum(shares)[:-1] / total
    cuts = [_NORMAL.inv_cdf(float(share)) for share in reached]
    return np.searchsorted(cuts, numbers).astype(np.int64)


def uniform_of(numbers: Floats) -> Floats:
    """Standard normal numbers as numbers in (0, 1), nearly evenly spread.

    >>> uniform_of(np.array([0.0])).tolist()
    [0.5]
    """
    # the logistic curve that is never further than 0.01 from the normal one
    return np.asarray(1 / (1 + np.exp(-1.702 * numbers)))


def normal_of(share: Any) -> Floats:
    """The reverse of :func:`uniform_of`; never and always are 0 and 1.

    >>> normal_of(np.array([0.0, 0.5, 1.0])).tolist()
    [-inf, 0.0, inf]
    """
    share = np.asarray(share, dtype=np.float64)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(share / (1 - share)) / 1.702)


def cut_by(numbers: Floats, group: Ints, shares: Sequence[Sequence[float]]) -> Ints:
    """As :func:`cut`, with the shares of each row's own group.

    >>> cut_by(np.array([0.0, 0.0]), np.array([0, 1]), [[0.9, 0.1], [0.1, 0.9]]).tolist()
    [0, 1]
    """
    table = np.array(shares, dtype=np.float64)
    reached = np.cumsum(table / table.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    cuts = normal_of(np.clip(reached, 0, 1))
    return np.asarray((numbers[..., None] > cuts[group]).sum(axis=-1), dtype=np.int64)


def baht(median: Any, spread: float, numbers: Floats, step: int = 100) -> Ints:
    """Amounts of money, log-normal about the median, rounded as people round them."""
    amount = np.asarray(median) * np.exp(spread * numbers)
    return np.asarray(np.round(amount / step).astype(np.int64) * step)


def _rows(rows: Bools, dimensions: int) -> Bools:
    return rows.reshape(rows.shape + (1,) * (dimensions - rows.ndim))
