"""Charts say every value, never NaN, never a 0 for what is not known, and escape what they say."""

from itertools import chain, combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import fromstring

from pinto.ground.design.charts.bars import (
    Bar,
    bar,
    bar_table,
    level_bar,
    level_sign,
    level_table,
    meter,
    ranked,
)
from pinto.ground.design.charts.figures import change, grouped, percent
from pinto.ground.design.charts.movement import movement
from pinto.ground.design.charts.pentagon import Shape, mini_pentagon, pentagon, pentagon_table
from pinto.ground.design.charts.trend import LEFT, RIGHT, Line, steps, trend, trend_table

GOLDEN = Path(__file__).parent / "golden"

score = st.none() | st.floats(min_value=1, max_value=4) | st.just(float("nan"))
scores = st.lists(score, min_size=5, max_size=5)
count = st.integers(min_value=0, max_value=400_000)
counts = st.lists(count, min_size=4, max_size=4)
value = st.none() | st.floats(min_value=0, max_value=1e9) | st.sampled_from([float("nan"), 0.0])


def read(svg):
    """The drawing as a tree: it must be well-formed, and hold no number that is none."""
    assert "nan" not in svg.lower().replace("name", "")
    assert "inf" not in svg.lower()
    return fromstring(svg)


def described(svg):
    return read(svg).find("desc").text


@given(scores, scores, st.booleans())
def test_a_pentagon_says_every_score(now, before, compact):
    svg = pentagon(
        "p", title="t", now=Shape("now", now), previous=Shape("before", before), compact=compact
    )
    told = described(svg)

    for one in now + before:
        assert ("ไม่มีคะแนน" if one is None or one != one else grouped(one, 2)) in told


def test_a_missing_capital_is_a_gap_and_not_a_corner_at_the_hub():
    whole = read(pentagon("p", title="t", now=Shape("now", [2.0] * 5)))
    gap = read(pentagon("p", title="t", now=Shape("now", [2.0, 2.0, None, 2.0, 2.0])))

    assert len(whole.findall("circle")) == 5
    assert len(gap.findall("circle")) == 4
    assert whole.find("polygon[@class='now']") is not None
    assert gap.find("polygon[@class='now']") is None
    # three sides: both ends of the other two are not known
    assert gap.find("path[@class='now']").get("d").count("M") == 3


def test_a_pentagon_of_nothing_has_no_shape_at_all():
    tree = read(pentagon("p", title="t", now=Shape("now", [None] * 5)))

    assert tree.findall("circle") == []
    assert tree.find("path[@class='now']") is None
    assert tree.find("path[@class='area']") is None


def test_a_score_of_one_lies_at_fifteen_percent_of_the_radius():
    tree = read(pentagon("p", title="t", now=Shape("now", [1.0] * 5)))
    top = tree.findall("circle")[0]

    assert float(top.get("cy")) == pytest.approx(214 - 0.15 * 152, abs=0.06)


@given(scores, st.sampled_from([None, 1, 2, 3, 4]))
def test_a_mini_pentagon_says_its_scores(five, level):
    tree = read(mini_pentagon(five, level))
    for one in five:
        assert ("ไม่มีคะแนน" if one is None or one != one else grouped(one, 2)) in tree.get(
            "aria-label"
        )


def test_a_mini_pentagon_with_a_gap_has_a_dashed_frame():
    assert 'class="o none"' in mini_pentagon([2, 2, None, 2, 2], None)
    assert 'class="o"' in mini_pentagon([2, 2, 2, 2, 2], 2)


@given(counts, count)
def test_a_level_bar_says_every_count_and_fills_its_width(four, none):
    tree = read(level_bar("b", title="t", counts=four, no_score=none))
    told = tree.find("desc").text
    widths = [float(piece.get("width").rstrip("%")) for piece in tree.findall("svg")]

    for one in four + ([none] if none else []):
        assert grouped(one) in told
    assert len(widths) == sum(1 for one in [*four, none] if one)
    assert sum(widths) == pytest.approx(100 if any([*four, none]) else 0, abs=0.05)


def test_households_without_a_score_are_counted_apart():
    twin = level_table("t", [1, 2, 3, 4], no_score=10)

    assert twin.rows[0] == ["อยู่ลำบาก", "1", "5%"]
    assert twin.rows[4] == ["ไม่มีคะแนน", "10", "50%"]


