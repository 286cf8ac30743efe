"""Inequality of a distribution: against definitions written out, and as it must behave."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pinto.insight.estimates.rules import inequality
from pinto.insight.estimates.tests import oracle_monetary as oracle

incomes = st.lists(
    st.tuples(st.integers(0, 400).map(float), st.integers(1, 6)), min_size=2, max_size=25
)


def laid(rows):
    values, weights = zip(*rows, strict=True)
    return inequality.distribution(np.array(values), np.array(weights, dtype=float))


def with_income(rows):
    assume(sum(y for y, _ in rows) > 0)
    return laid(rows)


@given(incomes)
def test_the_gini_is_half_the_relative_mean_difference(rows):
    assert inequality.gini(*with_income(rows)) == pytest.approx(oracle.gini(rows), abs=1e-12)


@given(incomes, st.sampled_from(["1/5", "1/2", "4/5"]))
def test_a_quantile_is_that_of_the_incomes_written_out_one_by_one(rows, share):
    part = oracle.Fraction(share)
    assert inequality.quantile(*laid(rows), float(part)) == oracle.median(rows, part)


@given(incomes)
def test_the_fifths_hold_exactly_a_fifth_of_the_people_each(rows):
    values, weights = with_income(rows)
    ratio = inequality.share_ratio(values, weights)
    assume(ratio is not None)
    assert ratio == pytest.approx(oracle.fifths(rows), rel=1e-9)


@given(incomes)
def test_the_gini_of_incomes_that_are_not_negative_is_between_nothing_and_one(rows):
    assert -1e-12 <= inequality.gini(*with_income(rows)) <= 1


@given(incomes, st.floats(0.01, 1000))
def test_another_currency_changes_no_inequality(rows, rate):
    values, weights = with_income(rows)
    for figure in (inequality.gini, inequality.share_ratio):
        before, after = figure(values, weights), figure(values * rate, weights)
        assert after == (None if before is None else pytest.approx(before, rel=1e-9, abs=1e-12))


@given(incomes, st.integers(2, 5))
def test_the_same_people_several_times_over_are_as_unequal(rows, times):
    values, weights = with_income(rows)
    for figure in (inequality.gini, inequality.share_ratio):
        before, after = figure(values, weights), figure(values, weights * times)
        assert after == (None if before is None else pytest.approx(before, rel=1e-9, abs=1e-12))


@given(incomes, st.data())
def test_a_gift_from_the_richer_to_the_poorer_makes_incomes_less_unequal(rows, data):
    """The principle of Pigou and Dalton, for a gift that does not turn the two around."""
    people = sorted(y for y, w in rows for _ in range(w))
    assume(people[-1] - people[0] >= 2)
    poorer = data.draw(st.integers(0, len(people) - 1))
    richer = data.draw(st.integers(0, len(people) - 1))
    assume(people[richer] - people[poorer] >= 2)
    gift = data.draw(st.integers(1, int(people[richer] - people[poorer]) // 2))
    after = list(people)
    after[richer] -= gift
    after[poorer] += gift

    before, then = (inequality.gini(*laid([(y, 1) for y in drawn])) for drawn in (people, after))

    assert then < before


def test_when_one_has_everything_the_gini_nears_one():
    rows = [(0.0, 99), (50.0, 1)]
    assert inequality.gini(*laid(rows)) == pytest.approx(0.99)


def test_a_debt_can_lift_the_gini_above_one_and_no_income_at_all_has_none():
    assert inequality.gini(*laid([(-90.0, 1), (100.0, 1)])) > 1
    assert inequality.gini(*laid([(-90.0, 1), (90.0, 1)])) is None
    assert inequality.gini(*laid([(0.0, 3)])) is None


def test_the_fifths_have_no_ratio_when_the_poorest_have_nothing():
    assert inequality.share_ratio(*laid([(0.0, 1), (5.0, 4)])) is None
    assert inequality.share_ratio(*laid([(0.0, 1), (5.0, 4)]), "eurostat") is None


def test_eurostat_takes_all_who_share_the_income_at_the_edge():
    """laeken's qsr: at the 20 % quantile is among the poorest, at the 80 % not the richest."""
    rows = [(10.0, 3), (20.0, 6), (30.0, 1)]
    assert inequality.share_ratio(*laid(rows), "eurostat") == pytest.approx(30 / 30)
    assert inequality.share_ratio(*laid(rows)) == pytest.approx(50 / 20)


def numerically(figure, values, weights):
    """The derivative by each weight, by central differences."""
    slopes = []
    for at in range(len(values)):
        step = np.zeros(len(values))
        step[at] = 1e-5 * weights[at]
        slopes.append(
            (figure(values, weights + step) - figure(values, weights - step)) / (2 * step[at])
        )
    return np.array(slopes)


@pytest.mark.parametrize(
    ("figure", "influence"),
    [
        (inequality.gini, inequality.gini_influence),
        (inequality.share_ratio, inequality.share_ratio_influence),
    ],
)
def test_influence_is_what_a_little_more_weight_does(figure, influence):
    drawn = np.random.default_rng(7)
    rows = zip(drawn.lognormal(9, 0.8, 60).round(-1), drawn.uniform(0.5, 3, 60), strict=True)
    values, weights = laid(rows)

    expected = numerically(figure, values, weights)

    assert influence(values, weights) == pytest.approx(expected, rel=1e-5, abs=1e-8)
    assert np.dot(weights, influence(values, weights)) == pytest.approx(0, abs=1e-10)


def test_the_gini_has_the_influence_that_osier_wrote_down():
    """Osier (2009), 4.4: without ties, each own weight counts by half only in ours."""
    rng = np.random.default_rng(3)
    values, weights = np.sort(rng.lognormal(9, 0.7, 4000)), rng.uniform(1, 2, 4000)
    whole, total = weights.sum(), np.dot(weights, values)
    coefficient = inequality.gini(values, weights)
    below = np.cumsum(weights)
    from_here = total - np.cumsum(weights * values)
    osier = (2 * (values * below + from_here) - (coefficient + 1) * (total + whole * values)) / (
        whole * total
    )

    ours = inequality.gini_influence(values, weights)

    assert np.abs(ours - osier).max() < 2 / 4000 * np.abs(osier).max()


def test_the_density_of_normal_incomes_is_that_of_the_bell():
    values = np.sort(np.random.default_rng(1).normal(1000, 50, 20_000))
    at_mean = inequality.density(values, np.ones(20_000), 1000.0, 20_000)
    assert at_mean == pytest.approx(1 / (50 * np.sqrt(2 * np.pi)), rel=0.03)
    assert inequality.density(np.array([5.0]), np.array([3.0]), 5.0, 3) == 0
