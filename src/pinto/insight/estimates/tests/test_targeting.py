"""Targeting: who is reached, who is not, and of whom nobody can tell."""

import random

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinto.insight.estimates.engine.targeting import (
    NUMBERS,
    Targeting,
    behind,
    compared,
    targeting,
)
from pinto.insight.estimates.rules.specification import DataError, Design
from pinto.insight.estimates.tests import oracle_monetary as oracle

CENSUS = Design(full_enumeration=True, weight="weight")
SAMPLE = Design(full_enumeration=False, strata="stratum", psu="psu", weight="weight")


def table(rows):
    types = {"listed": pa.bool_(), "poor": pa.bool_()}
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return ibis.memtable(
        pa.table({name: pa.array(values, types.get(name)) for name, values in columns.items()})
    )


def keys(*values):
    return ibis.memtable(pa.table({"key": pa.array(values, pa.string())}))


def figures(asked, **by):
    return {one.measure: one.estimate for one in targeting(asked) if one.by == by}


def drawn(units=200, seed=3):
    chance = random.Random(seed)
    return [
        {
            "key": f"h{at}",
            "listed": chance.choice([True, True, False, None]),
            "poor": chance.choice([True, False, False, None]),
            "weight": chance.randint(1, 5),
            "province": chance.choice(["40", "47"]),
            "stratum": at % 3,
            "psu": at // 5,
        }
        for at in range(units)
    ]


def cell(row):
    """The definitions, once more: the one number a household is behind."""
    return {
        (True, True): "matched",
        (True, False): "inclusion_error",
        (False, True): "exclusion_error",
        (False, False): "neither",
    }.get((row["listed"], row["poor"]), "cannot_tell")


def counted(rows, name):
    return sum(row["weight"] for row in rows if cell(row) == name)


@pytest.mark.parametrize("province", [None, "40", "47"])
def test_every_number_and_rate_is_that_of_the_definitions(province):
    rows = drawn()
    asked = Targeting(table(rows), by=((), ("province",)), design=CENSUS)
    by = {} if province is None else {"province": province}
    mine = [row for row in rows if province in (None, row["province"])]
    found = figures(asked, **by)
    numbers = {name: counted(mine, name) for name in NUMBERS}
    assert {name: found[name] for name in NUMBERS} == numbers
    listed = numbers["matched"] + numbers["inclusion_error"]
    poor = numbers["matched"] + numbers["exclusion_error"]
    assert found["leakage"] == pytest.approx(numbers["inclusion_error"] / listed)
    assert found["coverage"] == pytest.approx(numbers["matched"] / poor)
    assert found["under_coverage"] == pytest.approx(numbers["exclusion_error"] / poor)


def test_of_whom_nobody_can_tell_is_counted_apart():
    rows = drawn()
    unsure = [row for row in rows if cell(row) == "cannot_tell"]
    for one in targeting(Targeting(table(rows), design=CENSUS)):
        assert (one.n, one.n_missing) == (len(rows) - len(unsure), len(unsure))
        assert one.population == sum(row["weight"] for row in rows if row not in unsure)


def test_a_rate_of_nobody_is_not_known_and_a_number_of_nobody_is_nothing():
    rows = [{"listed": False, "poor": False}] * 3
    found = figures(Targeting(table(rows)))
    assert (found["leakage"], found["coverage"], found["under_coverage"]) == (None, None, None)
    assert (found["matched"], found["neither"]) == (0, 3)


def test_persons_are_as_many_as_the_households_hold():
    rows = [
        {"listed": True, "poor": True, "people": 3},
        {"listed": False, "poor": True, "people": 1},
    ]
    found = figures(Targeting(table(rows), size="people"))
    assert (found["matched"], found["exclusion_error"], found["coverage"]) == (3, 1, 0.75)


def test_the_error_of_a_rate_is_that_of_leaving_out_each_psu():
    rows = drawn(units=300)
    found = {one.measure: one for one in targeting(Targeting(table(rows), design=SAMPLE))}
    reached = [
        {**row, "income": float(cell(row) == "matched")}
        for row in rows
        if cell(row) in ("matched", "exclusion_error")
    ]
    expected = oracle.jackknife(
        reached,
        lambda pairs: sum(y * w for y, w in pairs) / sum(w for _, w in pairs),
        key=lambda row: row["psu"],
        strata=lambda row: row["stratum"],
    )
    assert found["coverage"].se == pytest.approx(expected, rel=0.03)
    assert found["under_coverage"].se == pytest.approx(found["coverage"].se)
    assert found["coverage"].ci_low < found["coverage"].estimate < found["coverage"].ci_high
    assert found["matched"].se is None


