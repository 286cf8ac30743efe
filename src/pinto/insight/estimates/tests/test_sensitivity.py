"""Whether the ranks of groups survive other cut-offs and weights."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinto.insight.estimates.engine.cube import cube_of
from pinto.insight.estimates.engine.sensitivity import agreement, robustness
from pinto.insight.estimates.tests import oracle_counting as oracle
from pinto.insight.estimates.tests.matrices import draw, equal, measure_of, table

VALUES = st.integers(0, 5).map(float)


def by_pairs(left, right):
    """Kendall (1945) and Spearman (1904) as they defined them."""

    def sign(values, a, b):
        return (values[a] > values[b]) - (values[a] < values[b])

    def ranks(values):
        return [
            sum(other < value for other in values)
            + (sum(other == value for other in values) + 1) / 2
            for value in values
        ]

    pairs = [(sign(left, a, b), sign(right, a, b)) for a, b in combinations(range(len(left)), 2)]
    told = [sum(pair[side] != 0 for pair in pairs) for side in (0, 1)]
    if not told[0]:
        return None, None, None
    preserved = sum(a == b != 0 for a, b in pairs) / told[0]
    if not told[1]:
        return None, None, preserved
    kendall = sum(a * b for a, b in pairs) / (told[0] * told[1]) ** 0.5
    spearman = float(np.corrcoef(ranks(left), ranks(right))[0, 1])
    return kendall, spearman, preserved


@given(st.lists(st.tuples(VALUES, VALUES), max_size=12))
def test_agreement_is_that_of_all_pairs(pairs):
    left, right = [a for a, _ in pairs], [b for _, b in pairs]

    found = agreement(np.array(left), np.array(right))

    for ours, theirs in zip(found, by_pairs(left, right), strict=True):
        assert ours == (None if theirs is None else pytest.approx(theirs, abs=1e-9))


def test_one_neighbouring_swap_of_ten():
    """44 pairs of 45 keep their order: tau = (44 - 1) / 45; rho = 1 - 6 * 2 / (10 * 99)."""
    order = np.arange(10.0)
    swapped = order.copy()
    swapped[[4, 5]] = swapped[[5, 4]]

    assert agreement(order, swapped) == pytest.approx((43 / 45, 1 - 12 / 990, 44 / 45))


def test_settings_are_compared_with_the_baseline():
    names = ["a", "b", "c"]
    heavy = {"a": Fraction(4, 5), "b": Fraction(1, 10), "c": Fraction(1, 10)}
    units = draw(2, 300, names, groups=7)
    cube = cube_of(table(units), names, ["region"])
    weightings = {"equal": measure_of(equal(names)), "heavy": measure_of(heavy)}
    cutoffs = [Fraction(1, 3), Fraction(2, 3)]

    found = robustness(
        cube, weightings, cutoffs, by=("region",), baseline=("equal", Fraction(1, 3))
    )

    assert len(found) == 2 * 2 * 2
    same = [row for row in found if (row.weights, row.cutoff) == ("equal", 1 / 3)]
    assert [(row.kendall, row.spearman, row.preserved) for row in same] == [
        pytest.approx((1.0, 1.0, 1.0))
    ] * 2
    regions = sorted({unit["region"] or "~" for unit in units})

    def m0(weights, cutoff):
        values = []
        for region in regions:
            group = [unit for unit in units if (unit["region"] or "~") == region]
            y, x, _ = oracle.figures(group, weights, {n: n for n in names}, cutoff)[
                "M0", None, None
            ]
            values.append(oracle.ratio(group, y, x))
        return values

    (row,) = [r for r in found if (r.measure, r.weights, r.cutoff) == ("M0", "heavy", 2 / 3)]
    expected = by_pairs(m0(equal(names), cutoffs[0]), m0(heavy, cutoffs[1]))
    assert (row.kendall, row.spearman, row.preserved) == pytest.approx(expected)
    assert row.groups == len(regions)
