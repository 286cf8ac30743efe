"""The counting method of Alkire & Foster on a deprivation matrix.

The formulas and their sources stand in :mod:`pinto.insight.estimates.rules.counting`, the
errors in :mod:`pinto.insight.estimates.engine.errors`, the method for readers in
``docs/explanation/counting-poverty.md``.
"""

from collections.abc import Sequence
from fractions import Fraction

import ibis.expr.types as ir

from pinto.insight.estimates.engine.cube import Cube
from pinto.insight.estimates.engine.figures import Division, divide, estimates
from pinto.insight.estimates.engine.reading import read
from pinto.insight.estimates.engine.sums import from_cube
from pinto.insight.estimates.rules.counting import exact, ratios
from pinto.insight.estimates.rules.estimates import Estimate
from pinto.insight.estimates.rules.specification import Design, Measure

__all__ = ["again", "divisions", "estimate"]


def estimate(
    matrix: ir.Table,
    measure: Measure,
    *,
    cutoffs: Sequence[Fraction | float],
    by: Sequence[tuple[str, ...]],
    over: str | None = None,
    design: Design,
    pooled: bool = True,
) -> list[Estimate]:
    """All figures of the measure for everything and for each of the divisions ``by``.

    A division of several columns crosses them. ``over`` is the column of the round:
    figures are of each round. All rounds are one design, as ``svydesign`` makes of
    appended data: a stratum and a PSU with the same name are the same in every round.
    Without ``pooled`` rounds are independent samples, whatever names recur.

    Errors are given where ``design.is_sample``.
    """
    found = divisions(
        matrix, measure, cutoffs=cutoffs, by=by, over=over, design=design, pooled=pooled
    )
    return [row for division in found for row in estimates(division)]


def divisions(
    matrix: ir.Table,
    measure: Measure,
    *,
    cutoffs: Sequence[Fraction | float],
    by: Sequence[tuple[str, ...]],
    over: str | None = None,
    design: Design,
    pooled: bool = True,
) -> list[Division]:
    """As :func:`estimate`, as arrays: everything first, then one for each of ``by``."""
    shares = [exact(cutoff) for cutoff in cutoffs]
    wanted = list(dict.fromkeys([(), *by]))
    reading = read(matrix, measure, shares, wanted, over, design, pooled)
    return [reading.division(keys) for keys in wanted]


def again(
    cube: Cube,
    measure: Measure,
    *,
    cutoffs: Sequence[Fraction | float],
    by: Sequence[tuple[str, ...]],
    over: str | None = None,
) -> list[Division]:
    """Other cut-offs, or other weights of the same indicators, from a cube that was kept.

    No scan and no errors: those need the PSUs.
    """
    shares = [exact(cutoff) for cutoff in cutoffs]
    gathered, figures = from_cube(cube, measure, shares), ratios(measure, shares)
    return [divide(gathered, figures, keys, over) for keys in dict.fromkeys([(), *by])]
