"""What is kept of a matrix: the sums by group and, for errors, by PSU."""

from collections.abc import Sequence
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
)
from pinto.insight.estimates.engine.errors import Sample, sample_of
from pinto.insight.estimates.engine.figures import Division, divide, with_errors
from pinto.insight.estimates.engine.packing import batches, is_here
from pinto.insight.estimates.engine.sums import (
    Gathered,
    Levels,
    Totals,
    added,
    batch_sums,
    by_psu,
    direct,
    from_cube,
)
from pinto.insight.estimates.rules.counting import Ratio, ratios
from pinto.insight.estimates.rules.specification import Design, Measure

__all__ = ["PSU", "STRATUM", "Reading", "read"]

STRATUM, PSU = "stratum", "psu"
FILLED = 4  # profiles for each row of a batch, beyond which most would stay empty


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
    by_unit = list(dict.fromkeys([*finest, STRATUM, PSU])) if design.is_sample else None
    psus: Totals | None
    if is_here(matrix) and len(measure.indicators) <= MOST_INDICATORS:
        points, psus = _in_one_scan(matrix, measure, cutoffs, finest, by_unit)
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
    by_unit: Sequence[str] | None,
) -> tuple[Gathered, Totals | None]:
    """The sums by ``keys`` and, where those are asked for, by PSU.

    A batch goes through profiles where it fills them; few rows in many cells are sooner
    added up directly.
    """
    names = [indicator.id for indicator in measure.indicators]
    levels = Levels.of(measure, cutoffs)
    psus: list[Totals] = []
    points: list[Gathered] = []
    whole: Part | None = None
    for batch in batches(matrix, names, by_unit or keys):
        units, unit = cells_of(batch, by_unit or keys)
        cells, cell = units, unit
        if by_unit:
            psus.append(batch_sums(batch, units, unit, levels))
            cells, above = units.onto(keys)
            cell = above.take(unit)
        piece = part(batch, cells, cell, len(names), most=FILLED * batch.num_rows)
        if piece is None:
            weighted = psus[-1].onto(keys) if by_unit else batch_sums(batch, cells, cell, levels)
            counted = batch_sums(batch, cells, cell, levels, of_units=True)
            points.append(Gathered(weighted, counted))
        else:
            whole = piece if whole is None else whole.and_another(piece)
    if whole is not None:
        points.append(from_cube(cube_of_part(whole, names), measure, cutoffs))
    found = Gathered(added([p.weighted for p in points]), added([p.counted for p in points]))
    return found, added(psus) if psus else None
