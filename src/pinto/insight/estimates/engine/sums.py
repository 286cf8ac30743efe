"""The sums behind every figure, by the finest groups: through profiles, or directly."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from pinto.insight.estimates.engine.cells import Cells, Integers, cells_of, joined
from pinto.insight.estimates.engine.cube import Cube, Floats
from pinto.insight.estimates.engine.packing import PROFILE, WEIGHT, numbers
from pinto.insight.estimates.rules.counting import integer_weights, least_score
from pinto.insight.estimates.rules.specification import Measure

__all__ = ["Gathered", "Totals", "by_psu", "direct", "from_cube", "summed"]

WEIGHTS, UNITS = "w", "n"


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
    table = sums_by(matrix, measure, cutoffs, keys, (WEIGHTS, UNITS)).to_pyarrow()
    cells, cell = cells_of(table, keys)
    order = np.argsort(cell)
    return Gathered(
        Totals(cells, _columns(table, WEIGHTS)[order]), Totals(cells, _columns(table, UNITS)[order])
    )


def by_psu(
    matrix: ir.Table, measure: Measure, cutoffs: Sequence[Fraction], keys: Sequence[str]
) -> Totals:
    """The weighted sums by keys that tell PSUs apart: as many rows as there are PSUs.

    Not through profiles: a PSU has few units of each, and its sums are fewer.
    """
    table = sums_by(matrix, measure, cutoffs, keys, (WEIGHTS,)).to_pyarrow()
    cells, cell = cells_of(table, keys)
    return Totals(cells, _columns(table, WEIGHTS)[np.argsort(cell)])


def batch_sums(
    batch: pa.Table, cells: Cells, place: Integers, levels: "Levels", *, of_units: bool = False
) -> Totals:
    """The sums of a batch of packed units, of which ``place`` says the cell.

    Units are added up by the number of cut-offs they reach; who reaches the second has
    reached the first, so that running totals give the sums of each cut-off.
    """
    steps = levels.count + 1
    profile = numbers(batch, PROFILE)
    weight = None if of_units else numbers(batch, WEIGHT)
    at = place * steps + levels.of_profile.take(profile)
    found = np.empty((1 + levels.indicators, len(cells) * steps))
    found[0] = np.bincount(at, weight, minlength=found.shape[1])
    some = np.flatnonzero(profile)
    at, profile = at.take(some), profile.take(some)
    weight = None if weight is None else weight.take(some)
    for indicator in range(levels.indicators):
        deprived = np.flatnonzero((profile & (1 << indicator)) != 0)
        theirs = None if weight is None else weight.take(deprived)
        found[1 + indicator] = np.bincount(at.take(deprived), theirs, minlength=found.shape[1])
    reached = found.reshape(1 + levels.indicators, len(cells), steps)
    for step in reversed(range(steps - 1)):
        reached[:, :, step] += reached[:, :, step + 1]
    columns = [reached[:, :, 0], *(reached[:, :, step] for step in levels.of_cutoff)]
    return Totals(cells, np.concatenate(columns).T)


@dataclass(frozen=True)
class Levels:
    """How many of the distinct cut-offs a unit reaches.

    ``of_profile`` says it of each profile, ``of_cutoff`` of those who just reach each cut-off.
    """

    indicators: int
    count: int
    of_profile: Integers
    of_cutoff: tuple[int, ...]

    @classmethod
    def of(cls, measure: Measure, cutoffs: Sequence[Fraction]) -> "Levels":
        weights, whole = integer_weights(measure)
        least = [least_score(cutoff, whole) for cutoff in cutoffs]
        distinct = sorted(set(least))
        bits = np.arange(1 << len(weights))[:, None] >> np.arange(len(weights)) & 1
        reached = np.searchsorted(distinct, bits @ np.array(weights), side="right")
        return cls(
            len(weights),
            len(distinct),
            reached.astype(np.int64),
            tuple(distinct.index(each) + 1 for each in least),
        )


def added(parts: Sequence[Totals]) -> Totals:
    """The totals of several tables with the same keys together."""
    cells, places = joined([part.cells for part in parts])
    if len(parts) == 1:
        return parts[0]
    values = np.zeros((len(cells), parts[0].values.shape[1]))
    for part, place in zip(parts, places, strict=True):
        values[place] += part.values
    return Totals(cells, values)


def sums_by(
    matrix: ir.Table,
    measure: Measure,
    cutoffs: Sequence[Fraction],
    keys: Sequence[str],
    kinds: Sequence[str],
) -> ir.Table:
    """One row for each group: ``__w0``, ``__w1``, … sums of weights, ``__n0``, … of units.

    Zeros and ones are multiplied, not filtered: engines add products three times as
    fast as they add under a condition.
    """
    weights, whole = integer_weights(measure)
    names = [indicator.id for indicator in measure.indicators]
    score = reduce(
        add,
        [matrix[name].cast("int64") * weight for name, weight in zip(names, weights, strict=True)],
    )
    ones = {f"__g{at}": matrix[name].cast("float64") for at, name in enumerate(names)}
    scored = matrix.select(*keys, "weight", **ones, __score=score)
    held = {}
    for kind in kinds:
        base = scored.weight if kind == WEIGHTS else ibis.literal(1.0)
        held[f"__{kind}"] = base.cast("float64")
        for at, cutoff in enumerate(cutoffs):
            poor = scored["__score"] >= least_score(cutoff, whole)
            held[f"__{kind}_poor{at}"] = poor.ifelse(base, 0.0)
    ready = scored.select(*keys, *ones, **held)
    totals = {}
    for kind in kinds:
        at = 0
        for column in (f"__{kind}", *(f"__{kind}_poor{k}" for k in range(len(cutoffs)))):
            totals[f"__{kind}{at}"] = ready[column].sum()
            for name in ones:
                at += 1
                totals[f"__{kind}{at}"] = (ready[column] * ready[name]).sum()
            at += 1
    grouped = ready.group_by(list(keys)) if keys else ready
    found = grouped.agg(**totals)
    return found.filter(found[f"__{kinds[0]}0"].notnull())  # without keys nobody has a row too


def _columns(table: pa.Table, kind: str) -> Floats:
    width = sum(1 for name in table.column_names if name.startswith(f"__{kind}"))
    return np.column_stack([numbers(table, f"__{kind}{at}") for at in range(width)]).astype(
        np.float64
    )
