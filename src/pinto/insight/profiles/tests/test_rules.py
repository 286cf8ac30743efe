"""Sums add up, figures are None where nothing is known, and headings say what is true."""

import io
import statistics
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pinto.ground.installation.spreadsheets import Sheet, csv_lines, workbook
from pinto.insight.profiles.rules import findings
from pinto.insight.profiles.rules.figures import Movement, figures
from pinto.insight.profiles.rules.findings import FEW, Named
from pinto.insight.profiles.rules.maps import map_breaks
from pinto.insight.profiles.rules.tallies import Lacking, Moments, Tally, total


def tally(levels=(0, 0, 0, 0), unscored=0, **more) -> Tally:
    return Tally(households=sum(levels) + unscored, levels=tuple(levels), **more)


def area(levels=(0, 0, 0, 0), unscored=0, **more):
    return figures(tally(levels, unscored, **more))


def codes(clauses):
    return [clause.said for clause in clauses]


counts = st.integers(0, 9999)
tallies = st.builds(
    Tally,
    households=counts,
    people=counts,
    levels=st.tuples(counts, counts, counts, counts),
    people_by_level=st.tuples(counts, counts, counts, counts),
    people_scored=counts,
    on_boundary=counts,
    answered=counts.map(float),
    capitals=st.dictionaries(
        st.sampled_from(["human", "social"]),
        st.builds(Moments, counts, counts.map(float), counts.map(float)),
    ),
    overall=st.builds(Moments, counts, counts.map(float), counts.map(float)),
    items=st.dictionaries(st.sampled_from(["saving", "debt"]), st.builds(Lacking, counts, counts)),
)


@given(st.lists(tallies, max_size=6), st.integers(0, 6))
def test_the_sum_of_sums_is_the_sum_of_all(some, cut):
    assert total([total(some[:cut]), total(some[cut:])]) == total(some)


@given(tallies)
def test_a_tally_survives_being_kept(one):
    assert Tally.from_json(one.as_json()) == one


@given(st.lists(st.floats(1, 4), min_size=2, max_size=50))
def test_mean_and_deviation_are_those_of_the_values(values):
    moments = Moments(len(values), sum(values), sum(v * v for v in values))

    assert moments.mean == pytest.approx(statistics.fmean(values))
    assert moments.deviation == pytest.approx(statistics.stdev(values), abs=1e-6)


def test_nothing_known_is_none_and_never_0():
    nothing = figures(Tally())

    assert nothing.share_scored is nothing.low_share is nothing.overall is nothing.answered is None
    assert nothing.level_shares == (None, None, None, None)
    assert Moments(1, 2.0, 4.0).deviation is None
    assert Lacking(0, 0).share is None


def test_shares_are_of_the_scored_households():
    found = area((30, 30, 30, 10), unscored=100)

    assert found.share_scored == 0.5
    assert found.low_share == 0.6
    assert found.unscored == 100
    assert figures(tally()).as_json()["levels"][0] == {
        "level": 1, "households": 0, "share": None, "people": 0,
    }  # fmt: skip


def test_movement_counts_who_rose_and_who_fell():
    moved = Movement(((5, 3, 0, 0), (1, 7, 2, 0), (0, 0, 4, 0), (0, 0, 1, 9)))

    assert (moved.both, moved.better, moved.worse) == (32, 5, 2)


# --- the heading ------------------------------------------------------------------------


def test_nobody_listed_is_said_before_anything_else():
    assert codes(findings.headline(None, area((50, 0, 0, 0)))) == ["nobody"]
    assert codes(findings.headline(area(), None)) == ["nobody"]
    assert codes(findings.headline(area(unscored=12), None)) == ["unscored"]


def test_a_handful_of_scores_concludes_nothing():
    few, enough = area((FEW - 1, 0, 0, 0)), area((FEW, 0, 0, 0))

    assert codes(findings.headline(few, enough)) == ["few", "few.shown_from"]
    assert codes(findings.headline(enough, few)) == ["low.share", "low.count"]


