"""Whether the order of the groups hangs on the cut-off and the weights.

Alkire et al., "Multidimensional Poverty Measurement and Analysis" (Oxford, 2015), chapter 8:
the groups are ranked by H or M0 under a baseline and under every other setting, and the
two orders are compared by Kendall's tau-b (Kendall, Biometrika 33 (1945), 239-251),
Spearman's rank correlation (ties have their mean rank) and the share of the pairs that
keep their order, among the pairs the baseline tells apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pinto.insight.estimates.engine.cells import Integers
from pinto.insight.estimates.engine.counting import again
from pinto.insight.estimates.engine.cube import Cube, Floats
from pinto.insight.estimates.engine.figures import Division
from pinto.insight.estimates.rules.counting import exact
from pinto.insight.estimates.rules.specification import Measure

__all__ = ["Agreement", "agreement", "robustness"]

NEAR = 1e-12  # closer than this two figures are the same


@dataclass(frozen=True)
class Agreement:
    """How the order of groups under one setting agrees with the baseline's.

    ``weights`` and ``cutoff`` name the setting, ``measure`` is H or M0. The three
    numbers are None where they have no meaning: fewer than two groups, or all alike.
    """

    measure: str
    weights: str
    cutoff: float
    groups: int
    kendall: float | None
    spearman: float | None
    preserved: float | None


def robustness(
    cube: Cube,
    weightings: Mapping[str, Measure],
    cutoffs: Sequence[Fraction | float],
    *,
    by: tuple[str, ...],
    baseline: tuple[str, Fraction | float],
) -> list[Agreement]:
    """The agreement of every weighting at every cut-off with ``baseline`` (weighting, cut-off)."""
    name, cutoff = baseline
    (base,) = again(cube, weightings[name], cutoffs=[cutoff], by=[by])[1:]
    found = []
    for weights, measure in weightings.items():
        (other,) = again(cube, measure, cutoffs=cutoffs, by=[by])[1:]
        for figure in ("H", "M0"):
            ours = _column(base, figure, float(exact(cutoff)))
            for share in map(float, map(exact, cutoffs)):
                numbers = agreement(ours, _column(other, figure, share))
                found.append(Agreement(figure, weights, share, len(ours), *numbers))
    return found


def _column(division: Division, measure: str, cutoff: float) -> Floats:
    for at, figure in enumerate(division.figures):
        if (figure.measure, figure.cutoff) == (measure, cutoff):
            return division.estimate[:, at]
    raise LookupError(f"{measure} at {cutoff}")


def agreement(left: Floats, right: Floats) -> tuple[float | None, float | None, float | None]:
    """Kendall's tau-b, Spearman's coefficient, and the share of ``left``'s pairs that are kept.

    >>> agreement(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]))
    (0.3333333333333333, 0.5, 0.6666666666666666)
    """
    a, b = _ranks(left), _ranks(right)
    together = told_left = told_right = kept = 0
    for at in range(len(a) - 1):
        ours, theirs = np.sign(a[at + 1 :] - a[at]), np.sign(b[at + 1 :] - b[at])
        together += int((ours * theirs).sum())
        told_left += int(np.count_nonzero(ours))
        told_right += int(np.count_nonzero(theirs))
        kept += int(np.count_nonzero((ours == theirs) & (ours != 0)))
    if not told_left:
        return None, None, None
    preserved = kept / told_left
    if not told_right:
        return None, None, preserved
    kendall = together / (told_left * told_right) ** 0.5
    x, y = a - a.mean(), b - b.mean()
    return kendall, float((x @ y) / ((x @ x) * (y @ y)) ** 0.5), preserved


def _ranks(values: Floats) -> Floats:
    """Mean ranks; values nearer than rounding are tied."""
    order = np.argsort(values, kind="stable")
    steps = np.diff(values[order], prepend=values[order][:1]) > NEAR
    tie: Integers = np.cumsum(steps)
    size = np.bincount(tie) if len(tie) else np.zeros(0)
    last = np.cumsum(size)
    ranks = np.empty(len(values))
    ranks[order] = (last - (size - 1) / 2)[tie]
    return ranks
