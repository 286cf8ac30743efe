import datetime as dt
import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from axes.models import AccessAttempt
from django.test import Client
from django.urls import NoReverseMatch, reverse

from pinto.ground.access.models import Account
from pinto.ground.installation.home import home
from pinto.ground.trail.models import Entry
from tests.support.cast import PASSWORD

LOGIN = "/account/login/"


def sign_in(client, username="tambon", password=PASSWORD, **headers):
    return client.post(LOGIN, {"login": username, "password": password}, headers=headers)


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_an_officer_signs_in_and_the_trail_knows(client, tambon_officer):
    response = sign_in(client)

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(tambon_officer.pk)
    assert Entry.objects.get(what="account.signed_in").by == str(tambon_officer.pk)


def test_the_sign_in_page_speaks_thai_whatever_the_browser_wants(client, db):
    page = client.get(LOGIN, headers={"accept-language": "en"}).content.decode()

    assert '<html lang="th"' in page
    assert "ชื่อผู้ใช้" in page
    assert "รหัสผ่าน" in page
    assert "Password" not in page


def test_signing_in_brings_the_accounts_language(client, tambon_officer):
    Account.objects.update(language="en")
    sign_in(client)

    assert client.cookies["pinto_language"].value == "en"
    assert '<html lang="en"' in client.get("/account/").content.decode()


def test_a_wrong_password_is_told_without_saying_which_half_was_wrong(client, tambon_officer):
    said = [
        sign_in(client, username=name, password="wrong").content.decode()
        for name in ("tambon", "nobody")
    ]

    for page in said:
        assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in page
        assert 'role="alert"' in page


def test_a_refused_sign_in_does_not_speak_of_saving(client, tambon_officer):
    page = sign_in(client, password="wrong").content.decode()

    assert "ยังทำต่อไม่ได้" in page
    assert "บันทึก" not in page


def test_five_wrong_passwords_lock_and_say_until_when(client, tambon_officer, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 21, 2, 41, tzinfo=dt.UTC), tick=False)
    for _ in range(4):
        assert sign_in(client, password="wrong").status_code == 200
    locked = sign_in(client, password="wrong")

    assert locked.status_code == 429
    assert "09:56" in locked.content.decode()  # 09:41 in Bangkok and a quarter of an hour
    assert sign_in(client).status_code == 429  # the right one comes too late
    time_machine.move_to(dt.datetime(2026, 11, 21, 2, 57, tzinfo=dt.UTC), tick=False)
    assert sign_in(client).status_code == 302


def test_a_forged_forwarding_header_does_not_dodge_the_lock(client, tambon_officer):
    answers = [
        sign_in(client, password="wrong", **{"x-forwarded-for": f"10.0.0.{n}"}).status_code
        for n in range(5)
    ]

    assert answers[-1] == 429
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"127.0.0.1"}


def test_somebody_elses_lock_does_not_lock_a_colleague(client, tambon_officer, amphoe_officer):
    for _ in range(5):
        sign_in(client, password="wrong")

    assert sign_in(client, username="amphoe").status_code == 302


def test_nobody_signs_up_or_resets_by_mail(client, db):
    for name in ("account_signup", "account_email", "account_reset_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("/account/signup/", "/account/email/", "/account/password/reset/"):
        assert client.get(path).status_code in (302, 404)
        assert "signup" not in client.get(path).headers.get("Location", LOGIN).split("?")[0]


def test_sample_sign_ins_are_told_only_where_the_sample_is(client, db):
    assert "ทดลองใช้" not in client.get(LOGIN).content.decode()
    marker = home() / "demo.json"
    sample = {"username": "boonma", "password": "pinto", "place": "ห้วยคราม"}
    sample["role"] = "TAMBON_OFFICER"
    marker.write_text(json.dumps([sample]))
    try:
        page = client.get(LOGIN).content.decode()
    finally:
        marker.unlink()

    for word in ("ทดลองใช้", "boonma", "ห้วยคราม", "สมมติ", "เจ้าหน้าที่ตำบล"):
        assert word in page
    assert "TAMBON_OFFICER" not in page


def test_signing_out_is_a_button_not_a_link(client_of, tambon_officer):
    browser = client_of(tambon_officer)

    assert browser.get("/account/logout/").status_code == 200
    assert "_auth_user_id" in browser.session
    assert browser.post("/account/logout/").headers["Location"] == LOGIN
    assert "_auth_user_id" not in browser.session


def test_a_password_is_changed_with_the_old_one(client, tambon_officer):
    sign_in(client)
    new = "ข้าวเหนียวมะม่วง-๒๕๖๙"
    wrong = {"oldpassword": "wrong", "password1": new, "password2": new}
    assert "รหัสผ่านปัจจุบันไม่ถูกต้อง" in client.post("/account/password/", wrong).content.decode()
    weak = {"oldpassword": PASSWORD, "password1": "1234", "password2": "1234"}
    assert "รหัสผ่านสั้นเกินไป" in client.post("/account/password/", weak).content.decode()

    client.post("/account/password/", wrong | {"oldpassword": PASSWORD})

    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), password=new).status_code == 302
    changed = Entry.objects.get(what="account.changed")
    assert changed.detail == {"fields": ["password"]}
    assert client.get("/account/").status_code == 200  # still signed in


THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def switch_second_step_on(client):
    page = client.get("/account/security/totp/activate/", follow=True)
    if "reauthenticate" in page.redirect_chain[-1][0] if page.redirect_chain else False:
        client.post(page.request["PATH_INFO"], {"password": PASSWORD})
        page = client.get("/account/security/totp/activate/")
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page.content.decode()).group(1)
    code = code_of(secret).translate(THAI_DIGITS)  # an officer's keyboard may write these
    done = client.post("/account/security/totp/activate/", {"code": code}, follow=True)
    return secret, done


def test_the_second_step_is_switched_on_asked_for_and_sealed(client, tambon_officer):
    sign_in(client)
    secret, done = switch_second_step_on(client)

    assert "รหัสสำรอง" in done.content.decode()
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    assert TOTP(Authenticator.objects.get(type="totp")).instance.user_id == tambon_officer.pk

    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    other = Client()
    asked = sign_in(other)
    assert asked.headers["Location"].startswith("/account/security/authenticate/")
    assert "_auth_user_id" not in other.session
    page = other.get(asked.headers["Location"])
    assert "เลขหกหลัก" in page.content.decode()
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert other.post(asked.headers["Location"], {"code": codes[0]}).status_code == 302
    assert other.session["_auth_user_id"] == str(tambon_officer.pk)


def test_codes_of_the_second_step_cannot_be_guessed_for_ever(client, tambon_officer):
    sign_in(client)
    switch_second_step_on(client)
    other = Client()
    sign_in(other)

    said = [
        other.post("/account/security/authenticate/", {"code": "000000"}).content.decode()
        for _ in range(12)
    ]

    assert "รหัสไม่ถูกต้อง" in said[0]
    assert "ลองผิดหลายครั้งเกินไป" in said[-1]


@pytest.mark.parametrize(
    "path",
    [
        "/account/",
        "/account/password/",
        "/account/security/",
        "/account/security/recovery-codes/",
        "/account/security/recovery-codes/generate/",
        "/account/security/totp/deactivate/",
        "/account/logout/",
    ],
)
def test_pages_of_the_account_have_one_heading_and_no_english(client, tambon_officer, path):
    sign_in(client)
    switch_second_step_on(client)

    page = client.get(path)
    assert page.status_code == 200
    text = page.content.decode()
    assert text.count("<h1") == 1
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL).group(1)
    assert re.search(r"[ก-๙]", heading)
    assert " style=" not in text
