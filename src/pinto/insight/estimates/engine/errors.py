"""How sure: standard errors of ratios from a stratified sample of clusters, and intervals.

Taylor linearisation of the "ultimate cluster": Wolter, "Introduction to Variance
Estimation", 2nd ed. (2007), section 6.5-6.11; Binder, International Statistical
Review 51 (1983); the same as ``svyratio``/``svymean`` of R's survey package (Lumley,
"Complex Surveys", 2010) with PSUs drawn with replacement, and as ``svy: ratio`` of
Stata. For a ratio R = Y / X of a group, each PSU i has z_i = (y_i - R x_i) / X, where
y_i and x_i are the weighted sums of those of its units that are in the group (0 when
none is: the group is a *domain*, the sample is what it was), and

    V(R) = sum over strata h of  n_h / (n_h - 1) * sum over i in h of (z_i - mean_h z)^2

with n_h the number of PSUs of the stratum in the sample, in the group or not.

A stratum with one PSU has no variance of its own. The rule is "adjust" (R:
``survey.lonely.psu = "adjust"``; Stata: ``singleunit(centered)``): its z is centred at
the mean over the whole sample, which is 0 for a ratio, so it adds z^2.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from pinto.insight.estimates.engine.cells import Cells, Integers
from pinto.insight.estimates.engine.cube import Floats
from pinto.insight.estimates.engine.student import quantile
from pinto.insight.estimates.engine.sums import summed
from pinto.insight.estimates.rules.counting import Ratio, Terms

__all__ = [
    "LEVEL",
    "Sample",
    "Spread",
    "Weights",
    "intervals",
    "sample_of",
    "share_errors",
    "variances",
]

LEVEL = 0.95
CERTAIN = 1e-12  # nearer to 0 or 1 than this, a proportion has no logit


@dataclass(frozen=True)
class Sample:
    """The sample as it was drawn: the strata, and how many PSUs each has.

    ``keys`` name a stratum; with independent rounds the round is one of them.
    """

    keys: tuple[str, ...]
    strata: Cells
    psus: Integers

    def stratum(self, cells: Cells) -> Integers:
        """For each cell the place of its stratum."""
        found, place = cells.onto(self.keys)
        if not np.array_equal(found.codes, self.strata.codes):
            raise ValueError("the cells are not those the sample was read from")
        return place

    def freedom(self, over: str | None) -> dict[object, int]:
        """Degrees of freedom, PSUs - strata, by round (all rounds alike when they are pooled)."""
        if over is None or over not in self.keys:
            return {None: int(self.psus.sum()) - len(self.psus)}
        found: dict[object, int] = {}
        for label, psus in zip(self.strata.labels(over), self.psus, strict=True):
            found[label] = found.get(label, 0) + int(psus) - 1
        return found


@dataclass(frozen=True)
class Spread:
    """Groups x figures: the standard error, and the PSUs that have anybody to speak of."""

    se: Floats
    psus: Integers


def sample_of(cells: Cells, keys: Sequence[str], psu: str) -> Sample:
    """The sample behind cells whose keys include ``keys`` (of a stratum) and ``psu``."""
    units, _ = cells.onto([*keys, psu])
    strata, place = units.onto(keys)
    return Sample(tuple(keys), strata, np.bincount(place, minlength=len(strata)))


def variances(
    sums: Floats,
    group: Integers,
    stratum: Integers,
    sample: Sample,
    figures: Sequence[Ratio],
) -> Spread:
    """Standard errors of the ratios of each group.

    ``sums`` has a row for each PSU of each group, which ``group`` and ``stratum`` place.
    Numerators and denominators are centred in their strata once, whatever the number
    of figures made of them; then z less its mean is a multiplication and a difference.
    """
    columns = np.ascontiguousarray(sums.T)  # read one sum after the other
    pairs = group * len(sample.psus) + stratum
    if np.any(pairs[1:] < pairs[:-1]):
        order = np.argsort(pairs, kind="stable")
        columns, group, stratum = columns.take(order, axis=1), group[order], stratum[order]
    groups = int(group[-1]) + 1
    starts = np.searchsorted(group, np.arange(groups))
    segments = Segments.of(group, stratum, sample)
    normal = [(_normal(figure.above), _normal(figure.below)) for figure in figures]
    wanted = dict.fromkeys(terms for pair in normal for _, terms in pair)
    sides = {
        terms: Side.of(column, starts, segments)
        for terms, column in _combined(columns, wanted).items()
    }
    errors, psus = {}, []
    found = np.empty((groups, len(figures)))
    for at, ((scale, above), (unit, below)) in enumerate(normal):
        if (above, below) not in errors:
            errors[above, below] = _error(sides[above], sides[below], group, segments)
        found[:, at] = errors[above, below] * (scale / unit)
        psus.append(sides[below].psus)
    return Spread(found, np.column_stack(psus))


def _combined(columns: Floats, wanted: Iterable[Terms]) -> dict[Terms, Floats]:
    """Each numerator or denominator of every PSU: a column as it is, or several added up."""
    found, several = {}, []
    for terms in wanted:
        if len(terms) == 1:
            found[terms] = columns[terms[0][0]]
        else:
            several.append(terms)
    weights = np.zeros((len(several), len(columns)))
    for at, terms in enumerate(several):
        for row, weight in terms:
            weights[at, row] += weight
    return found | dict(zip(several, weights @ columns, strict=True))


def _normal(terms: Terms) -> tuple[float, Terms]:
    """The terms with a first coefficient of 1, and what that was."""
    scale = terms[0][1]
    return scale, tuple((row, weight / scale) for row, weight in terms)


@dataclass(frozen=True)
class Side:
    """A numerator or denominator: of each PSU, less its stratum's mean; and in all."""

    centred: Floats
    mean: Floats
    total: Floats
    psus: Integers

    @classmethod
    def of(cls, column: Floats, starts: Integers, segments: "Segments") -> "Side":
        """Of one column of rows sorted by group; ``starts`` is where each group begins."""
        centred, mean = segments.centred(column[:, None])
        return cls(
            centred[:, 0],
            mean[:, 0],
            np.add.reduceat(column, starts),
            np.add.reduceat((column > 0).view(np.int8), starts, dtype=np.int64),
        )


