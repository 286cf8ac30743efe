"""The figures of the counting method, each as a ratio of two sums.

Notation of Alkire & Foster, "Counting and multidimensional poverty measurement",
Journal of Public Economics 95 (2011), 476-487, and of Alkire et al.,
"Multidimensional Poverty Measurement and Analysis" (Oxford, 2015), chapter 5. With
weights v_i of the units, weights w_j of the indicators, deprivations g_ij (0 or 1),
scores c_i = sum_j w_j g_ij, and poor_i = (c_i >= k):

- H = sum v poor / sum v;  A = sum v c poor / sum v poor;  M0 = sum v c poor / sum v
- hd_j = sum v g_j / sum v (uncensored);  hdk_j = sum v g_j poor / sum v (censored)
- contribution_abs_j = w_j hdk_j, they add to M0;  contribution_pct_j = w_j hdk_j / M0,
  they add to 1; the contribution of a dimension is that of its indicators together

So a handful of sums for each group holds everything, see :class:`Sums`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm

from pinto.insight.estimates.rules.specification import Measure

__all__ = ["Ratio", "Sums", "Terms", "exact", "integer_weights", "least_score", "ratios"]


def exact(cutoff: Fraction | float) -> Fraction:
    """The cut-off as it was written: 0.2 is one fifth, not the nearest binary number.

    >>> exact(0.2)
    Fraction(1, 5)
    """
    found = cutoff if isinstance(cutoff, Fraction) else Fraction(str(cutoff))
    if not 0 < found <= 1:
        raise ValueError(f"a cut-off is a share above 0 and at most 1, not {cutoff}")
    return found


def integer_weights(measure: Measure) -> tuple[tuple[int, ...], int]:
    """The weights of the indicators over their common denominator, and that denominator.

    Scores of whole numbers decide c >= k without ties of floating point: with ten
    indicators of 1/10 each, three of them reach a cut-off of 0.3.
    """
    whole = lcm(*(indicator.weight.denominator for indicator in measure.indicators))
    return tuple(int(indicator.weight * whole) for indicator in measure.indicators), whole


def least_score(cutoff: Fraction, whole: int) -> int:
    """The smallest integer score that is poor.

    >>> least_score(Fraction(1, 3), 18), least_score(Fraction(33, 100), 18)
    (6, 6)
    """
    return ceil(cutoff * whole)


@dataclass(frozen=True)
class Sums:
    """Where each sum stands in a row of sums: the one layout all of the engine shares.

    Column 0 is the sum over all units, then one column for each indicator's deprived;
    then for each cut-off the poor, and the poor who are deprived in each indicator.
    """

    indicators: int
    cutoffs: int

    @property
    def width(self) -> int:
        return 1 + self.indicators + self.cutoffs * (1 + self.indicators)

    def everybody(self) -> int:
        return 0

    def deprived(self, indicator: int) -> int:
        return 1 + indicator

    def poor(self, cutoff: int) -> int:
        return 1 + self.indicators + cutoff * (1 + self.indicators)

    def censored(self, cutoff: int, indicator: int) -> int:
        return self.poor(cutoff) + 1 + indicator


Terms = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Ratio:
    """One figure: (sum of ``above``) / (sum of ``below``), each a weighted sum of sums.

    ``most`` is the largest value it can take; its interval is that of estimate / most.
    ``counted`` is the column whose units are "in" (their complement is what a
    publication could disclose), None where that has no meaning; ``among`` is the
    column of the units the figure speaks of.
    """

    measure: str
    indicator: str | None
    dimension: str | None
    cutoff: float | None
    above: Terms
    below: Terms
    most: float
    counted: int | None
    among: int


def ratios(measure: Measure, cutoffs: Sequence[Fraction]) -> list[Ratio]:
    """All figures of a measure: H, A, M0 by cut-off, hd, hdk and contributions."""
    sums = Sums(len(measure.indicators), len(cutoffs))
    everybody: Terms = ((sums.everybody(), 1.0),)
    found = [
        Ratio(
            *("hd", indicator.id, indicator.dimension, None),
            ((sums.deprived(at), 1.0),),
            everybody,
            1.0,
            sums.deprived(at),
            sums.everybody(),
        )
        for at, indicator in enumerate(measure.indicators)
    ]
    for which, cutoff in enumerate(cutoffs):
        found += _at_cutoff(measure, sums, which, float(cutoff))
    return found


def _at_cutoff(measure: Measure, sums: Sums, which: int, cutoff: float) -> Iterable[Ratio]:
    everyone, poor = sums.everybody(), sums.poor(which)
    population: Terms = ((everyone, 1.0),)
    columns = [sums.censored(which, at) for at in range(len(measure.indicators))]
    weights = [float(indicator.weight) for indicator in measure.indicators]
    score = tuple(zip(columns, weights, strict=True))
    yield Ratio("H", None, None, cutoff, ((poor, 1.0),), population, 1.0, poor, everyone)
    yield Ratio("A", None, None, cutoff, score, ((poor, 1.0),), 1.0, None, poor)
    yield Ratio("M0", None, None, cutoff, score, population, 1.0, poor, everyone)
    for indicator, column, weight in zip(measure.indicators, columns, weights, strict=True):
        names = (indicator.id, indicator.dimension, cutoff)
        share = ((column, weight),)
        yield Ratio("hdk", *names, ((column, 1.0),), population, 1.0, column, everyone)
        yield Ratio("contribution_abs", *names, share, population, weight, column, everyone)
        yield Ratio("contribution_pct", *names, share, score, 1.0, None, poor)
    for dimension in dict.fromkeys(indicator.dimension for indicator in measure.indicators):
        terms = tuple(
            term
            for term, indicator in zip(score, measure.indicators, strict=True)
            if indicator.dimension == dimension
        )
        most = sum(weight for _, weight in terms)
        named = (None, dimension, cutoff)
        yield Ratio("contribution_abs", *named, terms, population, most, poor, everyone)
        yield Ratio("contribution_pct", *named, terms, score, 1.0, None, poor)
