"""Counting: the published examples, and the definitions on random data."""

import csv
import itertools
import json
import random
from fractions import Fraction
from pathlib import Path

import ibis
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinto.insight.estimates.engine import cube, packing, reading
from pinto.insight.estimates.engine.counting import again, divisions, estimate
from pinto.insight.estimates.engine.cube import cube_of
from pinto.insight.estimates.engine.figures import estimates
from pinto.insight.estimates.tests import oracle_counting as oracle
from pinto.insight.estimates.tests.matrices import (
    CENSUS,
    SAMPLE,
    by_name,
    draw,
    equal,
    measure_of,
    table,
)

EXACT = 1e-9
MICRO = Path(__file__).parents[6] / "shared" / "data" / "micro"
WEIGHTS = {
    "a": Fraction(1, 3),
    "b": Fraction(1, 6),
    "c": Fraction(1, 6),
    "d": Fraction(1, 9),
    "e": Fraction(2, 9),
}
DIMENSIONS = {"a": "one", "b": "two", "c": "two", "d": "three", "e": "three"}
CUTOFFS = [Fraction(1, 9), Fraction(1, 3), Fraction(1, 2), Fraction(1)]
MEASURE = measure_of(WEIGHTS, DIMENSIONS)


def plain(units):
    return [{"weight": 1.0, "stratum": 1, "psu": at, **unit} for at, unit in enumerate(units)]


def counted(units, measure=MEASURE, cutoffs=CUTOFFS, by=(), over=None, design=CENSUS, **how):
    rows = estimate(
        table(units), measure, cutoffs=cutoffs, by=list(by), over=over, design=design, **how
    )
    return by_name(rows)


def close(left, right):
    if left is None or right is None:
        return left is right
    return left == pytest.approx(right, rel=EXACT, abs=1e-12)


def test_the_example_of_alkire_and_foster():
    """Four persons, four dimensions, k = 2: H = 1/2, A = 3/4, M0 = 3/8.

    Alkire & Foster, "Counting and multidimensional poverty measurement", OPHI Working
    Paper 7 (2007; revised 2008), the example of sections 3 to 5: deprivation counts
    (0, 2, 4, 1); the second and the third person are poor.
    """
    rows = [(0, 0, 0, 0), (0, 1, 0, 1), (1, 1, 1, 1), (0, 1, 0, 0)]
    names = ("income", "schooling", "health", "services")
    units = plain(dict(zip(names, row, strict=True)) for row in rows)

    found = counted(units, measure_of(equal(names)), [Fraction(1, 2)])

    assert found["H", None, None, 0.5, (), None].estimate == pytest.approx(1 / 2, abs=EXACT)
    assert found["A", None, None, 0.5, (), None].estimate == pytest.approx(3 / 4, abs=EXACT)
    assert found["M0", None, None, 0.5, (), None].estimate == pytest.approx(3 / 8, abs=EXACT)
    share = found["contribution_pct", "schooling", "schooling", 0.5, (), None].estimate
    assert share == pytest.approx(2 / 6, abs=EXACT)