def _error(y: Side, x: Side, group: Integers, segments: "Segments") -> Floats:
    total = np.where(x.total > 0, x.total, 1.0)
    ratio = y.total / total
    z = ratio.take(group)
    z *= x.centred
    np.subtract(y.centred, z, out=z)
    z *= z
    mean = y.mean - ratio[segments.group] * x.mean
    inside = np.add.reduceat(z, segments.starts)
    outside = (segments.psus - segments.here)[:, 0] * mean**2
    squares = (inside + outside) * segments.scale[:, 0]
    return np.asarray(np.sqrt(np.bincount(segments.group, squares, minlength=len(total))) / total)


def linearised(y: Floats, x: Floats, group: Integers, groups: int) -> Floats:
    """What each PSU adds to the error of each ratio of its group; 0 for a ratio of nobody."""
    total = summed(x, group, groups)
    total[total == 0] = 1.0
    ratio = summed(y, group, groups) / total
    return np.asarray((y - ratio[group] * x) / total[group])


@dataclass(frozen=True)
class Segments:
    """Rows sorted by group and stratum: where each such pair begins, and its PSUs."""

    starts: Integers
    group: Integers
    psus: Floats
    here: Floats
    row: Integers

    @classmethod
    def of(cls, group: Integers, stratum: Integers, sample: Sample) -> "Segments":
        pairs = group * len(sample.psus) + stratum
        begins = np.diff(pairs, prepend=-1) != 0
        starts = np.flatnonzero(begins)
        return cls(
            starts,
            group[starts],
            sample.psus[stratum[starts]].astype(np.float64)[:, None],
            np.diff(starts, append=len(group)).astype(np.float64)[:, None],
            np.cumsum(begins) - 1,
        )

    @property
    def scale(self) -> Floats:
        """n / (n - 1), and 1 for a single PSU."""
        return np.where(self.psus > 1, self.psus / np.maximum(self.psus - 1, 1), 1.0)

    def squares(self, z: Floats, other: Floats | None = None) -> Floats:
        """The part of each pair in the variance of z (or its covariance with ``other``).

        PSUs of the stratum that are not in the group have z = 0 and count all the same.
        """
        left, left_mean = self.centred(z)
        right, right_mean = (left, left_mean) if other is None else self.centred(other)
        inside = np.add.reduceat(left * right, self.starts, axis=0)
        outside = (self.psus - self.here) * left_mean * right_mean
        return np.asarray((inside + outside) * self.scale)

    def centred(self, z: Floats) -> tuple[Floats, Floats]:
        """z less its mean over the PSUs of the stratum, and that mean for each pair."""
        mean = np.add.reduceat(z, self.starts, axis=0) / self.psus
        mean = np.where(self.psus > 1, mean, 0.0)  # a single PSU: the mean of the sample
        return z - mean.take(self.row, axis=0), mean


