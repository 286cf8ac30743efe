"""Errors: against the textbook on random data, R's survey package, and worked examples."""

import csv
import math
import shutil
import subprocess
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinto.insight.estimates.engine.counting import estimate
from pinto.insight.estimates.engine.student import quantile
from pinto.insight.estimates.rules.specification import Design
from pinto.insight.estimates.tests import oracle_counting as oracle
from pinto.insight.estimates.tests.matrices import (
    CENSUS,
    SAMPLE,
    by_name,
    draw,
    measure_of,
    table,
)

WEIGHTS = {"a": Fraction(1, 3), "b": Fraction(1, 6), "c": Fraction(1, 6), "d": Fraction(1, 3)}
DIMENSIONS = {"a": "one", "b": "two", "c": "two", "d": "three"}
MEASURE = measure_of(WEIGHTS, DIMENSIONS)
CUTOFF = Fraction(1, 3)
RELATIVE = 1e-9


def estimated(units, measure=MEASURE, cutoff=CUTOFF, by=(), over=None, design=SAMPLE, **how):
    rows = estimate(
        table(units), measure, cutoffs=[cutoff], by=list(by), over=over, design=design, **how
    )
    return by_name(rows)


def close(left, right):
    if left is None or right is None:
        return left is right
    return left == pytest.approx(right, rel=RELATIVE, abs=1e-13)


def compared(found, sample, inside, place):
    """Asserts the errors of every figure of one group of one sample."""
    psus = {(unit["stratum"], unit["psu"]) for unit in sample}
    freedom = len(psus) - len({stratum for stratum, _ in psus})
    figures = oracle.figures(sample, WEIGHTS, DIMENSIONS, CUTOFF)
    for (measure, indicator, dimension), (y, x, most) in figures.items():
        cutoff = None if measure == "hd" else float(CUTOFF)
        row = found[measure, indicator, dimension, cutoff, *place]
        se = oracle.standard_error(sample, inside, y, x)
        assert close(row.se, se), (measure, indicator)
        p = None if row.estimate is None else row.estimate / float(most)
        if se is None or freedom == 0 or not 1e-12 < p < 1 - 1e-12:
            assert (row.ci_low, row.ci_high) == (None, None)
            continue
        low, high = oracle.logit_interval(p, se / float(most), quantile(0.975, freedom))
        assert close(row.ci_low, low * float(most))
        assert close(row.ci_high, high * float(most))
    share = found["population_share", None, None, None, *place]
    one = [1] * len(sample)
    heard = {(u["stratum"], u["psu"]) for u, here in zip(sample, inside, strict=True) if here}
    se = oracle.standard_error(sample, one, list(map(int, inside)), one)
    # the square root of a difference: near to all of the population it is exact to 1e-8 only
    assert share.se == (None if len(heard) < 2 else pytest.approx(se, rel=RELATIVE, abs=1e-8))


@given(st.integers(0, 10**6), st.integers(2, 70))
@settings(max_examples=20, deadline=None)
def test_errors_are_those_of_the_textbook(seed, size):
    """With weights, strata (one of a single PSU), domains that miss PSUs and whole strata."""
    units = draw(seed, size, WEIGHTS, groups=5)
    found = estimated(units, by=[("region",), ("area", "region")])

    for keys in [(), ("region",), ("area", "region")]:
        for label in {tuple(unit[key] for key in keys) for unit in units}:
            inside = [tuple(unit[key] for key in keys) == label for unit in units]
            place = tuple(sorted(zip(keys, label, strict=True)))
            compared(found, units, inside, (place, None))


@given(st.integers(0, 10**6))
@settings(max_examples=8, deadline=None)
def test_rounds_are_samples_of_their_own(seed):
    units = draw(seed, 90, WEIGHTS, rounds=(1, 2))
    found = estimated(units, by=[("area",)], over="round", pooled=False)

    for year in (1, 2):
        sample = [unit for unit in units if unit["round"] == year]
        compared(found, sample, [True] * len(sample), ((), year))
        for area in (1, 2):
            inside = [unit["area"] == area for unit in sample]
            compared(found, sample, inside, ((("area", area),), year))


@given(st.integers(0, 10**6))
@settings(max_examples=8, deadline=None)
def test_pooled_rounds_are_domains_of_one_sample(seed):
    units = draw(seed, 90, WEIGHTS, rounds=(1, 2))
    found = estimated(units, over="round", pooled=True)

    figures = oracle.figures(units, WEIGHTS, DIMENSIONS, CUTOFF)
    for year in (1, 2):
        inside = [unit["round"] == year for unit in units]
        for name in ("H", "A", "M0"):
            y, x, _ = figures[name, None, None]
            row = found[name, None, None, float(CUTOFF), (), year]
            assert close(row.se, oracle.standard_error(units, inside, y, x))


