"""What is kept of a survey answers for any part of it as the households themselves would."""

import random
from fractions import Fraction

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pinto.insight.estimates.engine import cube
from pinto.insight.estimates.engine.answering import answered
from pinto.insight.estimates.engine.kept import kept_of
from pinto.insight.estimates.engine.matrix import Wanted
from pinto.insight.estimates.rules.library import read_specification
from pinto.insight.estimates.rules.specification import DataError, Design

TEXT = """
id: kept
version: "1"
th: ทดสอบ
en: Kept
source: {th: ทดสอบ, en: a test}
unit: {count: household}
households:
  columns:
    a: {type: boolean}
    b: {type: boolean}
    land: {type: choices, codes: {none: None, own: Own}}
dimensions:
  - id: all
    th: ทั้งหมด
    en: All
    indicators:
      - {id: no_a, th: ก, en: A, deprived: not a}
      - {id: no_b, th: ข, en: B, deprived: not b}
      - {id: landless, th: ค, en: C, deprived: "has(land, 'none')", missing: not_deprived}
cutoffs: [1/3, 2/3]
"""
MEASURE = read_specification(TEXT, name="kept.yaml")
CUTOFFS = MEASURE.measure.cutoffs


def homes(count=400):
    draw = random.Random(7)
    tambons = [f"9901{draw.randint(1, 4):02}" for _ in range(count)]
    return pa.table(
        {
            "tambon": tambons,
            "village": [
                None if draw.random() < 0.1 else f"{t}{draw.randint(1, 3):02}" for t in tambons
            ],
            "a": pa.array([draw.choice([True, False, None]) for _ in range(count)], pa.bool_()),
            "b": pa.array([draw.random() < 0.6 for _ in range(count)]),
            "land": [draw.choice([["none"], ["own"], []]) for _ in range(count)],
        }
    )


def told(rows):
    return {
        (r.measure, r.indicator, r.dimension, r.cutoff, *map(str, r.by.values())): (
            r.estimate, r.n, r.n_missing, r.publishable
        )
        for r in rows
    }  # fmt: skip


@pytest.mark.parametrize("block", [16_000_000, 20])
def test_a_part_of_what_is_kept_is_that_part_of_the_households(block, tmp_path, monkeypatch):
    monkeypatch.setattr(cube, "BLOCK", block)  # blocks of cells, as in a whole country
    table = homes()
    kept = kept_of(ibis.memtable(table), None, MEASURE, ("tambon", "village"))
    for tambon in ("990101", "990103"):
        part = table.filter(pa.compute.equal(table["tambon"], tambon))
        pq.write_table(part, tmp_path / "part.parquet")
        again = answered(
            MEASURE,
            data=[tmp_path / "part.parquet"],
            wanted=Wanted(by=("village",), design=Design(full_enumeration=True)),
            cutoffs=CUTOFFS,
        )
        found = kept.answer(
            MEASURE.measure, only={"tambon": tambon}, cutoffs=CUTOFFS, by=[("village",)]
        )

        assert told(found) == told(again)  # a code without a zero in front is a number in a file
        assert any(row.n_missing for row in found)


def test_not_known_is_told_from_known_whatever_the_condition_begins_with():
    table = homes()
    kept = kept_of(ibis.memtable(table), None, MEASURE, ("tambon",))

    assert sum(kept.left_out.values()) == table["a"].null_count > 0


def test_a_part_with_nobody_has_no_figures():
    kept = kept_of(ibis.memtable(homes()), None, MEASURE, ("tambon",))

    assert kept.answer(MEASURE.measure, only={"tambon": "0"}, cutoffs=CUTOFFS, by=[]) == []
    one = kept.answer(MEASURE.measure, only={}, cutoffs=[Fraction(1)], by=[])
    assert {row.cutoff for row in one} == {None, 1.0}


def test_a_choice_that_is_none_of_the_codes_is_found_in_a_file(tmp_path):
    table = homes(20).set_column(4, "land", [[["none"]] * 19 + [["sea"]]])
    pq.write_table(table, tmp_path / "homes.parquet")

    with pytest.raises(DataError, match="column land: row 20"):
        answered(MEASURE, data=[tmp_path / "homes.parquet"], wanted=Wanted(), cutoffs=CUTOFFS)
