"""One pass over the deprivation matrix: how much weight each group has in each profile.

A *profile* is the row of zeros and ones of a unit, packed into one integer (bit j is
indicator j). The weight by group and profile is enough for every cut-off, every
weighting of the same indicators, every headcount and contribution, and every union
of groups, without looking at the units again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from operator import add
from typing import Any

import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pinto.insight.estimates.engine.cells import Cells, Integers, cells_of
from pinto.insight.estimates.rules.counting import Sums, integer_weights, least_score
from pinto.insight.estimates.rules.specification import Measure

__all__ = ["MOST_INDICATORS", "Cube", "cube_of", "numbers", "profiles"]

Floats = npt.NDArray[np.floating[Any]]

MOST_INDICATORS = 12  # 4,096 profiles; beyond, the sums of each cut-off are fewer
EXACT = 1 << 24  # up to here every whole number is one of float32
BLOCK = 16_000_000  # numbers of a block that is spread out at once: 128 MB

PROFILE, WEIGHT, ROWS = "__profile", "__weight", "__rows"


def profiles(matrix: ir.Table, indicators: Sequence[str], keys: Sequence[str]) -> ir.Table:
    """One row for each group and profile: the sum of weights and the number of units.

    Columns: ``keys``, ``__profile`` (int16), ``__weight`` (float64), ``__rows`` (int64).
    """
    # half the width of int32 is two thirds of the time
    bits = [matrix[name].cast("int16") * (1 << at) for at, name in enumerate(indicators)]
    packed = matrix.select(
        *keys, **{PROFILE: reduce(add, bits).cast("int16"), WEIGHT: matrix.weight.cast("float64")}
    )
    return packed.group_by([*keys, PROFILE]).agg(
        **{WEIGHT: packed[WEIGHT].sum(), ROWS: packed.count()}
    )


@dataclass(frozen=True)
class Cube:
    """Weight and units by cell (the finest groups) and profile.

    ``weight`` and ``rows`` stand beside ``cell`` and ``profile``, the places of their
    cell in ``cells`` and of their profile in ``found``, sorted by block of cells.
    """

    indicators: tuple[str, ...]
    cells: Cells
    found: Integers
    cell: Integers
    profile: Integers
    weight: Floats
    rows: Floats

    def sums(
        self, measure: Measure, cutoffs: Sequence[Fraction], *, of_units: bool = False
    ) -> Floats:
        """The sums of :class:`Sums` for each cell: of weights, or of units.

        Any cut-offs and any weights of the same indicators: nothing is scanned again.
        """
        wanted = _features(self, measure, cutoffs)
        values = self.rows if of_units else self.weight
        result = np.empty((len(self.cells), wanted.shape[1]))
        starts = range(0, len(self.cells), _step(len(self.found)))
        if len(starts) == 1:
            whole = self._all_units if of_units else self._all_weights
            result[:] = whole @ wanted.astype(whole.dtype)
            return result
        edges = np.searchsorted(self.cell // _step(len(self.found)), range(len(starts) + 1))
        for first, start, end in zip(starts, edges[:-1], edges[1:], strict=True):
            block = self._dense(values, first, slice(start, end))
            result[first : first + len(block)] = block @ wanted
        return result

    # The only block of a small cube is kept: the next question finds it spread out.
    @cached_property
    def _all_weights(self) -> Floats:
        return self._dense(self.weight, 0, slice(None))

    @cached_property
    def _all_units(self) -> Floats:
        """In half the memory where whole numbers are exact in it."""
        exact = self.rows.sum() < EXACT
        return self._dense(self.rows.astype(np.float32 if exact else np.float64), 0, slice(None))

    def _dense(self, values: Floats, first: int, rows: slice) -> Floats:
        """Cells x profiles of one block."""
        height = min(_step(len(self.found)), len(self.cells) - first)
        spread = np.zeros(height * len(self.found), dtype=values.dtype)
        spread[(self.cell[rows] - first) * len(self.found) + self.profile[rows]] = values[rows]
        return spread.reshape(height, -1)


def cube_of(matrix: ir.Table, indicators: Sequence[str], keys: Sequence[str]) -> Cube:
    """The cube of a deprivation matrix: one scan, whatever is asked of it afterwards."""
    table = profiles(matrix, indicators, keys).to_pyarrow()
    cells, cell = cells_of(table, keys)
    packed = numbers(table, PROFILE).astype(np.int64)
    present = np.bincount(packed, minlength=1) > 0
    profile = (np.cumsum(present) - 1)[packed]
    weight = numbers(table, WEIGHT).astype(np.float64)
    rows = numbers(table, ROWS).astype(np.float64)
    step = _step(int(present.sum()))
    if len(cells) > step:
        # blocks are few, and numpy sorts numbers of 16 bits in linear time
        block = cell // step
        small = len(cells) // step < np.iinfo(np.uint16).max
        order = np.argsort(block.astype(np.uint16) if small else block, kind="stable")
        cell, profile, weight, rows = cell[order], profile[order], weight[order], rows[order]
    return Cube(tuple(indicators), cells, np.flatnonzero(present), cell, profile, weight, rows)


def numbers(table: pa.Table, name: str) -> npt.NDArray[Any]:
    """A column without nulls as an array."""
    return np.asarray(table.column(name).to_numpy())


def _step(profiles: int) -> int:
    return max(1, BLOCK // max(1, profiles))


def _features(cube: Cube, measure: Measure, cutoffs: Sequence[Fraction]) -> Floats:
    """What a unit of each found profile adds to each sum: profiles x sums, zeros and ones."""
    weights, whole = integer_weights(measure)
    names = [indicator.id for indicator in measure.indicators]
    bits = np.stack([(cube.found >> cube.indicators.index(name)) & 1 for name in names], axis=1)
    score = bits @ np.array(weights, dtype=np.int64)
    sums = Sums(len(names), len(cutoffs))
    features = np.zeros((len(cube.found), sums.width))
    features[:, sums.everybody()] = 1.0
    features[:, 1 : 1 + len(names)] = bits
    for which, cutoff in enumerate(cutoffs):
        poor = score >= least_score(cutoff, whole)
        at = sums.poor(which)
        features[:, at] = poor
        features[:, at + 1 : at + 1 + len(names)] = bits * poor[:, None]
    return features
