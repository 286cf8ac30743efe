"""How much weight each group has in each profile: one pass over the deprivation matrix.

The weight by group and profile is enough for every cut-off, every weighting of the
same indicators, every headcount and contribution, and every union of groups, without
looking at the units again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pinto.insight.estimates.engine.cells import Cells, Integers, cells_of, joined
from pinto.insight.estimates.engine.packing import (
    PROFILE,
    WEIGHT,
    batches,
    is_here,
    numbers,
    packed,
)
from pinto.insight.estimates.rules.counting import Sums, integer_weights, least_score
from pinto.insight.estimates.rules.specification import Measure

__all__ = [
    "MOST_INDICATORS",
    "Cube",
    "Part",
    "cube_of",
    "cube_of_part",
    "part",
    "profiles",
    "together",
]

Floats = npt.NDArray[np.floating[Any]]

MOST_INDICATORS = 12  # 4,096 profiles; beyond, the sums of each cut-off are fewer
EXACT = 1 << 24  # up to here every whole number is one of float32
BLOCK = 16_000_000  # numbers that are spread out at once: 128 MB

ROWS = "__rows"


def profiles(matrix: ir.Table, indicators: Sequence[str], keys: Sequence[str]) -> ir.Table:
    """One row for each group and profile: the sum of weights and the number of units.

    Columns: ``keys``, ``__profile`` (int16), ``__weight`` (float64), ``__rows`` (int64).
    """
    units = packed(matrix, indicators, keys)
    return units.group_by([*keys, PROFILE]).agg(
        **{WEIGHT: units[WEIGHT].sum(), ROWS: units.count()}
    )


@dataclass(frozen=True)
class Cube(ABC):
    """Weight and units by cell (the finest groups) and by those profiles that were found."""

    indicators: tuple[str, ...]
    cells: Cells
    found: Integers

    def sums(
        self, measure: Measure, cutoffs: Sequence[Fraction], *, of_units: bool = False
    ) -> Floats:
        """The sums of :class:`Sums` for each cell: of weights, or of units.

        Any cut-offs and any weights of the same indicators: nothing is scanned again.
        """
        return self.added(_features(self, measure, cutoffs), of_units=of_units)

    @abstractmethod
    def added(self, features: Floats, *, of_units: bool) -> Floats:
        """Cells x sums, where ``features`` says what each found profile adds: profiles x sums."""

    @abstractmethod
    def within(self, inside: npt.NDArray[np.bool_]) -> Cube:
        """The cube of some of its cells: where ``inside`` is true."""

    def _cells_within(self, inside: npt.NDArray[np.bool_]) -> Cells:
        return Cells(self.cells.keys, self.cells.values, self.cells.codes[inside])


@dataclass(frozen=True)
class _Dense(Cube):
    """Spread out: cells x profiles."""

    weight: Floats
    rows: Floats

    def added(self, features: Floats, *, of_units: bool) -> Floats:
        values = self.rows if of_units else self.weight
        return np.asarray(values @ features.astype(values.dtype), dtype=np.float64)

    def within(self, inside: npt.NDArray[np.bool_]) -> Cube:
        cells = self._cells_within(inside)
        return _Dense(self.indicators, cells, self.found, self.weight[inside], self.rows[inside])


@dataclass(frozen=True)
class _Sparse(Cube):
    """Only what is there: ``weight`` and ``rows`` beside the places of their cell and profile.

    Sorted by block of cells; a block is spread out at a time.
    """

    cell: Integers
    profile: Integers
    weight: Floats
    rows: Floats

    def added(self, features: Floats, *, of_units: bool) -> Floats:
        values = self.rows if of_units else self.weight
        step = max(1, BLOCK // max(1, len(self.found)))
        result = np.empty((len(self.cells), features.shape[1]))
        for first, rows in self._blocks(step):
            height = min(step, len(self.cells) - first)
            at = (self.cell[rows] - first) * len(self.found) + self.profile[rows]
            spread = np.bincount(at, values[rows], minlength=height * len(self.found))
            result[first : first + height] = spread.reshape(height, -1) @ features
        return result

    def _blocks(self, step: int) -> Iterator[tuple[int, Integers]]:
        block = (self.cell // step).astype(np.uint16)  # sorted in linear time
        order = np.argsort(block, kind="stable")
        edges = np.searchsorted(block[order], range(len(self.cells) // step + 2))
        for at, first in enumerate(range(0, len(self.cells), step)):
            yield first, order[edges[at] : edges[at + 1]]

    def within(self, inside: npt.NDArray[np.bool_]) -> Cube:
        kept = inside[self.cell]
        return _cube(
            self.indicators,
            self._cells_within(inside),
            self.found[self.profile[kept]],
            (np.cumsum(inside) - 1)[self.cell[kept]],
            self.weight[kept],
            self.rows[kept],
        )


@dataclass(frozen=True)
class Part:
    """The units of one batch, spread out: cells x every profile there can be."""

    cells: Cells
    weight: Floats
    rows: Integers

    def and_another(self, other: Part) -> Part:
        """Both together."""
        cells, (mine, theirs) = joined([self.cells, other.cells])
        if len(cells) == len(self.cells):  # nothing new: added where it stands
            self.weight[theirs] += other.weight
            self.rows[theirs] += other.rows
            return self
        shape = (len(cells), self.weight.shape[1])
        weight: Floats = np.zeros(shape)
        rows: Integers = np.zeros(shape, dtype=np.int64)
        weight[mine], rows[mine] = self.weight, self.rows
        weight[theirs] += other.weight
        rows[theirs] += other.rows
        return Part(cells, weight, rows)


def part(
    batch: pa.Table, cells: Cells, place: Integers, indicators: int, *, most: int = BLOCK
) -> Part | None:
    """The weight and units of a batch by cell and profile; None where those are too many."""
    wide = 1 << indicators
    if len(cells) * wide > min(most, BLOCK):
        return None
    at = place * wide + numbers(batch, PROFILE)
    weights = np.asarray(numbers(batch, WEIGHT), dtype=np.float64)
    weight = np.asarray(np.bincount(at, weights, len(cells) * wide), dtype=np.float64)
    rows: Integers = np.bincount(at, minlength=len(cells) * wide)
    return Part(cells, weight.reshape(-1, wide), rows.reshape(-1, wide))


def together(parts: Iterable[Part | None]) -> Part | None:
    """All parts as one; None as soon as it is too large."""
    whole: Part | None = None
    for each in parts:
        whole = each if whole is None or each is None else whole.and_another(each)
        if whole is None or whole.weight.size > BLOCK:
            return None
    return whole


def cube_of(matrix: ir.Table, indicators: Sequence[str], keys: Sequence[str]) -> Cube:
    """The cube of a deprivation matrix: one scan, whatever is asked of it afterwards.

    Where the engine runs in this process, its rows are added up as they come, which
    takes a third of the time of its grouping; a cluster groups them itself.
    """
    if is_here(matrix) and len(indicators) <= MOST_INDICATORS:
        whole = together(
            part(batch, *cells_of(batch, keys), len(indicators))
            for batch in batches(matrix, indicators, keys)
        )
        if whole is not None:
            return cube_of_part(whole, indicators)
    table = profiles(matrix, indicators, keys).to_pyarrow()
    cells, cell = cells_of(table, keys)
    return _cube(
        tuple(indicators),
        cells,
        numbers(table, PROFILE).astype(np.int64),
        cell,
        numbers(table, WEIGHT).astype(np.float64),
        numbers(table, ROWS).astype(np.float64),
    )


def cube_of_part(whole: Part, indicators: Sequence[str]) -> Cube:
    """The cube of everything that was added up."""
    there = whole.rows.any(axis=0)
    found, weight, units = np.flatnonzero(there), whole.weight, _small(whole.rows)
    if not there.all():
        weight, units = weight[:, there], units[:, there]
    return _Dense(tuple(indicators), whole.cells, found, weight, units)


def _cube(
    indicators: tuple[str, ...],
    cells: Cells,
    packed_profile: Integers,
    cell: Integers,
    weight: Floats,
    rows: Floats,
) -> Cube:
    """The cube of weights and units beside their cell and profile."""
    found, profile = np.unique(packed_profile, return_inverse=True)
    size = len(cells) * len(found)
    if size > BLOCK:
        return _Sparse(indicators, cells, found, cell, profile, weight, rows)
    at = cell * len(found) + profile
    shape = (len(cells), len(found))
    return _Dense(
        indicators,
        cells,
        found,
        np.asarray(np.bincount(at, weight, minlength=size), dtype=np.float64).reshape(shape),
        _small(np.bincount(at, rows, minlength=size).reshape(shape)),
    )


def _small(rows: Floats | Integers) -> Floats:
    """In half the memory where whole numbers are exact in it."""
    exact = rows.sum(dtype=np.float64) < EXACT
    return rows.astype(np.float32 if exact else np.float64)


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