def test_a_simple_random_sample_has_the_error_everybody_knows():
    """sqrt(p (1 - p) / (n - 1)): Cochran, "Sampling Techniques", 3rd ed. (1977), eq. 3.8, f = 0."""
    units = [
        {"a": int(at < 13), "weight": 7.5, "stratum": 1, "psu": at, "area": 1} for at in range(40)
    ]
    found = estimated(units, measure_of({"a": Fraction(1)}))

    row = found["H", None, None, float(CUTOFF), (), None]
    assert row.se == pytest.approx(math.sqrt(0.325 * 0.675 / 39), rel=1e-12)


def test_a_published_sample_of_clusters():
    """Cochran (1977), section 3.12, table 3.5: who of 30 sampled households saw a doctor.

    104 persons, 30 had seen one in the last year: p = 0.2885. With households as
    clusters v(p) = 0.0052; a sample of persons would make believe 0.00197.
    """
    size = map(int, "563323334432743544334331243424")
    seen = map(int, "502300000000041200132000220201")
    units = [
        {"a": int(person < doctor), "weight": 1.0, "stratum": 1, "psu": house}
        for house, (people, doctor) in enumerate(zip(size, seen, strict=True))
        for person in range(people)
    ]
    found = estimated(units, measure_of({"a": Fraction(1)}))

    row = found["H", None, None, float(CUTOFF), (), None]
    assert (row.n, sum(unit["a"] for unit in units)) == (104, 30)
    assert row.estimate == pytest.approx(0.2885, abs=5e-5)
    assert row.se**2 == pytest.approx(0.0052, abs=1e-5)


@pytest.mark.parametrize(
    ("measure", "area", "value", "se"),
    [
        ("H", None, 0.758960373998219, 0.04839243680608875),
        ("H", 1, 0.7588924608524318, 0.05772158460581117),
        ("H", 2, 0.7590390390390391, 0.06750367138017288),
        ("M0", None, 0.4321849955476402, 0.03447133083373565),
        ("M0", 1, 0.43598119534031593, 0.04947375085660593),
        ("M0", 2, 0.42778778778778775, 0.050919197836867824),
        ("A", None, 0.5694434259734547, 0.01969185843038259),
        ("A", 1, 0.5744966748656282, 0.0361001025361311),
        ("A", 2, 0.563591285540961, 0.026301868793713105),
    ],
)
def test_errors_are_those_of_another_package(measure, area, value, se):
    """samplics 0.6.1 (Diallo), ``TaylorEstimator``: means and ratios, also in domains."""
    units = [
        {
            "a": int(at * 7 % 5 < 2),
            "b": int(at * at % 7 < 3),
            "c": int(at % 3 == 0),
            "d": int(at * 11 % 13 < 6),
            "weight": 1 + at * 37 % 101 / 10,
            "stratum": at % 3,
            "psu": 10 * (at % 3) + at // 3 * 7 % (4 + at % 3),
            "area": 1 + at * at // 5 % 2,
        }
        for at in range(300)
    ]
    found = estimated(units, by=[("area",)])

    row = found[measure, None, None, float(CUTOFF), (("area", area),) if area else (), None]
    assert row.estimate == pytest.approx(value, rel=RELATIVE)
    assert row.se == pytest.approx(se, rel=RELATIVE)


def test_a_full_enumeration_has_no_errors():
    units = draw(1, 60, WEIGHTS)
    design = Design(full_enumeration=True, strata="stratum", psu="psu", weight="weight")

    for row in estimated(units, design=design).values():
        assert (row.se, row.ci_low, row.ci_high) == (None, None, None)
    for row in estimated(units, design=CENSUS).values():
        assert (row.se, row.ci_low, row.ci_high) == (None, None, None)


def test_one_psu_is_not_enough_for_an_error():
    units = [{**unit, "stratum": 1, "psu": 1} for unit in draw(1, 60, WEIGHTS)]

    rows = estimated(units).values()

    assert all(row.estimate is not None for row in rows)
    assert {(row.se, row.ci_low, row.ci_high) for row in rows} == {(None, None, None)}


def test_a_stratum_of_one_psu_is_centred_at_the_grand_mean():
    """Its z is not lost (that would be R's "remove") nor centred at itself (it would be 0)."""
    units = [
        {"a": a, "weight": 1.0, "stratum": stratum, "psu": psu}
        for stratum, psu, a in [(1, 1, 1), (1, 2, 0), (1, 2, 0), (1, 3, 1), (2, 9, 1)]
    ]
    found = estimated(units, measure_of({"a": Fraction(1)}))

    # p = 3/5; z = (1 - p, -2 p, 1 - p) / 5 in stratum 1 and (1 - p) / 5 in stratum 2
    z, alone = [0.08, -0.24, 0.08], 0.08
    mean = sum(z) / 3
    expected = math.sqrt(3 / 2 * sum((value - mean) ** 2 for value in z) + alone**2)
    assert found["H", None, None, float(CUTOFF), (), None].se == pytest.approx(expected, rel=1e-12)


