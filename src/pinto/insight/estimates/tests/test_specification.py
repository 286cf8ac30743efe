"""What a specification says once it is read, and what is refused."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinto.ground.conditions.parsing import parse
from pinto.insight.estimates.rules.library import (
    read_file,
    read_specification,
    specification,
    specifications,
)
from pinto.insight.estimates.rules.specification import Design, SpecificationError
from pinto.insight.estimates.tests.written import GOOD


def read(text):
    return read_specification(text, name="m.yaml")


def refused(text):
    with pytest.raises(SpecificationError) as caught:
        read(text)
    return str(caught.value)


def line_of(text, part):
    return next(i for i, line in enumerate(text.splitlines(), start=1) if part in line)


def test_a_specification_is_read_as_it_is_written():
    found = read(GOOD)

    assert [(each.id, each.weight) for each in found.measure.indicators] == [
        ("attendance", Fraction(1, 2)),
        ("poor_fuel", Fraction(1, 4)),
        ("poor_water", Fraction(1, 8)),
        ("poor_income", Fraction(1, 8)),
    ]
    assert found.measure.cutoffs == (Fraction(1, 3), Fraction(1, 2))
    assert found.design == Design(weight="w", strata="area", psu="village")
    assert found.households.column("income").raw == "INCOME.BAHT"


def test_what_is_derived_is_written_out_wherever_it_stands():
    conditions = {each.indicator: each for each in read(GOOD).conditions}

    assert conditions["poor_income"].deprived == parse("income / people < 100 and not owns_land")
    assert conditions["attendance"].eligible == parse("any(members, age between 6 and 14)")


def test_the_order_of_what_is_derived_does_not_matter():
    turned = GOOD.replace(
        "  - {id: per_person, formula: income / people}\n",
        "  - {id: per_person, formula: earned / people}\n  - {id: earned, formula: income * 1}\n",
    )

    deprived = read(turned).conditions[-1].deprived

    assert deprived == parse("(income * 1) / people < 100 and not owns_land")


def test_an_indicator_can_use_another_indicator():
    found = read(GOOD.replace("\"water = 'unsafe'\"", "poor_fuel and water = 'unsafe'"))

    assert found.conditions[2].deprived == parse("fuel in (2, 3) and water = 'unsafe'")


def test_a_member_asks_for_what_is_derived_of_its_household():
    found = read(GOOD.replace("not at_school)", "household.per_person < 5)"))

    expected = "any(members where age between 6 and 14, household.income / household.people < 5)"
    assert found.conditions[0].deprived == parse(expected)


def test_a_column_comes_before_what_is_derived_and_that_before_an_indicator():
    text = GOOD.replace("id: poor_fuel,", "id: fuel,")

    assert read(text).conditions[1].deprived == parse("fuel in (2, 3)")


def test_dimensions_share_equally_and_so_do_indicators_inside():
    without = GOOD.replace("    weight: 1/2\n", "")
    for weight in ("1/4", "1/8"):
        without = without.replace(f" weight: {weight},", "")

    weights = [each.weight for each in read(without).measure.indicators]

    assert weights == [Fraction(1, 2), *[Fraction(1, 6)] * 3]


def test_a_decimal_weight_is_the_decimal_that_was_written():
    text = GOOD.replace("weight: 1/4", "weight: 0.3").replace("weight: 1/8", "weight: 0.1")

    assert [each.weight for each in read(text).measure.indicators][1:] == [
        Fraction(3, 10),
        Fraction(1, 10),
        Fraction(1, 10),
    ]


@pytest.mark.parametrize("shipped", specifications(), ids=lambda each: each.measure.id)
def test_every_shipped_measure_weighs_one_and_is_named_like_its_file(shipped):
    assert sum(each.weight for each in shipped.measure.indicators) == 1
    assert specification(shipped.measure.id) is shipped


def test_the_global_index_has_its_published_weights():
    weights = [each.weight for each in specification("global-mpi-2021").measure.indicators]

    assert weights == [Fraction(1, 6)] * 4 + [Fraction(1, 18)] * 6


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("owns_land}", "owns_lnd}", "There is no answer `owns_lnd`; did you mean `owns_land`?"),
        ("fuel in (2, 3)", "fuel in (2, 7)", "`fuel` has no code 7; there are 1, 2, 3"),
        ("water = 'unsafe'", "water = 'unsave'", "did you mean 'unsafe'?"),
        ("fuel in (2, 3)", "fuel in (2,", "The condition stops too early"),
        ("fuel in (2, 3)", "fuel + 1", "gives a number; a yes-or-no is needed here"),
        ("weight: 1/8, th: น้ำ", "weight: 0, th: น้ำ", "'0' is not a share above 0"),
        ("weight: 1/8, th: น้ำ", "weight: -0.1, th: น้ำ", "'-0.1' is not a share above 0"),
        ("weight: 1/8, th: น้ำ", "weight: 1/0, th: น้ำ", "'1/0' is not a share above 0"),
        ("weight: 1/8, th: น้ำ", "weight: heavy, th: น้ำ", "'heavy' is not a share above 0"),
        ("weight: 1/8, th: น้ำ", "weight: true, th: น้ำ", "'True' is not a share above 0"),
        ("cutoffs: [1/3, 0.5]", "cutoffs: [1.2]", "cutoffs: 1: '1.2' is not a share above 0"),
        ("cutoffs: [1/3, 0.5]", "cutoffs: [0]", "cutoffs: 1: '0' is not a share above 0"),
        ("cutoffs: [1/3, 0.5]", "cutoffs: [.nan]", "cutoffs: 1: 'nan' is not a share above 0"),
        ("cutoffs: [1/3, 0.5]", "cutoffs: [0.5, 1/2]", "cutoffs: 2: 1/2 stands twice"),
        ("id: poor_water", "id: poor_fuel", "another indicator has the id `poor_fuel`"),
        ("id: poor_water", "id: weight", "`weight` is taken; give another id"),
        ("  - id: living", "  - id: learning", "another dimension has the id `learning`"),
        ("id: per_person, formula", "id: income, formula", "has the name `income`"),
        ("income / people}", "per_person / people}", "back to itself: per_person → per_person"),
        ("owns_land: {type", "or: {type", "`or` is a word of the conditions language"),
        ("owns_land: {type: boolean", "owns_land: {type: bool", "Input should be 'number', 'text'"),
        ("missing: drop", "missing: dropp", "Input should be 'not_deprived', 'drop'"),
        ("unit: {count: person,", "unit: {count: people,", "Input should be 'household' or"),
        ("size: people", "size: water", "gives a text; a number is needed here"),
        ("codes: {1: gas", "codes: {one: gas", "`one` is not a number, but its column is one"),
        ("psu: village", "full_enumeration: true", "a full enumeration has no strata"),
        ("version: \"1\"", "version: 1", "version: must be a text; put it in quotes"),
        ("design: {weight", "desing: {weight", "desing: there is no such key"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_key(old, new, told):
    line = GOOD.count("\n", 0, GOOD.index(old)) + 1

    problem = refused(GOOD.replace(old, new, 1))

    assert told in problem
    assert problem.startswith(f"m.yaml:{line}: ")


def test_a_circle_of_indicators_is_told_with_its_way():
    text = GOOD.replace('"fuel in (2, 3)"', "poor_water").replace(
        "\"water = 'unsafe'\"", "poor_fuel"
    )

    problem = refused(text)

    assert "living: indicators: poor_fuel: deprived: " in problem
    assert "leads back to itself: poor_fuel → poor_water → poor_fuel" in problem


def test_what_is_missing_is_told_where_it_is_missing():
    text = GOOD.replace("th: น้ำ, ", "")

    assert refused(text) == (
        f"m.yaml:{line_of(text, 'poor_water')}: "
        "dimensions: living: indicators: poor_water: th: is missing; write it"
    )


def test_weights_that_do_not_make_one_are_refused():
    assert "the weights make 3/4 together (0.75), not 1" in refused(
        GOOD.replace("weight: 1/2\n", "weight: 1/4\n", 1)
    )
    assert "is 1/2, but the weights of its indicators make 5/8" in refused(
        GOOD.replace("weight: 1/4", "weight: 3/8")
    )
    assert "poor_water: has no weight while others" in refused(
        GOOD.replace("weight: 1/8, th: น้ำ", "th: น้ำ")
    )
    assert "learning: has no weight while others" in refused(
        GOOD.replace("    weight: 1/2\n", "", 1)
    )


def test_conditions_on_members_need_members_and_keys():
    start, end = GOOD.index("members:\n"), GOOD.index("derive:")
    without = GOOD[:start] + GOOD[end:]

    assert "there is no `members` with their columns" in refused(
        without.replace("- {id: school_age, level: member, formula: age between 6 and 14}", "")
        .replace("any(members, school_age)", "count(members) > 1")
        .replace("any(members where school_age, not at_school)", "count(members) > 2")
    )
    assert "households: needs `key`" in refused(GOOD.replace("  key: [house]\n", "", 1))
    assert "must have as many columns" in refused(
        GOOD.replace("key: [house]", "key: [house, year]", 1)
    )


def test_members_cannot_ask_for_what_looks_at_members():
    text = GOOD.replace("formula: income / people", "formula: count(members)").replace(
        "not at_school", "household.per_person > 5"
    )

    assert "looks at members itself, so members cannot ask for it" in refused(text)


def test_every_problem_is_told_at_once():
    text = GOOD.replace("owns_land}", "owns_lnd}").replace("'unsafe'", "'unsave'")

    assert len(refused(text).splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "m.yaml:1: the file is empty"),
        ("- a\n- b\n", "m.yaml:1: write keys such as"),
        ("id: [1\nversion: 2", "m.yaml:2: not YAML: "),
        ("id: a\nid: b\n", "m.yaml:2: the key `id` stands twice"),
        ("id: a\nx: !!python/object:os.system {}\n", "m.yaml:2: `tag:yaml.org,2002:python"),
        ("id: 2021-13-45\n", "m.yaml:1: `2021-13-45` cannot be read; put it in quotes"),
        ("id: " + "9" * 5000 + "\n", "m.yaml:1: `9999"),
        ("a: &a [*a]\n", "too much of this, or it is nested too deeply"),
        ("[" * 3000, "m.yaml:1: not YAML: nested too deeply"),
        ("id: \x07\n", "m.yaml:1: not YAML: a character that cannot be shown"),
        ("? [a, b]\n: c\n", "m.yaml:1: a key is one word"),
        ("x" * 500_001, "m.yaml:1: the file has 500,001 characters"),
    ],
)
def test_what_is_no_yaml_of_ours_is_refused(text, told):
    assert told in refused(text)


def test_aliases_that_multiply_are_refused_before_they_fill_the_memory():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]

    assert "too much of this" in refused("\n".join(lines))


def test_what_is_derived_cannot_grow_without_end():
    chain = "".join(
        f"  - {{id: d{i}, formula: {' + '.join([f'd{i - 1}' if i else 'income'] * 9)}}}\n"
        for i in range(30)
    )

    problem = refused(GOOD.replace("derive:\n", "derive:\n" + chain))

    assert "This is nested too deeply" in problem


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path):
    file = tmp_path / "m.yaml"
    file.write_bytes("id: a\nth: จน\n".encode("cp874"))

    with pytest.raises(SpecificationError, match=r"m\.yaml:2: not UTF-8"):
        read_file(file)


def test_an_unknown_measure_is_said_with_those_there_are():
    with pytest.raises(LookupError, match=r"there are .*global-mpi-2021"):
        specification("no-such")


@given(st.data())
def test_whatever_is_done_to_a_text_it_is_read_or_refused_with_a_line(data):
    at = data.draw(st.integers(0, len(GOOD)))
    gone = data.draw(st.integers(0, 30))
    put = data.draw(st.text(alphabet="abe1/0-.:,[]{}'\"&*!|># \n\t\x00ก", max_size=8))

    try:
        read(GOOD[:at] + put + GOOD[at + gone :])
    except SpecificationError as error:
        for problem in str(error).splitlines():
            assert problem.startswith("m.yaml:")
