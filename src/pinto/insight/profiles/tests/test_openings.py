"""What is closed opens with a reason, for a time, and the supervisor sees it."""

import datetime as dt

import pytest

from pinto.evidence.registry.models import Household, Person
from pinto.ground.access.models import Opening, Posting
from pinto.ground.installation.keys import seal
from pinto.ground.trail.models import Entry
from pinto.insight.profiles.tests.factories import Home, Member, survey
from pinto.insight.profiles.tests.reading import looks
from tests.support.cast import make_account

NOW = dt.datetime(2026, 11, 21, 2, 0, tzinfo=dt.UTC)
WHY = "ครอบครัวโทรมาขอความช่วยเหลือ"


@pytest.fixture
def home(places, time_machine):
    time_machine.move_to(NOW, tick=False)
    survey(2569, [Home("a", "99010101", 1.5, (Member("บัวคำ"),))], places)
    Person.objects.update(phone=seal("0812345678"))
    return Household.objects.get()


@pytest.fixture
def newcomer(places):
    """An officer of the amphoe who has not worked in any of its tambons yet."""
    account = make_account("newcomer", "มาใหม่", "AMPHOE_OFFICER", places["9901"])
    Opening.objects.all().delete()
    return account


def page_of(home, more=""):
    return f"/hh/{home.pk}/{more}"


# --- outside the daily work ---------------------------------------------------------------


def test_a_record_outside_the_daily_work_asks_for_a_reason_once(
    home, newcomer, client_of, time_machine
):
    browser = client_of(newcomer)
    asked = browser.get(page_of(home, "answers/"))
    assert asked.status_code == 403
    assert "บัวคำ" not in asked.content.decode()
    form = {"tambon": "990101", "next": page_of(home, "answers/")}

    assert browser.post("/account/reason/", {**form, "why": ""}).status_code == 422
    given = browser.post("/account/reason/", {**form, "why": WHY})
    assert given.headers["Location"] == page_of(home, "answers/")
    for more in ("answers/", "", "score.json"):
        assert browser.get(page_of(home, more)).status_code == 200
    time_machine.move_to(NOW + dt.timedelta(days=31), tick=False)
    assert client_of(newcomer).get(page_of(home)).status_code == 403


def test_a_reason_leads_nowhere_but_to_pinto(home, newcomer, client_of):
    form = {"tambon": "990101", "why": WHY, "next": "https://elsewhere.example/"}

    assert client_of(newcomer).post("/account/reason/", form).headers["Location"] == "/"


def test_a_reason_opens_no_tambon_of_others(home, newcomer, client_of):
    for tambon in ("980101", "x", ""):
        form = {"tambon": tambon, "why": WHY, "next": "/"}
        assert client_of(newcomer).post("/account/reason/", form).status_code == 404
    assert not Opening.objects.exists()


def test_who_serves_the_tambon_is_not_asked(home, tambon_officer, volunteer, client_of):
    for officer in (tambon_officer, volunteer):
        assert client_of(officer).get(page_of(home)).status_code == 200


# --- closed fields ------------------------------------------------------------------------


def opened(browser, home, group, why=WHY):
    return browser.post(page_of(home, "open/"), {"group": group, "why": why}, follow=True)


def test_a_closed_field_is_open_for_an_hour_and_the_supervisor_sees_it(
    home, village_leader, tambon_officer, amphoe_officer, client_of, time_machine
):
    browser = client_of(village_leader)
    assert "5678" not in browser.get(page_of(home)).content.decode()
    opened(browser, home, "contact")

    assert "•••-•••-5678" in browser.get(page_of(home)).content.decode()
    last = looks("household.viewed")[-1]
    assert last.detail["openings"] == str(Opening.objects.get(kind="FIELDS").pk)
    assert "เปิดดูโดยแจ้งเหตุผล" in browser.get(page_of(home, "looked/")).content.decode()
    supervisor = client_of(amphoe_officer)
    listed = supervisor.get("/openings/").content.decode()
    assert WHY in listed
    assert "ทองดี" in listed
    supervisor.post(f"/openings/{Opening.objects.get(kind='FIELDS').pk}/noticed/")
    assert Opening.objects.get(kind="FIELDS").noticed_by == amphoe_officer
    assert client_of(tambon_officer).get("/openings/").status_code == 403
    time_machine.move_to(NOW + dt.timedelta(minutes=61), tick=False)
    assert "5678" not in browser.get(page_of(home)).content.decode()


