"""Poverty and inequality of incomes: FGT, Gini, S80/S20, at risk of poverty.

The engine adds up, on one machine or a cluster; numpy does the arithmetic that is left.
Standard errors are those of the weighted total of influence values
(:mod:`pinto.insight.estimates.rules.inequality`) in the sample as it was drawn
(:mod:`pinto.insight.estimates.engine.errors`); a full enumeration has none.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence

import numpy as np

from pinto.insight.estimates.engine.cells import Integers
from pinto.insight.estimates.engine.incomes import (
    INCOME,
    KNOWN,
    LINE,
    WEIGHT,
    Incomes,
    Line,
    read,
)
from pinto.insight.estimates.engine.sheets import ROWS, Sheet, sheet
from pinto.insight.estimates.engine.telling import (
    UNKNOWN,
    Scale,
    divided,
    ratio_errors,
    tell,
    total_error,
)
from pinto.insight.estimates.rules import inequality
from pinto.insight.estimates.rules.estimates import Estimate
from pinto.insight.estimates.rules.inequality import Floats, Tails

__all__ = ["at_risk", "fgt", "gini", "share_ratio"]

POOR = "pinto_poor"

# On 20,000 households of Khon Kaen, of whom 4 % say exactly the median, errors by density
# came out a seventh too small in simulation; on incomes without heaps they hold.
HEAPED = 0.02


def fgt(incomes: Incomes, line: Line, alphas: Sequence[float] = (0, 1, 2)) -> list[Estimate]:
    """FGT0 (share of the poor), FGT1 (poverty gap), FGT2 (severity), for each group and alpha.

    Pα = Σ w ((z − y) / z)^α over the poor, / Σ w: Foster, Greer and Thorbecke (1984,
    Econometrica 52(3)). Poor is who has strictly less than the line z. With negative
    incomes kept a gap exceeds 1. Errors are those of a ratio mean, intervals on the
    logit scale. Raises ``ValueError`` for an alpha below 0.
    """
    if min(alphas, default=0) < 0:
        raise ValueError(f"alpha is 0 or more, not {min(alphas)}")
    units = read(incomes, line)
    poor = units[KNOWN] & (units[INCOME] < units[LINE])
    gap = (units[LINE] - units[INCOME]) / units[LINE]
    sums = {
        f"FGT{alpha:g}": poor.ifelse(units[WEIGHT] * (gap**alpha if alpha else 1.0), 0.0)
        for alpha in alphas
    }
    counted = {**sums, POOR: poor.cast("int64")}
    estimates = []
    for by in incomes.by:
        found = sheet(units, incomes, by, counted)
        above = np.column_stack([found.sums[name] for name in sums])
        below = np.repeat(found.sums[WEIGHT][:, None], len(sums), axis=1)
        errors = ratio_errors(found, above, below)
        rest = found.total(ROWS) - found.total(POOR)
        for at, name in enumerate(sums):
            figure = divided(found.total(name), found.total(WEIGHT))
            se = None if errors is None else errors[:, at]
            estimates += tell(found, name, figure, se, "logit", rest)
    return estimates


def gini(incomes: Incomes) -> list[Estimate]:
    """The Gini coefficient of each group, from 0 (all alike); None where the mean is not positive.

    Definition and influence values: :func:`pinto.insight.estimates.rules.inequality.gini`.
    The interval is the figure ∓ t se.
    """
    return _of_distributions(incomes, "Gini", "plain", inequality.gini, inequality.gini_influence)


def share_ratio(incomes: Incomes, tails: Tails = "lorenz") -> list[Estimate]:
    """S80/S20 of each group; None where the poorest fifth has no positive income.

    Definitions: :func:`pinto.insight.estimates.rules.inequality.share_ratio`. With
    ``eurostat`` there is no error: where many share one income it jumps with the
    sample, and no formula was found to hold then.
    The interval is on the log scale: a ratio is above 0.
    """

    def ratio(values: Floats, weights: Floats) -> float | None:
        return inequality.share_ratio(values, weights, tails)

    influence = inequality.share_ratio_influence if tails == "lorenz" else None
    return _of_distributions(incomes, "S80_S20", "log", ratio, influence)


def at_risk(incomes: Incomes, share: float = 0.6) -> list[Estimate]:
    """ARP: of each group the share with less than ``share`` of the median of everybody.

    The median is that of all units of the round, weighted as
    :func:`pinto.insight.estimates.rules.inequality.quantile` says; at risk is who has strictly
    less (Eurostat, at-risk-of-poverty rate). First comes ``ARP_threshold``, for each
    round, without an error. The error of ARP counts that the threshold is itself an
    estimate (Deville 1999; Osier 2009, section 4.2): zₖ = (1[yₖ < t] − R) / W for those
    of the group, and − share f(t) (1[yₖ ≤ m] − F(m)) / (f(m) W') for everybody, with f the
    density in the group and of everybody. No error where more than 2 % of the units
    have exactly the median or exactly the threshold, as heaped answers do: there is no
    density then.
    """
    units = read(incomes)
    everybody = sheet(units, incomes, (), {}, each_income=True)
    medians = np.full(len(everybody.groups), UNKNOWN)
    for at, values, weights, _ in _distributions(everybody):
        medians[at] = inequality.quantile(values, weights, 0.5)
    estimates = tell(everybody, "ARP_threshold", share * medians, None, "plain")
    for by in incomes.by:
        found = sheet(units, incomes, by, {}, each_income=True)
        round_of = _places(found.rounds(), everybody.rounds())
        threshold = share * medians[round_of]
        below = _below(found.sums[INCOME], threshold[found.group])
        poor, held = (
            inequality.totals(found.group, found.sums[name] * below, len(found.groups))
            for name in (WEIGHT, ROWS)
        )
        figure = divided(poor, found.total(WEIGHT))
        se = _risk_errors(found, round_of, medians, share, figure)
        estimates += tell(found, "ARP", figure, se, "logit", found.total(ROWS) - held)
    return estimates


def _risk_errors(
    found: Sheet, round_of: Integers, medians: Floats, share: float, figure: Floats
) -> Floats | None:
    """The errors of the shares at risk: what each PSU adds itself, and through the median."""
    drawn = found.drawn
    if drawn is None:
        return None
    incomes, weights = found.sums[INCOME], found.sums[WEIGHT]
    row_round = np.where(np.isnan(incomes), -1, round_of[found.group])
    psu_round = np.zeros(drawn.psus, dtype=np.int64)
    psu_round[drawn.psu] = round_of[found.group]
    through = np.full(drawn.psus, UNKNOWN)  # what a PSU adds to the median of its round
    for at, median in enumerate(medians):
        rows = np.flatnonzero(row_round == at)
        if not len(rows) or _heaped(found, rows, (median, share * median)):
            continue
        whole = weights[rows].sum()
        under = incomes[rows] <= median
        centred = under - np.dot(weights[rows], under) / whole
        values, spread = inequality.distribution(incomes[rows], weights[rows])
        thick = inequality.density(values, spread, median, _count(found, rows))
        if thick > 0:
            added = inequality.totals(drawn.psu[rows], -weights[rows] * centred, drawn.psus)
            through[psu_round == at] = added[psu_round == at] / (thick * whole)
    errors = np.full(len(found.groups), UNKNOWN)
    for at, values, spread, rows in _distributions(found):
        psus = np.flatnonzero(psu_round == round_of[at])
        threshold = share * medians[round_of[at]]
        poor = _below(incomes[rows], threshold)
        direct = weights[rows] * (poor - figure[at]) / weights[rows].sum()
        own = inequality.totals(drawn.psu[rows], direct, drawn.psus)
        thick = inequality.density(values, spread, threshold, _count(found, rows))
        errors[at] = total_error(drawn, psus, own[psus] + share * thick * through[psus])
    return errors


def _below(incomes: Floats, threshold: Floats | float) -> Floats:
    """1 where less than the threshold, else 0, also for not-a-number.

    The threshold is a product: its last digit must not make poor who has exactly it.
    """
    less: Floats = (incomes < threshold * (1 - inequality.EPSILON)).astype(np.float64)
    return less


def _heaped(found: Sheet, rows: Integers, points: tuple[float, ...]) -> bool:
    """Whether so many share one of these very incomes that there is no density at it."""
    most = max(1.0, HEAPED * _count(found, rows))
    return any(_count(found, rows[found.sums[INCOME][rows] == point]) > most for point in points)


def _of_distributions(
    incomes: Incomes,
    name: str,
    scale: Scale,
    figure_of: Callable[[Floats, Floats], float | None],
    influence_of: Callable[[Floats, Floats], Floats] | None,
) -> list[Estimate]:
    """A figure of the whole distribution of each group; no errors without influence values."""
    units = read(incomes)
    estimates = []
    for by in incomes.by:
        found = sheet(units, incomes, by, {}, each_income=True)
        figure = np.full(len(found.groups), UNKNOWN)
        added, part = np.zeros((2, len(found.group)))
        for at, values, weights, rows in _distributions(found):
            told = figure_of(values, weights)
            if told is None:
                continue
            figure[at] = told
            if influence_of is not None:
                place = np.searchsorted(values, found.sums[INCOME][rows])
                added[rows] = found.sums[WEIGHT][rows] * influence_of(values, weights)[place]
                part[rows] = found.sums[WEIGHT][rows] / weights.sum()
        se = None
        if influence_of is not None:
            errors = ratio_errors(found, added[:, None], part[:, None])
            se = None if errors is None else errors[:, 0]
        estimates += tell(found, name, figure, se, scale)
    return estimates


def _distributions(found: Sheet) -> Iterator[tuple[int, Floats, Floats, Integers]]:
    """For each group with known incomes: place, distinct incomes, their weights, its rows."""
    known = np.flatnonzero(~np.isnan(found.sums[INCOME]))
    order = known[np.lexsort((found.sums[INCOME][known], found.group[known]))]
    edges = np.flatnonzero(np.diff(found.group[order], prepend=-1))
    for first, last in zip(edges, [*edges[1:], len(order)], strict=True):
        rows = order[first:last]
        values, weights = inequality.distribution(
            found.sums[INCOME][rows], found.sums[WEIGHT][rows]
        )
        yield int(found.group[rows[0]]), values, weights, rows


def _count(found: Sheet, rows: Integers) -> int:
    """How many units stand behind these rows."""
    return int(found.sums[ROWS][rows].sum())


def _places(labels: list[Hashable], among: list[Hashable]) -> Integers:
    """Where each label stands among the others."""
    place = {label: at for at, label in enumerate(among)}
    return np.array([place[label] for label in labels], dtype=np.int64)
