"""The engine against two others: the step-by-step reckoning, and an oracle written by hand."""

import ibis
import pytest

from pinto.insight.measures.engine import score
from pinto.insight.measures.rules.reckoning import reckon
from pinto.insight.measures.rules.scorings import Boundary
from pinto.insight.measures.tests import invented, oracle

MANY = 800


@pytest.fixture(scope="module")
def drawn():
    return [invented.household(seed) for seed in range(MANY)]


def scored(households, ppp):
    """The engine's rows, in the order of the households."""
    table = score(*invented.tables(households), ppp)
    rows = ibis.duckdb.connect().to_pyarrow(table).to_pylist()
    return sorted(rows, key=lambda row: row["household_id"])


@pytest.fixture(scope="module")
def rows(drawn, ppp):
    return scored(drawn, ppp)


def close(mine, theirs):
    return theirs is None if mine is None else mine == pytest.approx(theirs, abs=1e-9)


def test_the_engine_agrees_with_the_oracle_on_random_households(drawn, rows, ppp):
    assert len(rows) == MANY
    for (household, members, delivered), row in zip(drawn, rows, strict=True):
        expected = oracle.score(household, members, delivered)
        for item in ppp.items:
            assert close(row[item.id], expected["items"][item.id]), (item.id, household, members)
            assert row[f"{item.id}__by"] == expected["by"][item.id]
        for capital in ppp.capitals:
            assert close(row[capital.id], expected["capitals"][capital.id]), capital.id
        assert close(row["overall"], expected["overall"])
        assert row["level"] == expected["level"]


def test_the_random_households_try_every_score_of_every_item(drawn, rows, ppp):
    """A test that agrees on nothing but unknowns would prove nothing."""
    for item in ppp.items:
        known = {row[item.id] for row in rows if row[f"{item.id}__by"] == "answers"}
        assert {min(known), max(known)} == {1, 4}, item.id
        assert any(row[item.id] is None for row in rows)
    levels = [row["level"] for row in rows]
    assert levels.count(None) > 100
    assert levels.count(2) > 100


def test_the_step_by_step_reckoning_agrees_with_the_engine(drawn, rows, ppp):
    for (household, members, delivered), row in zip(drawn, rows, strict=True):
        reckoning = reckon(ppp, household, members, delivered)
        for item_id, item in reckoning.items.items():
            assert close(row[item_id], item.score), (item_id, household, members)
            assert row[f"{item_id}__by"] == item.by
        for capital in reckoning.capitals:
            assert close(row[capital.id], capital.score.score)
            assert row[f"{capital.id}__known"] == pytest.approx(capital.score.known)
            assert row[f"{capital.id}__by"] == capital.by
        assert close(row["overall"], reckoning.overall)
        assert (row["level"], row["on_boundary"]) == (reckoning.level, reckoning.on_boundary)


def test_answers_win_over_delivered_scores_and_both_are_kept(ppp):
    [row] = scored([({}, [{"age": 40, "health": "bedridden"}], {"health": 3.5})], ppp)

    assert (row["health"], row["health__by"], row["health__delivered"]) == (1.0, "answers", 3.5)


def test_a_delivered_score_stands_where_answers_give_none(ppp):
    [row] = scored([({}, [], {"health": 3.5})], ppp)

    assert (row["health"], row["health__by"]) == (3.5, "delivered")


def test_a_delivered_capital_counts_only_when_none_of_its_items_is_known(ppp):
    capitals = {"human": 2.45, "physical": 2.22, "financial": 1.92, "natural": 1.80, "social": 1.66}

    whole, partly = scored([({}, [], capitals), ({"helping": "never"}, [], capitals)], ppp)

    assert whole["overall"] == pytest.approx(2.01)  # T2
    assert (whole["level"], whole["social__by"], whole["social__known"]) == (2, "delivered", 0)
    assert partly["social"] is None  # one item of ten is known: the items decide, and are too few
    assert (partly["overall"], partly["level"]) == (None, None)


def test_an_impossible_delivered_score_is_no_score(ppp):
    [row] = scored([({}, [], {"health": 0.0, "social": 5.0})], ppp)

    assert (row["health"], row["social"]) == (None, None)


def test_a_household_without_answers_has_no_score_and_no_level(ppp):
    [row] = scored([({}, [], {})], ppp)

    assert row["people"] == 0
    assert (row["overall"], row["level"], row["on_boundary"]) == (None, None, False)
    assert all(row[item.id] is None for item in ppp.items)


@pytest.mark.parametrize(
    ("boundary", "levels"),
    [(Boundary.LOWER_INCLUSIVE, [2, 3, 4]), (Boundary.UPPER_INCLUSIVE, [1, 2, 3])],
)
def test_a_score_on_a_boundary_is_flagged_and_falls_to_the_side_the_scoring_names(
    ppp, boundary, levels
):
    cuts = [
        dict.fromkeys(("human", "physical", "financial", "natural", "social"), cut)
        for cut in (1.75, 2.5, 3.25)
    ]

    rows = scored([({}, [], cut) for cut in cuts], ppp.model_copy(update={"boundary": boundary}))

    assert [row["level"] for row in rows] == levels
    assert all(row["on_boundary"] for row in rows)


def test_an_empty_list_of_choices_is_no_answer(ppp):
    [row] = scored([({"land_problems": [], "farmland": []}, [], {})], ppp)

    assert row["land_problems"] is None
    assert row["farmland_security"] is None


def test_members_and_households_are_read_once_each(ppp, drawn):
    """Thirty-seven items must not become thirty-seven joins."""
    connection = ibis.duckdb.connect()
    tables = invented.tables(drawn[:50])

    sql = connection.compile(score(*tables, ppp))
    connection.to_pyarrow(score(*tables, ppp).limit(1))  # registers the tables
    plan = connection.raw_sql("EXPLAIN " + sql).fetchall()[0][1]

    assert plan.count("Hash Join") == 2
    assert plan.count("Arrow Scan") == 3
