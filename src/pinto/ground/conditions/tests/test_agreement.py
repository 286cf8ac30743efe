"""Ibis on DuckDB answers as plain Python does, whatever is asked."""

import math

import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings

from pinto.ground.conditions.checking import check
from pinto.ground.conditions.columnar import compile_many, member_columns, to_ibis
from pinto.ground.conditions.limits import DEPTH
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.plain import to_member_python, to_python
from pinto.ground.conditions.tests.worlds import VOCABULARY, conditions, families, numbers
from pinto.ground.conditions.vocabulary import Kind, Level

# ibis 12 still calls the old name of a method of DuckDB 2
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

FAMILIES = families(70, seed=2569)
_TYPES = {
    Kind.NUMBER: pa.float64(),
    Kind.TEXT: pa.string(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.CHOICES: pa.list_(pa.string()),
}
many_examples = settings(
    max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


def _table(rows, level, **ids):
    columns = {
        name: pa.array([row[name] for row in rows], _TYPES[VOCABULARY.field(name, level).kind])
        for name in VOCABULARY.names(level)
    }
    return pa.table(ids | columns)


@pytest.fixture(scope="module")
def engine():
    """A DuckDB with the families: (connection, households, members)."""
    connection = ibis.duckdb.connect()
    owners = [str(i) for i, (_, members) in enumerate(FAMILIES) for _ in members]
    rows = [member for _, members in FAMILIES for member in members]
    households = _table(
        [household for household, _ in FAMILIES],
        Level.HOUSEHOLD,
        household_id=[str(i) for i in range(len(FAMILIES))],
        tambon=[f"99010{i % 3}" for i in range(len(FAMILIES))],
    )
    members = _table(
        rows, Level.MEMBER, household_id=owners, person_id=[f"p{i}" for i in range(len(rows))]
    )
    return (
        connection,
        connection.create_table("households", households),
        connection.create_table("members", members),
    )


def _same(left, right):
    if isinstance(left, float) and isinstance(right, float):
        return math.isclose(left, right, rel_tol=1e-12, abs_tol=1e-12)
    return type(left) is type(right) and left == right


def _by_household(connection, table):
    rows = connection.to_pyarrow(table).to_pylist()
    assert len(rows) == len(FAMILIES)
    return {int(row.pop("household_id")): row for row in rows}


def _assert_agree(engine, text):
    connection, households, members = engine
    expression = parse(text)
    answer = to_python(expression, VOCABULARY)
    found = _by_household(connection, to_ibis(expression, households, members, VOCABULARY))
    for i, (household, roster) in enumerate(FAMILIES):
        expected = answer(household, roster)
        assert _same(found[i]["value"], expected), (household, roster, found[i], expected)


@many_examples
@given(text=conditions(Level.HOUSEHOLD, 2))
def test_conditions_agree(engine, text):
    assert check(parse(text), VOCABULARY) is Kind.BOOLEAN
    _assert_agree(engine, text)


@many_examples
@given(text=numbers(Level.HOUSEHOLD, 2))
def test_numbers_agree(engine, text):
    assert check(parse(text), VOCABULARY) is Kind.NUMBER
    _assert_agree(engine, text)


@settings(many_examples, max_examples=60)
@given(score=numbers(Level.MEMBER, 2), chosen=conditions(Level.MEMBER, 1))
def test_numbers_and_conditions_of_members_agree(engine, score, chosen):
    connection, households, members = engine
    expressions = {"score": parse(score), "chosen": parse(chosen)}
    table = member_columns(expressions, members, households, VOCABULARY)
    found = {row["person_id"]: row for row in connection.to_pyarrow(table).to_pylist()}
    people = [(member, household) for household, roster in FAMILIES for member in roster]
    assert len(found) == len(people)
    for i, (member, household) in enumerate(people):
        for name, expression in expressions.items():
            expected = to_member_python(expression, VOCABULARY)(member, household)
            assert _same(found[f"p{i}"][name], expected), (member, household, name)


def test_the_families_reach_every_corner():
    assert any(not members for _, members in FAMILIES)
    assert any(member["age"] is None for _, members in FAMILIES for member in members)
    unknown = parse("all(members, age is unknown) and count(members) > 0")
    assert any(to_python(unknown, VOCABULARY)(*family) for family in FAMILIES)


def test_many_expressions_share_one_pass_over_the_members(engine):
    connection, households, members = engine
    texts = {
        "children": "count(members, age < 6)",
        "again": "count(members, age < 6) + 1",
        "pay": "mean(members where age >= 6, income)",
        "rich": "any(members, income > household.income)",
        "room": "rooms / count(members)",
    }
    expressions = {name: parse(text) for name, text in texts.items()}
    table = compile_many(expressions, households, members, VOCABULARY, keep=["tambon"])
    sql = ibis.to_sql(table, dialect="duckdb")
    assert sql.count("GROUP BY") == 1
    assert sql.count('FROM "memory"."main"."members"') == 1
    found = _by_household(connection, table)
    for i, family in enumerate(FAMILIES):
        assert found[i]["tambon"] == f"99010{i % 3}"
        for name, expression in expressions.items():
            assert _same(found[i][name], to_python(expression, VOCABULARY)(*family))


def test_what_asks_nothing_of_members_does_not_read_them(engine):
    _, households, members = engine
    sql = str(ibis.to_sql(to_ibis(parse("income > 1"), households, members, VOCABULARY)))
    assert "JOIN" not in sql


@pytest.mark.parametrize(
    "text",
    [
        "1" + " + income" * (DEPTH - 1),
        "not " * (DEPTH - 1) + "farmer",
        "if(farmer, 1, " * (DEPTH - 2) + "rooms" + ")" * (DEPTH - 2),
        "farmer and (farmer or (" * (DEPTH // 2 - 1) + "farmer" + "))" * (DEPTH // 2 - 1),
        "if(" * 12 + "farmer" + ", farmer, true)" * 12,
        "min(" * 12 + "rooms, income" + ")" * 12,
        "income / (" * 12 + "rooms" + ")" * 12,
        "total(" * 12 + "rooms, income" + ")" * 12,
        "mean(" * 7 + "rooms, income" + ")" * 7,
        "farmer or " * 900 + "farmer",
        "any(members, " + "not " * (DEPTH - 2) + "sick)",
    ],
    ids=[
        "sum",
        "not",
        "if",
        "and-or",
        "if-if",
        "min",
        "divide",
        "total",
        "mean",
        "long-or",
        "members",
    ],
)
def test_the_largest_conditions_still_compile(engine, text):
    _assert_agree(engine, text)
