"""What is kept of a matrix: the sums by group and, for errors, by PSU."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import ibis.expr.types as ir
import numpy as np

from pinto.insight.estimates.engine.cube import MOST_INDICATORS, cube_of
from pinto.insight.estimates.engine.errors import Sample, sample_of
from pinto.insight.estimates.engine.figures import Division, divide, with_errors
from pinto.insight.estimates.engine.sums import Gathered, Totals, by_psu, direct, from_cube
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
    """One scan for the figures, and one more for the PSUs where there are errors.

    Figures come through profiles where those are few, directly where indicators are many.
    """
    rounds = [] if over is None else [over]
    finest = list(dict.fromkeys([*rounds, *(key for keys in by for key in keys)]))
    names = [indicator.id for indicator in measure.indicators]
    if len(names) > MOST_INDICATORS:
        points = direct(matrix, measure, cutoffs, finest)
    else:
        points = from_cube(cube_of(matrix, names, finest), measure, cutoffs)
    figures = tuple(ratios(measure, cutoffs))
    if not design.is_sample:
        return Reading(figures, over, points, None, None)
    psus = by_psu(matrix, measure, cutoffs, list(dict.fromkeys([*finest, STRATUM, PSU])))
    if not np.allclose(psus.values.sum(axis=0), points.weighted.values.sum(axis=0), rtol=1e-9):
        raise RuntimeError("the data changed while they were read; ask again")
    sample = sample_of(psus.cells, [STRATUM] if pooled else [*rounds, STRATUM], PSU)
    return Reading(figures, over, points, psus, sample)
