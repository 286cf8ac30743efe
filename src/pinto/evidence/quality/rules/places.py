"""Points against borders and against each other. Warnings only: borders on maps are not law."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import shapely
import shapely.geometry

EARTH = 6_371_008.8  # metres, mean radius (IUGG)
BESIDE = 220.0  # metres outside a border that a simplified map may be wrong by
FAR_FROM_HOUSE = 500.0  # metres

Point = tuple[float, float]  # latitude, longitude; degrees, WGS 84


def metres(one: Point, other: Point) -> float:
    """The distance on the sphere (haversine).

    >>> round(metres((0.0, 0.0), (0.0, 1.0)))
    111195
    """
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def outside(geometry: dict[str, Any], points: Iterable[Point]) -> list[bool]:
    """For each point whether it lies more than ``BESIDE`` metres outside the GeoJSON geometry.

    >>> square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
    >>> outside(square, [(0.5, 0.5), (0.5, 1.001), (0.5, 1.2)])
    [False, False, True]
    """
    degrees = BESIDE / (math.pi * EARTH / 180)
    shape = shapely.geometry.shape(geometry).buffer(degrees)
    shapely.prepare(shape)
    return [not shape.covers(shapely.Point(longitude, latitude)) for latitude, longitude in points]