@pytest.mark.parametrize("group", ["health", "money", "welfare", "beliefs"])
def test_village_roles_break_no_glass_before_health_and_money(
    group, home, volunteer, village_leader, client_of
):
    for officer in (volunteer, village_leader):
        assert opened(client_of(officer), home, group).status_code == 403
    assert not Opening.objects.exists()


def test_nothing_opens_without_a_reason(home, village_leader, client_of):
    opened(client_of(village_leader), home, "contact", why="")

    assert not Opening.objects.exists()


def test_a_full_telephone_number_is_asked_for_and_logged(home, volunteer, client_of):
    person = Person.objects.get()
    page = client_of(volunteer).post(
        page_of(home, "id/"), {"person": person.pk, "number": "phone", "why": WHY}
    )

    assert "0812345678" in page.content.decode()
    (entry,) = looks("household.revealed")
    assert (entry.why, entry.detail["field"]) == (WHY, "phone")
    refused = client_of(volunteer).post(page_of(home, "id/"), {"person": person.pk, "why": WHY})
    assert refused.status_code == 403  # the ID is still not hers


# --- a colleague's place ------------------------------------------------------------------


def test_a_colleagues_place_of_the_same_agency_opens_for_an_hour(
    home, tambon_officer, places, client_of, time_machine
):
    other = make_account("other", "อีกคน", "TAMBON_OFFICER", places["990102"])
    browser = client_of(other)
    assert "990101" not in browser.get("/account/stand-in/").content.decode()
    agency = Posting.objects.get(account=tambon_officer).agency
    Posting.objects.filter(account=other).update(agency=agency)
    posting = Posting.objects.get(account=tambon_officer)
    assert browser.get(page_of(home)).status_code == 404

    browser.post("/account/stand-in/", {"posting": posting.pk, "why": WHY})

    assert browser.get(page_of(home)).status_code == 200
    time_machine.move_to(NOW + dt.timedelta(minutes=61), tick=False)
    assert browser.get(page_of(home)).status_code == 404


def test_another_agencys_place_does_not_open(home, tambon_officer, stranger, client_of):
    posting = Posting.objects.get(account=tambon_officer)
    form = {"posting": posting.pk, "why": WHY}

    assert client_of(stranger).post("/account/stand-in/", form).status_code == 404


# --- who looked, and who moved ------------------------------------------------------------


def test_who_looked_says_who_in_which_role_and_what_for(home, tambon_officer, client_of):
    browser = client_of(tambon_officer)
    browser.get(page_of(home))
    page = browser.get(page_of(home, "looked/")).content.decode()

    for words in ("บุญมา", "เจ้าหน้าที่ตำบล · ที่ทำการห้วยคราม", "ค้นหาและสอบทานครัวเรือน"):
        assert words in page
    assert Entry.objects.filter(what="household.viewed").count() == 1


def test_a_family_that_moves_is_lost_to_the_tambon_it_left(home, tambon_officer, places, client_of):
    """The figures of the round stay with the tambon; the family's name and record leave."""
    newer = make_account("newer", "ตำบลใหม่", "TAMBON_OFFICER", places["990102"])
    Household.objects.update(place=places["99010201"])
    left, found = client_of(tambon_officer), client_of(newer)

    listed = left.get("/hh/").content.decode()
    assert "บัวคำ" not in listed
    assert "ย้ายออกจากพื้นที่ของท่านแล้ว" in listed
    assert left.get(page_of(home)).status_code == 404
    taken = b"".join(left.get("/hh/list.csv?purpose=HELP")).decode()
    assert "99010101,,,,," in taken
    assert found.get(page_of(home)).status_code == 200
    assert found.get("/hh/?q=บัวคำ").status_code == 200
    assert looks("household.listed") == []
