"""The same expressions on a Spark cluster and on DuckDB give the same numbers.

What cannot run on Spark: nothing of this engine. A real cluster (a master, two workers)
is started on loopback; without Java or pyspark the tests fail, unless PINTO_WITHOUT names
java: then they are skipped, loudly.
"""

import random
from fractions import Fraction

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pinto.insight.estimates.engine.changes import changes
from pinto.insight.estimates.engine.counting import estimate
from pinto.insight.estimates.engine.incomes import Incomes, Lines
from pinto.insight.estimates.engine.monetary import at_risk, fgt, gini, share_ratio
from pinto.insight.estimates.engine.targeting import Targeting, targeting
from pinto.insight.estimates.tests.matrices import CENSUS, SAMPLE, by_name, draw, measure_of
from tests.support import spark

WEIGHTS = {"a": Fraction(1, 3), "b": Fraction(1, 6), "c": Fraction(1, 6), "d": Fraction(1, 3)}
MEASURE = measure_of(WEIGHTS, {"a": "one", "b": "two", "c": "two", "d": "three"})
MANY = {f"i{at}": Fraction(1, 16) for at in range(16)}
CUTOFFS = [Fraction(1, 3), Fraction(1, 2)]
BY = [("region",), ("area", "region")]

pytestmark = [
    pytest.mark.spark,
    # PySpark 4.0 and pyarrow call what pandas 3 deprecates
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    spark.ready()
    folder = tmp_path_factory.mktemp("spark")
    with spark.cluster(folder) as address, spark.session(address, folder) as running:
        yield ibis.pyspark.connect(running)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A population in four Parquet files, so that both workers have something to read."""
    folder = tmp_path_factory.mktemp("data")
    units = draw(8, 400, [*WEIGHTS, *MANY], rounds=(2566, 2568))
    for at in range(4):
        pq.write_table(pa.Table.from_pylist(units[at::4]), folder / f"{at}.parquet")
    return folder


def same(left, right):
    assert left.keys() == right.keys()
    for key, row in left.items():
        other = right[key]
        assert (row.n, row.publishable) == (other.n, other.publishable)
        for name in ("estimate", "se", "ci_low", "ci_high", "population"):
            ours, theirs = getattr(row, name), getattr(other, name)
            assert ours == (
                None if theirs is None else pytest.approx(theirs, rel=1e-9, abs=1e-10)
            ), (key, name)


@pytest.mark.parametrize("design", [SAMPLE, CENSUS], ids=["sample", "census"])
@pytest.mark.parametrize("measure", [MEASURE, measure_of(MANY)], ids=["profiles", "sums"])
def test_figures_are_those_of_duckdb(connection, files, design, measure):
    def asked(matrix):
        rows = estimate(matrix, measure, cutoffs=CUTOFFS, by=BY, over="round", design=design)
        return by_name(rows)

    on_spark = asked(connection.read_parquet(str(files)))

    assert len(on_spark) > 100
    same(on_spark, asked(ibis.duckdb.connect().read_parquet(files / "*.parquet")))


def test_changes_are_those_of_duckdb(connection, files):
    def asked(matrix):
        rows = changes(matrix, MEASURE, cutoffs=CUTOFFS, by=BY, over="round", design=SAMPLE)
        return by_name(rows)

    on_spark = asked(connection.read_parquet(str(files)))

    same(on_spark, asked(ibis.duckdb.connect().read_parquet(files / "*.parquet")))


@pytest.fixture(scope="module")
def incomes(tmp_path_factory):
    """Households with incomes, unknowns and debts, on two lists, in four Parquet files."""
    folder = tmp_path_factory.mktemp("incomes")
    chance = random.Random(31)
    units = [
        {
            "income": chance.choice([None, 0.0, -50.0])
            if chance.random() < 0.1
            else chance.lognormvariate(8, 0.7),
            "persons": chance.randint(1, 7),
            "weight": chance.uniform(1, 3),
            "province": chance.choice(["40", "47", None]),
            "year": chance.choice([2562, 2564]),
            "stratum": at % 3,
            "psu": at // 5,
            "listed": chance.choice([True, False, None]),
            "poor": chance.choice([True, False]),
        }
        for at in range(900)
    ]
    for at in range(4):
        pq.write_table(pa.Table.from_pylist(units[at::4]), folder / f"{at}.parquet")
    return folder


@pytest.mark.parametrize("design", [SAMPLE, CENSUS], ids=["sample", "census"])
def test_measures_of_income_and_of_targeting_are_those_of_duckdb(connection, incomes, design):
    def asked(units):
        common = {"by": [("province",)], "over": "year", "size": "persons", "design": design}
        of = Incomes(units, "income", negative="zero", **common)
        lines = units.group_by("year", "province").agg(baht=units.year.max().cast("float64"))
        by_year = Lines(lines.filter(lines.province.notnull()), ("year", "province"), "baht")
        found = fgt(of, 2_500.0) + fgt(of, by_year, alphas=[1.5]) + gini(of) + share_ratio(of)
        found += at_risk(of) + targeting(Targeting(units, **common))
        return {(one.measure, one.over, one.by.get("province"), bool(one.by)): one for one in found}

    on_spark = asked(connection.read_parquet(str(incomes)))

    assert len(on_spark) == 2 * (3 * (4 + 1 + 1 + 1 + 8) + 1)
    same(on_spark, asked(ibis.duckdb.connect().read_parquet(incomes / "*.parquet")))