@given(
    st.lists(st.tuples(value, value, value), min_size=1, max_size=5),
    st.lists(st.integers(0, 2), max_size=2),
)
def test_a_trend_says_every_value(table, breaks):
    lines = [Line(f"line {i}", list(row), level=i % 5 or None) for i, row in enumerate(table)]
    svg = trend("t", title="t", rounds=["a", "b", "c"], lines=lines, breaks=breaks)
    told = described(svg)

    for one in chain.from_iterable(table):
        assert ("ยังไม่มีข้อมูล" if one is None or one != one else grouped(one)) in told


def test_a_trend_line_breaks_where_a_value_is_missing_and_where_the_questions_changed():
    def moves(**more):
        tree = read(trend("t", title="t", rounds=list("abcd"), **more))
        return tree.find("g/path").get("d").count("M")

    assert moves(lines=[Line("x", [1, 2, 3, 4])]) == 1
    assert moves(lines=[Line("x", [1, None, 3, 4])]) == 2
    assert moves(lines=[Line("x", [1, 2, 3, 4])], breaks=[2]) == 2


def test_a_trend_begins_at_zero():
    tree = read(trend("t", title="t", rounds=["a", "b"], lines=[Line("x", [900, 1000])]))

    assert "0" in [text.text for text in tree.findall("text")]


def test_names_at_the_end_of_lines_do_not_touch():
    lines = [Line(name, [5, 10 + i / 100]) for i, name in enumerate("abcd")]
    tree = read(trend("t", title="t", rounds=["1", "2"], lines=lines))
    heights = sorted(float(t.get("y")) for t in tree.findall("text") if float(t.get("x")) > RIGHT)

    assert len(heights) == 4
    assert all(b - a >= 20 for a, b in pairwise(heights))


def test_a_trend_of_one_round_stands_in_the_middle():
    tree = read(trend("t", title="t", rounds=["2569"], lines=[Line("x", [3])]))

    assert float(tree.find("g/circle").get("cx")) == (LEFT + RIGHT) / 2


@given(st.floats(min_value=1e-6, max_value=1e12))
def test_the_scale_reaches_just_above_the_largest_value(most):
    marks = steps(most)

    assert marks[0] == 0
    assert marks[-1] >= most * (1 - 1e-9)
    assert marks[-2] < most
    assert 3 <= len(marks) <= 7


def test_a_ranking_puts_the_unknown_last_and_keeps_zero_apart_from_it():
    order = ranked([Bar("unknown", None), Bar("zero", 0.0), Bar("most", 0.9)])

    assert [item.label for item in order] == ["most", "zero", "unknown"]
    assert 'class="none"' in bar(None)
    assert 'class="none"' not in bar(0.0)
    assert 'width="0.00%"' in bar(0.0)


@given(value, value)
def test_bars_never_leave_their_track(now, before):
    for svg in (bar(now, before), meter(now)):
        for part in read(svg).iter():
            for name in ("width", "x1"):
                length = part.get(name, "0%")
                assert not length.endswith("%") or 0 <= float(length[:-1]) <= 100


def test_a_twin_says_the_same_numbers():
    shape = Shape("now", [2.21, None, 1.83, 2.12, 2.74])

    assert [row[1] for row in pentagon_table("t", shape).rows] == [
        "2.21",
        "",
        "1.83",
        "2.12",
        "2.74",
    ]
    assert trend_table("t", ["a", "b"], [Line("x", [1000, None])]).rows == [
        ["a", "1,000"],
        ["b", ""],
    ]
    assert bar_table("t", [Bar("x", 0.5, None)], ("a", "b", "c")).rows == [["x", "50%", ""]]


@given(st.lists(st.lists(count, min_size=4, max_size=4), min_size=4, max_size=4))
def test_moves_add_up_to_all_households(table):
    moved = movement(table)

    assert moved.whole == sum(map(sum, table))
    assert [[cell.count for cell in cells] for _name, cells in moved.rows] == table


def test_what_nobody_did_is_neither_good_nor_bad():
    rows = movement([[0, 0, 0, 0], [0, 0, 0, 7], [0, 0, 0, 0], [5, 0, 0, 0]]).rows

    assert rows[0][1][3].css == "e"
    assert rows[1][1][3].css == "u"
    assert rows[3][1][0].css == "w"


