"""The invented borders: they tile without gap or overlap at every level.

A province is an island of many small cells; each cell goes to the tambon whose middle
is nearest after the land has been bent a little. Neighbours share the very points of
their border, so unions of tambons are amphoes and provinces without a seam.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from pinto.sample.areas import PROVINCES, Province, villages

_CELLS = 5200  # in the square an island is cut from
Points = npt.NDArray[np.float64]


@cache
def borders() -> dict[str, shapely.Geometry]:
    """The border of every province, amphoe and tambon, by code, in degrees (WGS 84)."""
    found: dict[str, shapely.Geometry] = {}
    for province in PROVINCES:
        tambons = _tambons(province)
        whole = shapely.coverage_union_all(np.array(list(tambons.values())))
        found |= {province.code: whole, province.amphoe_code: whole} | tambons
    return found


def features() -> Iterator[dict[str, Any]]:
    """The borders as GeoJSON features, each with its code and name."""
    names = {}
    for province in PROVINCES:
        names[province.code] = province.th
        names[province.amphoe_code] = province.amphoe_th
        names |= {tambon.code: tambon.th for tambon in province.tambons}
    for code, border in borders().items():
        yield {
            "type": "Feature",
            "properties": {"code": code, "name_th": names[code]},
            "geometry": shapely.geometry.mapping(border),
        }


@cache
def village_points() -> dict[str, tuple[float, float]]:
    """Where each village lies, as latitude and longitude, well inside its tambon."""
    rng = np.random.default_rng(9902)
    found: dict[str, tuple[float, float]] = {}
    for village in villages():
        inside = borders()[village.tambon.code].buffer(-0.006)
        shapely.prepare(inside)
        west, south, east, north = inside.bounds
        while village.code not in found:
            x, y = rng.uniform(west, east), rng.uniform(south, north)
            near = [p for code, p in found.items() if code[:6] == village.tambon.code]
            apart = all((x - p[1]) ** 2 + (y - p[0]) ** 2 > 0.009**2 for p in near)
            if apart and shapely.contains_xy(inside, x, y):
                found[village.code] = (round(y, 6), round(x, 6))
    return found


def _tambons(province: Province) -> dict[str, shapely.Geometry]:
    rng = np.random.default_rng(int(province.code))
    cells, middles = _cells(rng)
    bent = _bend(middles, rng)
    on_land = _coast(bent)
    centres = np.array([(tambon.x, tambon.y) for tambon in province.tambons])
    distance = np.linalg.norm(bent[:, None, :] - centres[None, :, :], axis=2)
    nearest = distance.argmin(axis=1)
    parts = [
        shapely.coverage_union_all(cells[on_land & (nearest == i)]) for i in range(len(centres))
    ]
    smooth = shapely.coverage_simplify(np.array([_one_piece(part) for part in parts]), 0.004)
    placed = [_placed(part, province) for part in smooth]
    return {tambon.code: part for tambon, part in zip(province.tambons, placed, strict=True)}


def _cells(rng: np.random.Generator) -> tuple[npt.NDArray[Any], Points]:
    """Small cells that tile the unit square, and a point inside each."""
    side = int(_CELLS**0.5)
    grid = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
    points = (grid + rng.uniform(0.08, 0.92, grid.shape)) / side
    cells = np.array(shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points))))
    cells = cells[shapely.area(cells) < 20 / _CELLS]  # the outermost are open-ended
    return cells, shapely.get_coordinates(shapely.point_on_surface(cells))


def _bend(points: Points, rng: np.random.Generator) -> Points:
    """The points, moved a little by waves of several lengths."""
    moved = points.copy()
    for waves, height in ((2, 0.030), (5, 0.016), (11, 0.008)):
        direction = rng.normal(size=(2, 2)) * waves
        phase = rng.uniform(0, 2 * np.pi, 2)
        moved += height * np.sin(2 * np.pi * (points @ direction) / 1.6 + phase)
    return moved


def _coast(points: Points) -> npt.NDArray[np.bool_]:
    """Which points lie on the island: inside a rounded square."""
    x, y = (points - 0.5).T / 0.44
    return np.asarray(np.abs(x) ** 2.6 + np.abs(y) ** 2.6 < 1)


def _one_piece(part: shapely.Geometry) -> shapely.Geometry:
    """The tambon in one piece. Raises ``ValueError``: then the seed gives no tiling."""
    if part.geom_type != "Polygon" or part.interiors:
        raise ValueError("a tambon came out in several pieces")
    return part


def _placed(part: shapely.Geometry, province: Province) -> shapely.Geometry:
    """The part of the unit square, where the province lies; six decimals of a degree."""

    def place(points: Points) -> Points:
        x = province.west + points[:, 0] * province.size
        y = province.north - points[:, 1] * province.size
        return np.asarray(np.round(np.stack([x, y], axis=1), 6), np.float64)

    return shapely.transform(part, place)
