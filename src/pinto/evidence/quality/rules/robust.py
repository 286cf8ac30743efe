"""Far from the others, told in a way that the far ones themselves cannot move.

Source: B. Iglewicz and D. C. Hoaglin, "How to detect and handle outliers", ASQC Basic
References in Quality Control 16 (1993): the modified z-score, far beyond 3.5. Amounts of
money are compared by their logarithms: twice as much is as far as half as much.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

CONSISTENT = 0.6745  # 0.75-quantile of the normal distribution: MAD → standard deviation
FAR = 3.5
FEWEST = 20  # amounts; of fewer nobody can say what is usual
FAR_AMOUNT = "far-"  # begins the name of a finding about an amount; its question follows


def modified_z(values: Sequence[float]) -> list[float | None]:
    """For each positive amount its distance from the median, in robust standard deviations.

    None for all where more than half of them are the same amount: there is no spread.

    >>> [None if z is None else round(z, 2) for z in modified_z([10, 100, 1000, 100_000])]
    [-1.01, -0.34, 0.34, 1.69]
    """
    logs = [math.log10(value) for value in values]
    middle = median(logs)
    spread = median(abs(each - middle) for each in logs)
    if spread == 0:
        return [None] * len(logs)
    return [CONSISTENT * (each - middle) / spread for each in logs]