@dataclass(frozen=True)
class Weights:
    """The weight of each PSU in each group, with the places of its group and stratum."""

    weight: Floats
    group: Integers
    stratum: Integers

    def sorted_by_stratum(self, sample: Sample) -> tuple["Weights", Integers]:
        order = np.argsort(self.group * len(sample.psus) + self.stratum, kind="stable")
        return Weights(self.weight[order], self.group[order], self.stratum[order]), order


def share_errors(
    part: Weights, whole: Weights, row: Integers, round_of: Integers, sample: Sample
) -> Floats:
    """Standard errors of the groups' shares of their round's population, one for each group.

    ``row`` is, for each row of ``part``, the row of ``whole`` with the same PSU;
    ``round_of`` the round of each group. The share is the ratio of the sums of
    part and whole, so z_i = (part_i - share * whole_i) / sum of whole; its square is
    multiplied out, for all PSUs of the round have a z, in the group or not.
    """
    part, order = part.sorted_by_stratum(sample)
    row = row[order]
    every, order = whole.sorted_by_stratum(sample)
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    inside = Segments.of(part.group, part.stratum, sample)
    around = Segments.of(every.group, every.stratum, sample)
    groups, rounds = len(round_of), int(every.group[-1]) + 1
    a, b = part.weight[:, None], every.weight[:, None]
    total = summed(b, every.group, rounds)[round_of]
    share = summed(a, part.group, groups) / total
    centred = around.centred(b)[0] * around.scale[around.row]
    own = summed(inside.squares(a), inside.group, groups)
    both = summed(a * centred[back[row]], part.group, groups)
    others = summed(around.squares(b), around.group, rounds)[round_of]
    variance = (own - 2 * share * both + share**2 * others) / total**2
    variance[share > 1 - CERTAIN] = 0.0  # the whole has no error, and differences have rounding
    return np.asarray(np.sqrt(np.maximum(variance, 0.0))[:, 0])


def intervals(estimate: Floats, se: Floats, most: Floats, freedom: Floats) -> tuple[Floats, Floats]:
    """Confidence limits of proportions of ``most`` on the logit scale; NaN where there are none.

    With p = estimate / most: logit(p) -/+ t * se(p) / (p (1 - p)), brought back; t is the
    97.5 % quantile of Student's distribution with (PSUs - strata) degrees of freedom.
    The same as ``svyciprop(method = "logit")`` of R's survey package, whose logistic
    model with only a constant has exactly this Wald interval. A proportion of 0 or 1
    has no logit and no interval.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        p = estimate / most
        t = np.array([quantile((1 + LEVEL) / 2, f) if f > 0 else np.nan for f in freedom])
        half = t[:, None] * (se / most) / (p * (1 - p))
        centre = np.log(p / (1 - p))
        low, high = (most / (1 + np.exp(-(centre + side * half))) for side in (-1, 1))
    known = (p > CERTAIN) & (p < 1 - CERTAIN) & np.isfinite(se)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)