@pytest.mark.shared
@pytest.mark.skipif(not MICRO.exists(), reason="../shared is not at hand")
def test_the_thirty_households_and_their_regions():
    """The example of the CRAN package MPI 0.1.0 (NECTEC): eleven indicators, poor from three."""
    with (MICRO / "cranMPI_example_poverty_30x11.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    expected = json.loads((MICRO / "cranMPI_example_expected_k3.json").read_text("utf-8"))
    names = [name for name in rows[0] if name != "Region"]
    units = plain({**{n: int(row[n]) for n in names}, "Region": row["Region"]} for row in rows)

    found = counted(units, measure_of(equal(names)), [Fraction(3, 11)], [("Region",)])

    places = {(): "ALL"} | {(("Region", row["Region"]),): row["Region"] for row in rows}
    assert set(places.values()) == set(expected)
    for place, name in places.items():
        told = expected[name]
        row = found["H", None, None, 3 / 11, place, None]
        assert (row.n, round(row.n * row.estimate)) == (told["total"], told["poors"])
        for measure in ("H", "A", "M0"):
            row = found[measure, None, None, 3 / 11, place, None]
            assert row.estimate == pytest.approx(told[measure], abs=EXACT)
        for indicator, value in told["censored"].items():
            row = found["hdk", indicator, indicator, 3 / 11, place, None]
            assert row.estimate == pytest.approx(value, abs=EXACT)


@given(st.integers(0, 10**6), st.integers(1, 60))
@settings(max_examples=15, deadline=None)
def test_every_figure_is_that_of_the_definition(seed, size):
    units = draw(seed, size, WEIGHTS, rounds=(2566, 2568))
    by = [("region",), ("area",), ("region", "area")]

    found = counted(units, by=by, over="round")

    expected = 0
    for keys in [(), *by]:
        for label in {tuple(unit[key] for key in ("round", *keys)) for unit in units}:
            group = [u for u in units if tuple(u[key] for key in ("round", *keys)) == label]
            place = (tuple(sorted(zip(keys, label[1:], strict=True))), label[0])
            for cutoff in CUTOFFS:
                named = oracle.figures(group, WEIGHTS, DIMENSIONS, cutoff)
                for (measure, indicator, dimension), (y, x, _) in named.items():
                    at = None if measure == "hd" else float(cutoff)
                    row = found[measure, indicator, dimension, at, *place]
                    assert close(row.estimate, oracle.ratio(group, y, x))
                    expected += measure != "hd" or cutoff == CUTOFFS[0]
            row = found["population_share", None, None, None, *place]
            everybody = sum(u["weight"] for u in units if u["round"] == label[0])
            assert close(row.estimate, sum(u["weight"] for u in group) / everybody)
            assert row.n == len(group)
            assert close(row.population, sum(u["weight"] for u in group))
            expected += 1
    assert len(found) == expected


@given(st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_intensity_contributions_and_subgroups_re_add(seed):
    found = counted(draw(seed, 80, WEIGHTS), by=[("region", "area")])
    places = {key[4] for key in found}
    for cutoff in map(float, CUTOFFS):

        def of(measure, place=(), *, names=(None, None), cutoff=cutoff):
            return found[measure, *names, cutoff, place, None].estimate

        def share_of(place):
            return found["population_share", None, None, None, place, None].estimate

        for place in places:
            h, a, m0 = (of(measure, place) for measure in ("H", "A", "M0"))
            if h == 0:
                assert a is None
                assert m0 == 0
                continue
            assert m0 == pytest.approx(h * a, rel=EXACT)
            for kind, whole in (("contribution_pct", 1.0), ("contribution_abs", m0)):
                indicators = [
                    row.estimate
                    for key, row in found.items()
                    if key[0] == kind and key[1] and key[3:5] == (cutoff, place)
                ]
                dimensions = [
                    row.estimate
                    for key, row in found.items()
                    if key[0] == kind and not key[1] and key[3:5] == (cutoff, place)
                ]
                assert (len(indicators), len(dimensions)) == (5, 3)
                assert sum(indicators) == pytest.approx(whole, rel=EXACT)
                assert sum(dimensions) == pytest.approx(whole, rel=EXACT)
        for measure in ("H", "M0"):
            together = sum(
                of(measure, place)
                * found["population_share", None, None, None, place, None].estimate
                for place in places - {()}
            )
            assert together == pytest.approx(of(measure), rel=EXACT, abs=1e-12)


@given(st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_fewer_are_poor_as_the_cutoff_rises(seed):
    cutoffs = [Fraction(at, 18) for at in range(1, 19)]
    found = counted(draw(seed, 60, WEIGHTS), cutoffs=cutoffs)
    for measure in ("H", "M0"):
        values = [found[measure, None, None, float(k), (), None].estimate for k in cutoffs]
        assert all(low <= high + 1e-12 for high, low in itertools.pairwise(values))


def alike(left, right, *, errors=True):
    assert left.keys() == right.keys()
    for key, row in left.items():
        other = right[key]
        assert close(row.estimate, other.estimate), key
        assert close(row.population, other.population)
        if errors:
            assert close(row.se, other.se), key
            assert close(row.ci_low, other.ci_low), key
            assert row.n == other.n


@given(st.integers(0, 10**6))
@settings(max_examples=8, deadline=None)
def test_the_order_of_rows_does_not_matter(seed):
    units = draw(seed, 70, WEIGHTS)
    shuffled = random.Random(seed).sample(units, len(units))
    by = [("region",)]

    alike(counted(units, by=by, design=SAMPLE), counted(shuffled, by=by, design=SAMPLE))


@given(st.integers(0, 10**6))
@settings(max_examples=8, deadline=None)
def test_every_unit_twice_with_half_its_weight_is_the_same(seed):
    """Errors too: the totals of the PSUs are what they were. Only ``n`` doubles."""
    units = draw(seed, 70, WEIGHTS)
    halves = [{**unit, "weight": unit["weight"] / 2} for unit in units for _ in range(2)]

    once = counted(units, by=[("region",)], design=SAMPLE)
    twice = counted(halves, by=[("region",)], design=SAMPLE)

    assert {row.n for row in twice.values()} == {2 * row.n for row in once.values()}
    for key, row in once.items():
        assert close(row.estimate, twice[key].estimate)
        assert close(row.se, twice[key].se)


def test_a_population_counted_in_parts_is_the_same(tmp_path):
    import ibis
    import pyarrow as pa
    import pyarrow.parquet as pq

    units = draw(5, 200, WEIGHTS)
    for at in range(4):
        pq.write_table(pa.Table.from_pylist(units[at::4]), tmp_path / f"{at}.parquet")
    parts = ibis.duckdb.connect().read_parquet(tmp_path / "*.parquet")

    rows = estimate(parts, MEASURE, cutoffs=CUTOFFS, by=[("area",)], design=SAMPLE)

    alike(by_name(rows), counted(units, by=[("area",)], design=SAMPLE))


def test_a_tie_is_decided_without_floating_point():
    """Three tenths of the weight reach 0.3, though 0.1 + 0.1 + 0.1 > 0.3 and 3 * 0.1 != 0.3."""
    names = [f"i{at}" for at in range(10)]
    units = plain([{name: int(at < 3) for at, name in enumerate(names)}])

    found = counted(units, measure_of(equal(names)), [0.3, Fraction(3, 10) + Fraction(1, 10**12)])

    assert [row.estimate for key, row in found.items() if key[0] == "H"] == [1.0, 0.0]


def test_nobody_poor_has_no_intensity():
    found = counted(plain([dict.fromkeys(WEIGHTS, 0)] * 12), cutoffs=[Fraction(1, 3)])

    row = found["A", None, None, 1 / 3, (), None]
    assert (row.estimate, row.se, row.publishable) == (None, None, False)
    assert found["M0", None, None, 1 / 3, (), None].estimate == 0.0
    assert found["contribution_pct", "a", "one", 1 / 3, (), None].estimate is None


def test_no_rows_give_no_figures():
    units = draw(1, 5, WEIGHTS)
    everybody = table(units)
    nobody = everybody.filter(everybody.area == 99)

    for design in (CENSUS, SAMPLE):
        assert estimate(nobody, MEASURE, cutoffs=CUTOFFS, by=[("area",)], design=design) == []


@pytest.mark.parametrize("cutoff", [0, -0.1, 1.01, Fraction(3, 2)])
def test_a_cutoff_outside_the_weights_is_refused(cutoff):
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        counted(draw(1, 5, WEIGHTS), cutoffs=[cutoff])


def test_small_cells_are_not_for_publication():
    poor, well = dict.fromkeys(WEIGHTS, 1), dict.fromkeys(WEIGHTS, 0)
    units = plain(
        [
            *[{**poor, "area": 1}] * 9,
            *[{**poor, "area": 2}] * 10,
            *[{**well, "area": 2}] * 9,
            *[{**poor, "area": 3}] * 9,
            *[{**well, "area": 3}] * 10,
        ]
    )
    found = counted(units, cutoffs=[Fraction(1, 3)], by=[("area",)])

    def told(measure, area):
        cutoff = None if measure == "population_share" else 1 / 3
        return found[measure, None, None, cutoff, (("area", area),), None].publishable

    assert [told("population_share", area) for area in (1, 2, 3)] == [False, True, True]
    assert [told("H", area) for area in (1, 2, 3)] == [False, False, True]
    assert [told("M0", area) for area in (1, 2, 3)] == [False, False, True]
    assert [told("A", area) for area in (1, 2, 3)] == [False, True, False]


@given(st.integers(0, 10**6))
@settings(max_examples=6, deadline=None)
def test_a_kept_cube_answers_other_cutoffs_and_weights(seed):
    units = draw(seed, 80, WEIGHTS, rounds=(1, 2))
    cube = cube_of(table(units), list(WEIGHTS), ["round", "region", "area"])
    other = measure_of(dict(zip(WEIGHTS, reversed(WEIGHTS.values()), strict=True)), DIMENSIONS)
    cutoffs, by = [Fraction(2, 5), 0.75], [("region",), ("area", "region")]

    kept = again(cube, other, cutoffs=cutoffs, by=by, over="round")

    rows = by_name(row for division in kept for row in estimates(division))
    alike(rows, counted(units, other, cutoffs, by, "round"))


@pytest.mark.parametrize("design", [CENSUS, SAMPLE])
def test_many_indicators_give_the_same_without_profiles(monkeypatch, design):
    units, by = draw(3, 120, WEIGHTS), [("region",), ("area",)]
    through_profiles = counted(units, by=by, design=design)
    monkeypatch.setattr(reading, "MOST_INDICATORS", 0)

    alike(counted(units, by=by, design=design), through_profiles)


def test_the_size_of_a_block_does_not_matter(monkeypatch):
    units, by = draw(3, 300, WEIGHTS), [("region",), ("area",), ("stratum", "psu")]
    whole = counted(units, by=by)
    monkeypatch.setattr(cube, "BLOCK", 64)

    alike(counted(units, by=by), whole)


@pytest.mark.parametrize("design", [CENSUS, SAMPLE])
def test_an_engine_elsewhere_gives_the_same(monkeypatch, design):
    units = draw(5, 300, WEIGHTS)
    by = [("region",), ("area",), ("region", "area")]
    here = counted(units, by=by, design=design)
    for module in (cube, reading):
        monkeypatch.setattr(module, "is_here", lambda _: False)

    alike(counted(units, by=by, design=design), here)


@pytest.mark.parametrize("design", [CENSUS, SAMPLE])
def test_the_size_of_a_batch_does_not_matter(monkeypatch, tmp_path, design):
    units, by = draw(6, 300, WEIGHTS), [("region",), ("area",)]
    table(units).to_parquet(tmp_path / "units.parquet")
    file = ibis.duckdb.connect().read_parquet(tmp_path / "units.parquet")
    whole = divisions(file, MEASURE, cutoffs=CUTOFFS, by=by, design=design)
    monkeypatch.setattr(packing, "BATCH", 64)

    parts = divisions(file, MEASURE, cutoffs=CUTOFFS, by=by, design=design)

    for one, other in zip(parts, whole, strict=True):
        np.testing.assert_allclose(one.estimate, other.estimate, rtol=1e-12)
        np.testing.assert_allclose(one.se, other.se, rtol=1e-9, atol=1e-15)


def test_data_that_change_between_the_scans_are_refused(monkeypatch):
    units = draw(3, 30, WEIGHTS)
    by_psu = reading.by_psu
    monkeypatch.setattr(reading, "is_here", lambda _: False)  # elsewhere it takes two scans
    monkeypatch.setattr(reading, "by_psu", lambda _, *asked: by_psu(table(units[1:]), *asked))

    with pytest.raises(RuntimeError, match="changed while they were read"):
        counted(units, design=SAMPLE)


def test_twenty_indicators_are_counted():
    names = [f"i{at}" for at in range(20)]
    units = draw(4, 50, names)

    found = counted(units, measure_of(equal(names)), [Fraction(2, 5)])

    y, x, _ = oracle.figures(units, equal(names), {n: n for n in names}, Fraction(2, 5))[
        "M0", None, None
    ]
    row = found["M0", None, None, 0.4, (), None]
    assert close(row.estimate, oracle.ratio(units, y, x))
