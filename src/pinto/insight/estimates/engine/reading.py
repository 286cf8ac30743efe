"""What is kept of a matrix: the sums by group and, for errors, by PSU."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import ibis.expr.types as ir
import numpy as np

from pinto.insight.estimates.engine.cells import cells_of
from pinto.insight.estimates.engine.cube import (
    MOST_INDICATORS,
    Part,
    cube_of,
    cube_of_part,
    part,
    together,
)
from pinto.insight.estimates.engine.errors import Sample, sample_of
from pinto.insight.estimates.engine.figures import Division, divide, with_errors
from pinto.insight.estimates.engine.packing import batches, is_here
from pinto.insight.estimates.engine.sums import (
    Gathered,
    Levels,
    Totals,
    added,
    by_psu,
    direct,
    from_cube,
    of_psus,
)
from pinto.insight.estimates.rules.counting import Ratio, ratios
from pinto.insight.estimates.rules.specification import Design, Measure

__all__ = ["PSU", "STRATUM", "Reading", "read"]

STRATUM, PSU = "stratum", "psu"


@dataclass(frozen=True)
class Reading:
    """The sums of a measure at its cut-offs, by the finest groups that were asked for.

    ``psus`` and ``sample`` are None where there are no errors to be had.
    """

    figures: tuple[Ratio, ...]
    over: str | None
    points: Gathered
    psus: Totals | None
    sample: Sample | None

    def division(self, by: Sequence[str]) -> Division:
        """The figures of the groups ``by`` in each round, with errors where there are any."""
        found = divide(self.points, self.figures, by, self.over)
        if self.psus is None or self.sample is None:
            return found
        return with_errors(found, self.psus, self.sample, PSU)


def read(
    matrix: ir.Table,
    measure: Measure,
    cutoffs: Sequence[Fraction],
    by: Sequence[tuple[str, ...]],
    over: str | None,
    design: Design,
    pooled: bool,
) -> Reading:
    """Figures come through profiles where those are few, directly where indicators are many.

    In this process one scan gives the PSUs too; another engine is asked for them by themselves.
    """
    rounds = [] if over is None else [over]
    finest = list(dict.fromkeys([*rounds, *(key for keys in by for key in keys)]))
    names = [indicator.id for indicator in measure.indicators]
    by_unit = list(dict.fromkeys([*finest, STRATUM, PSU])) if design.is_sample else None
    found = None
    if is_here(matrix) and len(names) <= MOST_INDICATORS and by_unit is not None:
        found = _in_one_scan(matrix, measure, cutoffs, finest, by_unit)
    if found is not None:
        points, psus = found
    else:
        points = _points(matrix, measure, cutoffs, finest)
        psus = by_psu(matrix, measure, cutoffs, by_unit) if by_unit is not None else None
    figures = tuple(ratios(measure, cutoffs))
    if psus is None:
        return Reading(figures, over, points, None, None)
    if not np.allclose(psus.values.sum(axis=0), points.weighted.values.sum(axis=0), rtol=1e-9):
        raise RuntimeError("the data changed while they were read; ask again")
    sample = sample_of(psus.cells, [STRATUM] if pooled else [*rounds, STRATUM], PSU)
    return Reading(figures, over, points, psus, sample)


def _points(
    matrix: ir.Table, measure: Measure, cutoffs: Sequence[Fraction], keys: Sequence[str]
) -> Gathered:
    names = [indicator.id for indicator in measure.indicators]
    if len(names) > MOST_INDICATORS:
        return direct(matrix, measure, cutoffs, keys)
    return from_cube(cube_of(matrix, names, keys), measure, cutoffs)


def _in_one_scan(
    matrix: ir.Table,
    measure: Measure,
    cutoffs: Sequence[Fraction],
    keys: Sequence[str],
    by_unit: Sequence[str],
) -> tuple[Gathered, Totals] | None:
    """The sums by ``keys`` and those by PSU; None where there are too many cells to spread out."""
    names = [indicator.id for indicator in measure.indicators]
    levels = Levels.of(measure, cutoffs)
    psus: list[Totals] = []

    def parts() -> Iterator[Part | None]:
        for batch in batches(matrix, names, by_unit):
            units, unit = cells_of(batch, by_unit)
            psus.append(of_psus(batch, units, unit, levels))
            cells, cell = units.onto(keys)
            yield part(batch, cells, cell.take(unit), len(names))

    whole = together(parts())
    if whole is None:
        return None
    return from_cube(cube_of_part(whole, names), measure, cutoffs), added(psus)
