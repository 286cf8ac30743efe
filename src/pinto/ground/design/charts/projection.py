"""GeoJSON borders as compact SVG paths: whole numbers, relative steps.

Equirectangular at the middle latitude of what is drawn: over a Thai province
the error in distance stays below one pixel of a 700-pixel map.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Any

WIDTH = 700
_TALLEST = 1400  # units; a map longer than this is scaled down to it

Geometry = Mapping[str, Any]
Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Frame:
    """The rectangle of longitudes and latitudes that fills the picture."""

    west: float
    north: float
    scale: float  # units a degree of latitude
    squeeze: float  # a degree of longitude in degrees of latitude
    width: int
    height: int

    def place(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Where a point lies in the picture, in whole units from the upper left."""
        return (
            round((longitude - self.west) * self.squeeze * self.scale),
            round((self.north - latitude) * self.scale),
        )


def frame(geometries: Iterable[Geometry], width: int = WIDTH) -> Frame:
    """The frame that holds all these borders, `width` units wide.

    >>> square = {"type": "Polygon", "coordinates": [[[100, 0], [102, 0], [102, 1], [100, 0]]]}
    >>> frame([square], width=200)
    Frame(west=100, north=1, scale=100.0038..., squeeze=0.99996..., width=200, height=100)

    Raises ValueError when no border has a point.
    """
    corners = [point for geometry in geometries for ring in rings(geometry) for point in ring]
    if not corners:
        raise ValueError("Nothing to draw: none of the borders has a point.")
    west, east = min(x for x, _y in corners), max(x for x, _y in corners)
    south, north = min(y for _x, y in corners), max(y for _x, y in corners)
    squeeze = cos(radians((south + north) / 2))
    wide, high = (east - west) * squeeze, north - south
    scale = min(
        width / wide if wide else _TALLEST, _TALLEST / high if high else width / (wide or 1)
    )
    return Frame(
        west, north, scale, squeeze, max(round(wide * scale), 1), max(round(high * scale), 1)
    )


def rings(geometry: Geometry) -> Iterator[Ring]:
    """Every ring of a Polygon, a MultiPolygon or a GeometryCollection of them.

    Raises ValueError for a geometry that has no area: a point or a line is no border.
    """
    kind = geometry["type"]
    if kind == "Polygon":
        polygons = [geometry["coordinates"]]
    elif kind == "MultiPolygon":
        polygons = geometry["coordinates"]
    elif kind == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from rings(part)
        return
    else:
        raise ValueError(f"A border is a Polygon or a MultiPolygon, not a {kind}.")
    for polygon in polygons:
        for ring in polygon:
            yield [(point[0], point[1]) for point in ring]


def path(geometry: Geometry, into: Frame) -> str:
    """The border as the `d` of a <path>.

    Points that fall on the one before are left out, and a ring that shrinks to
    fewer than three points is kept as a dot, so that a small island stays on the map.

    >>> square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
    >>> path(square, Frame(west=0, north=1, scale=10, squeeze=1, width=10, height=10))
    'M0 10h10v-10h-10z'
    """
    return "".join(_ring(ring, into) for ring in rings(geometry))


def _ring(ring: Ring, into: Frame) -> str:
    placed = [into.place(x, y) for x, y in ring]
    if len(placed) > 1 and placed[0] == placed[-1]:
        placed.pop()
    corners = [p for i, p in enumerate(placed) if i == 0 or p != placed[i - 1]]
    if not corners:
        return ""
    written = f"M{corners[0][0]} {corners[0][1]}"
    if len(corners) < 3:
        return f"{written}h1v1h-1z"
    for before, now in pairwise(corners):
        written += _step(now[0] - before[0], now[1] - before[1])
    return written + "z"


def _step(right: int, down: int) -> str:
    if down == 0:
        return f"h{right}"
    if right == 0:
        return f"v{down}"
    return f"l{right}{down}" if down < 0 else f"l{right} {down}"
