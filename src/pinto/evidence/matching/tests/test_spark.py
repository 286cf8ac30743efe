"""Spark weighs the same pairs the same way as DuckDB."""

import logging

import pytest

from pinto.evidence.matching.engine.linking import likely_pairs
from pinto.evidence.matching.engine.preparing import prepared
from pinto.evidence.matching.engine.settings import settings
from pinto.evidence.matching.tests.lists import registries
from tests.support import spark

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore"),  # of Spark's own making
]


def test_spark_finds_the_pairs_of_duckdb_with_their_weights(tmp_path):
    spark.ready()
    from pyspark.sql import SparkSession
    from splink import Linker, SparkAPI
    from splink.backends.spark import similarity_jar_location

    first, second = (prepared(table) for table in registries(300))
    here = likely_pairs([first, second], spill=tmp_path)
    spark.end_java()
    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.jars", similarity_jar_location())
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    try:
        session.sparkContext.setCheckpointDir(str(tmp_path))
        api = SparkAPI(spark_session=session)
        lists = [
            api.register(session.createDataFrame(table), dataset_display_name=name)
            for table, name in ((first, "first_list"), (second, "second_list"))
        ]
        asked = settings(two_lists=True, records=first.num_rows, on="spark")
        linker = Linker(lists, asked, log_level=logging.ERROR)
        there = {
            (min(row["id_l"], row["id_r"]), max(row["id_l"], row["id_r"])): row
            for row in linker.inference.predict().as_record_list()
        }
    finally:
        session.stop()
    assert here.num_rows > 200
    for pair in here.to_pylist():
        row = there[pair["first"], pair["second"]]
        assert row["mw_birth"] == pytest.approx(pair["birth_bits"])
        assert row["mw_home"] == pytest.approx(pair["home_bits"])
        if pair["given"] != "same":
            assert row["mw_given"] == pytest.approx(pair["given_bits"])
