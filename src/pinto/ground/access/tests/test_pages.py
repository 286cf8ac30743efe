import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from pinto.ground.access.actions import create_account, end_posting, post_officer
from pinto.ground.access.models import Account, Posting, Role
from pinto.ground.access.panels import who_looked
from pinto.ground.access.permissions import OutOfScope
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.installation.ids import new_id
from pinto.ground.trail.actions import record, record_views
from pinto.ground.trail.models import Entry

NOW = dt.datetime(2026, 11, 21, 2, 41, tzinfo=dt.UTC)


@pytest.fixture
def now(time_machine):
    time_machine.move_to(NOW, tick=False)
    return NOW


def rows_of(response):
    body = re.search(r"<tbody>(.*?)</tbody>", response.content.decode(), re.DOTALL)
    return re.findall(r"<tr>(.*?)</tr>", body.group(1), re.DOTALL) if body else []


def test_the_account_page_says_where_somebody_serves(client_of, tambon_officer):
    page = client_of(tambon_officer).get("/account/").content.decode()

    for word in ("บุญมา สมมติสุข", "ห้วยคราม", "990101", "เจ้าหน้าที่ตำบล", "1 ต.ค. 2568"):
        assert word in page
    assert "/trail/" not in page


def test_language_and_purpose_are_settled_there(client_of, tambon_officer, rf):
    browser = client_of(tambon_officer)
    saved = browser.post("/account/", {"language": "en", "purpose": "HELP"}, follow=True)

    assert "All saved." in saved.content.decode()
    assert '<html lang="en"' in saved.content.decode()
    assert Account.objects.get(pk=tambon_officer.pk).language == "en"
    assert Entry.objects.get(what="account.changed").detail == {"fields": ["language"]}
    request = rf.get("/")
    request.user, request.session = tambon_officer, browser.session
    assert viewer_of(request).looks_for == "HELP"


def test_a_language_nobody_speaks_is_refused(client_of, tambon_officer):
    page = client_of(tambon_officer).post("/account/", {"language": "xx"})

    assert 'role="alert"' in page.content.decode()
    assert Account.objects.get(pk=tambon_officer.pk).language == "th"


def test_the_trail_is_for_auditors_and_administrators(
    client_of, auditor, administrator, tambon_officer
):
    assert client_of(auditor).get("/trail/").status_code == 200
    assert client_of(administrator).get("/trail/").status_code == 200
    refused = client_of(tambon_officer).get("/trail/")
    assert refused.status_code == 403
    assert "เฉพาะผู้ตรวจสอบและผู้ดูแลระบบ" in refused.content.decode()


def test_an_auditor_reads_what_officers_of_the_area_did(
    client_of, auditor, tambon_officer, stranger, now
):
    record_views([new_id()] * 3, by=tambon_officer, at=now, place="990101", why="เยี่ยมบ้าน")
    record(what="household.viewed", on=("household", new_id()), by=stranger, at=now)

    rows = rows_of(client_of(auditor).get("/trail/"))

    assert len(rows) == 1
    for word in ("บุญมา", "ดูรายชื่อครัวเรือน", "3 ครัวเรือน", "990101", "เยี่ยมบ้าน", "21 พ.ย. 2569 09:41"):
        assert word in rows[0]


def test_reading_the_trail_is_in_the_trail(client_of, auditor, now):
    browser = client_of(auditor)
    browser.get("/trail/")

    assert "อ่านบันทึกการเข้าถึง" in rows_of(browser.get("/trail/"))[0]


def test_the_trail_is_narrowed_and_paged(client_of, auditor, tambon_officer, volunteer, now):
    for _ in range(55):
        record(what="household.viewed", on=("household", 1), by=tambon_officer, at=now)
    old = now - dt.timedelta(days=10)
    record(what="household.corrected", on=("household", 1), by=volunteer, at=old)
    browser = client_of(auditor)

    def shown(**query):
        return len(rows_of(browser.get("/trail/", query)))

    assert shown(what="household.viewed") == 50
    assert shown(what="household.viewed", page=2) == 5
    assert shown(what="household.corrected") == 1
    assert shown(what="household.corrected", days=7) == 0
    assert shown(what="household.corrected", days=30) == 1
    assert shown(by=volunteer.pk) == 1
    assert shown(by=new_id()) == 0  # not an officer of the area


