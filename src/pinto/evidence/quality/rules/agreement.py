"""Do two interviewers get the same answers: percent agreement, Cohen's kappa, Bland–Altman.

Sources: J. Cohen, "A coefficient of agreement for nominal scales", Educational and
Psychological Measurement 20 (1960) 37–46. J. M. Bland and D. G. Altman, "Statistical methods
for assessing agreement between two methods of clinical measurement", The Lancet 327 (1986)
307–310.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from pinto.ground.design.messages import N_

FEWEST = 10  # pairs; fewer say more about chance than about anybody
_Z = 1.96  # of the normal distribution: 95 % of differences

Pair = tuple[Hashable, Hashable]


@dataclass(frozen=True)
class Kappa:
    """Agreement beyond chance, from -1 to 1; None with the reason why there is none."""

    pairs: int
    agreed: float | None  # share of pairs that are equal
    kappa: float | None
    why: str = ""


def cohens_kappa(pairs: Sequence[Pair]) -> Kappa:
    """Agreement of two raters on one question, unweighted.

    Undefined where both gave one and the same answer everywhere: chance alone would have
    agreed too, and 0/0 is neither 0 nor 1.

    >>> cohens_kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]).kappa
    0.5
    >>> cohens_kappa([("a", "a")] * 12).why
    'everybody gave the same answer'
    """
    n = len(pairs)
    if n == 0:
        return Kappa(0, None, None, N_("nobody was asked twice"))
    same = sum(first == second for first, second in pairs)
    left, right = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    by_chance = sum(left[answer] * right[answer] for answer in left)  # times n²
    if by_chance == n * n:
        return Kappa(n, same / n, None, N_("everybody gave the same answer"))
    return Kappa(n, same / n, (same * n - by_chance) / (n * n - by_chance))


@dataclass(frozen=True)
class Difference:
    """Second minus first amount: mean, and the limits between which 95 % of differences lie."""

    pairs: int
    mean: float | None
    low: float | None
    high: float | None
    why: str = ""


def bland_altman(pairs: Sequence[tuple[float, float]]) -> Difference:
    """Mean difference (second − first) and limits of agreement, mean ± 1.96 s, s with n − 1.

    >>> bland_altman([(1, 2), (2, 2), (3, 6)]).mean
    1.3333333333333333
    """
    n = len(pairs)
    if n < 2:
        return Difference(n, None, None, None, N_("at least two pairs are needed"))
    differences = [second - first for first, second in pairs]
    mean = math.fsum(differences) / n
    spread = math.sqrt(math.fsum((each - mean) ** 2 for each in differences) / (n - 1))
    return Difference(n, mean, mean - _Z * spread, mean + _Z * spread)
