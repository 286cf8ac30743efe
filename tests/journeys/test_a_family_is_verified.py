"""A neighbour's worry becomes an endorsed household: phone, desk, forum, amphoe."""

import pytest
from django.utils import timezone

from pinto.evidence.registry.models import Household
from pinto.evidence.verification.models import Verification
from pinto.evidence.verification.rules.transitions import State
from pinto.ground.access.models import Account
from pinto.ground.access.queries import viewer_of
from pinto.ground.jobs.tasks import work
from pinto.ground.meetings.actions import decide, plan_meeting, record_attendance
from pinto.ground.meetings.models import Proposal
from pinto.ground.places.models import Place
from pinto.sample.cast import HOME
from pinto.sample.verification import _SEATS, verify_households
from tests.support.axe import overflow, violations
from tests.support.province import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bua_kham(surveyed_province):
    return Household.objects.get(head__given_name="บัวคำ", place__code=HOME)


def forum_today():
    """A forum in her village, today, with everybody there."""
    officer, now = Account.objects.get(username="prasit"), timezone.now()
    acting = {"viewer": viewer_of(officer), "by": officer, "at": now}
    forum = plan_meeting(
        kind="FORUM",
        title="เวทีประชาคมบ้านโนนคราม",
        place=Place.objects.get(code=HOME),
        venue="ศาลาวัด",
        held_on=timezone.localdate(),
        starts_at=now.time(),
        seats=_SEATS,
        **acting,
    )
    there = [seat.pk for seat in forum.seats.all()]
    record_attendance(meeting_id=forum.pk, present=there, **acting)
    return acting


def state(home):
    return Verification.objects.get(household=home).state


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_a_family_is_found_visited_checked_certified_and_endorsed(bua_kham, open_screen, screen):
    own = f"/verify/{bua_kham.pk}/"
    volunteer = open_screen(screen)
    sign_in(volunteer, "somsri")
    page = volunteer.go(f"/hh/{bua_kham.pk}/")
    page.get_by_role("link", name="เสนอครัวเรือนนี้").click()
    page.get_by_label("เหตุผลที่เสนอครัวเรือนนี้").fill("ยายเลี้ยงหลานคนเดียว")
    page.get_by_label("ผู้แจ้ง").fill("เพื่อนบ้าน")
    page.get_by_role("button", name="เสนอ", exact=True).click()
    page.get_by_text("เสนอแล้ว ขั้นต่อไปคือมอบหมายผู้เยี่ยม").wait_for()
    page.get_by_role("link", name="บันทึกการเยี่ยม").click()
    page.get_by_label("พบครัวเรือน").check()
    page.get_by_label("จน เท่าที่เห็น").check()
    page.get_by_label("ยินยอม", exact=True).check()
    page.get_by_role("button", name="บันทึกการเยี่ยม").click()
    page.get_by_text("บันทึกการเยี่ยมแล้ว").wait_for()
    assert state(bua_kham) == State.VISITED

    officer = open_screen(screen)
    sign_in(officer, "prasit")
    page = officer.go("/verify/")
    page.locator("input[name=household]").first.check()
    page.get_by_role("button", name="ตรวจทาน").click()
    page.wait_for_url("**/verify/many/**")
    work(once=True)
    page.reload()
    page.get_by_text("ทำแล้ว 1 จาก 1 ครัวเรือน").wait_for()
    acting = forum_today()
    officer.go(own)
    page.get_by_role("button", name="เสนอต่อเวทีประชาคม").click()
    page.get_by_text("เสนอต่อเวทีแล้ว").first.wait_for()
    decide(proposal_id=Proposal.objects.get().pk, outcome="AGREED", **acting)

    amphoe = open_screen(screen)
    sign_in(amphoe, "nongluck")
    page = amphoe.go(own)
    page.get_by_role("button", name="เห็นชอบ").click()
    page.get_by_text("ทำแล้ว: เห็นชอบ").wait_for()
    assert state(bua_kham) == State.ENDORSED
    assert volunteer.complaints == officer.complaints == amphoe.complaints == []


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_every_page_of_verification_is_accessible_and_in_bounds(
    surveyed_province, open_screen, screen
):
    verify_households(password="ปิ่นโต-สี่ชั้น-2569")
    endorsed = Verification.objects.filter(state=State.ENDORSED, round__year=2569).first()
    assigned = Verification.objects.filter(
        state=State.ASSIGNED, place__code=HOME, round__year=2569
    ).first()
    view = open_screen(screen, inspected=True)
    sign_in(view, "prasit")
    faults = {}
    for path in (
        "/verify/",
        "/verify/?show=all&state=CHECKED",
        "/verify/assign/",
        "/verify/area/990101/",
        "/verify/area/990101/?round=2568",
        f"/verify/{endorsed.household_id}/",
        f"/verify/{assigned.household_id}/visit/",
    ):
        page = view.go(path)
        found = violations(page) + overflow(page)
        if view.status != 200 or found:
            faults[path] = [view.status, *found]

    assert faults == {}
