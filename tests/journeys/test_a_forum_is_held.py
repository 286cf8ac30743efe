"""A forum is planned, attended, decides, and is written up, on a phone and on a computer."""

import pytest
from django.utils import timezone

from pinto.evidence.verification.models import Verification
from pinto.ground.meetings.models import Meeting, State
from pinto.sample.meetings import hold_meetings
from tests.support.axe import overflow, violations
from tests.support.province import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def coming(province):
    """The forum the demo plans for next week is today."""
    hold_meetings()
    forum = Meeting.objects.get(kind="FORUM", state=State.PLANNED)
    Meeting.objects.filter(pk=forum.pk).update(held_on=timezone.localdate())
    return forum


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_a_forum_decides_only_when_the_families_are_there(coming, open_screen, screen):
    view = open_screen(screen)
    sign_in(view, "prasit")
    page = view.go("/meetings/")
    page.get_by_role("link", name=coming.title).first.click()
    page.get_by_role("link", name="เช็กชื่อ").click()

    ticks = page.locator("input[name=present]")
    page.get_by_role("button", name="บันทึกการเช็กชื่อ").wait_for()  # below the last of them
    for each in range(ticks.count() - 1):  # the last seat is the families'
        ticks.nth(each).check()
    page.get_by_text("ยังไม่มีเสียงของครัวเรือนเป้าหมาย").wait_for()  # told before it is saved
    ticks.last.check()
    page.get_by_text("ครบองค์ประชุม: มา 6").wait_for()
    page.get_by_role("button", name="บันทึกการเช็กชื่อ").click()
    page.get_by_label("ลายมือชื่อของผู้มีที่นั่ง").fill("5")
    page.get_by_label("ลายมือชื่อของผู้เข้าร่วมอื่น").fill("40")
    page.get_by_role("button", name="บันทึกจำนวน").click()
    page.get_by_text("ลงชื่อ 5 คน แต่ติ๊กไว้ 6 ที่นั่ง").wait_for()

    view.go(f"/meetings/{coming.pk}/")
    for question in range(coming.proposals.count()):
        if not question:
            page.locator("#questions ~ *, section").get_by_role("link", name="เห็นชอบ").first.click()
        page.get_by_label("เห็นชอบ", exact=True).check()
        page.get_by_role("button", name="บันทึกมติ").click()
        page.get_by_role("status").get_by_text(f"เรื่องที่ {question + 1}: เห็นชอบ").wait_for()
    page.get_by_text("ปิดการประชุม", exact=True).click()
    page.get_by_label("เลิกประชุมเวลา").fill("23:40")
    page.get_by_role("button", name="ใช่ ปิดการประชุม").click()
    page.get_by_text("พิมพ์รายงานได้").wait_for()

    assert Meeting.objects.get(pk=coming.pk).state == State.CLOSED
    certified = Verification.objects.filter(meeting=coming.pk, state="CERTIFIED")
    assert certified.count() == coming.proposals.count()
    assert view.complaints == []


@pytest.mark.parametrize("screen", ["phone", "desktop", "narrow"])
def test_every_page_of_a_meeting_is_accessible_and_in_bounds(coming, open_screen, screen):
    held = Meeting.objects.get(state=State.CLOSED)
    asked = coming.proposals.first()
    own, past = f"/meetings/{coming.pk}/", f"/meetings/{held.pk}/"
    view = open_screen(screen, inspected=True)
    sign_in(view, "prasit")

    wrong = {}
    for address in [
        "/meetings/",
        "/meetings/new/",
        own,
        past,
        f"{own}attendance/",
        f"{own}questions/{asked.pk}/",
        f"{own}paper/agenda/",
        f"{own}paper/sign-in/",
        f"{own}paper/sheet/",
        f"{past}paper/minutes/",
    ]:
        page = view.go(address)
        if found := (violations(page), overflow(page)) if view.status == 200 else view.status:
            wrong[address] = found
    assert {address: found for address, found in wrong.items() if found != ([], [])} == {}
