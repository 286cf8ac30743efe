"""Maps: borders become small paths in the right place; areas say their values and lead on."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml.etree import fromstring

from pinto.ground.design.charts.choropleth import (
    Area,
    choropleth,
    choropleth_legend,
    choropleth_table,
    map_class,
)
from pinto.ground.design.charts.projection import Frame, frame, path, rings

BREAKS = [0.5, 0.58, 0.66, 0.74]
PLAIN = Frame(west=0, north=10, scale=10, squeeze=1, width=100, height=100)


def area(code, value, **more):
    return Area(code, more.pop("name", f"ต.{code}"), "M0 0h5v5z", (3, 3), value, **more)


def draw(areas, **more):
    return choropleth("m", title="t", size=(100, 80), areas=areas, breaks=BREAKS, **more)


def drawn_points(d):
    """The corners of a path of M, l, h, v and z, as a browser walks it."""
    x = y = 0
    for step, numbers in re.findall(r"([Mlhvz])([^Mlhvz]*)", d):
        values = [int(n) for n in re.findall(r"-?\d+", numbers)]
        if step == "M":
            x, y = values
        elif step == "l":
            x, y = x + values[0], y + values[1]
        elif step == "h":
            x += values[0]
        elif step == "v":
            y += values[0]
        if step != "z":
            yield x, y


# places are stored to the fifth decimal of a degree, which is a metre
ring = st.lists(
    st.tuples(
        st.integers(9_700_000, 10_600_000).map(lambda x: x / 100_000),
        st.integers(500_000, 2_100_000).map(lambda y: y / 100_000),
    ),
    min_size=3,
    max_size=40,
    unique=True,
)


@given(ring)
def test_a_path_walks_through_every_point_of_the_border(corners):
    border = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    into = frame([border])
    placed = [into.place(x, y) for x, y in corners]
    # a border that shrinks to a dot or a line on this picture is drawn as a dot
    assume(len([p for i, p in enumerate(placed) if p != placed[i - 1]]) >= 3)
    walked = set(drawn_points(path(border, into)))

    for x, y in corners:
        assert any(
            abs(x1 - into.place(x, y)[0]) <= 1 and abs(y1 - into.place(x, y)[1]) <= 1
            for x1, y1 in walked
        )
    assert all(0 <= x <= into.width + 1 and 0 <= y <= into.height + 1 for x, y in walked)


@given(ring)
def test_coordinates_are_whole_and_the_picture_keeps_its_size(corners):
    border = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    into = frame([border])

    assert "." not in path(border, into)
    assert "nan" not in path(border, into)
    assert 1 <= into.width <= 700
    assert 1 <= into.height <= 1400


def test_distances_are_true_at_the_middle_latitude():
    """One degree east is shorter than one north, by the cosine of the latitude."""
    into = frame(
        [{"type": "Polygon", "coordinates": [[[100, 14], [101, 14], [101, 16], [100, 16]]]}]
    )

    wide, high = into.width, into.height / 2
    assert wide / high == pytest.approx(0.9659, abs=0.002)


def test_north_is_up():
    into = frame([{"type": "Polygon", "coordinates": [[[100, 10], [101, 10], [101, 11]]]}])

    assert into.place(100, 11) == (0, 0)
    assert into.place(100, 10)[1] == into.height


def test_islands_and_holes_are_drawn_and_a_speck_stays_visible():
    border = {
        "type": "MultiPolygon",
        "coordinates": [
            [[[0, 0], [5, 0], [5, 5], [0, 5]], [[1, 1], [2, 1], [2, 2], [1, 2]]],
            [[[9, 9], [9.001, 9], [9.001, 9.001]]],
        ],
    }

    d = path(border, PLAIN)
    assert d.count("M") == d.count("z") == 3
    assert d.endswith("M90 10h1v1h-1z")


def test_collections_are_read_and_points_refused():
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]}
    assert len(list(rings({"type": "GeometryCollection", "geometries": [square, square]}))) == 2
    with pytest.raises(ValueError, match="not a Point"):
        path({"type": "Point", "coordinates": [1, 2]}, PLAIN)
    with pytest.raises(ValueError, match="Nothing to draw"):
        frame([])


@pytest.mark.shared
def test_a_real_border_is_small(shared_borders):
    """A real province of 26 amphoe fits a page."""
    into = frame(shared_borders)
    drawn = [path(border, into) for border in shared_borders]

    assert into.width == 700 or into.height == 1400
    assert sum(map(len, drawn)) < 60_000
    assert all(d.startswith("M") and d.endswith("z") for d in drawn)


@pytest.fixture
def shared_borders():
    """The borders of the 26 amphoe of ขอนแก่น, from ../shared."""
    file = Path(__file__).parents[6] / "shared" / "data" / "geo" / "th_amphoe.geojson"
    if not file.exists():
        pytest.skip("../shared is not at hand")
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    found = [f["geometry"] for f in features if f["properties"]["province_code"] == "40"]
    assert len(found) == 26
    return found


@given(st.none() | st.floats(0, 1) | st.just(float("nan")))
def test_only_the_unknown_is_without_a_class(value):
    known = value is not None and value == value

    assert (map_class(value, BREAKS) == 0) == (not known)
    assert map_class(0.0, BREAKS) == 1


def test_a_break_belongs_to_the_class_above():
    assert [map_class(v, BREAKS) for v in (0.4999, 0.5, 0.7399, 0.74)] == [1, 2, 4, 5]


def test_every_area_is_a_link_that_says_its_value():
    svg = draw(
        [area("1", 0.78, href="/area/1/", hatched=True), area("2", None, href="/area/2/")],
        hatch_means="ระวัง",
    )
    tree = fromstring(svg)
    links = tree.findall("a")

    assert [a.get("aria-label") for a in links] == ["ต.1 78% (ระวัง)", "ต.2 ยังไม่มีข้อมูล"]
    assert [a.get("href") for a in links] == ["/area/1/", "/area/2/"]
    assert tree.get("role") == "group"


def test_a_map_without_links_is_an_image_that_describes_itself():
    tree = fromstring(draw([area("1", 0.78), area("2", None)]))

    assert tree.get("role") == "img"
    assert tree.find("desc").text == "ต.1 78%, ต.2 ยังไม่มีข้อมูล"


def test_no_data_is_neither_the_lowest_class_nor_zero():
    svg = draw([area("1", None), area("2", 0.0)])

    assert 'class="a q0"' in svg
    assert 'class="a q1"' in svg
    assert svg.count("url(#m-n)") == 1
    assert ">–<" in svg
    assert ">0%<" in svg


def test_the_legend_names_the_classes_and_the_two_warnings():
    legend = choropleth_legend("m", breaks=BREAKS, hatch_means="ระวัง")

    assert re.findall(r"<span>([^<]*)</span>", legend) == [
        "&lt; 50",
        "50–57",
        "58–65",
        "66–73",
        "74+",
        "ยังไม่มีข้อมูล",
        "ระวัง",
    ]


def test_names_with_signs_are_escaped():
    svg = draw([area("1", 0.5, name='<b>"&', href="/x?a=1&b=2")])

    fromstring(svg)
    assert "<b>" not in svg


def test_the_twin_ranks_and_leaves_the_unknown_for_last():
    twin = choropleth_table("t", [area("1", None), area("2", 0.1), area("3", 0.9)], ("a", "b"))

    assert twin.rows == [["ต.3", "90%"], ["ต.2", "10%"], ["ต.1", ""]]


def test_breaks_out_of_order_are_refused():
    with pytest.raises(ValueError, match="rising order"):
        choropleth("m", title="t", size=(1, 1), areas=[], breaks=[0.5, 0.4, 0.6, 0.7])


def test_scores_are_written_as_scores_and_low_ones_are_dark():
    """A mean of the capitals is no percentage, and needs attention where it is low."""
    drawn = choropleth(
        "m",
        title="t",
        size=(100, 80),
        areas=[area("1", 1.6), area("2", 2.24), area("3", 3.1), area("4", None)],
        breaks=[1.75, 2, 2.25, 2.5],
        unit="score",
        low_is_dark=True,
        decimals=2,
    )
    legend = choropleth_legend(
        "m", breaks=[1.75, 2, 2.25, 2.5], unit="score", low_is_dark=True, decimals=2
    )

    assert re.findall(r'class="a (q\d)"', drawn) == ["q5", "q3", "q1", "q0"]
    assert "ต.1 1.60" in drawn
    assert "%" not in re.sub(r"\"[^\"]*\"", "", drawn + legend)
    assert re.findall(r"<span>([^<]*\d[^<]*)</span>", legend) == [
        "&lt; 1.75", "1.75–1.99", "2.00–2.24", "2.25–2.49", "2.50+",
    ]  # fmt: skip
    assert re.findall(r'class="(q\d)"', legend)[:5] == ["q5", "q4", "q3", "q2", "q1"]
