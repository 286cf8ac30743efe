"""A load that is killed at any moment ends right, and disturbs nobody while it runs."""

import random
import shutil
import signal
import subprocess
import threading
import time

import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.utils import timezone

from pinto.evidence.intake.actions.receiving import hand_over
from pinto.evidence.intake.models import Load
from pinto.evidence.intake.tests.factories import (
    AT,
    checked,
    folders_left,
    loaded,
    make_round,
    received,
    said,
    survey,
)
from pinto.evidence.registry.extracts import pinned_extract
from pinto.evidence.registry.models import (
    Batch,
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
)
from pinto.ground.installation.home import room
from pinto.ground.jobs.models import Job
from pinto.ground.jobs.tasks import work
from pinto.ground.places.actions.imports import import_places
from pinto.ground.trail.actions import record
from pinto.sample.writing import write_sample

PINTO = "from pinto.cli import main; main()"
MANY = 3_000
KILLS = 10
SEED = 20691121
TABLES = (Household, Person, HouseholdRevision, MemberRevision)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Three thousand households: three pieces, several seconds."""
    folder = tmp_path_factory.mktemp("many")
    write_sample(households=MANY, seed=11, folder=folder, workbooks=True)
    return folder


@pytest.fixture
def fresh(transactional_db, many):
    """Places, an empty registry, and no extract of an earlier test."""
    shutil.rmtree(room("extracts"), ignore_errors=True)
    shutil.rmtree(room("staging"), ignore_errors=True)
    import_places([many / "places.csv"], by=None, at=timezone.now())


def state(round):
    """What counts, table by table, and what the extract says of it."""
    counted = tuple(model.objects.count() for model in TABLES)
    return counted, said(round), _extract(round)


def _extract(round):
    found = pinned_extract(round)
    rows = {}
    for name in ("households", "members"):
        tables = [pq.read_table(path) for path in found.paths(name)]
        rows[name] = (sum(table.num_rows for table in tables), sorted(found.files[name]))
    return rows


def wait_or_kill(process, seconds):
    """True when the process ended by itself before the moment came."""
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return False
    return True


def test_a_load_killed_ten_times_ends_as_if_nothing_had_happened(fresh, many, another_process):
    path = many / "survey-2568.xlsx"
    begun = time.monotonic()
    loaded(path.read_bytes(), make_round(2570))
    undisturbed, length = state(make_round(2570)), time.monotonic() - begun
    for model in (MemberRevision, HouseholdRevision, Load):
        model.objects.all().delete()
    Household.objects.update(head=None)
    for model in (Person, Household, Batch):
        model.objects.all().delete()

    command = ("-c", PINTO, "intake", "load", str(path), "--round", "2568", "--json")
    moments, killed = random.Random(SEED), 0
    for _ in range(KILLS):
        # a command needs a second or two to start; later attempts go on and are shorter
        if wait_or_kill(another_process(*command), moments.uniform(0.5, 2 + length)):
            continue
        killed += 1
    ended = another_process(*command)
    output, _ = ended.communicate(timeout=300)

    assert ended.returncode == 0, output
    assert killed >= 3, "hardly a kill struck: the moments are badly drawn"
    counted, answered, extract = state(make_round(2568))
    assert counted == undisturbed[0]
    assert answered == undisturbed[1]
    assert extract == undisturbed[2]
    assert folders_left() == []


WORKER = """
import datetime, django
django.setup()
from pinto.ground.jobs import actions, tasks
actions.LEASE = datetime.timedelta(seconds=1)
tasks.work(once=True)
"""


def test_a_worker_killed_three_times_ends_as_if_nothing_had_happened(fresh, many, another_process):
    content = (many / "survey-2568.xlsx").read_bytes()
    round = make_round(2568)
    load = checked(content, round)
    hand_over(load=load, task="intake.publish", by=None, at=AT)
    moments = random.Random(SEED)
    for _ in range(3):
        wait_or_kill(another_process("-c", WORKER), moments.uniform(1.2, 4.0))
        time.sleep(1.1)  # the lease of the killed worker runs out

    last = another_process("-c", WORKER)
    output, _ = last.communicate(timeout=300)

    assert last.returncode == 0, output
    load.refresh_from_db()
    assert load.state == "PUBLISHED", Job.objects.get(pk=load.job).error
    assert load.arrival["new"] == MANY == Household.objects.filter(visible=True).count()
    assert HouseholdRevision.objects.count() == MANY
    assert _extract(round)["households"][0] == MANY
    assert folders_left() == []


def test_views_and_edits_go_on_while_a_file_is_loaded(fresh, many, another_process):
    """Three people look and correct, all the time; none of them is ever told to wait."""
    round = make_round(2568)
    loaded(survey(*[(f"9999123{n:04}", str(n), 1, 3) for n in range(30)]), round)
    homes = list(Household.objects.filter(visible=True))
    load = another_process(
        "-c", PINTO, "intake", "load", str(many / "survey-2568.xlsx"), "--round", "2568"
    )
    troubles, done, ended = [], [], threading.Event()

    def busy(seed):
        chosen = random.Random(seed)
        try:
            while not ended.is_set():
                home = chosen.choice(homes)
                record(what="household.viewed", on=("household", home.pk), by=None, at=AT)
                HouseholdRevision.objects.create(
                    household=home,
                    round=round,
                    place=home.place,
                    source="officer",
                    answers={"living_members": chosen.randint(1, 9)},
                    at=timezone.now(),
                )
                done.append(home.pk)
                time.sleep(0.02)
        except Exception as error:
            troubles.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=busy, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    output, _ = load.communicate(timeout=300)
    ended.set()
    for thread in threads:
        thread.join()

    assert load.returncode == 0, output
    assert troubles == []
    assert len(done) > 30
    assert HouseholdRevision.objects.filter(source="officer").count() == len(done)
    assert Household.objects.filter(visible=True).count() == MANY + 30


def test_a_received_file_whose_command_was_killed_is_gone_on_with(fresh, another_process, tmp_path):
    """Between the row of a load and its report nothing is lost, and no folder is left."""
    content = survey(("99991234567", "52", 1, 3))
    path = tmp_path / "survey.xlsx"
    path.write_bytes(content)
    received(content, make_round(2568))
    (room("staging") / ("0" * 32)).mkdir()  # a receiver was killed before there was a row

    process = another_process("-c", PINTO, "intake", "load", str(path), "--round", "2568")
    output, _ = process.communicate(timeout=120)

    assert process.returncode == 0, output
    assert Load.objects.get().state == "PUBLISHED"
    received(content, make_round(2568))
    assert "0" * 32 not in folders_left()


def test_the_worker_ends_with_words_when_a_load_cannot_be_published(fresh):
    load = checked(survey(("99991234567", "52", 1, 3)), make_round(2568))
    hand_over(load=load, task="intake.withdraw", by=None, at=AT)

    work(once=True)

    assert Job.objects.get().reason == "ถอนได้เฉพาะไฟล์ที่นำเข้าแล้ว"
