"""Big exports have two signatures, one purpose and an end."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from pinto.config.worker import sweeper
from pinto.ground.exports import rules
from pinto.ground.exports.models import Export
from pinto.ground.exports.queries import path_of
from pinto.ground.jobs.tasks import work
from pinto.ground.trail.models import Entry
from pinto.insight.profiles.tests.factories import Home, Member, survey
from tests.support.cast import make_account

NOW = dt.datetime(2026, 11, 21, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def homes(places, monkeypatch, time_machine, tmp_path):
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))
    monkeypatch.setattr(rules, "BIG", 1)
    survey(
        2569,
        [Home(str(n), "99010101", 1.5, (Member(f"บัว{n}"),)) for n in range(3)],
        places,
    )


@pytest.fixture
def colleague(places):
    return make_account("colleague", "เพื่อน ร่วมงาน", "TAMBON_OFFICER", places["990101"])


@pytest.fixture
def asked(homes, tambon_officer, client_of):
    browser = client_of(tambon_officer)
    said = browser.post("/hh/export/?area=990101", {"purpose": "HELP", "format": "csv"})
    assert said.headers["Location"] == "/exports/"
    return Export.objects.get()


def decide(browser, export, **how):
    return browser.post(f"/exports/{export.pk}/decide/", how or {"decision": "approve"})


def test_many_households_do_not_leave_at_once(homes, tambon_officer, client_of):
    browser = client_of(tambon_officer)

    assert browser.get("/hh/list.csv?purpose=HELP").status_code == 403
    assert browser.get("/hh/list.xlsx?purpose=HELP").status_code == 403
    assert browser.get("/hh/list.csv?purpose=HELP&q=บัว1").status_code == 200


def test_a_purpose_must_be_said(homes, tambon_officer, client_of):
    said = client_of(tambon_officer).post("/hh/export/", {"purpose": "", "format": "csv"})

    assert said.status_code == 422
    assert not Export.objects.exists()


def test_a_colleague_signs_and_the_file_comes_marked(
    asked, tambon_officer, colleague, client_of, django_capture_on_commit_callbacks
):
    mine, hers = client_of(tambon_officer), client_of(colleague)
    assert mine.get(f"/exports/{asked.pk}/file/").status_code == 404
    assert "บุญมา" in hers.get("/exports/").content.decode()

    assert decide(hers, asked).status_code == 302
    work(once=True)

    answer = mine.get(f"/exports/{asked.pk}/file/")
    mark, header, *lines = b"".join(answer).decode().splitlines()
    for word in ("บุญมา สมมติสุข", "21 พ.ย. 2569", "การช่วยเหลือ", "ลบภายใน"):
        assert word in mark
    assert header.startswith("place_code,")
    assert len(lines) == 3
    assert hers.get(f"/exports/{asked.pk}/file/").status_code == 404
    assert list(
        Entry.objects.filter(what__startswith="export.").order_by("id").values_list("what", "by")
    ) == [
        ("export.asked", str(tambon_officer.pk)),
        ("export.approved", str(colleague.pk)),
        ("export.fetched", str(tambon_officer.pk)),
    ]
    taken = Entry.objects.get(what="household.exported")
    assert (taken.by, taken.detail["households"]) == (str(tambon_officer.pk), 3)


def test_nobody_signs_for_oneself(asked, tambon_officer, client_of):
    assert decide(client_of(tambon_officer), asked).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.update(state="APPROVED", decided_by=tambon_officer)


def test_who_has_no_right_there_does_not_sign(asked, volunteer, stranger, places, client_of):
    next_door = make_account("next", "ข้างบ้าน", "TAMBON_OFFICER", places["990102"])

    assert decide(client_of(volunteer), asked).status_code == 404
    for outsider in (stranger, next_door):
        assert decide(client_of(outsider), asked).status_code == 404
        assert "บุญมา" not in client_of(outsider).get("/exports/").content.decode()
    assert Export.objects.get().state == "ASKED"


def test_a_refusal_has_a_reason_and_makes_no_file(asked, tambon_officer, colleague, client_of):
    decide(client_of(colleague), asked, decision="refuse", why="")
    assert Export.objects.get().state == "ASKED"
    decide(client_of(colleague), asked, decision="refuse", why="ใช้ตัวเลขรวมก็พอ")
    decide(client_of(colleague), asked)  # too late
    work(once=True)

    assert "ใช้ตัวเลขรวมก็พอ" in client_of(tambon_officer).get("/exports/").content.decode()
    assert not path_of(asked).exists()


def test_the_file_goes_when_its_time_is_over(
    asked, tambon_officer, colleague, client_of, time_machine
):
    decide(client_of(colleague), asked)
    work(once=True)
    assert path_of(asked).exists()
    time_machine.move_to(NOW + dt.timedelta(days=7, minutes=1), tick=False)

    assert client_of(tambon_officer).get(f"/exports/{asked.pk}/file/").status_code == 404
    sweeper()()
    assert not path_of(asked).exists()
    assert Export.objects.get().state == "DELETED"


def test_what_the_officer_may_no_longer_see_is_not_in_the_file(
    asked, tambon_officer, colleague, client_of
):
    """The right is asked when the file is made, not only when it was wished for."""
    decide(client_of(colleague), asked)
    tambon_officer.postings.update(until=dt.date(2026, 11, 1))
    work(once=True)

    assert "บัว" not in path_of(asked).read_text()
