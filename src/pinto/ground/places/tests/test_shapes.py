import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from pinto.ground.places.rules.shapes import NotAnArea, features_of_topology, outlines
from pinto.ground.places.tests.lists import square


def test_a_topology_without_a_grid_with_holes_and_islands_is_read():
    outer = [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]
    hole = [[2, 2], [4, 2], [4, 4], [2, 2]]
    island = [[20, 20], [21, 20], [21, 21], [20, 20]]
    topology = {
        "arcs": [outer, hole, island],
        "objects": {
            "layer": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "MultiPolygon", "arcs": [[[0], [~1]], [[2]]], "properties": None}
                ],
            }
        },
    }
    [feature] = features_of_topology(topology)

    assert feature["properties"] == {}
    area = shape(feature["geometry"])
    assert (area.area, len(area.geoms)) == (81 - 2 + 0.5, 2)
    assert feature["geometry"]["coordinates"][0][1][1] == (4, 4)  # the hole, run backwards


def test_neighbours_keep_the_same_border_when_they_are_thinned():
    wave = [(100.1, 15 + n / 100) for n in range(101)]
    wave = [(x + (n % 2) * 0.0005, y) for n, (x, y) in enumerate(wave)]
    left = shapely.Polygon([(100, 15), *wave, (100, 16)])
    right = shapely.Polygon([(100.2, 15), (100.2, 16), *reversed(wave)])

    found = outlines("TAMBON", [shapely.geometry.mapping(each) for each in (left, right)])
    far = [shape(each.far) for each in found]

    assert shapely.get_num_coordinates(far[0]) < shapely.get_num_coordinates(left) / 2
    assert far[0].intersection(far[1]).area == 0
    assert far[0].union(far[1]).area == pytest.approx(0.2, rel=1e-3)


def test_what_has_no_inside_on_the_grid_is_no_border():
    assert outlines("TAMBON", [square(100, 15, 0.00001)]) == [None]


@pytest.mark.parametrize("geometry", [{"type": "Point", "coordinates": [100, 15]}, {}])
def test_a_point_or_nothing_is_no_area(geometry):
    with pytest.raises(NotAnArea):
        outlines("TAMBON", [geometry])


@given(
    st.floats(97, 105),
    st.floats(5, 20),
    st.floats(0.01, 1),
    st.lists(st.floats(0.2, 1), min_size=3, max_size=30),
)
def test_a_label_lies_inside_and_the_near_shape_is_true_to_eleven_metres(x, y, size, radii):
    """Star shapes of any size: the label point is inside, no corner moves over 0.0001 degree."""
    from math import cos, sin, tau

    corners = [
        (x + size * r * cos(tau * n / len(radii)), y + size * r * sin(tau * n / len(radii)))
        for n, r in enumerate(radii)
    ]
    star = shapely.Polygon(corners)
    [outline] = outlines("TAMBON", [shapely.geometry.mapping(star)])

    assert star.buffer(1e-4).contains(shapely.Point(outline.label))
    assert star.hausdorff_distance(shape(outline.near)) < 1e-4
    assert outline.points == shapely.get_num_coordinates(shape(outline.near))
