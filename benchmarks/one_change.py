"""One household changes; the profile of its province of 400,000 households is right again.

The province is invented once: the households of a small sample, put into as many
tambons as are needed, with new ids, in both rounds. A worker runs beside, as it does in
an office; what is measured is from the officer's correction to the moment when the
province's profile counts it.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks.measure import WORK, promise, python

LIMIT = 2.0  # s
HOUSEHOLDS = int(os.environ.get("PINTO_BENCH_PROVINCE", "400000"))
IN_TAMBON = 4_000

_MAKE = """
import csv, django, sys
from pathlib import Path
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from pinto.evidence.registry.extracts import refresh_extract
from pinto.evidence.registry.models import (
    Household, HouseholdRevision, MemberRevision, Person, Round)
from pinto.ground.places.actions.imports import import_places
from pinto.ground.places.models import Place
from pinto.insight.measures.actions import score_round
from pinto.insight.profiles.actions import refresh_profiles
from pinto.sample.demo import load_sample

tambons, size, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
call_command("migrate", verbosity=0)
load_sample(households=round(size * 1.1) + 50, say=print)
now = timezone.now()
codes = ["96", *(f"96{a:02d}" for a in range(1, 11))]
inside = [f"96{t % 10 + 1:02d}{t // 10 + 1:02d}" for t in range(tambons)]
villages = [f"{tambon}{moo:02d}" for tambon in inside for moo in range(1, 11)]
with (folder / "places.csv").open("w", newline="") as file:
    rows = csv.writer(file)
    rows.writerow(("code", "name_th", "name_en", "latitude", "longitude", "variant"))
    rows.writerows((code, f"ทดสอบ {code}", "", "", "", "") for code in (*codes, *inside, *villages))
import_places([folder / "places.csv"], by=None, at=now)
places = dict(Place.objects.filter(code__startswith="96").values_list("code", "id"))


def copied(model, changed, source):
    fields = [field.column for field in model._meta.concrete_fields]
    said = ", ".join(changed.get(name, f"x.{name}") for name in fields)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({', '.join(fields)}) SELECT {said} FROM {table} x {source}"


def new(column):
    return f":t || substr(x.{column}, 5)"  # the clock of an id begins with the same digits


home, here = Household._meta.db_table, HouseholdRevision._meta.db_table
with transaction.atomic(), connection.cursor() as cursor:
    connection.check_constraints = lambda *a, **k: None
    raw = connection.connection
    raw.execute("PRAGMA defer_foreign_keys = ON")
    latest = Round.objects.order_by("-year").first()
    raw.execute(
        f"CREATE TEMP TABLE chosen AS SELECT household_id AS id, "
        f"(row_number() OVER (ORDER BY household_id)) % 10 AS slot FROM {here} "
        f"WHERE round_id = ? GROUP BY household_id LIMIT ?", (latest.pk.hex, size))
    raw.execute("CREATE TEMP TABLE slots (slot INTEGER PRIMARY KEY, place TEXT)")
    mine = "JOIN chosen c ON c.id = x.{}".format
    at_place = " JOIN slots s ON s.slot = c.slot"
    member = (f" JOIN {here} r ON r.id = x.revision_id JOIN chosen c ON c.id = r.household_id")
    place = {"id": new("id"), "place_id": "s.place"}
    statements = [
        copied(Household, place | {"head_id": new("head_id")}, mine("id") + at_place),
        copied(Person, {"id": new("id"), "household_id": new("household_id")},
               mine("household_id")),
        copied(HouseholdRevision, place | {"household_id": new("household_id")},
               mine("household_id") + at_place),
        copied(MemberRevision, {name: new(name) for name in ("id", "revision_id", "person_id")},
               member),
    ]
    for number, tambon in enumerate(inside, 1):
        raw.execute("DELETE FROM slots")
        raw.executemany("INSERT INTO slots VALUES (?, ?)", [
            (moo - 1, places[f"{tambon}{moo:02d}"].hex) for moo in range(1, 11)])
        for statement in statements:
            raw.execute(statement, {"t": f"{number:04x}"})