@pytest.mark.parametrize("name", ['<script>"&', "ผาแดง & ป่าไผ่ <1>"])
def test_names_are_escaped(name):
    drawn = [
        pentagon("p", title=name, now=Shape(name, [2.0] * 5)),
        trend("t", title=name, rounds=[name, "b"], lines=[Line(name, [1, 2])]),
        level_bar("b", title=name, counts=[1, 1, 1, 1]),
        meter(0.5, label=name),
    ]

    for svg in drawn:
        read(svg)
        assert "<script>" not in svg


def test_ids_of_two_charts_on_one_page_do_not_collide():
    def ids(prefix):
        svgs = [
            pentagon(f"{prefix}1", title="t", now=Shape("n", [2.0] * 5)),
            trend(f"{prefix}2", title="t", rounds=["a"], lines=[Line("x", [1])]),
            level_bar(f"{prefix}3", title="t", counts=[1, 1, 1, 1], no_score=1),
        ]
        return {e.get("id") for svg in svgs for e in read(svg).iter() if e.get("id")}

    assert len(ids("a")) == 7
    assert not ids("a") & ids("b")


def test_wrong_numbers_of_things_are_refused():
    with pytest.raises(ValueError, match="5 scores, not 4"):
        mini_pentagon([1, 2, 3, 4])
    with pytest.raises(ValueError, match="4 counts, not 5"):
        level_bar("b", title="t", counts=[1] * 5)
    with pytest.raises(ValueError, match="2 values for 3 rounds"):
        trend("t", title="t", rounds=list("abc"), lines=[Line("x", [1, 2])])
    with pytest.raises(ValueError, match="four rows"):
        movement([[1, 2]])


def test_changes_are_said_in_words():
    assert change(1349, 1561) == "ลด 212"
    assert change(1, 0.5, 1) == "เพิ่ม 0.5"
    assert change(2.04, 2.01, 1) == "คงเดิม"
    assert change(None, 5) == change(5, None) == ""


def test_nothing_known_is_a_dash():
    assert percent(None) == grouped(None) == grouped(float("nan")) == "–"
    assert percent(0.0) == "0%"


GOLDEN_DRAWINGS = {
    "pentagon": lambda: pentagon(
        "p",
        title="ทุนห้าด้าน",
        now=Shape("2569", [2.21, 2.47, 1.83, 2.12, 2.74]),
        previous=Shape("2568", [2.09, 2.28, 1.71, 2.14, 2.61]),
        reference=Shape("จังหวัด", [2.34, 2.55, 2.02, 2.31, 2.7]),
    ),
    "pentagon-gap": lambda: pentagon(
        "p", title="บ้าน", now=Shape("2569", [1.75, 2.1, None, 1.9, 2.8]), compact=True
    ),
    "mini": lambda: mini_pentagon([1.75, 2.1, 1.4, 1.9, 2.8], 2),
    "level-bar": lambda: level_bar(
        "b", title="สี่ระดับ", counts=[1349, 1598, 1310, 555], no_score=203
    ),
    "level-signs": lambda: (
        "<svg xmlns='s'>" + "".join(level_sign(n) for n in (1, 4, None)) + "</svg>"
    ),
    "bar": lambda: bar(0.684, 0.71),
    "trend": lambda: trend(
        "t",
        title="รอบ",
        rounds=["2567", "2568", "2569"],
        breaks=[1],
        lines=[Line("อยู่ลำบาก", [1731, 1561, 1349], 1), Line("อยู่ดี", [461, None, 555], 4)],
    ),
}


@pytest.mark.parametrize("name", GOLDEN_DRAWINGS)
def test_drawings_stay_as_they_were_looked_at(name):
    """To accept a new look: look at /design/, delete the file, run this test once.

    A missing file is written, and the test fails so that nobody accepts it unseen.
    """
    drawn, file = GOLDEN_DRAWINGS[name]() + "\n", GOLDEN / f"{name}.svg"
    if not file.exists():
        file.write_text(drawn, encoding="utf-8")
        pytest.fail(f"{file.name} was missing and is written now; look at it, then run again")

    assert drawn == file.read_text(encoding="utf-8")


def test_levels_are_told_apart_without_colour():
    signs = [level_sign(level) for level in (None, 1, 2, 3, 4)]

    assert all(a != b for a, b in combinations(signs, 2))
    assert [sign.count('class="f') for sign in signs] == [0, 1, 2, 3, 4]
