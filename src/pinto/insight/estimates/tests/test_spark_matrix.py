"""Files of text become the same matrix and the same estimates on a Spark cluster as on DuckDB."""

import random

import pytest

from pinto.insight.estimates.engine.answering import answered
from pinto.insight.estimates.engine.matrix import Wanted
from pinto.insight.estimates.rules.library import read_specification
from pinto.insight.estimates.tests.written import GOOD
from tests.support import spark

pytestmark = [
    pytest.mark.spark,
    # PySpark 4.0 and pyarrow call what pandas 3 deprecates
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def written(folder):
    """Homes and members as CSV, with gaps and codes."""
    chance = random.Random(4)
    homes = ["house,people,INCOME.BAHT,fuel,water,owns_land,w,area,village"]
    members = ["house,age,at_school"]
    for house in range(300):
        answers = [
            chance.randint(1, 5), chance.choice(["", 90, 400, "NA"]), chance.choice([1, 2, 3, ""]),
            chance.choice(["safe", "unsafe", ""]), chance.choice(["yes", "no"]),
            chance.choice([0.5, 1.5]), chance.choice(["01", "02"]), house % 20,
        ]  # fmt: skip
        homes.append(",".join(map(str, [house, *answers])))
        members += [
            f"{house},{chance.choice([5, 8, 14, 40, ''])},{chance.choice(['true', 'false', ''])}"
            for _ in range(chance.randint(0, 4))
        ]
    (folder / "homes.csv").write_text("\n".join(homes) + "\n")
    (folder / "members.csv").write_text("\n".join(members) + "\n")
    return [folder / "homes.csv", folder / "members.csv"]


def test_estimates_of_files_are_those_of_duckdb(tmp_path):
    spark.ready()
    found = read_specification(GOOD, name="m.yaml")
    wanted = Wanted(by=("area", "poor_fuel__unknown"), design=found.design)
    files = written(tmp_path)

    def asked(engine):
        rows = answered(
            found, data=files, wanted=wanted, cutoffs=found.measure.cutoffs, engine=engine
        )
        return {
            (row.measure, row.indicator, row.cutoff, *sorted(row.by.items())): row for row in rows
        }

    on_duckdb = asked("duckdb")
    with spark.cluster(tmp_path) as address, spark.session(address, tmp_path):
        on_spark = asked(address)

    assert on_spark.keys() == on_duckdb.keys()
    for key, row in on_duckdb.items():
        assert on_spark[key].n_missing == row.n_missing > 0
        for name in ("estimate", "se", "population"):
            ours, theirs = getattr(on_spark[key], name), getattr(row, name)
            assert ours == (None if theirs is None else pytest.approx(theirs, rel=1e-9, abs=1e-12))
