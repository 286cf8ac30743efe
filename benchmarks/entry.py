"""Somebody is typed in beside a million people on record: who is likely meant is shown at once.

PINTO_BENCH_PEOPLE says how many instead. DATABASE_URL, where it is set, names an empty
PostgreSQL to try it on.
"""

from __future__ import annotations

import json

from benchmarks.matching import invented
from benchmarks.measure import promise, python

LIMIT = 150.0  # ms, p95

_TYPED = """
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
    print("entry")
    folder = invented()
    done = python(_TYPED, str(folder), home=folder / "home")
    told = json.loads(done.output.splitlines()[-1])
    print(
        f"  typed in beside {told['people']:,} people: median {told['median']:.1f} ms,"
        f" {told['found']:.0%} shown somebody"
    )
    return promise("likely duplicates while typing, p95", told["p95"], LIMIT, "ms")