def test_the_trail_page_takes_few_queries(
    client_of, auditor, tambon_officer, now, django_assert_max_num_queries
):
    for _ in range(60):
        record(what="household.viewed", on=("household", 1), by=tambon_officer, at=now)
    browser = client_of(auditor)
    with django_assert_max_num_queries(10):
        browser.get("/trail/")


def test_who_looked_names_the_readers_and_their_reason(tambon_officer, volunteer, now):
    household = SimpleNamespace(pk=new_id())
    record(
        what="household.viewed",
        on=("household", household.pk),
        by=tambon_officer,
        at=now,
        why="เยี่ยมบ้าน",
    )
    record_views([new_id(), household.pk], by=volunteer, at=now)

    html = who_looked(RequestFactory().get("/"), household)

    for word in ("บุญมา สมมติสุข", "เยี่ยมบ้าน", "น้อย สมมติสุข", "ดูรายชื่อครัวเรือน"):
        assert word in html
    assert "ยังไม่มีใครดู" in who_looked(RequestFactory().get("/"), SimpleNamespace(pk=new_id()))


def test_who_looked_often_on_a_day_is_one_line(tambon_officer, volunteer, now):
    household = SimpleNamespace(pk=new_id())
    for _ in range(9):
        record_views([household.pk], by=tambon_officer, at=now)
    record_views([household.pk], by=volunteer, at=now)
    record(what="household.explained", on=("household", household.pk), by=volunteer, at=now)

    html = who_looked(RequestFactory().get("/"), household)

    assert html.count("<li>") == 3
    assert "ดูรายชื่อครัวเรือน 9 ครั้ง" in html
    assert "ดูที่มาของคะแนนครัวเรือน" in html


def test_browsers_find_the_icon_without_having_been_told(client):
    answer = client.get("/favicon.ico")

    assert answer.status_code == 302
    assert answer["Location"].endswith("icon.svg")


def test_an_administrator_posts_an_officer(administrator, places, now):
    account = create_account(
        username="new", name="ใหม่ สมมติสุข", password="สี่ชั้น-2569", by=administrator, at=now
    )
    assert viewer_of(account).area_codes == frozenset()
    posting = post_officer(
        account=account,
        role=Role.TAMBON_OFFICER,
        place=places["990102"],
        agency=None,
        since=now.date(),
        by=administrator,
        at=now,
    )
    assert viewer_of(account).area_codes == {"990102"}
    yesterday = now.date() - dt.timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        end_posting(posting=posting, until=yesterday, by=administrator, at=now)
    end_posting(posting=posting, until=now.date(), by=administrator, at=now)

    assert Posting.objects.get(pk=posting.pk).until == now.date()
    assert list(Entry.objects.order_by("id").values_list("what", flat=True)) == [
        "account.created",
        "posting.begun",
        "posting.ended",
    ]


def test_nobody_else_posts_officers(tambon_officer, administrator, stranger, places, now):
    post = {
        "account": tambon_officer,
        "role": Role.ADMINISTRATOR,
        "agency": None,
        "since": now.date(),
        "at": now,
    }
    with pytest.raises(Refused):
        post_officer(place=places["990101"], by=tambon_officer, **post)
    with pytest.raises(OutOfScope):
        post_officer(place=places["98"], by=administrator, **post)
    with pytest.raises(Refused):
        create_account(username="x", name="", password="x", by=tambon_officer, at=now)
    theirs = Posting.objects.get(account=stranger)
    with pytest.raises(OutOfScope):
        end_posting(posting=theirs, until=now.date(), by=administrator, at=now)

    assert not Entry.objects.exists()
