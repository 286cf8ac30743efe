"""From sums of a sheet to estimates with their errors."""

from typing import Literal

import numpy as np

from pinto.insight.estimates.engine.cells import Integers
from pinto.insight.estimates.engine.errors import LEVEL, intervals, variances
from pinto.insight.estimates.engine.figures import SMALLEST_CELL
from pinto.insight.estimates.engine.incomes import WEIGHT
from pinto.insight.estimates.engine.sheets import MISSING, ROWS, Drawn, Sheet
from pinto.insight.estimates.engine.student import quantile
from pinto.insight.estimates.rules.counting import Ratio
from pinto.insight.estimates.rules.estimates import Estimate
from pinto.insight.estimates.rules.inequality import Floats, totals

UNKNOWN = np.nan

Scale = Literal["logit", "log", "plain"]


def ratio_errors(sheet: Sheet, above: Floats, below: Floats) -> Floats | None:
    """Standard errors (groups x figures) of the ratios of two sums; None without a sample.

    ``above`` and ``below`` have a row for each row of the sheet and a column for each figure.
    """
    drawn = sheet.drawn
    if drawn is None:
        return None
    # rows of the same PSU and group are put together: the PSU is what was drawn
    pairs, place = np.unique(sheet.group * drawn.psus + drawn.psu, return_inverse=True)
    rows = np.hstack([above, below])
    sums = np.column_stack([totals(place, column, len(pairs)) for column in rows.T])
    stratum = drawn.stratum[pairs % drawn.psus]
    figures = _ratios(above.shape[1])
    return variances(sums, pairs // drawn.psus, stratum, drawn.sample, figures).se


def total_error(drawn: Drawn, psus: Integers, influence: Floats) -> float:
    """The standard error of a total of influence values that sum to 0, one for each of ``psus``.

    ``psus`` are all PSUs of a round.
    """
    # a ratio to 1 that is 0 has the variance of its numerator
    sums = np.column_stack([influence, np.full(len(psus), 1 / len(psus))])
    group = np.zeros(len(psus), dtype=np.int64)
    spread = variances(sums, group, drawn.stratum[psus], drawn.sample, _ratios(1))
    return float(spread.se[0, 0])


def _ratios(figures: int) -> list[Ratio]:
    """Ratios of the first so many sums to the next so many."""
    return [
        Ratio("", None, None, None, ((at, 1.0),), ((figures + at, 1.0),), 1.0, None, 0)
        for at in range(figures)
    ]


def tell(
    sheet: Sheet,
    measure: str,
    figure: Floats,
    se: Floats | None,
    scale: Scale,
    rest: Floats | None = None,
) -> list[Estimate]:
    """An estimate for each group; not-a-number becomes None.

    ``rest`` counts the units of each group that must not be few for it to be published,
    if not all of them: of a share those it does not hold for, since a share of nearly
    all tells of each of them.

    The 95 % interval is ∓ t se on the ``scale``: ``logit`` for shares (None where the figure is
    not between 0 and 1), ``log`` for ratios above 0, ``plain`` for the figure itself;
    t has as many degrees of freedom as PSUs less strata.
    """
    freedom = _freedom(sheet)
    # a single PSU tells nothing about another sample, and no figure has no error
    sure = (freedom > 0) & ~np.isnan(figure)
    errors = np.where(sure, UNKNOWN if se is None else se, UNKNOWN)
    low, high = _limits(figure, errors, freedom, scale)
    many = (sheet.total(ROWS) if rest is None else rest) >= SMALLEST_CELL
    n, missing, population = (sheet.total(name) for name in (ROWS, MISSING, WEIGHT))
    return [
        Estimate(
            measure=measure,
            by=by,
            over=over,
            estimate=known(figure[at]),
            se=known(errors[at]),
            ci_low=known(low[at]),
            ci_high=known(high[at]),
            n=int(n[at]),
            n_missing=int(missing[at]),
            population=float(population[at]),
            publishable=bool(many[at]),
        )
        for at, (by, over) in enumerate(zip(sheet.labels(), sheet.rounds(), strict=True))
    ]


def _limits(figure: Floats, errors: Floats, freedom: Floats, scale: Scale) -> tuple[Floats, Floats]:
    if scale == "logit":
        low, high = intervals(figure[:, None], errors[:, None], np.ones((1, 1)), freedom)
        return low[:, 0], high[:, 0]
    t = np.array([quantile((1 + LEVEL) / 2, f) if f > 0 else UNKNOWN for f in freedom])
    if scale == "log":
        factor = np.exp(t * divided(errors, figure))
        return figure / factor, figure * factor
    return figure - t * errors, figure + t * errors


def known(number: float) -> float | None:
    """None for not-a-number.

    >>> known(float("nan")), known(0.5)
    (None, 0.5)
    """
    return None if np.isnan(number) else float(number)


def divided(above: Floats, below: Floats) -> Floats:
    """The ratio; not-a-number over 0."""
    return np.divide(above, below, out=np.full_like(above, UNKNOWN), where=below != 0)


def _freedom(sheet: Sheet) -> Floats:
    """Degrees of freedom of each group; 0 without a sample."""
    if sheet.drawn is None:
        return np.zeros(len(sheet.groups))
    freedom = sheet.drawn.sample.freedom(sheet.over)
    return np.array([freedom[label] for label in sheet.rounds()], dtype=np.float64)
