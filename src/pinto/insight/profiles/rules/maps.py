"""Where the classes of a map lie."""

from collections.abc import Iterable
from math import ceil, floor

CLASSES = 5
Breaks = tuple[float, float, float, float]


def map_breaks(values: Iterable[float | None], *, step: float) -> Breaks:
    """Four values in whole ``step``s that part the range into five equal classes.

    The range is that of every area the maps of a round are compared over, so that
    one shade means the same on all of them. Classes are never narrower than a step:
    areas that hardly differ are not painted as if they did.

    >>> map_breaks([.65, .95, None, .81], step=.01)
    (0.71, 0.77, 0.83, 0.89)
    >>> map_breaks([.5], step=.01), map_breaks([], step=.05)
    ((0.5, 0.51, 0.52, 0.53), (0.0, 0.05, 0.1, 0.15))
    """
    known = [value for value in values if value is not None]
    low = floor(round(min(known, default=0.0) / step, 6))
    high = ceil(round(max(known, default=0.0) / step, 6))
    width = max(ceil((high - low) / CLASSES), 1)
    first = low + width if high > low else low
    return tuple(round((first + width * i) * step, 6) for i in range(CLASSES - 1))  # type: ignore[return-value]  # four