def test_everybody_poor_has_an_error_of_nothing_and_no_interval():
    units = [{**unit, **dict.fromkeys(WEIGHTS, 1)} for unit in draw(2, 60, WEIGHTS)]

    row = estimated(units)["H", None, None, float(CUTOFF), (), None]

    assert row.estimate == pytest.approx(1.0, abs=1e-12)
    assert row.se == pytest.approx(0.0, abs=1e-12)
    assert (row.ci_low, row.ci_high) == (None, None)


def test_psus_of_different_strata_may_share_a_name():
    units = draw(3, 80, WEIGHTS)
    renamed = [{**unit, "psu": unit["psu"] % 10} for unit in units]

    apart, alike = estimated(units), estimated(renamed)
    assert len({unit["psu"] for unit in renamed}) < len({unit["psu"] for unit in units})
    for key, row in apart.items():
        assert close(row.se, alike[key].se)


@pytest.mark.parametrize("probability", [0.6, 0.9, 0.975, 0.999])
def test_quantiles_of_student_where_they_have_a_closed_form(probability):
    """One degree is Cauchy's, two and four are algebraic (Shaw, J. Comp. Finance 9 (2006))."""
    tail = 4 * probability * (1 - probability)
    two = 2 * (probability - 0.5) * math.sqrt(2 / tail)
    root = math.sqrt(tail)
    four = 2 * math.sqrt(math.cos(math.acos(root) / 3) / root - 1)

    expected = {1: math.tan(math.pi * (probability - 0.5)), 2: two, 4: four}

    for freedom, value in expected.items():
        assert quantile(probability, freedom) == pytest.approx(value, rel=1e-12)
        assert quantile(1 - probability, freedom) == pytest.approx(-value, rel=1e-9)


@pytest.mark.parametrize("freedom", [6, 10, 40, 400])
def test_quantiles_of_student_turn_the_distribution_round(freedom):
    """Even degrees have a finite series: Abramowitz & Stegun (1964), 26.7.4."""
    angle = math.atan(quantile(0.975, freedom) / math.sqrt(freedom))
    term = series = 1.0
    for at in range(1, freedom // 2):
        term *= (2 * at - 1) / (2 * at) * math.cos(angle) ** 2
        series += term

    assert math.sin(angle) * series == pytest.approx(0.95, rel=1e-12)


@pytest.mark.parametrize(
    ("freedom", "value"), [(3, 3.182), (10, 2.228), (30, 2.042), (120, 1.980), (math.inf, 1.960)]
)
def test_quantiles_of_student_as_printed_in_tables(freedom, value):
    """Fisher & Yates, "Statistical Tables", table III, 5 % two-sided."""
    assert quantile(0.975, freedom) == pytest.approx(value, abs=5.1e-4)


R_SCRIPT = """
suppressMessages(library(survey)); options(survey.lonely.psu = "adjust", digits = 17)
d <- read.csv(commandArgs(TRUE)[1])
d$c <- (2 * d$a + d$b + d$c + 2 * d$d) / 6; d$poor <- as.numeric(round(6 * d$c) >= 2)
d$y <- d$c * d$poor
s <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
for (chosen in 0:2) {
  g <- if (chosen == 0) s else subset(s, area == chosen)
  h <- svyciprop(~poor, g, method = "logit", df = degf(s))
  out <- c(SE(svymean(~poor, g)), SE(svymean(~y, g)), SE(svyratio(~y, ~poor, g)), confint(h))
  cat(format(as.numeric(out), digits = 17), sep = " "); cat("\\n")
}
"""


@pytest.fixture(scope="session")
def survey_package():
    """R with its survey package, or a loud skip."""
    if not shutil.which("Rscript"):
        pytest.skip("R IS NOT INSTALLED: errors are not compared to its survey package")
    found = subprocess.run(["Rscript", "-e", "library(survey)"], check=False, capture_output=True)
    if found.returncode:
        pytest.skip("R HAS NO PACKAGE survey: errors are not compared to it")


def test_errors_are_those_of_the_survey_package_of_r(survey_package, tmp_path):
    units = draw(11, 400, WEIGHTS)
    with (tmp_path / "units.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(units[0]))
        writer.writeheader()
        writer.writerows(units)
    (tmp_path / "peer.R").write_text(R_SCRIPT, encoding="utf-8")
    told = subprocess.run(
        ["Rscript", str(tmp_path / "peer.R"), str(tmp_path / "units.csv")],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    found = estimated(units, by=[("area",)])

    for area, line in enumerate(told):
        place = (("area", area),) if area else ()
        h, m0, a, low, high = map(float, line.split())
        for measure, se in (("H", h), ("M0", m0), ("A", a)):
            row = found[measure, None, None, float(CUTOFF), place, None]
            assert row.se == pytest.approx(se, rel=RELATIVE)
        row = found["H", None, None, float(CUTOFF), place, None]
        # the interval comes out of an iterated logistic fit
        assert (row.ci_low, row.ci_high) == pytest.approx((low, high), abs=1e-7)
