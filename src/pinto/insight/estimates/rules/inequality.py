"""How unequal incomes are: an income distribution in, numbers and influence values out.

Arrays are one-dimensional float64 of the same length: ``values`` ascending and distinct,
``weights`` the positive weight on each. A distribution of distinct values says as much
as the rows it was summed from, so that splitting a row into two of half the weight, or
putting two of the same income together, changes nothing.

An influence value is the derivative of the number by the weight of one unit with that
income (Deville 1999, Survey Methodology 25(2); Osier 2009, Survey Research Methods
3(3); Demnati and Rao 2004, Survey Methodology 30(1)). The variance of the number is that
of the weighted total of its influence values.
"""

from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Integers = npt.NDArray[np.int64]
Tails = Literal["lorenz", "eurostat"]

# Sums of weights in another order differ in their last digits, and must not decide.
EPSILON = 1e-12


def distribution(incomes: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The distinct incomes, ascending, and the weight on each."""
    values, place = np.unique(incomes, return_inverse=True)
    return values, totals(place, weights, len(values))


def totals(place: Integers, amounts: Floats, groups: int) -> Floats:
    """The amounts added up by the place of their group, of which there are ``groups``."""
    return np.bincount(place, amounts, groups).astype(np.float64)


def mean(values: Floats, weights: Floats) -> float:
    """The weighted mean. Raises ``ZeroDivisionError`` on an empty distribution."""
    return float(np.dot(values, weights)) / float(weights.sum())


def quantile(values: Floats, weights: Floats, share: float) -> float:
    """The smallest value that at least ``share`` of the weight does not exceed.

    Where exactly that share does not exceed it, the mean of it and the next value:
    Eurostat's definition (EU-SILC 131-rev/04; ``weightedQuantile`` of R package laeken,
    Alfons and Templ 2013). ``share`` 0.5 is the weighted median.
    """
    reached = np.cumsum(weights)
    slack = EPSILON * float(reached[-1])
    target = float(share * reached[-1])
    at = min(int(np.searchsorted(reached, target - slack)), len(values) - 1)
    if abs(reached[at] - target) <= slack and at + 1 < len(values):
        return float(values[at] + values[at + 1]) / 2
    return float(values[at])


def gini(values: Floats, weights: Floats) -> float | None:
    """The mean absolute difference between two incomes, over twice the mean.

    G = Σᵢ Σⱼ wᵢ wⱼ |yᵢ − yⱼ| / (2 W² ȳ), worked out as 2 Σ wᵢ yᵢ rᵢ / (W Σ wᵢ yᵢ) − 1
    where rᵢ is the weight below yᵢ and half of that at it (Sen 1973; the same as
    laeken's ``gini`` / 100 and convey's ``svygini``). Without the factor n / (n − 1).
    None where the mean is not positive. Between 0 and 1, unless incomes are negative:
    then it can exceed 1.
    """
    total = float(np.dot(values, weights))
    if total <= 0:
        return None
    ranks = np.cumsum(weights) - weights / 2
    # centred on the mean rank: else the difference of two near equal numbers when all are equal
    half = float(weights.sum()) / 2
    return float(np.dot(weights * values, ranks - half)) / (half * total)


def gini_influence(values: Floats, weights: Floats) -> Floats:
    """Of each income on the Gini (Osier 2009, section 4.4, with ties at half their weight).

    zₖ = 2 (yₖ rₖ + Qₖ) / (W Y) − (G + 1) (1 / W + yₖ / Y), with Y = Σ w y and Qₖ the
    income above yₖ and half of that at it. Their weighted sum is 0.
    """
    incomes = weights * values
    whole, total = weights.sum(), incomes.sum()
    ranks = np.cumsum(weights) - weights / 2
    above = total - np.cumsum(incomes) + incomes / 2
    index = 2 * np.dot(incomes, ranks) / (whole * total)  # G + 1
    influence: Floats = 2 * (values * ranks + above) / (whole * total)
    influence -= index * (1 / whole + values / total)
    return influence


def share_ratio(values: Floats, weights: Floats, tails: Tails = "lorenz") -> float | None:
    """S80/S20: the income of the richest fifth over that of the poorest fifth.

    ``lorenz``: (1 − L(0.8)) / L(0.2), where the income that straddles a fifth is split
    between both sides, so that each tail holds exactly a fifth of the weight (Langel
    and Tillé 2011, Survey Methodology 37(2)). ``eurostat``: the income of those above
    the 80 % quantile over that of those not above the 20 % quantile, as laeken's
    ``qsr``; where many share one income the tails are not fifths. None where the
    poorest fifth has no positive income.
    """
    if tails == "eurostat":
        incomes = weights * values
        bottom = float(incomes[values <= quantile(values, weights, 0.2)].sum())
        top = float(incomes[values > quantile(values, weights, 0.8)].sum())
    else:
        bottom = _poorest(values, weights, 0.2)
        top = float(np.dot(values, weights)) - _poorest(values, weights, 0.8)
    return top / bottom if bottom > 0 else None


def share_ratio_influence(values: Floats, weights: Floats) -> Floats:
    """Of each income on S80/S20 by ``lorenz`` (Langel and Tillé 2011; no density is needed).

    The income of the poorest share p, Yₚ, moves by p qₚ − max(qₚ − yₖ, 0).
    """
    bottom = _poorest(values, weights, 0.2)
    top = float(np.dot(values, weights)) - _poorest(values, weights, 0.8)
    on_top = values - _on_poorest(values, weights, 0.8)
    influence: Floats = (on_top - top / bottom * _on_poorest(values, weights, 0.2)) / bottom
    return influence


def _poorest(values: Floats, weights: Floats, share: float) -> float:
    """The income of exactly the poorest ``share`` of the weight."""
    reached = np.minimum(np.cumsum(weights), share * weights.sum())
    taken = np.diff(reached, prepend=0.0)
    return float(np.dot(taken, values))


def _on_poorest(values: Floats, weights: Floats, share: float) -> Floats:
    edge = _edge(values, weights, share)
    influence: Floats = share * edge - np.maximum(edge - values, 0.0)
    return influence


def _edge(values: Floats, weights: Floats, share: float) -> float:
    """The income at which the poorest ``share`` of the weight is full."""
    reached = np.cumsum(weights)
    at = int(np.searchsorted(reached, (share - EPSILON) * reached[-1]))
    return float(values[min(at, len(values) - 1)])


def density(values: Floats, weights: Floats, at: float, rows: int) -> float:
    """How thick incomes lie at one of them: a Gaussian kernel estimate, per baht.

    The bandwidth is Silverman's (1986, p. 48), 0.9 min(s, IQR / 1.34) rows^(−1/5), which
    Graf and Tillé (2014, Survey Methodology 40(1)) found to serve skewed incomes. 0
    where all incomes are the same.
    """
    whole = float(weights.sum())
    centred = values - mean(values, weights)
    spread = float(np.sqrt(np.dot(weights, centred**2) / whole))
    quartiles = quantile(values, weights, 0.75) - quantile(values, weights, 0.25)
    width = 0.9 * min(spread, quartiles / 1.34 if quartiles > 0 else spread) * float(rows**-0.2)
    if width <= 0:
        return 0.0
    kernel = np.exp(-(((at - values) / width) ** 2) / 2) / np.sqrt(2 * np.pi)
    return float(np.dot(weights, kernel)) / (whole * width)
