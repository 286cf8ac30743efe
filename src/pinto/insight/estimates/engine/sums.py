"""The sums behind every figure, by the finest groups: through profiles, or directly."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add

import ibis.expr.types as ir
import numpy as np

from pinto.insight.estimates.engine.cells import Cells, Integers, cells_of
from pinto.insight.estimates.engine.cube import Cube, Floats, numbers
from pinto.insight.estimates.rules.counting import Sums, integer_weights, least_score
from pinto.insight.estimates.rules.specification import Measure

__all__ = ["Gathered", "Totals", "direct", "from_cube", "summed"]


@dataclass(frozen=True)
class Totals:
    """Sums (columns) for each cell (rows)."""

    cells: Cells
    values: Floats

    def onto(self, keys: Sequence[str]) -> "Totals":
        """The same sums for the groups of fewer keys."""
        cells, place = self.cells.onto(keys)
        return Totals(cells, summed(self.values, place, len(cells)))


@dataclass(frozen=True)
class Gathered:
    """The sums of :class:`Sums`, of weights and of units, for the same cells."""

    weighted: Totals
    counted: Totals

    def onto(self, keys: Sequence[str]) -> "Gathered":
        """The same sums for the groups of fewer keys."""
        return Gathered(self.weighted.onto(keys), self.counted.onto(keys))


def summed(rows: Floats, place: Integers, groups: int) -> Floats:
    """The rows added up by group: groups x columns. Every group has a row."""
    if groups == len(rows) and np.array_equal(place, np.arange(groups)):
        return rows
    if not groups:
        return np.zeros((0, rows.shape[1]))
    order = np.argsort(place, kind="stable")
    starts = np.searchsorted(place[order], np.arange(groups))
    return np.asarray(np.add.reduceat(rows[order], starts, axis=0))


def from_cube(cube: Cube, measure: Measure, cutoffs: Sequence[Fraction]) -> Gathered:
    """The sums of a cube that is already there."""
    return Gathered(
        Totals(cube.cells, cube.sums(measure, cutoffs)),
        Totals(cube.cells, cube.sums(measure, cutoffs, of_units=True)),
    )


def direct(
    matrix: ir.Table, measure: Measure, cutoffs: Sequence[Fraction], keys: Sequence[str]
) -> Gathered:
    """The sums of these cut-offs and weights only, whatever the number of indicators."""
    table = sums_by(matrix, measure, cutoffs, keys).to_pyarrow()
    cells, cell = cells_of(table, keys)
    order = np.argsort(cell)
    width = Sums(len(measure.indicators), len(cutoffs)).width
    weighted, counted = (
        np.column_stack([numbers(table, f"__{kind}{at}") for at in range(width)])[order]
        for kind in ("w", "n")
    )
    return Gathered(
        Totals(cells, weighted.astype(np.float64)), Totals(cells, counted.astype(np.float64))
    )


def sums_by(
    matrix: ir.Table, measure: Measure, cutoffs: Sequence[Fraction], keys: Sequence[str]
) -> ir.Table:
    """One row for each group: ``__w0``, ``__w1``, … of weights and ``__n0``, … of units."""
    weights, whole = integer_weights(measure)
    names = [indicator.id for indicator in measure.indicators]
    score = reduce(
        add,
        [matrix[name].cast("int64") * weight for name, weight in zip(names, weights, strict=True)],
    )
    scored = matrix.select(*keys, *names, "weight", __score=score)
    conditions = [None, *(scored[name] == 1 for name in names)]
    for cutoff in cutoffs:
        poor = scored["__score"] >= least_score(cutoff, whole)
        conditions += [poor, *(poor & (scored[name] == 1) for name in names)]
    totals = {}
    for at, condition in enumerate(conditions):
        # null is the sum of nobody
        totals[f"__w{at}"] = scored.weight.sum(where=condition).fill_null(0.0)
        totals[f"__n{at}"] = scored.count(where=condition)
    grouped = scored.group_by(list(keys)) if keys else scored
    found = grouped.agg(**totals)
    return found.filter(found["__n0"] > 0)  # without keys, nobody has a row as well
