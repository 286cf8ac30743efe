"""The published examples of ../shared, from the files as they are to the published numbers."""

import json
from fractions import Fraction
from pathlib import Path

import ibis
import pytest

from pinto.insight.estimates.engine.answering import answered
from pinto.insight.estimates.engine.matrix import Wanted, matrix
from pinto.insight.estimates.rules.library import specification
from pinto.insight.estimates.tests.oracle_roster import WEIGHTS, counted, deprivations

MICRO = Path(__file__).parents[6] / "shared" / "data" / "micro"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not MICRO.exists(), reason="../shared is not at hand"),
]
ROSTER = [MICRO / "mpindex_household.csv", MICRO / "mpindex_roster.csv"]


def estimates(measure, files, by=()):
    found = specification(measure)
    wanted = Wanted(by=by, design=found.design)
    return answered(found, data=files, wanted=wanted, cutoffs=found.measure.cutoffs)


def figures(rows, measure, by=None):
    return {
        row.indicator: row.estimate for row in rows if (row.measure, row.by) == (measure, by or {})
    }


def test_thirty_people_and_eleven_indicators_as_the_package_mpi_counts_them():
    expected = json.loads((MICRO / "cranMPI_example_expected_k3.json").read_text())
    columns = specification("example-30x11").households.columns
    ids = {column.raw: column.name for column in columns}

    rows = estimates("example-30x11", [MICRO / "cranMPI_example_poverty_30x11.csv"], ("region",))

    for group, said in expected.items():
        by = {} if group == "ALL" else {"region": group}
        for measure in ("H", "A", "M0"):
            assert figures(rows, measure, by)[None] == pytest.approx(said[measure], abs=1e-12)
        assert figures(rows, "hdk", by) == pytest.approx(
            {ids[raw]: value for raw, value in said["censored"].items()}, abs=1e-12
        )
    assert {row.by.get("region", "ALL") for row in rows} == set(expected)


@pytest.mark.parametrize(
    ("measure", "as_published"),
    [("example-household-roster-published", True), ("example-household-roster", False)],
)
def test_the_matrix_of_households_and_roster_is_what_loops_find(measure, as_published):
    connection = ibis.duckdb.connect()
    homes, members = (connection.read_csv(str(file), all_varchar=True) for file in ROSTER)

    rows = (
        matrix(homes, members, specification(measure), Wanted(by=("uuid",)))
        .to_pyarrow()
        .to_pylist()
    )

    expected = deprivations(MICRO, as_published=as_published)
    assert {row["uuid"]: {name: row[name] for name in WEIGHTS} for row in rows} == expected


@pytest.mark.parametrize(
    ("measure", "as_published"),
    [("example-household-roster-published", True), ("example-household-roster", False)],
)
def test_the_estimates_of_households_and_roster_are_those_of_fractions(measure, as_published):
    rows = estimates(measure, ROSTER)

    headcount, intensity, index, censored = counted(
        deprivations(MICRO, as_published=as_published), Fraction(1, 3)
    )
    assert figures(rows, "H")[None] == pytest.approx(float(headcount), abs=1e-12)
    assert figures(rows, "A")[None] == pytest.approx(float(intensity), abs=1e-12)
    assert figures(rows, "M0")[None] == pytest.approx(float(index), abs=1e-12)
    assert figures(rows, "hdk") == pytest.approx(
        {name: float(value) for name, value in censored.items()}, abs=1e-12
    )


def test_the_published_example_has_its_published_numbers():
    # SOURCE: B. Abdulsamad (2024), vignette of mpindex 0.2.1, tables "MPI results",
    # "Uncensored headcount ratio" and "Contribution", as printed: three and one decimals.
    rows = estimates("example-household-roster-published", ROSTER)

    assert round(figures(rows, "H")[None], 3) == 0.379
    assert round(figures(rows, "A")[None], 3) == 0.473
    assert round(figures(rows, "M0")[None], 3) == 0.179
    headcounts = figures(rows, "hd")
    assert {name: round(value, 3) for name, value in headcounts.items()} == (
        {
            "nutrition": 0.237, "child_mortality": 0.015, "year_schooling": 0.813,
            "school_attendance": 0.258, "cooking_fuel": 0.293, "sanitation": 0.091,
            "drinking_water": 0.020, "electricity": 0.051, "housing": 0.086, "assets": 0.763,
        }
    )  # fmt: skip
    shares = figures(rows, "contribution_pct")
    assert {name: round(100 * share, 1) for name, share in shares.items() if name} == (
        {
            "nutrition": 21.2, "child_mortality": 1.4, "year_schooling": 33.9,
            "school_attendance": 20.2, "cooking_fuel": 6.1, "sanitation": 1.7,
            "drinking_water": 0.6, "electricity": 1.4, "housing": 2.7, "assets": 10.8,
        }
    )  # fmt: skip
