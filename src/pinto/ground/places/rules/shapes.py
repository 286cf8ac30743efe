"""Borders: TopoJSON into GeoJSON, and shapes thinned and rounded for storage."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import shape

Point = tuple[float, float]
Ring = list[Point]

_NEAR, _FAR = 4, 3  # decimals of a degree: 11 m, 111 m
# How far a shape of each level may be thinned for the map of the level above, in degrees.
_TOLERANCE = {"PROVINCE": 0.01, "AMPHOE": 0.003, "TAMBON": 0.003, "VILLAGE": 0.001}


class NotAnArea(Exception):
    """The geometry is not one that has an inside."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A shape as it is stored: two GeoJSON geometries, the points of the finer, a label point."""

    near: dict[str, Any]
    far: dict[str, Any]
    points: int
    label: Point


def features_of_topology(topology: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every area of a TopoJSON file as a GeoJSON feature.

    Arcs are stored once and shared by neighbours, as steps on a grid when the file
    has a ``transform``; ring −1 is arc 0 run backwards.

    >>> topology = {"transform": {"scale": [0.5, 0.5], "translate": [100, 15]},
    ...             "arcs": [[[0, 0], [2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2]]],
    ...             "objects": {"a": {"type": "Polygon", "arcs": [[0, 1]],
    ...                               "properties": {"code": "99"}}}}
    >>> [feature] = features_of_topology(topology)
    >>> feature["geometry"]["coordinates"]
    [[(100.0, 15.0), (101.0, 15.0), (101.0, 16.0), (100.0, 16.0), (100.0, 15.0)]]
    """
    arcs = [_steps(arc, topology.get("transform")) for arc in topology["arcs"]]
    for each in topology["objects"].values():
        for area in _areas(each):
            yield {
                "type": "Feature",
                "properties": area.get("properties") or {},
                "geometry": _geometry(area, arcs),
            }


def _steps(arc: Sequence[Sequence[float]], transform: Mapping[str, Any] | None) -> Ring:
    if transform is None:
        return [(point[0], point[1]) for point in arc]
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    x = y = 0.0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * scale_x + left, y * scale_y + bottom))
    return points


def _areas(each: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if each["type"] == "GeometryCollection":
        for inner in each["geometries"]:
            yield from _areas(inner)
    else:
        yield each


def _geometry(area: Mapping[str, Any], arcs: Sequence[Ring]) -> dict[str, Any]:
    if area["type"] == "Polygon":
        coordinates: Any = [_ring(ring, arcs) for ring in area["arcs"]]
    elif area["type"] == "MultiPolygon":
        coordinates = [[_ring(ring, arcs) for ring in polygon] for polygon in area["arcs"]]
    else:
        raise NotAnArea(area["type"])
    return {"type": area["type"], "coordinates": coordinates}


def _ring(indexes: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    points: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)  # an arc begins where the last one ended
    return points


def outlines(kind: str, geometries: Sequence[Mapping[str, Any]]) -> list[Outline | None]:
    """The shapes of one level, as stored; None for one too small to have an inside.

    They are thinned together, so that neighbours keep the same border. Raises
    ``NotAnArea`` when one is a point or a line.
    """
    for geometry in geometries:
        if geometry.get("type") not in ("Polygon", "MultiPolygon"):
            raise NotAnArea(str(geometry.get("type")))
    fine = [shape(geometry) for geometry in geometries]
    thin = shapely.coverage_simplify(fine, _TOLERANCE[kind])
    return [_outline(near, far) for near, far in zip(fine, thin, strict=True)]


def _outline(fine: Any, thin: Any) -> Outline | None:
    near = rounded(fine, _NEAR)
    if near is None:
        return None
    inside = shapely.point_on_surface(max(_polygons(fine), key=lambda part: part.area))
    return Outline(
        near=near,
        far=rounded(thin, _FAR) or near,
        points=int(shapely.get_num_coordinates(shape(near))),
        label=(round(inside.x, 5), round(inside.y, 5)),
    )


def rounded(area: Any, decimals: int) -> dict[str, Any] | None:
    """The shape on a grid, without the rings and islands that vanish there; None if all do.

    >>> rounded(shapely.box(100.00004, 15, 101, 16), 1)["coordinates"]
    [[(101.0, 15.0), (101.0, 16.0), (100.0, 16.0), (100.0, 15.0), (101.0, 15.0)]]
    """
    polygons = []
    for polygon in _polygons(area):
        outer, *holes = (
            _on_grid(ring.coords, decimals) for ring in (polygon.exterior, *polygon.interiors)
        )
        if outer:
            polygons.append([outer, *filter(None, holes)])
    if not polygons:
        return None
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _polygons(area: Any) -> list[Any]:
    parts = area.geoms if hasattr(area, "geoms") else [area]
    return [part for part in parts if not part.is_empty]


def _on_grid(points: Any, decimals: int) -> Ring:
    """The ring without repeated points; empty when fewer than three differ."""
    ring: Ring = []
    for x, y, *_ in points:
        point = (round(x, decimals), round(y, decimals))
        if not ring or point != ring[-1]:
            ring.append(point)
    return ring if len(set(ring)) >= 3 else []
