import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from pinto.ground.jobs.actions import ask_for
from pinto.ground.jobs.models import Job
from pinto.ground.jobs.queries import job_asked_by, shown, waiting_jobs

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=2, seconds=5)


def drawn(job, at=LATER):
    return render_to_string("jobs/progress.html", {"shown": shown(job, at=at), "url": "/here/"})


def test_a_job_belongs_to_who_asked_for_it(tambon_officer, stranger):
    job = ask_for("trial", by=tambon_officer, at=NOW)

    assert job_asked_by(tambon_officer.pk, job.pk) == job
    for other in (stranger.pk, None):
        with pytest.raises(Job.DoesNotExist):
            job_asked_by(other, job.pk)


def test_nobodys_job_is_not_shown_to_somebody_unknown(db):
    job = ask_for("trial", by=None, at=NOW)

    with pytest.raises(Job.DoesNotExist):
        job_asked_by(None, job.pk)


def test_a_waiting_job_asks_again_every_second(db):
    job = ask_for("trial", by=None, at=NOW)

    assert waiting_jobs() == 1
    html = drawn(job)
    assert "รอคิวอยู่" in html
    assert 'hx-get="/here/"' in html
    assert "value=" not in html  # nobody knows yet how much there is to do


def test_a_running_job_says_step_share_and_time():
    html = drawn(Job(state="RUNNING", asked_at=NOW, done=1, total=3, step="Working."))

    assert 'value="33"' in html
    assert "33%" in html
    assert "กำลังทำงาน" in html
    assert "2 นาที 5 วินาที" in html


def test_an_ended_job_is_not_asked_about_any_more():
    job = Job(state="DONE", asked_at=NOW, ended_at=NOW + dt.timedelta(seconds=9), done=3, total=3)

    html = drawn(job)
    assert "hx-get" not in html
    assert "0 นาที 9 วินาที" in html


def test_a_failed_job_tells_its_reason_or_a_sign_but_no_code():
    job = Job(state="FAILED", asked_at=NOW, ended_at=LATER, error="KeyError: 'x' (load, line 3)")

    html = drawn(job)
    assert "KeyError" not in html
    assert job.pk.hex[-8:] in html
    job.reason = "ไม่พบไฟล์นี้แล้ว"
    assert "ไม่พบไฟล์นี้แล้ว" in drawn(job)


def test_the_fragment_speaks_english_too():
    with translation.override("en"):
        assert "Waiting for its turn." in drawn(Job(asked_at=NOW))


def test_without_a_script_the_page_refreshes_until_the_end():
    waiting, ended = Job(asked_at=NOW), Job(asked_at=NOW, ended_at=LATER, state="DONE")

    for job, refreshes in ((waiting, True), (ended, False)):
        html = render_to_string("jobs/refresh.html", {"shown": shown(job, at=LATER)})
        assert ("refresh" in html) is refreshes
