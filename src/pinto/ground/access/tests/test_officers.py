"""An administrator lets officers in, moves them, and looks on without touching anything."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from pinto.ground.access.actions import post_officer
from pinto.ground.access.models import Account, Posting
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.trail.models import Entry
from tests.support.cast import PASSWORD, make_account

WHY = {"why": "ตรวจตามที่แจ้ง"}


@pytest.fixture
def admin(administrator, client_of):
    return client_of(administrator)


def page_of(account, more=""):
    return f"/officers/{account.pk}/{more}"


def sign_in(username, password=PASSWORD):
    browser = Client()
    browser.post("/account/login/", {"login": username, "password": password})
    return browser


def signed_in(browser):
    return browser.get("/account/").status_code == 200


def test_the_list_names_the_officers_of_ones_areas(admin, tambon_officer, stranger):
    page = admin.get("/officers/").content.decode()

    assert "บุญมา" in page
    assert "เจ้าหน้าที่ตำบล · ที่ทำการห้วยคราม" in page
    assert "ไกลตา" not in page
    assert "บุญมา" not in admin.get("/officers/", {"q": "ทองดี"}).content.decode()


def test_nobody_but_an_administrator_manages_officers(client_of, tambon_officer, volunteer):
    browser = client_of(tambon_officer)

    assert browser.get("/officers/").status_code == 403
    assert browser.get(page_of(volunteer)).status_code == 404
    assert browser.post(page_of(volunteer, "active/"), {"active": "no"}).status_code == 404
    assert Account.objects.get(pk=volunteer.pk).is_active


def test_an_officer_is_added_with_a_place_or_not_at_all(admin, places):
    typed = {
        "username": "mai", "name": "ใหม่ สมมติสุข", "password": "ข้าวเหนียว-๒๕๖๙",
        "role": "VILLAGE_LEADER", "place": "๙๘๐๑๐๑", "agency": "อบต.ห้วยคราม",
    }  # fmt: skip
    refused = admin.post("/officers/new/", typed)
    assert refused.status_code == 422
    assert not Account.objects.filter(username="mai").exists()

    admin.post("/officers/new/", {**typed, "place": "๙๙๐๑๐๑๐๑"})
    made = Account.objects.get(username="mai")
    assert viewer_of(made).served == {("VILLAGE_LEADER", "99010101")}
    assert signed_in(sign_in("mai", typed["password"]))
    assert admin.post("/officers/new/", {**typed, "place": "990101"}).status_code == 422


def test_a_place_is_added_once_and_ended(admin, tambon_officer, places):
    typed = {"role": "TAMBON_OFFICER", "place": "990102", "agency": "อบต.ห้วยคราม"}
    admin.post(page_of(tambon_officer, "posting/"), typed)
    assert admin.post(page_of(tambon_officer, "posting/"), typed).status_code == 422

    posting = Posting.objects.get(account=tambon_officer, place=places["990102"])
    admin.post(page_of(tambon_officer, f"posting/{posting.pk}/end/"))
    posting.refresh_from_db()
    assert posting.until is not None


def test_a_new_password_signs_every_device_out(admin, tambon_officer):
    old = sign_in("tambon")
    assert signed_in(old)
    weak = admin.post(page_of(tambon_officer, "password/"), {"password": "1234"})
    assert weak.status_code == 422

    admin.post(page_of(tambon_officer, "password/"), {"password": "กระติบข้าว-๒๕๖๙"})

    assert not signed_in(old)
    assert signed_in(sign_in("tambon", "กระติบข้าว-๒๕๖๙"))
    assert Entry.objects.filter(what="account.reset", on_id=str(tambon_officer.pk)).exists()


def test_a_locked_officer_is_let_in_again(admin, tambon_officer):
    browser = Client()
    for _ in range(5):
        browser.post("/account/login/", {"login": "tambon", "password": "wrong"})
    assert "ถูกล็อก" in admin.get(page_of(tambon_officer)).content.decode()

    admin.post(page_of(tambon_officer, "unlock/"))

    assert signed_in(sign_in("tambon"))


def test_a_closed_account_does_nothing_more(admin, tambon_officer):
    browser = sign_in("tambon")
    admin.post(page_of(tambon_officer, "active/"), {"active": "no"})
    assert not signed_in(browser)
    assert not signed_in(sign_in("tambon"))

    admin.post(page_of(tambon_officer, "active/"), {"active": "yes"})
    assert signed_in(sign_in("tambon"))


def test_one_who_also_serves_elsewhere_is_not_ones_own_alone(admin, tambon_officer, places):
    Posting.objects.create(
        account=tambon_officer, role="TAMBON_OFFICER", place=places["980101"],
        since=dt.date(2025, 10, 1),
    )  # fmt: skip

    assert "นอกเขตของท่าน" in admin.get(page_of(tambon_officer)).content.decode()
    refused = admin.post(page_of(tambon_officer, "password/"), {"password": "กระติบข้าว-๒๕๖๙"})
    assert refused.status_code == 403
    assert signed_in(sign_in("tambon"))


def test_an_administrator_does_not_change_her_own_account(admin, administrator):
    assert admin.post(page_of(administrator, "active/"), {"active": "no"}).status_code == 403


# --- looking on -------------------------------------------------------------------------


def test_looking_on_shows_the_officers_places_and_changes_nothing(
    admin, administrator, tambon_officer
):
    assert admin.get("/hh/").status_code == 403
    assert admin.post(page_of(tambon_officer, "look/"), {"why": ""}).status_code == 422
    admin.post(page_of(tambon_officer, "look/"), WHY)

    page = admin.get("/hh/")
    assert page.status_code == 200
    assert "บุญมา สมมติสุข" in page.content.decode()  # the banner
    refused = admin.post("/account/", {"language": "en", "purpose": "HELP"})
    assert refused.status_code == 403
    assert Account.objects.get(pk=administrator.pk).language == "th"
    assert admin.get("/officers/").status_code == 403  # the officer does not manage anybody
    assert Entry.objects.get(what="account.looked_on").why == WHY["why"]

    admin.post("/account/own-eyes/")
    assert admin.get("/hh/").status_code == 403
    assert admin.get("/officers/").status_code == 200


def test_looking_on_ends_by_itself(admin, tambon_officer, time_machine):
    start = dt.datetime(2026, 11, 21, 2, 0, tzinfo=dt.UTC)
    time_machine.move_to(start, tick=False)
    admin.post(page_of(tambon_officer, "look/"), WHY)
    for minutes, status in ((29, 200), (31, 403)):
        time_machine.move_to(start + dt.timedelta(minutes=minutes), tick=False)
        assert admin.get("/hh/").status_code == status


def test_nobody_looks_on_as_an_officer_of_elsewhere(admin, stranger, tambon_officer):
    assert admin.post(page_of(stranger, "look/"), WHY).status_code == 404
    assert admin.get("/hh/").status_code == 403


# --- devices ----------------------------------------------------------------------------


def test_the_devices_are_listed_and_signed_out(tambon_officer, volunteer):
    here, there = sign_in("tambon"), sign_in("tambon")
    theirs = sign_in("volunteer")
    page = here.get("/account/devices/").content.decode()
    assert page.count("/end/") == 1  # not the one in hand
    other = UserSession.objects.get(session_key=there.session.session_key)
    foreign = UserSession.objects.get(session_key=theirs.session.session_key)

    assert here.post(f"/account/devices/{foreign.pk}/end/").status_code == 404
    here.post(f"/account/devices/{other.pk}/end/")

    assert not signed_in(there)
    assert signed_in(here)
    assert signed_in(theirs)


def test_an_expired_account_of_the_cast_keeps_nothing(places, client_of):
    account = make_account("old", "เก่า", "ADMINISTRATOR", places["99"])
    Posting.objects.filter(account=account).update(until=dt.date(2025, 11, 1))

    assert client_of(account).get("/officers/").status_code == 403


def test_an_administrator_neither_gives_himself_a_role_nor_ends_his_own(admin, administrator):
    before = list(Posting.objects.filter(account=administrator).values())
    typed = {"role": "TAMBON_OFFICER", "place": "990101", "agency": "อบต.ห้วยคราม"}
    own = Posting.objects.get(account=administrator)

    assert admin.post(page_of(administrator, "posting/"), typed).status_code == 403
    assert admin.post(page_of(administrator, f"posting/{own.pk}/end/")).status_code == 403
    with pytest.raises(Refused):
        post_officer(
            account=administrator, role="TAMBON_OFFICER", place=own.place, agency=None,
            since=own.since, by=administrator, at=timezone.now(),
        )  # fmt: skip
    assert list(Posting.objects.filter(account=administrator).values()) == before