def test_without_an_earlier_round_the_share_is_told():
    (share, count) = findings.headline(area((30, 30, 30, 10)), None)

    assert share.params == {"share": 0.6}
    assert count.params == {"n": 60, "scored": 100}


def test_the_number_is_told_where_it_goes_with_the_share():
    (down,) = findings.headline(area((20, 30, 40, 10)), area((40, 30, 20, 10)))
    (up,) = findings.headline(area((40, 30, 20, 10)), area((20, 30, 40, 10)))

    assert (down.said, down.params) == ("low.down", {"n": 20})
    assert (up.said, up.params) == ("low.up", {"n": 20})


def test_more_poor_homes_among_many_more_homes_is_a_smaller_share():
    """120 of 400 is more homes than 80 of 100, and yet it is better."""
    (found,) = findings.headline(area((60, 60, 200, 80)), area((40, 40, 15, 5)))

    assert found.said == "low.share_down"
    assert found.params == {"before": 0.8, "share": 0.3}


def test_fewer_poor_homes_among_far_fewer_homes_is_a_larger_share():
    (found,) = findings.headline(area((40, 40, 15, 5)), area((60, 60, 200, 80)))

    assert found.said == "low.share_up"


def test_no_change_is_said_to_be_none():
    (found,) = findings.headline(area((30, 30, 30, 10)), area((30, 30, 30, 10)))

    assert found.said == "low.same"


def parts(*shares):
    """Areas A, B, … of 100 scored homes each: share of the poor before and now, in percent."""
    return [
        Named(chr(65 + i), area((now, 0, 0, 100 - now)), area((before, 0, 0, 100 - before)))
        for i, (before, now) in enumerate(shares)
    ]


def told_of(*shares):
    some = parts(*shares)
    whole = [total([tally((int(100 * getattr(p, when).low_share), 0, 0, 0),
                          ) for p in some]) for when in ("now", "before")]  # fmt: skip
    now, before = (
        figures(replace(each, levels=(each.levels[0], 0, 0, 100 * len(some) - each.levels[0]),
                        households=100 * len(some)))
        for each in whole
    )  # fmt: skip
    return findings.headline(now, before, some)


def test_areas_that_went_the_other_way_are_named_the_most_first():
    clauses = told_of((80, 40), (50, 55), (50, 70))

    assert codes(clauses) == ["low.down", "parts.but_up"]
    assert clauses[1].params == {"names": ("C", "B")}


def test_many_areas_are_counted_instead_of_named():
    clauses = told_of((90, 10), (50, 55), (50, 60), (50, 52))

    assert codes(clauses) == ["low.down", "parts.but_up_many"]
    assert clauses[1].params == {"n": 3, "of": 4}


def test_all_areas_worse_is_said_in_one_clause():
    assert codes(told_of((40, 60), (50, 55))) == ["low.up", "parts.all_up"]
    assert codes(told_of((60, 40), (55, 50))) == ["low.down", "parts.all_down"]
    assert codes(told_of((40, 70), (55, 50))) == ["low.up", "parts.but_down"]


def test_a_movement_below_a_percentage_point_is_not_told():
    small = Named("E", area((501, 0, 0, 499)), area((500, 0, 0, 500)))
    whole = area((550, 0, 0, 450)), area((600, 0, 0, 400))

    clauses = findings.headline(*whole, [*parts((60, 50)), small])
    assert codes(clauses) == ["low.down"]


def test_the_areas_with_few_scores_are_left_out_of_the_heading():
    tiny = Named("T", area((9, 0, 0, 0)), area((1, 0, 0, 8)))

    assert codes(findings.headline(area((50, 0, 0, 50)), area((60, 0, 0, 40)), [tiny])) == [
        "low.down"
    ]


NAMES = {"human": "H", "social": "S"}


