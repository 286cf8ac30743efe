"""Quantiles of Student's t, without a statistics package.

The distribution function through the regularised incomplete beta function, by the
continued fraction of Didonato & Morris (1992) as in Press et al., "Numerical
Recipes", 3rd ed. (2007), section 6.4; the quantile by bisection. Good to 1e-12.
"""

from functools import lru_cache
from math import exp, inf, isinf, lgamma, log, sqrt
from statistics import NormalDist

__all__ = ["quantile"]

SMALLEST = 1e-300


@lru_cache(maxsize=256)
def quantile(probability: float, freedom: float = inf) -> float:
    """The value below which a t with ``freedom`` degrees lies with this probability.

    >>> round(quantile(0.975, 10), 12), round(quantile(0.975), 12)
    (2.228138851986, 1.95996398454)
    """
    if isinf(freedom):
        return NormalDist().inv_cdf(probability)
    if probability < 0.5:
        return -quantile(1 - probability, freedom)
    tail, low, high = 2 * (1 - probability), 0.0, 1.0
    while _two_tails(high, freedom) > tail:
        low, high = high, high * 2
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _two_tails(middle, freedom) > tail:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _two_tails(value: float, freedom: float) -> float:
    """The probability of being further from 0 than ``value``."""
    return _beta_share(freedom / (freedom + value * value), freedom / 2, 0.5)


def _beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _continued(x, a, b) / a
    return 1 - front * _continued(1 - x, b, a) / b


def _continued(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 100 + int(20 * sqrt(a + b))):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away(1 + step * d)
            c = _away(1 + step / c)
            value *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return value


def _away(value: float) -> float:
    return value if abs(value) > SMALLEST else SMALLEST
