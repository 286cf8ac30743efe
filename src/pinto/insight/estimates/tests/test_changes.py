"""Changes between rounds, against direct linearisation."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinto.insight.estimates.engine.changes import changes
from pinto.insight.estimates.tests import oracle_counting as oracle
from pinto.insight.estimates.tests.matrices import (
    CENSUS,
    SAMPLE,
    by_name,
    draw,
    measure_of,
    table,
)

WEIGHTS = {"a": Fraction(1, 2), "b": Fraction(1, 4), "c": Fraction(1, 4)}
DIMENSIONS = {"a": "one", "b": "two", "c": "two"}
MEASURE = measure_of(WEIGHTS, DIMENSIONS)
CUTOFF = Fraction(1, 2)
KINDS = {
    "absolute_change",
    "relative_change",
    "absolute_change_annual",
    "relative_change_annual",
}


def changed(units, design=SAMPLE, by=(), **how):
    rows = changes(
        table(units),
        MEASURE,
        cutoffs=[CUTOFF],
        by=list(by),
        over="round",
        design=design,
        **how,
    )
    return by_name(rows)


def expected(units, label, keys, y, x, span):
    """{kind: (change, z of each unit)} by the chain rule, unit by unit."""
    sides = []
    for year in (2560, 2564):
        inside = [u["round"] == year and tuple(u[k] for k in keys) == label for u in units]
        sides.append(oracle.linearised(units, inside, y, x))
    (b0, z0), (b1, z1) = sides
    slopes = {
        "absolute_change": (b1 - b0, -1, 1),
        "absolute_change_annual": ((b1 - b0) / span, -1 / span, 1 / span),
        "relative_change": (b1 / b0 - 1, -b1 / b0**2, 1 / b0),
    }
    growth = (b1 / b0) ** (1 / span)
    if b1:
        slopes["relative_change_annual"] = (growth - 1, -growth / span / b0, growth / span / b1)
    return {
        kind: (value, [s0 * a + s1 * b for a, b in zip(z0, z1, strict=True)])
        for kind, (value, s0, s1) in slopes.items()
    }


@given(st.integers(0, 10**6), st.booleans())
@settings(max_examples=12, deadline=None)
def test_changes_and_their_errors_are_those_of_the_linearised_difference(seed, pooled):
    """With the same PSUs (pooled) the rounds go together; without, each has its own."""
    units = draw(seed, 160, WEIGHTS, rounds=(2560, 2564))
    found = changed(units, by=[("area",)], pooled=pooled)
    sample = (
        units
        if pooled
        else [{**unit, "stratum": (unit["round"], unit["stratum"])} for unit in units]
    )
    seen = set()
    for (measure, indicator, dimension), (y, x, _) in oracle.figures(
        units, WEIGHTS, DIMENSIONS, CUTOFF
    ).items():
        cutoff = None if measure == "hd" else float(CUTOFF)
        for keys, label in [((), ()), (("area",), (1,)), (("area",), (2,))]:
            place = tuple(zip(keys, label, strict=True))
            for kind, (value, z) in expected(units, label, keys, y, x, 4).items():
                key = (f"{measure}_{kind}", indicator, dimension, cutoff, place, (2560, 2564))
                row = found[key]
                se = oracle.design_error(sample, z)
                assert row.estimate == pytest.approx(value, rel=1e-9, abs=1e-12), key
                assert row.se == pytest.approx(se, rel=1e-9, abs=1e-10), key
                assert row.ci_high - value == pytest.approx(1.959963984540054 * se, abs=1e-9)
                assert value - row.ci_low == pytest.approx(1.959963984540054 * se, abs=1e-9)
                seen.add(key)
    assert {key for key in found if found[key].se is not None} == seen


def test_the_same_people_unchanged_have_no_change_and_no_error():
    once = draw(5, 80, WEIGHTS)
    units = [{**unit, "round": year} for year in (2560, 2564) for unit in once]

    row = changed(units, pooled=True)[
        "M0_absolute_change", None, None, float(CUTOFF), (), (2560, 2564)
    ]

    assert row.estimate == pytest.approx(0.0, abs=1e-12)
    assert row.se == pytest.approx(0.0, abs=1e-8)  # the root of a difference of variances


def test_a_census_has_changes_without_errors():
    rows = changed(draw(5, 80, WEIGHTS, rounds=(2560, 2564)), design=CENSUS).values()

    assert any(row.estimate for row in rows)
    assert {(row.se, row.ci_low, row.ci_high) for row in rows} == {(None, None, None)}


def test_rounds_without_years_have_no_annual_change():
    units = draw(5, 80, WEIGHTS, rounds=("first", "second"))

    assert {key[0] for key in changed(units) if "_annual" in key[0]} == set()
    dated = changed(units, years={"first": 2560.5, "second": 2563.0})
    row = dated["H_absolute_change", None, None, float(CUTOFF), (), ("first", "second")]
    annual = dated["H_absolute_change_annual", None, None, float(CUTOFF), (), ("first", "second")]
    assert annual.estimate == pytest.approx(row.estimate / 2.5, rel=1e-12)
    assert annual.se == pytest.approx(row.se / 2.5, rel=1e-12)


def test_each_round_is_compared_with_the_next_unless_told():
    units = draw(5, 120, WEIGHTS, rounds=(2560, 2562, 2564))

    assert {key[5] for key in changed(units)} == {(2560, 2562), (2562, 2564)}
    assert {key[5] for key in changed(units, pairs=[(2560, 2564)])} == {(2560, 2564)}


@pytest.mark.parametrize(
    ("pair", "words"), [((2560, 2599), "no round 2599"), ((2564, 2560), "must be after")]
)
def test_a_pair_that_cannot_be_compared_is_refused(pair, words):
    with pytest.raises(ValueError, match=words):
        changed(draw(5, 80, WEIGHTS, rounds=(2560, 2564)), pairs=[pair])


def test_a_group_of_one_round_only_has_no_change():
    units = [
        unit
        for unit in draw(5, 120, WEIGHTS, rounds=(1, 2))
        if (unit["round"], unit["area"]) != (2, 2)
    ]

    places = {key[4] for key in changed(units, by=[("area",)])}

    assert places == {(), (("area", 1),)}


def test_from_nothing_there_is_no_relative_change():
    units = [
        {**unit, **(dict.fromkeys(WEIGHTS, 0) if unit["round"] == 1 else {})}
        for unit in draw(5, 120, WEIGHTS, rounds=(1, 2))
    ]
    found = changed(units)

    row = found["H_relative_change", None, None, float(CUTOFF), (), (1, 2)]
    assert (row.estimate, row.se, row.ci_low) == (None, None, None)
    assert found["H_absolute_change", None, None, float(CUTOFF), (), (1, 2)].estimate > 0
