"""The same expressions on a Spark cluster and on DuckDB give the same numbers.

What cannot run on Spark: nothing of this engine. A real cluster (a master, two workers)
is started on loopback; without Java or pyspark the tests are skipped, loudly.
"""

from fractions import Fraction

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pinto.insight.estimates.engine.changes import changes
from pinto.insight.estimates.engine.counting import estimate
from pinto.insight.estimates.tests.matrices import CENSUS, SAMPLE, by_name, draw, measure_of
from tests.support import spark

WEIGHTS = {"a": Fraction(1, 3), "b": Fraction(1, 6), "c": Fraction(1, 6), "d": Fraction(1, 3)}
MEASURE = measure_of(WEIGHTS, {"a": "one", "b": "two", "c": "two", "d": "three"})
MANY = {f"i{at}": Fraction(1, 16) for at in range(16)}
CUTOFFS = [Fraction(1, 3), Fraction(1, 2)]
BY = [("region",), ("area", "region")]

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(bool(spark.missing()), reason=spark.missing() or "all is here"),
]


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
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
