"""The worker process and `pinto trail verify`, run as they are run in earnest."""

import datetime as dt
import json
import time

import pytest

from pinto.ground.jobs.actions import ask_for
from pinto.ground.jobs.models import Job
from pinto.ground.trail.actions import record, seal_entries
from pinto.ground.trail.models import Entry
from pinto.ground.trail.queries import verify_trail

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
PINTO = ("-c", "from pinto.cli import main; main()")


def read(number):
    record(what="household.viewed", on=("household", number), by=None, at=NOW)


def test_the_worker_seals_the_trail_and_ends_when_told(another_process):
    read(1)
    ask_for("no such task", by=None, at=NOW)
    worker = another_process(*PINTO, "worker")
    until = time.monotonic() + 90
    while verify_trail().sealed == 0 or not Job.objects.filter(state="FAILED").exists():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)
    worker.terminate()

    assert worker.wait(timeout=60) == 0
    assert verify_trail().holds


@pytest.mark.parametrize(("tampered", "code"), [(False, 0), (True, 1)])
def test_the_exit_code_tells_whether_the_trail_holds(another_process, tampered, code, trail_open):
    for number in range(3):
        read(number)
    seal_entries()
    if tampered:
        Entry.objects.filter(on_id="1").update(on_id="7")

    verify = another_process(*PINTO, "trail", "verify", "--json")
    said, _ = verify.communicate(timeout=120)

    assert verify.returncode == code
    verdict = json.loads(said)
    assert verdict["holds"] is not tampered
    assert verdict["broken_at"] == (2 if tampered else None)
