"""The deprivation matrix: raw columns in, who is deprived of what out."""

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinto.insight.estimates.engine.matrix import Wanted, cases, matrix
from pinto.insight.estimates.rules.library import read_specification
from pinto.insight.estimates.rules.specification import DataError, Design
from pinto.insight.estimates.tests.written import GOOD

HOMES = {
    "house": pa.string(), "people": pa.float64(), "INCOME.BAHT": pa.float64(), "fuel": pa.int64(),
    "water": pa.string(), "owns_land": pa.bool_(), "w": pa.float64(), "area": pa.string(),
    "village": pa.int64(),
}  # fmt: skip
MEMBERS = {"house": pa.string(), "age": pa.int32(), "at_school": pa.bool_()}
DESIGN = Design(weight="w", strata="area", psu="village")
IDS = ("attendance", "poor_fuel", "poor_water", "poor_income")


def read(text=GOOD):
    return read_specification(text, name="m.yaml")


def table(kinds, rows):
    columns = {
        name: pa.array([row.get(name) for row in rows], kind) for name, kind in kinds.items()
    }
    return ibis.memtable(pa.table(columns))


def home(house="a", **answers):
    return {
        "house": house, "people": 2.0, "INCOME.BAHT": 500.0, "fuel": 1, "water": "safe",
        "owns_land": False, "w": 1.5, "area": "north", "village": 7,
    } | answers  # fmt: skip


def child(house="a", age=8, at_school=True):
    return {"house": house, "age": age, "at_school": at_school}


def made(homes, members=(), text=GOOD, **wanted):
    asked = Wanted(**{"design": DESIGN, **wanted})
    found = matrix(table(HOMES, homes), table(MEMBERS, list(members)), read(text), asked)
    return found.to_pyarrow().to_pylist()


def test_a_row_has_indicators_weight_and_design():
    (row,) = made([home(fuel=2)], [child(at_school=False)], by=("area",))

    assert row == {
        "attendance": 1, "poor_fuel": 1, "poor_fuel__unknown": 0, "poor_water": 0,
        "poor_income": 0, "area": "north", "weight": 3.0, "stratum": "north", "psu": 7,
    }  # fmt: skip


def test_indicators_are_small_integers_and_weights_are_doubles():
    found = matrix(
        table(HOMES, [home()]), table(MEMBERS, []), read(), Wanted(design=DESIGN)
    ).to_pyarrow()

    assert {str(found.schema.field(name).type) for name in IDS} == {"int8"}
    assert str(found.schema.field("weight").type) == "double"


def test_without_a_design_the_weight_is_the_persons_and_the_rest_is_constant():
    rows = made([home("a", people=3.0), home("b")], design=Design())

    assert [(row["weight"], row["stratum"], row["psu"]) for row in rows] == [(3, 0, 0), (2, 0, 0)]


@pytest.mark.parametrize(
    ("answers", "members", "expected"),
    [
        ({}, [], {"attendance": 0}),  # nobody of school age: not deprived
        ({}, [child(age=30)], {"attendance": 0}),
        ({}, [child(), child(at_school=False)], {"attendance": 1}),
        ({}, [child(), child(at_school=None)], None),  # unknown: dropped
        ({}, [child(at_school=False), child(at_school=None)], {"attendance": 1}),
        ({}, [child(age=None)], None),  # not known whether anybody is of school age
        ({"fuel": None}, [], {"poor_fuel": 0, "poor_fuel__unknown": 1}),
        ({"water": None}, [], {"poor_water": 0}),
        ({"INCOME.BAHT": None}, [], None),
        ({"INCOME.BAHT": None, "owns_land": True}, [], {"poor_income": 0}),
    ],
)
def test_what_is_unknown_goes_by_the_rule_of_its_indicator(answers, members, expected):
    rows = made([home(**answers)], members)

    assert len(rows) == (expected is not None)
    for name, value in (expected or {}).items():
        assert rows[0][name] == value


def test_the_ineligible_can_be_dropped_or_be_a_category_of_their_own():
    def ruled(rule):
        text = GOOD.replace("ineligible: not_deprived", f"ineligible: {rule}")
        return made([home()], [child(age=40)], text=text)

    assert ruled("drop") == []
    assert ruled("own_category")[0]["attendance__ineligible"] == 1


@pytest.mark.parametrize(("least", "counted"), [("7/8", 1), ("0.875", 1), ("0.88", 0), ("1", 0)])
def test_a_unit_is_counted_when_enough_of_its_weight_is_known(least, counted):
    """Its income, an eighth of the weight, is unknown: then it is taken for not deprived."""
    text = GOOD.replace("cutoffs:", f"least_known: {least}\ncutoffs:")
    rows = made([home(**{"INCOME.BAHT": None})], [child()], text=text)

    assert [row["poor_income"] for row in rows] == [0] * counted


def test_one_can_group_by_a_category_of_its_own():
    rows = made([home("a", fuel=None), home("b")], by=("poor_fuel__unknown",))

    assert sorted(row["poor_fuel__unknown"] for row in rows) == [0, 1]


def test_not_a_number_and_infinity_are_unknown():
    rows = made([home("a", **{"INCOME.BAHT": float("nan")}), home("b", people=float("inf"))])

    assert rows == []


