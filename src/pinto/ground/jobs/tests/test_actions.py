import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from pinto.ground.jobs import actions
from pinto.ground.jobs.actions import (
    ATTEMPTS,
    LEASE,
    Failed,
    LeaseLost,
    Progress,
    ask_for,
    run_job,
    take_job,
    task,
)
from pinto.ground.jobs.models import Job

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _own_tasks(monkeypatch):
    """What a test registers is forgotten after it."""
    monkeypatch.setattr(actions, "_tasks", dict(actions._tasks))


def asked(name="trial", **given):
    return ask_for(name, by=None, at=NOW, **given)


def taken(name="trial", **given):
    asked(name, **given)
    return take_job(at=timezone.now())


def test_a_job_is_taken_once_and_in_the_order_asked(db):
    first, second = asked(), asked()

    assert take_job(at=NOW).pk == first.pk
    assert take_job(at=NOW).pk == second.pk
    assert take_job(at=NOW) is None


def test_a_done_job_keeps_its_result_and_is_complete(db):
    @task("trial")
    def count(progress, *, upto):
        progress.report(3, upto, step="counting")
        return {"counted": upto}

    run_job(taken(upto=7))

    job = Job.objects.get()
    assert (job.state, job.result, job.done, job.total) == (Job.State.DONE, {"counted": 7}, 7, 7)
    assert job.ended_at is not None
    assert job.leased_until is None
    assert take_job(at=NOW + dt.timedelta(days=1)) is None


def test_a_failure_is_recorded_for_who_mends_it(db):
    @task("trial")
    def stumble(progress):
        raise ZeroDivisionError("nobody lives here")

    run_job(taken())

    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert job.error.startswith("ZeroDivisionError: nobody lives here (stumble, line ")
    assert job.reason == ""
    assert job.ended_at is not None


def test_a_task_can_say_why_it_fails(db):
    @task("trial")
    def refuse(progress):
        raise Failed("ไม่พบไฟล์นี้แล้ว")

    run_job(taken())

    job = Job.objects.get()
    assert (job.state, job.reason, job.error) == (Job.State.FAILED, "ไม่พบไฟล์นี้แล้ว", "")


def test_a_job_without_its_task_fails_by_name(db):
    run_job(taken("nobody.knows"))

    assert "nobody.knows" in Job.objects.get().error


def test_a_job_that_never_ends_is_given_up(db):
    @task("trial")
    def innocent(progress):
        raise AssertionError("not called any more")

    job = taken()
    Job.objects.update(attempts=ATTEMPTS + 1)
    job.refresh_from_db()
    run_job(job)

    assert "Given up" in Job.objects.get().error


def test_progress_never_goes_back(db):
    progress = Progress(taken())
    progress.report(40, 100, step="reading", cursor=40)
    progress.report(10, step="writing", cursor=50)

    job = Job.objects.get()
    assert (job.done, job.total, job.step, job.cursor) == (40, 100, "writing", 50)


def test_progress_writes_no_more_than_about_once_a_second(db, django_assert_num_queries):
    progress = Progress(taken())
    with django_assert_num_queries(0):
        for done in range(1000):
            progress.report(done, 1000)


def test_a_cursor_is_stored_with_the_rows_it_speaks_of_or_not_at_all(db):
    job = taken()
    with transaction.atomic():
        Progress(job).report(1, 2, cursor={"row": 1})
        transaction.set_rollback(True)

    assert Job.objects.get().cursor is None


def test_an_abandoned_job_is_taken_up_where_it_stood(db):
    @task("trial")
    def count(progress):
        return {"began_at": progress.cursor}

    job = taken()
    Progress(job).report(5, 9, cursor=5)
    assert take_job(at=timezone.now()) is None

    again = take_job(at=timezone.now() + LEASE + dt.timedelta(seconds=1))
    assert again.attempts == 2
    run_job(again)
    assert Job.objects.get().result == {"began_at": 5}


def test_a_worker_only_thought_dead_lets_go(db):
    started = []

    @task("trial")
    def slow(progress):
        started.append("first")
        other = take_job(at=timezone.now() + LEASE + dt.timedelta(seconds=1))
        Progress(other).report(8, 9, cursor="the other's")
        progress.report(1, 9, cursor="mine")  # raises LeaseLost
        started.append("not reached")

    run_job(taken())

    job = Job.objects.get()
    assert started == ["first"]
    assert (job.state, job.cursor, job.done) == (Job.State.RUNNING, "the other's", 8)


def test_a_lost_lease_stops_the_next_report(db):
    progress = Progress(taken())
    take_job(at=timezone.now() + LEASE + dt.timedelta(seconds=1))

    with pytest.raises(LeaseLost):
        progress.report(1, 2, cursor=1)


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_while_a_task_says_nothing(monkeypatch):
    monkeypatch.setattr(actions, "LEASE", dt.timedelta(seconds=0.4))
    leases = []

    @task("trial")
    def silent(progress):
        for _ in range(2):
            leases.append(Job.objects.get().leased_until)
            threading.Event().wait(0.5)

    run_job(taken())

    assert leases[1] > leases[0]
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_job():
    jobs = [asked().pk for _ in range(40)]
    seen, together = [], threading.Barrier(4)

    def worker():
        together.wait()
        while job := take_job(at=timezone.now()):
            seen.append(job.pk)
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(seen) == sorted(jobs)
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
