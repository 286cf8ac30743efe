"""The main job at 100,000 households: workbook in, profiles out.

The peers are measured in the same run, each in a fresh process: (a) merely reading
the workbook with calamine, and (b) a bare Django ``bulk_create`` into SQLite of as many
household and member rows with their answers as JSON.
"""

from __future__ import annotations

import json
import shutil

from benchmarks.measure import WORK, command, promise, python, sample

LIMIT = 4.0  # × (a + b)
MEMORY = 2048.0  # MB

_READ = """
import sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    for row in book.get_sheet_by_name(name).iter_rows():
        pass
"""

_BARE = """
import json, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connection, models, transaction

class Household(models.Model):
    answers = models.JSONField()
    class Meta:
        app_label = "bare"

class Member(models.Model):
    household = models.ForeignKey(Household, models.CASCADE)
    answers = models.JSONField()
    class Meta:
        app_label = "bare"

with connection.schema_editor() as editor:
    editor.create_model(Household)
    editor.create_model(Member)
shapes = json.load(open(sys.argv[1]))
households, members = shapes["households"], shapes["members"]
with transaction.atomic():
    made = Household.objects.bulk_create(
        (Household(answers=shapes["household"]) for _ in range(households)), batch_size=5000
    )
    Member.objects.bulk_create(
        (Member(household=made[i % households], answers=shapes["member"]) for i in range(members)),
        batch_size=5000,
    )
print(Household.objects.count(), Member.objects.count())
"""

_SHAPES = """
import json, sys
import django
django.setup()
from pinto.evidence.registry.models import HouseholdRevision, MemberRevision, Household, Person
row, member = HouseholdRevision.objects.first(), MemberRevision.objects.first()
json.dump(
    {"household": row.answers, "member": member.answers,
     "households": Household.objects.count(), "members": Person.objects.count()},
    open(sys.argv[1], "w"),
)
"""


def run_pipeline() -> tuple[float, float]:
    """Seconds and peak memory of check + load, score and profile, from nothing.

    `pinto intake load` scores and sums up at its end, as the worker does for the pages.
    """
    files, home = sample(WORK / "sample"), WORK / "main-job"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    command(
        "places", "import", str(files / "places.csv"), str(files / "borders.geojson"), home=home
    )
    workbook = str(files / "pppconnext-2569.xlsx")
    load = command("intake", "load", workbook, "--round", "2569", "--json", home=home)
    report = json.loads(load.output)
    print(f"  {report['households']:,} households, {report['members']:,} members")
    profile = command("profile", "99", "--round", "2569", "--json", home=home)
    told = json.loads(profile.output)["now"]["households"]
    print(f"  the province's profile tells of {told:,} of them")
    steps = {"check, load, score, sum up": load, "profile": profile}
    for name, step in steps.items():
        print(f"    {name:<27} {step.seconds:7.1f} s {step.megabytes:8,.0f} MB")
    return sum(s.seconds for s in steps.values()), max(s.megabytes for s in steps.values())


def run() -> int:
    """How many promises were not kept."""
    print("main job")
    seconds, megabytes = run_pipeline()
    files, home, bare = WORK / "sample", WORK / "main-job", WORK / "bare"
    shutil.rmtree(bare, ignore_errors=True)
    bare.mkdir(parents=True)
    shapes = str(bare / "shapes.json")
    python(_SHAPES, shapes, home=home)
    reading = python(_READ, str(files / "pppconnext-2569.xlsx"), home=bare)
    bulk = python(_BARE, shapes, home=bare)
    print(f"    (a) calamine                {reading.seconds:7.1f} s {reading.megabytes:8,.0f} MB")
    print(f"    (b) bulk_create             {bulk.seconds:7.1f} s {bulk.megabytes:8,.0f} MB")
    ratio = seconds / (reading.seconds + bulk.seconds)
    return promise("end to end against (a + b)", ratio, LIMIT, "×") + promise(
        "peak memory", megabytes, MEMORY, "MB"
    )