for one in Round.objects.order_by("year"):
    refresh_extract(round=one)
    score_round(round=one, by=None, at=now)
for one in Round.objects.order_by("year"):
    refresh_profiles(round=one, by=None, at=now)
"""

_CHANGE = """
import django, json, statistics, sys, time
from datetime import date
django.setup()
from django.utils import timezone
from pinto.evidence.answers.actions import Correction, correct_answers
from pinto.evidence.registry.models import Round
from pinto.evidence.registry.queries import latest_revisions
from pinto.ground.access.actions import create_account, post_officer
from pinto.ground.access.models import Account
from pinto.ground.access.queries import has_account, viewer_of
from pinto.ground.places.queries.places import place
from pinto.insight.measures.models import Score
from pinto.insight.profiles.models import AreaTally

now = timezone.now()
if not has_account("changer"):
    account = create_account(
        username="changer", name="Bench", password="bench-password-1", by=None, at=now)
    post_officer(account=account, role="PROVINCE_OFFICER", place=place("96"), agency=None,
                 since=date(2024, 1, 1), by=None, at=now)
officer = Account.objects.get(username="changer")
found = {}
for one in Round.objects.order_by("year"):
    province = lambda: AreaTally.objects.get(round=one, code="96")
    tambons = AreaTally.objects.filter(round=one, parent__startswith="96", code__length=6)
    took = []
    for tambon in tambons.order_by("?")[:6]:
        chosen = Score.objects.filter(
            round=one, area_code__startswith=tambon.code, level__isnull=False).first()
        revision = latest_revisions([chosen.household_id], one)[chosen.household_id]
        before = province().scored
        correction = Correction(
            household_id=chosen.household_id, round=one, based_on=revision.pk,
            source="officer", reason="benchmark",
            viewer=viewer_of(officer), by=officer, at=timezone.now())
        begun = time.perf_counter()
        correct_answers(correction=correction, said=dict.fromkeys(revision.answers))
        written = time.perf_counter() - begun
        while province().scored != before - 1:
            time.sleep(0.01)
            if time.perf_counter() - begun > 120:
                raise SystemExit("the profile never counted the correction")
        took.append(time.perf_counter() - begun)
        time.sleep(float(sys.argv[2]))
    found[one.label] = {"households": province().households, "seconds": took[1:],
                        "written": written}
json.dump(found, open(sys.argv[1], "w"))
"""


def run() -> int:
    """How many promises were not kept."""
    print("one change")
    tambons = max(1, round(HOUSEHOLDS / IN_TAMBON))
    home = WORK / f"province-{tambons}"
    done = home / "made"
    if not done.exists():
        print(f"  inventing a province of {tambons} tambons (once; some minutes)")
        home.mkdir(parents=True, exist_ok=True)
        made = python(_MAKE, str(tambons), str(IN_TAMBON), str(home), home=home)
        print(f"    made in {made.seconds:.0f} s, {made.megabytes:,.0f} MB")
        done.touch()
    worker = subprocess.Popen(
        [sys.executable, "-c", "from pinto.cli import main; main()", "worker"],
        env=os.environ | {"PINTO_HOME": str(home)},
    )
    try:
        return _measured(home)
    finally:
        worker.terminate()
        worker.wait(timeout=60)


def _measured(home: Path) -> int:
    answer = home / "changes.json"
    python(_CHANGE, str(answer), "2.5", home=home)
    broken = 0
    for label, found in json.loads(answer.read_text()).items():
        every = ", ".join(f"{seconds:.2f}" for seconds in found["seconds"])
        print(f"    {label}: {found['households']:,} households; each time {every} s")
        what = f"a correction in {label} is in the province's profile, median"
        broken += promise(what, statistics.median(found["seconds"]), LIMIT, "s")
    return broken
