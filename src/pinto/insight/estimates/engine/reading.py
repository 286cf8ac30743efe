"""What one scan of a matrix keeps: the sums by group and, for errors, by PSU."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import ibis.expr.types as ir

from pinto.insight.estimates.engine.cube import MOST_INDICATORS, cube_of
from pinto.insight.estimates.engine.errors import Sample, sample_of
from pinto.insight.estimates.engine.figures import Division, divide, with_errors
from pinto.insight.estimates.engine.sums import Gathered, Totals, direct, from_cube
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
    """One scan: through profiles where there are few, directly where indicators are many."""
    rounds = [] if over is None else [over]
    finest = list(dict.fromkeys([*rounds, *(key for keys in by for key in keys)]))
    sampled = design.psu is not None and not design.full_enumeration
    every = list(dict.fromkeys([*finest, STRATUM, PSU])) if sampled else finest
    names = [indicator.id for indicator in measure.indicators]
    figures = tuple(ratios(measure, cutoffs))
    if len(names) > MOST_INDICATORS:
        gathered = direct(matrix, measure, cutoffs, every)
        points, psus = gathered.onto(finest), gathered.weighted
    else:
        cube = cube_of(matrix, names, every)
        points = from_cube(cube.onto(finest) if sampled else cube, measure, cutoffs)
        psus = Totals(cube.cells, cube.sums(measure, cutoffs)) if sampled else points.weighted
    if not sampled:
        return Reading(figures, over, points, None, None)
    sample = sample_of(psus.cells, [STRATUM] if pooled else [*rounds, STRATUM], PSU)
    return Reading(figures, over, points, psus, sample)
