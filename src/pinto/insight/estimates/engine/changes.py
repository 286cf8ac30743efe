"""How much changed between two rounds, and how sure that is.

With b0 the earlier and b1 the later figure, T the years between them:

- absolute  b1 - b0,           a year  (b1 - b0) / T
- relative  b1 / b0 - 1,       a year  (b1 / b0)^(1 / T) - 1

as in Alkire, Roche & Vaz, "Changes over time in multidimensional poverty", World
Development 94 (2017), 232-249, section 2; relative changes are shares (-0.1 is a fall by
a tenth). Standard errors by the delta method from the variances of b0 and b1 and their
covariance; the covariance is that of the linearised values of the PSUs, which is 0 for
rounds that are independent samples. Intervals are symmetric with the normal quantile,
as mpitbR (Girela) and Stata's ``nlcom`` have them.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import ibis.expr.types as ir
import numpy as np

from pinto.insight.estimates.engine.cells import Integers
from pinto.insight.estimates.engine.cube import Floats
from pinto.insight.estimates.engine.errors import LEVEL, Segments, linearised
from pinto.insight.estimates.engine.figures import Division, coefficients
from pinto.insight.estimates.engine.reading import PSU, Reading, read
from pinto.insight.estimates.engine.student import quantile
from pinto.insight.estimates.engine.sums import summed
from pinto.insight.estimates.rules.counting import exact
from pinto.insight.estimates.rules.estimates import Estimate
from pinto.insight.estimates.rules.specification import Design, Measure

__all__ = ["changes"]


def changes(
    matrix: ir.Table,
    measure: Measure,
    *,
    cutoffs: Sequence[Fraction | float],
    by: Sequence[tuple[str, ...]],
    over: str,
    design: Design,
    pooled: bool = True,
    pairs: Sequence[tuple[Hashable, Hashable]] | None = None,
    years: Mapping[Any, float] | None = None,
) -> list[Estimate]:
    """The changes of every figure in every group that both rounds have.

    Rows are named ``H_absolute_change``, ``H_absolute_change_annual``,
    ``H_relative_change``, ``H_relative_change_annual`` and so on; ``over`` is
    (earlier, later), ``n`` and ``population`` are those of the later round. ``pairs``
    are each round with the next unless given. ``years`` says when a round was; a
    round that is a number is its own year, and without years there is no annual change.
    """
    shares = [exact(cutoff) for cutoff in cutoffs]
    wanted = list(dict.fromkeys([(), *by]))
    reading = read(matrix, measure, shares, wanted, over, design, pooled)
    found: list[Estimate] = []
    for keys in wanted:
        division = reading.division(keys)
        rounds = division.groups.values[over]
        for earlier, later in pairwise(rounds) if pairs is None else pairs:
            pair = _pair(division, over, earlier, later)
            covariance = _covariance(reading, division, pair)
            found += _rows(division, pair, covariance, _span(earlier, later, years))
    return found


@dataclass(frozen=True)
class Pair:
    """Two rounds, and the rows of the division that are the same group in each."""

    earlier: Hashable
    later: Hashable
    before: Integers
    after: Integers


def _pair(division: Division, over: str, earlier: Hashable, later: Hashable) -> Pair:
    known = division.groups.values[over]
    for label in (earlier, later):
        if label not in known:
            raise ValueError(f"there is no round {label!r} in {over}; there are {known}")
    _, place = division.groups.onto(division.by)
    rounds = division.groups.codes[:, division.groups.keys.index(over)]
    first, last = (np.flatnonzero(rounds == known.index(label)) for label in (earlier, later))
    _, at_first, at_last = np.intersect1d(place[first], place[last], return_indices=True)
    return Pair(earlier, later, first[at_first], last[at_last])


def _span(earlier: Any, later: Any, years: Mapping[Any, float] | None) -> float | None:
    first, last = (years[earlier], years[later]) if years else (earlier, later)
    if not all(isinstance(year, int | float) for year in (first, last)):
        return None
    span = float(last - first)
    if span <= 0:
        raise ValueError(f"the later round ({later}) must be after the earlier one ({earlier})")
    return span


def _covariance(reading: Reading, division: Division, pair: Pair) -> Floats:
    """Of the later with the earlier figures: common groups x figures (without the share)."""
    figures = len(division.figures) - 1
    zero = np.zeros((len(pair.before), figures))
    sample, over = reading.sample, division.over
    if reading.psus is None or sample is None or over is None or over in sample.keys:
        return zero  # independent rounds, or no sample at all
    units = reading.psus.onto(list(dict.fromkeys([over, *division.by, *sample.keys, PSU])))
    _, group = units.cells.onto(division.groups.keys)
    above, below = coefficients(division.figures[:-1], units.values.shape[1])
    z = linearised(units.values @ above, units.values @ below, group, len(division.groups))
    clusters, place = units.cells.onto([*division.by, *sample.keys, PSU])
    sides = []
    for rows in (pair.before, pair.after):
        side = np.zeros((len(clusters), figures))
        mine = np.isin(group, rows)
        side[place[mine]] = z[mine]
        sides.append(side)
    stratum = sample.stratum(clusters)
    _, where = clusters.onto(division.by)
    order = np.argsort(where * len(sample.psus) + stratum, kind="stable")
    segments = Segments.of(where[order], stratum[order], sample)
    products = segments.squares(sides[0][order], sides[1][order])
    _, common = division.groups.onto(division.by)
    return summed(products, segments.group, int(where.max()) + 1)[common[pair.after]]


def _rows(
    division: Division, pair: Pair, covariance: Floats, span: float | None
) -> Iterator[Estimate]:
    labels = {key: division.groups.labels(key) for key in division.by}
    figures = division.figures[:-1]
    tables = _changes(division, pair, covariance, span)
    far = quantile((1 + LEVEL) / 2)
    publishable = division.publishable[pair.before] & division.publishable[pair.after]
    for at, row in enumerate(pair.after.tolist()):
        by = {key: labels[key][row] for key in division.by}
        for which, figure in enumerate(figures):
            for kind, (values, errors) in tables.items():
                value, se = _known(values[at, which]), _known(errors[at, which])
                sure = value is not None and se is not None
                yield Estimate(
                    f"{figure.measure}_{kind}",
                    figure.indicator,
                    figure.dimension,
                    figure.cutoff,
                    by,
                    (pair.earlier, pair.later),
                    value,
                    se,
                    value - far * se if sure else None,
                    value + far * se if sure else None,
                    int(division.n[row]),
                    0,
                    float(division.population[row]),
                    bool(publishable[at, which]),
                )


def _changes(
    division: Division, pair: Pair, covariance: Floats, span: float | None
) -> dict[str, tuple[Floats, Floats]]:
    """Each kind of change and its standard error; NaN is "not known"."""
    b0, b1 = division.estimate[pair.before, :-1], division.estimate[pair.after, :-1]
    v0, v1 = division.se[pair.before, :-1] ** 2, division.se[pair.after, :-1] ** 2

    def error(slope0: Floats | float, slope1: Floats | float) -> Floats:
        variance = slope0**2 * v0 + slope1**2 * v1 + 2 * slope0 * slope1 * covariance
        return np.asarray(np.sqrt(np.maximum(variance, 0.0)))

    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = b1 / b0
        found: dict[str, tuple[Floats, Floats]] = {
            "absolute_change": (b1 - b0, error(-1.0, 1.0)),
            "relative_change": (ratio - 1, error(-ratio / b0, 1 / b0)),
        }
        if span is not None:
            yearly = ratio ** (1 / span)
            found["absolute_change_annual"] = ((b1 - b0) / span, error(-1 / span, 1 / span))
            found["relative_change_annual"] = (
                yearly - 1,
                error(-yearly / (span * b0), yearly / (span * b1)),
            )
    return found


def _known(value: Any) -> Any:
    return float(value) if np.isfinite(value) else None
