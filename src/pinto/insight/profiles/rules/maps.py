"""Where the classes of a map lie."""

from collections.abc import Iterable
from math import ceil, floor

CLASSES = 5
Breaks = tuple[float, float, float, float]


def map_breaks(
    values: Iterable[float | None], *, step: float, whole: tuple[float, float]
) -> Breaks:
    """Four values in whole ``step``s that part the range into five equal classes.

    The range is that of every area the maps of a round are compared over, so that
    one shade means the same on all of them. Areas that hardly differ are not painted
    as if they did: where a class would be narrower than a step, the classes part the
    ``whole`` range a value can have, and 81 % poor does not look good for being alone.

    >>> map_breaks([.65, .95, None, .81], step=.01, whole=(0, 1))
    (0.71, 0.77, 0.83, 0.89)
    >>> map_breaks([.81], step=.01, whole=(0, 1)), map_breaks([], step=.05, whole=(1, 4))
    ((0.2, 0.4, 0.6, 0.8), (1.6, 2.2, 2.8, 3.4))
    """
    known = [value for value in values if value is not None]
    low = floor(round(min(known, default=0.0) / step, 6))
    high = ceil(round(max(known, default=0.0) / step, 6))
    if high - low < CLASSES:
        low, high = round(whole[0] / step), round(whole[1] / step)
    width = ceil((high - low) / CLASSES)
    first = low + width
    return tuple(round((first + width * i) * step, 6) for i in range(CLASSES - 1))  # type: ignore[return-value]  # four