def capitals(human, social):
    return area((50, 0, 0, 0), capitals={
        "human": Moments(50, 50 * human, 0), "social": Moments(50, 50 * social, 0),
    })  # fmt: skip


def test_the_weakest_capital_is_named_and_the_one_that_falls_back():
    found = findings.capitals_finding(NAMES, capitals(2.0, 2.5), capitals(1.9, 2.6))

    assert codes(found) == ["capitals.weakest", "capitals.fell"]
    assert [clause.params["name"] for clause in found] == ["H", "S"]


def test_all_capitals_risen_is_said_only_when_all_have():
    rose = findings.capitals_finding(NAMES, capitals(2.0, 2.5), capitals(1.9, 2.4))
    same = findings.capitals_finding(NAMES, capitals(2.0, 2.5), capitals(1.9, 2.5))
    first = findings.capitals_finding(NAMES, capitals(2.0, 2.5), None)

    assert codes(rose) == ["capitals.weakest", "capitals.all_rose"]
    assert codes(same) == codes(first) == ["capitals.weakest"]
    assert codes(findings.capitals_finding(NAMES, area(), None)) == ["capitals.none"]


def test_what_few_were_asked_is_not_called_the_worst():
    now = area((50, 0, 0, 0), items={
        "rare": Lacking(FEW - 1, FEW - 1), "saving": Lacking(50, 20), "debt": Lacking(50, 30),
    })  # fmt: skip

    assert findings.worst_items(now, most=5) == ["debt", "saving"]
    assert findings.items_finding({"debt": "D", "saving": "S", "rare": "R"}, now)[0].params == {
        "name": "D", "share": 0.6,
    }  # fmt: skip


def test_the_hardest_and_the_easiest_area_are_named():
    found = findings.places_finding(parts((0, 78), (0, 47), (0, 60)))

    assert [(c.said, c.params["name"]) for c in found] == [
        ("places.most", "A"), ("places.least", "B"),
    ]  # fmt: skip
    assert codes(findings.places_finding(parts((0, 78)))) == ["places.one"]
    assert codes(findings.places_finding([Named("X", None)])) == ["places.none"]


def test_quality_counts_who_has_no_score():
    assert findings.quality_finding(area((10, 0, 0, 0), unscored=3))[0].params == {"n": 3}
    assert codes(findings.quality_finding(area((10, 0, 0, 0))))[0] == "quality.whole"
    assert codes(findings.movement_finding(Movement(((0,) * 4,) * 4))) == ["moved.nobody"]


# --- maps and files ---------------------------------------------------------------------


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=40))
def test_classes_rise_and_hold_every_value(values):
    breaks = map_breaks(values, step=0.01, whole=(0, 1))

    assert list(breaks) == sorted(set(breaks))
    known = [value for value in values if value is not None]
    if known:
        assert breaks[0] >= min(known) or max(known) - min(known) < 0.05


def test_an_area_alone_on_a_map_is_as_dark_as_it_is_poor():
    assert map_breaks([0.81], step=0.01, whole=(0, 1))[-1] <= 0.81
    assert map_breaks([0.1], step=0.01, whole=(0, 1))[0] > 0.1


def test_a_spreadsheet_reads_thai_and_no_formula():
    text = "".join(csv_lines(["ชื่อ", "n"], [["=HYPERLINK(1)", None], ["+66", 2], ["ต.ห้วย", 0]]))

    assert text.startswith("\ufeffชื่อ,n\r\n")
    assert "'=HYPERLINK(1),\r\n'+66,2\r\nต.ห้วย,0\r\n" in text


def test_a_workbook_holds_what_was_given_and_empty_stays_empty():
    made = workbook([Sheet("a", ["x", "y"], [["=1+1", 2.5], [None, "ก"]]), Sheet("b", ["z"], [])])
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))

    assert book.sheet_names == ["a", "b"]
    assert book.get_sheet_by_name("a").to_python() == [["x", "y"], ["=1+1", 2.5], ["", "ก"]]