def test_a_value_that_stands_for_missing_is_unknown():
    rows = made([home(fuel=99), home("b", water="NA")])

    assert [row["poor_fuel__unknown"] for row in rows] == [1, 0]
    assert [row["poor_water"] for row in rows] == [0, 0]


def test_text_becomes_what_the_specification_says():
    texts = {name: pa.string() for name in HOMES}
    homes = [{"house": "01", "people": " 2 ", "INCOME.BAHT": "1e1", "fuel": "2.0",
              "water": " unsafe", "owns_land": "No", "w": "1.5"}]  # fmt: skip
    found = matrix(
        table(texts, homes),
        table({name: pa.string() for name in MEMBERS}, [child("01", "8", "0")]),
        read(),
        Wanted(design=Design(weight="w")),
    ).to_pyarrow().to_pylist()  # fmt: skip

    assert [[row[name] for name in IDS] for row in found] == [[1, 1, 1, 1]]
    assert found[0]["weight"] == 3.0


def test_a_household_can_have_several_columns_as_its_key():
    text = GOOD.replace("key: [house]", "key: [house, round]")
    homes = [home("a") | {"round": 1}, home("a") | {"round": 2}]
    members = [child("a", at_school=False) | {"round": 2}]
    found = matrix(
        table(HOMES | {"round": pa.int64()}, homes),
        table(MEMBERS | {"round": pa.int64()}, members),
        read(text),
        Wanted(over="round"),
    ).to_pyarrow().to_pylist()  # fmt: skip

    assert sorted((row["round"], row["attendance"]) for row in found) == [(1, 0), (2, 1)]


def test_every_case_is_there_with_whether_it_was_left_out():
    found = cases(
        table(HOMES, [home("a"), home("b", people=None)]), table(MEMBERS, []), read(), Wanted()
    )

    assert found.left__out.sum().to_pyarrow().as_py() == 1
    assert found.count().to_pyarrow().as_py() == 2


def test_a_column_that_is_missing_is_named():
    homes = table({key: kind for key, kind in HOMES.items() if key != "fuel"}, [home()])

    with pytest.raises(DataError, match="there is no column fuel"):
        matrix(homes, table(MEMBERS, []), read(), Wanted())


def test_a_roster_that_is_missing_is_asked_for():
    with pytest.raises(DataError, match="the specification looks at members"):
        matrix(table(HOMES, [home()]), None, read(), Wanted())


def test_a_column_of_a_wrong_type_is_named():
    homes = table(HOMES | {"water": pa.float64()}, [home(water=1.0)])

    with pytest.raises(DataError, match=r"column water: holds float64, but .* says text"):
        matrix(homes, table(MEMBERS, []), read(), Wanted())


def test_grouping_by_the_name_of_an_indicator_is_refused():
    with pytest.raises(DataError, match="cannot group by poor_fuel"):
        made([home()], by=("poor_fuel",))


_answers = st.fixed_dictionaries(
    {
        "people": st.none() | st.integers(1, 5).map(float),
        "INCOME.BAHT": st.none() | st.sampled_from([0.0, 98.0, 99.0, 100.0, 400.0]),
        "fuel": st.none() | st.sampled_from([1, 2, 3, 99]),
        "water": st.none() | st.sampled_from(["safe", "unsafe", "NA"]),
        "owns_land": st.none() | st.booleans(),
    }
)
_children = st.lists(
    st.tuples(st.none() | st.sampled_from([5, 6, 14, 15]), st.none() | st.booleans()), max_size=3
)


@settings(max_examples=40)
@given(st.lists(st.tuples(_answers, _children), min_size=1, max_size=6))
def test_the_matrix_is_what_plain_python_finds_one_household_at_a_time(families):
    homes = [home(str(i), **answers) for i, (answers, _) in enumerate(families)]
    members = [
        child(str(i), age, at) for i, (_, children) in enumerate(families) for age, at in children
    ]
    found = made(homes, members, by=("house",))

    expected = [
        row for i, (answers, children) in enumerate(families)
        if (row := _by_hand(str(i), answers, children)) is not None
    ]  # fmt: skip
    marks = (*IDS, "poor_fuel__unknown", "house")
    assert sorted((row["house"], *(row[name] for name in marks)) for row in found) == sorted(
        (row["house"], *(row[name] for name in marks)) for row in expected
    )


def _by_hand(house, answers, children):
    """One household, by the rules as they are written in the specification's text."""
    fuel = None if answers["fuel"] == 99 else answers["fuel"]
    water = None if answers["water"] == "NA" else answers["water"]
    income = None if answers["INCOME.BAHT"] == 99 else answers["INCOME.BAHT"]
    people, land = answers["people"], answers["owns_land"]
    of_age = [None if age is None else 6 <= age <= 14 for age, _ in children]
    eligible = True if True in of_age else None if None in of_age else False
    out = [
        None if at is None else not at for old, (_, at) in zip(of_age, children, strict=True) if old
    ]
    absent = True if True in out else None if None in out else False
    low = None if income is None or people is None else income / people < 100
    no_land = None if land is None else not land
    poor = False if False in (low, no_land) else None if None in (low, no_land) else True
    if eligible is None or (eligible and absent is None) or poor is None:
        return None
    return {
        "house": house,
        "attendance": int(eligible and absent is True),
        "poor_fuel": int(fuel in (2, 3)),
        "poor_fuel__unknown": int(fuel is None),
        "poor_water": int(water == "unsafe"),
        "poor_income": int(poor),
    }
