import datetime as dt
import signal
import threading
import time
from pathlib import Path

import pytest
from django.db import DatabaseError

from pinto.ground.jobs import actions, tasks
from pinto.ground.jobs.actions import ask_for, task
from pinto.ground.jobs.models import Job
from pinto.ground.jobs.tasks import work

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
WORKER = str(Path(__file__).with_name("counting_worker.py"))


@pytest.fixture(autouse=True)
def _own_tasks(monkeypatch):
    monkeypatch.setattr(actions, "_tasks", dict(actions._tasks))


def wait_for(condition, seconds=90):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def test_the_queue_is_emptied_and_the_chores_are_done(db):
    done, chores = [], []
    task("note")(lambda progress, what: done.append(what))
    for what in ("a", "b", "c"):
        ask_for("note", by=None, at=NOW, what=what)

    assert work(once=True, chores=[lambda: chores.append(1)]) == 3
    assert done == ["a", "b", "c"]
    assert chores


def test_a_failing_job_does_not_end_the_worker(db):
    task("fail")(lambda progress: 1 / 0)
    task("succeed")(lambda progress: None)
    ask_for("fail", by=None, at=NOW)
    ask_for("succeed", by=None, at=NOW)

    work(once=True)

    assert set(Job.objects.values_list("task", "state")) == {
        ("fail", Job.State.FAILED),
        ("succeed", Job.State.DONE),
    }


def test_stop_is_heard_between_two_jobs(db):
    stop = threading.Event()
    task("stop")(lambda progress: stop.set())
    ask_for("stop", by=None, at=NOW)
    ask_for("stop", by=None, at=NOW)

    assert work(stop=stop) == 1
    assert sorted(Job.objects.values_list("state", flat=True)) == ["DONE", "WAITING"]


def test_a_database_that_is_away_does_not_end_the_worker(transactional_db, monkeypatch):
    stop, answers = threading.Event(), []

    def take_job(*, at):
        answers.append(at)
        if len(answers) == 1:
            raise DatabaseError("the database restarts")
        stop.set()

    monkeypatch.setattr(tasks, "take_job", take_job)
    monkeypatch.setattr(tasks, "_REST", 0.01)

    assert work(stop=stop) == 0
    assert len(answers) == 2


def test_a_killed_workers_job_is_resumed_where_it_stood(another_process):
    job = ask_for("count", by=None, at=NOW)
    killed = another_process(WORKER)
    wait_for(lambda: (Job.objects.get().cursor or 0) >= 3)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    stood_at = Job.objects.get().cursor
    assert Job.objects.get().state == Job.State.RUNNING

    Job.objects.update(leased_until=NOW)  # as if the lease had run out meanwhile
    another_process(WORKER, "once").wait(timeout=30)

    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert job.result == {"first": stood_at + 1}
    assert (job.attempts, job.done, job.total) == (2, 20, 20)


def test_a_terminated_worker_ends_its_job_first(another_process):
    ask_for("count", by=None, at=NOW)
    ask_for("count", by=None, at=NOW)
    worker = another_process(WORKER)
    wait_for(lambda: Job.objects.filter(cursor__isnull=False).exists())
    worker.terminate()

    assert worker.wait(timeout=30) == 0
    assert sorted(Job.objects.values_list("state", flat=True)) == ["DONE", "WAITING"]
