"""All figures of a measure for one division of the population, as arrays.

Groups are rows and figures are columns, so that 7,000 tambons at three cut-offs are a
few multiplications; :func:`estimates` tells them one by one.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from pinto.insight.estimates.engine import errors
from pinto.insight.estimates.engine.cells import Cells, Integers
from pinto.insight.estimates.engine.cube import Floats
from pinto.insight.estimates.engine.sums import Gathered, Totals
from pinto.insight.estimates.rules.counting import Ratio, Terms
from pinto.insight.estimates.rules.estimates import Estimate

__all__ = ["SHARE", "SMALLEST_CELL", "Division", "divide", "estimates", "with_errors"]

SMALLEST_CELL = 10
SHARE = "population_share"


@dataclass(frozen=True)
class Division:
    """The figures of each group: arrays of groups x figures; NaN is "not known".

    The last column is the share of the group in the population of its round.
    """

    by: tuple[str, ...]
    over: str | None
    groups: Cells
    figures: tuple[Ratio, ...]
    estimate: Floats
    se: Floats
    low: Floats
    high: Floats
    n: Integers
    population: Floats
    publishable: npt.NDArray[np.bool_]


def divide(
    gathered: Gathered, figures: Sequence[Ratio], by: Sequence[str], over: str | None
) -> Division:
    """The figures of the groups ``by``, in each round, without errors.

    A figure is for publication when the cell holds at least 10 units (rows) - all of
    the group, or the poor for A and the shares of contribution, which speak of the
    poor - and at least 10 of the cell's units are *not* counted in the numerator (for
    H, M0, hd, hdk and contributions): where all but a few are poor, the figure says
    of each person who lives there what they are.
    """
    round_keys = [] if over is None else [over]
    here = gathered.onto([*round_keys, *by])
    groups, weighted, counted = here.weighted.cells, here.weighted.values, here.counted.values
    rounds, round_of = groups.onto(round_keys)
    above, below = coefficients(figures, weighted.shape[1])
    population = weighted[:, 0]
    in_round = np.bincount(round_of, population, minlength=max(1, len(rounds)))
    with np.errstate(divide="ignore", invalid="ignore"):
        values = (weighted @ above) / (weighted @ below)
        share = population / in_round[round_of]
    estimate = np.column_stack([values, share])
    estimate[~np.isfinite(estimate)] = np.nan
    unknown = np.full_like(estimate, np.nan)
    return Division(
        tuple(by),
        over,
        groups,
        (*figures, Ratio(SHARE, None, None, None, (), (), 1.0, None, 0)),
        estimate,
        unknown,
        unknown,
        unknown,
        counted[:, 0].round().astype(np.int64),
        population,
        np.column_stack([_publishable(counted, figures), counted[:, 0] >= SMALLEST_CELL]),
    )


def coefficients(figures: Sequence[Ratio], width: int) -> tuple[Floats, Floats]:
    """The numerators and the denominators of the figures: sums x figures, each."""
    return _matrix([f.above for f in figures], width), _matrix([f.below for f in figures], width)


def _matrix(columns: Sequence[Terms], width: int) -> Floats:
    matrix = np.zeros((width, len(columns)))
    for at, terms in enumerate(columns):
        for row, coefficient in terms:
            matrix[row, at] += coefficient
    return matrix


def _publishable(counted: Floats, figures: Sequence[Ratio]) -> npt.NDArray[np.bool_]:
    enough = counted >= SMALLEST_CELL
    spared = counted[:, :1] - counted >= SMALLEST_CELL
    spared[:, 0] = True  # everybody has no complement: here for figures that count nobody
    among = [figure.among for figure in figures]
    return np.asarray(enough[:, among] & spared[:, [figure.counted or 0 for figure in figures]])


def with_errors(division: Division, psus: Totals, sample: errors.Sample, psu: str) -> Division:
    """The same figures with standard errors and intervals.

    ``psus`` are weighted sums by the groups, the strata and the PSUs at least. An error needs two
    PSUs with anybody the figure speaks of; otherwise it is not known.
    """
    if not len(division.groups):
        return division
    groups, rounds = division.groups, [] if division.over is None else [division.over]
    units = psus.onto(list(dict.fromkeys([*rounds, *division.by, *sample.keys, psu])))
    stratum = sample.stratum(units.cells)
    _, group = units.cells.onto(groups.keys)
    spread = errors.variances(units.values, group, stratum, sample, division.figures[:-1])
    share = _share_errors(division, units, group, stratum, sample, psu)
    heard = np.column_stack([spread.psus, np.bincount(group, minlength=len(groups))])
    se = np.where(heard >= 2, np.column_stack([spread.se, share]), np.nan)
    se[~np.isfinite(division.estimate)] = np.nan
    freedom = sample.freedom(division.over)
    labels = groups.labels(division.over) if division.over else [None] * len(groups)
    degrees = np.array([freedom.get(label, freedom.get(None, 0)) for label in labels], dtype=float)
    most = np.array([figure.most for figure in division.figures])
    low, high = errors.intervals(division.estimate, se, most, degrees)
    return replace(division, se=se, low=low, high=high)


def _share_errors(
    division: Division,
    units: Totals,
    group: Integers,
    stratum: Integers,
    sample: errors.Sample,
    psu: str,
) -> Floats:
    rounds = [] if division.over is None else [division.over]
    whole = units.onto(list(dict.fromkeys([*rounds, *sample.keys, psu])))
    _, row = units.cells.onto(whole.cells.keys)
    _, round_of_whole = whole.cells.onto(rounds)
    _, round_of = division.groups.onto(rounds)
    return errors.share_errors(
        errors.Weights(units.values[:, 0], group, stratum),
        errors.Weights(whole.values[:, 0], round_of_whole, sample.stratum(whole.cells)),
        row,
        round_of,
        sample,
    )


def estimates(division: Division) -> Iterator[Estimate]:
    """Each figure of each group as one row, group by group."""
    labels = {key: division.groups.labels(key) for key in division.groups.keys}
    over: list[Hashable] = labels[division.over] if division.over else [None] * len(division.n)
    estimate, se = _nullable(division.estimate), _nullable(division.se)
    low, high = _nullable(division.low), _nullable(division.high)
    publishable, n = division.publishable.tolist(), division.n.tolist()
    population = division.population.tolist()
    for at in range(len(n)):
        by = {key: labels[key][at] for key in division.by}
        for which, figure in enumerate(division.figures):
            yield Estimate(
                figure.measure,
                figure.indicator,
                figure.dimension,
                figure.cutoff,
                by,
                over[at],
                estimate[at][which],
                se[at][which],
                low[at][which],
                high[at][which],
                n[at],
                0,
                population[at],
                publishable[at][which],
            )


def _nullable(table: Floats) -> list[list[Any]]:
    return [[None if value != value else value for value in row] for row in table.tolist()]