def test_a_full_enumeration_has_no_errors():
    assert {one.se for one in targeting(Targeting(table(drawn()), design=CENSUS))} == {None}


def test_few_households_behind_a_number_are_not_for_publication():
    rows = [{"listed": True, "poor": True}] * 20 + [{"listed": True, "poor": False}] * 3
    found = {one.measure: one for one in targeting(Targeting(table(rows)))}
    assert found["matched"].publishable
    assert not found["inclusion_error"].publishable
    assert found["exclusion_error"].publishable  # 0 gives nobody away
    assert not found["coverage"].publishable  # all of the poor are listed


class TestWhoTheyAre:
    @pytest.mark.parametrize("number", NUMBERS)
    def test_the_households_behind_a_number_are_as_many_as_it_says(self, number):
        rows = drawn()
        asked = Targeting(table(rows), by=(("province",),))
        found = behind(asked, number, "key").to_pyarrow().to_pylist()
        assert {row["key"] for row in found} == {row["key"] for row in rows if cell(row) == number}
        assert set(found[0]) == {"key", "province"}

    def test_a_rate_has_nobody_of_its_own(self):
        with pytest.raises(ValueError, match="coverage is not a number of units; there are"):
            behind(Targeting(table(drawn())), "coverage", "key")


class TestLists:
    def test_of_two_lists_nobody_is_in_neither(self):
        found = figures(Targeting(compared(keys("a", "b", "b"), keys("b", "c", "d"), "key")))
        assert [found[name] for name in NUMBERS] == [1, 1, 2, 0, 0]
        assert found["leakage"] == 0.5

    def test_a_key_that_is_empty_is_a_unit_of_which_nobody_can_tell(self):
        both = compared(keys("a", None, None), keys("a", None), "key")
        assert [figures(Targeting(both))[name] for name in NUMBERS] == [1, 0, 0, 0, 3]

    def test_among_all_households_those_on_no_list_are_in_neither_and_strangers_unknown(self):
        everybody = table(
            [{"key": key, "area": area} for key, area in (("a", 1), ("b", 1), ("c", 2), (None, 2))]
        )
        both = compared(keys("a", "x", "y", None), keys("b", "y"), "key", everybody)
        found = figures(Targeting(both))
        # y is on both lists, x on one: whether x is poor was never looked at
        assert [found[name] for name in NUMBERS] == [1, 1, 1, 1, 3]
        assert len(behind(Targeting(both), "cannot_tell", "key").to_pyarrow()) == 3
        assert figures(Targeting(both, by=(("area",),)), area=2)["neither"] == 1
        assert figures(Targeting(both, by=(("area",),)), area=None)["cannot_tell"] == 2

    @given(st.lists(st.sampled_from("abcdefg"), min_size=1), st.lists(st.sampled_from("abcdefg")))
    @settings(max_examples=20, deadline=None)
    def test_two_lists_are_compared_as_sets(self, listed, poor):
        found = figures(Targeting(compared(keys(*listed), keys(*poor), "key")))
        assert found["matched"] == len(set(listed) & set(poor))
        assert found["inclusion_error"] == len(set(listed) - set(poor))
        assert found["exclusion_error"] == len(set(poor) - set(listed))

    def test_keys_of_different_types_are_refused(self):
        numbers = ibis.memtable(pa.table({"key": [1, 2]}))
        with pytest.raises(DataError, match="key: int64 and string do not match"):
            compared(keys("1"), numbers, "key")

    def test_a_household_twice_among_all_is_refused_by_name(self):
        with pytest.raises(DataError, match="key a: 2 rows; keep one"):
            compared(keys("a"), keys("a"), "key", keys("a", "a"))


def test_a_column_that_is_not_yes_or_no_is_refused():
    with pytest.raises(DataError, match="weight: is int64, not yes or no"):
        targeting(Targeting(table(drawn()), listed="weight"))
    with pytest.raises(DataError, match="on_list: there is no such column"):
        targeting(Targeting(table(drawn()), listed="on_list"))
