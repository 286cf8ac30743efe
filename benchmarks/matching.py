"""Who is on two lists: the public FEBRL lists, and two Thai registries of a million people.

Three ways link the same registries, each in a process of its own: Pinto; Splink with the
same settings and candidate pairs, comparing the names as they are written; and the join
on equal IDs. CPU time of all threads is compared, for the machine may be shared.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from benchmarks.measure import WORK, promise, python
from pinto.evidence.matching.tests.lists import FEBRL

PEOPLE = int(os.environ.get("PINTO_BENCH_PEOPLE", "1000000"))
PRECISION, RECALL = 0.999, 0.99
MEGABYTES = 4_000

_LISTS = """
import json, sys, time, pathlib, duckdb, pyarrow as pa, pyarrow.parquet as pq
from pinto.evidence.matching.engine.linking import likely_pairs
from pinto.evidence.matching.engine.preparing import prepared
from pinto.evidence.matching.engine.settings import settings
from pinto.evidence.matching.tests.lists import febrl, judged, registries
folder = pathlib.Path(sys.argv[1])

def lists():
    return [pq.read_table(folder / f"{name}.parquet") for name in ("first", "second")]

def told(pairs, tables, seconds):
    print(json.dumps({**vars(judged(pairs, *tables)), "seconds": seconds}))
"""

_INVENT = (
    _LISTS
    + """
from pinto.sample.registries import two_registries
writers = None
for pair in two_registries(int(sys.argv[2])):
    writers = writers or [
        pq.ParquetWriter(folder / f"{name}.parquet", table.schema)
        for name, table in zip(("first", "second"), pair)
    ]
    for writer, table in zip(writers, pair):
        writer.write_table(table)
for writer in writers:
    writer.close()
"""
)

_PINTO = (
    _LISTS
    + """
tables = lists()
start = time.process_time()
pairs = likely_pairs([prepared(table) for table in tables], spill=folder / "spill")
told(pairs, tables, time.process_time() - start)
"""
)

# The same, but the names are compared as they are written. Candidates are the same too, so
# the keys they are found by are made here as well; sound keys are no part of raw Splink.
_RAW = (
    _LISTS
    + """
def raw(**asked):
    told = settings(**asked)
    for comparison in told["comparisons"][:2]:
        for level in comparison["comparison_levels"]:
            sql = level["sql_condition"].split(" OR ")[-1] if level[
                "label_for_charts"] == "alike" else level["sql_condition"]
            for name in ("given", "surname"):
                for side in "lr":
                    sql = sql.replace(f"{name}_{side}", f"raw_{name}_{side}")
            level["sql_condition"] = sql
            if "tf_adjustment_column" in level:
                level["tf_adjustment_column"] = "raw_" + level["tf_adjustment_column"]
    return told

tables = lists()
start = time.process_time()
whole = [
    prepared(table)
    .append_column("raw_given", table["given_name"])
    .append_column("raw_surname", table["surname"])
    for table in tables
]
told(likely_pairs(whole, spill=folder / "spill", compared=raw), tables, time.process_time() - start)
"""
)

_JOIN = (
    _LISTS
    + """
first, second = tables = lists()
start = time.process_time()
pairs = duckdb.sql(
    "SELECT a.id AS first, b.id AS second, 'SUGGESTED' AS band"
    " FROM first a JOIN second b ON a.number = b.number"
).to_arrow_table()
told(pairs, tables, time.process_time() - start)
"""
)

_FEBRL = (
    _LISTS
    + """
tables = [febrl("4a"), febrl("4b")]
start = time.process_time()
pairs = likely_pairs([prepared(table) for table in tables], spill=folder / "spill")
told(pairs, tables, time.process_time() - start)
"""
)


def run() -> int:
    """How many promises were not kept."""
    folder = invented()
    home = folder / "home"
    broken = _febrl(folder, home)
    told = {}
    for name, code in (("Pinto", _PINTO), ("raw Splink", _RAW), ("ID join", _JOIN)):
        done = python(code, str(folder), home=home)
        told[name] = json.loads(done.output.splitlines()[-1]) | {"megabytes": done.megabytes}
        print(f"  {name}: {_line(told[name])}, {done.megabytes:,.0f} MB")
    ours, raw, join = told.values()
    million = f"{PEOPLE:,} × 2 people"
    for what, share, least in (
        ("false", ours["precision"], PRECISION),
        ("missed", ours["recall"], RECALL),
    ):
        broken += promise(f"{what} links of {million}", 1000 * (1 - share), 1000 * (1 - least), "‰")
    broken += promise("memory", ours["megabytes"], MEGABYTES, "MB")
    broken += promise("CPU time against raw Splink", ours["seconds"], raw["seconds"] * 1.05, "s")
    for name, other in (("raw Splink", raw), ("the ID join", join)):
        broken += promise(
            f"error (1 - F1) against {name}, in 1000", 1000 * (1 - _f1(ours)),
            1000 * (1 - _f1(other)), "‰",
        )  # fmt: skip
    return broken


def invented() -> Path:
    """The folder of the two registries, invented once."""
    folder = WORK / f"matching-{PEOPLE}"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "second.parquet").exists():
        print(f"  inventing two registries of {PEOPLE:,} people (once)")
        python(_INVENT, str(folder), str(PEOPLE), home=folder / "home")
    return folder


def _febrl(folder: Path, home: Path) -> int:
    if not FEBRL.exists():
        print(f"  NOT TRIED: the public FEBRL lists are not in {FEBRL}")
        return 0
    linked = json.loads(python(_FEBRL, str(folder), home=home).output.splitlines()[-1])
    print(f"  FEBRL 4a–4b: {_line(linked)}")
    return promise("false links of FEBRL", 1000 * (1 - linked["precision"]), 10, "‰") + promise(
        "missed links of FEBRL", 1000 * (1 - linked["recall"]), 50, "‰"
    )


def _line(told: dict[str, float]) -> str:
    return (
        f"precision {told['precision']:.5f}, recall {told['recall']:.5f},"
        f" {told['review']:,.0f} to review, {told['seconds']:.1f} s of CPU"
    )


def _f1(told: dict[str, float]) -> float:
    return 2 * told["precision"] * told["recall"] / (told["precision"] + told["recall"])
