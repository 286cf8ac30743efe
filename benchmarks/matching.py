"""Who is on two lists: the public FEBRL lists, and two Thai registries of a million people.

Three ways link the same registries, each in a process of its own: Pinto; Splink with the
same settings and candidate pairs, comparing the names as they are written; and the join
on equal IDs. CPU time of all threads is compared, for the machine may be shared. Then
somebody is typed in beside a million people in the database.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from benchmarks.measure import WORK, promise, python
from pinto.evidence.matching.tests.lists import FEBRL

PEOPLE = int(os.environ.get("PINTO_BENCH_PEOPLE", "1000000"))
PRECISION, RECALL = 0.999, 0.99
MEGABYTES, AT_ENTRY = 4_000, 150.0  # ms

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

_AT_ENTRY = """
import json, statistics, sys, time
from itertools import islice
import django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from pinto.evidence.matching.queries import likely_people
from pinto.evidence.registry.models import Household, Person
from pinto.ground.access.rules import Viewer
from pinto.ground.installation.bulk import insert_rows
from pinto.ground.installation.home import origin
from pinto.ground.installation.ids import new_id
from pinto.ground.installation.keys import lookup
from pinto.ground.places.models import Place
from pinto.ground.thai.names import name_key, sound_key, split_name
from pinto.sample.registries import two_registries
import pyarrow.parquet as pq

call_command("migrate", verbosity=0)
people = pq.read_table(sys.argv[1] + "/first.parquet").to_pylist()
if not Person.objects.exists():
    place = Place.objects.create(kind="PROVINCE", code="99", name_th="x", name_key="x")
    homes = {}
    def rows():
        for each in people:
            given = split_name(each["given_name"]).given_name
            yield (new_id(), origin(), homes[each["household"]], given, each["surname"],
                   name_key(given, each["surname"]), name_key(each["surname"], ""),
                   sound_key(given, each["surname"]), "", "", each["sex"], each["birth_year"],
                   each["birth_month"], each["birth_day"], "DAY",
                   lookup(each["number"]) if each["number"] else "", True)
    with transaction.atomic():
        for each in people:
            homes.setdefault(each["household"], None)
        homes = {key: new_id() for key in homes}
        insert_rows(Household, ("id", "origin", "place_id", "house_code", "house_no", "street",
                    "visible"), ((key, origin(), place.pk, "", "", "", True)
                    for key in homes.values()))
        insert_rows(Person, ("id", "origin", "household_id", "given_name", "surname", "name_key",
                    "surname_key", "sound_key", "sort_key", "title", "sex", "birth_year",
                    "birth_month", "birth_day", "birth_precision", "national_id_lookup",
                    "visible"), rows())
viewer = Viewer(None, "", frozenset({("PROVINCE_OFFICER", "99")}), "", "th")
took, found = [], 0
for each in people[:: max(len(people) // 200, 1)][:200]:
    start = time.perf_counter()
    likely = likely_people(given_name=split_name(each["given_name"]).given_name,
        surname=each["surname"], sex=each["sex"],
        birth=(each["birth_year"], each["birth_month"], each["birth_day"]),
        national_id=each["number"] or "", viewer=viewer)
    took.append(1000 * (time.perf_counter() - start))
    found += bool(likely)
took.sort()
print(json.dumps({"people": Person.objects.count(), "median": statistics.median(took),
    "p95": took[int(len(took) * 0.95)], "found": found / len(took)}))
"""


def run() -> int:
    """How many promises were not kept."""
    folder = WORK / f"matching-{PEOPLE}"
    folder.mkdir(parents=True, exist_ok=True)
    home = folder / "home"
    if not (folder / "second.parquet").exists():
        print(f"  inventing two registries of {PEOPLE:,} people (once)")
        python(_INVENT, str(folder), str(PEOPLE), home=home)
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
    return broken + _at_entry(folder, home)


def _febrl(folder: Path, home: Path) -> int:
    if not FEBRL.exists():
        print(f"  NOT TRIED: the public FEBRL lists are not in {FEBRL}")
        return 0
    linked = json.loads(python(_FEBRL, str(folder), home=home).output.splitlines()[-1])
    print(f"  FEBRL 4a–4b: {_line(linked)}")
    return promise("false links of FEBRL", 1000 * (1 - linked["precision"]), 10, "‰") + promise(
        "missed links of FEBRL", 1000 * (1 - linked["recall"]), 50, "‰"
    )


def _at_entry(folder: Path, home: Path) -> int:
    done = python(_AT_ENTRY, str(folder), home=home)
    told = json.loads(done.output.splitlines()[-1])
    print(
        f"  typed in beside {told['people']:,} people: median {told['median']:.1f} ms,"
        f" {told['found']:.0%} shown somebody"
    )
    return promise("likely duplicates while typing, p95", told["p95"], AT_ENTRY, "ms")


def _line(told: dict[str, float]) -> str:
    return (
        f"precision {told['precision']:.5f}, recall {told['recall']:.5f},"
        f" {told['review']:,.0f} to review, {told['seconds']:.1f} s of CPU"
    )


def _f1(told: dict[str, float]) -> float:
    return 2 * told["precision"] * told["recall"] / (told["precision"] + told["recall"])
