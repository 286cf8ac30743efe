"""A volunteer reports in half a minute on a phone; the officer has it, and says what was done."""

import pytest

from pinto.evidence.events.models import Event, State
from pinto.evidence.registry.models import Household
from pinto.sample.befalling import report_events
from tests.support.axe import overflow, violations
from tests.support.province import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_a_fire_is_reported_taken_in_hand_and_dealt_with(province, open_screen, screen):
    home = Household.objects.filter(place__code="99010104", head__isnull=False)[0]
    view = open_screen(screen)
    sign_in(view, "somsri")
    page = view.go(f"/hh/{home.pk}/")
    page.get_by_role("link", name="รายงานเหตุการณ์").click()
    page.get_by_label("ไฟไหม้").check()
    page.get_by_label("เล่าสั้น ๆ").fill("ครัวไหม้ ไม่มีใครเจ็บ")
    page.get_by_role("button", name="รายงาน", exact=True).click()
    page.get_by_text("อยู่ในรายการของประสิทธิ์").wait_for()
    assert page.get_by_role("button", name="รับเรื่องนี้").count() == 0

    office = open_screen(screen)
    sign_in(office, "prasit")
    page = office.go("/events/?mine=on")
    page.locator("input[name=event]").first.check()
    page.get_by_role("button", name="รับเรื่องที่ติ๊กไว้").click()
    page.get_by_role("status").get_by_text("รับเรื่องแล้ว 1 เรื่อง").wait_for()
    page.locator("tbody a").first.click()
    page.get_by_label("ทำอะไรไปแล้ว").fill("อบต. ส่งช่างไปซ่อมครัว")
    page.get_by_role("button", name="บันทึกสิ่งที่ทำ").click()
    page.get_by_text("เปิดเรื่องอีกครั้งได้").wait_for()

    assert Event.objects.get(household=home).state == State.HANDLED
    shown = view.go(f"/hh/{home.pk}/").locator("main").inner_text()
    assert "อบต. ส่งช่างไปซ่อมครัว" in shown
    assert view.complaints + office.complaints == []


@pytest.mark.parametrize("screen", ["phone", "desktop", "narrow"])
def test_every_page_of_events_is_accessible_and_in_bounds(province, open_screen, screen):
    report_events()
    done = Event.objects.get(state=State.HANDLED)
    late = Event.objects.filter(state=State.REPORTED).order_by("due_at")[0]
    view = open_screen(screen, inspected=True)
    sign_in(view, "prasit")

    wrong = {}
    for address in [
        "/events/",
        "/events/?state=ALL",
        "/events/?state=OVERDUE&mine=on",
        "/events/new/",
        "/events/new/?area=99010104",
        f"/events/new/?household={done.household_id}",
        f"/events/{done.pk}/",
        f"/events/{late.pk}/",
    ]:
        page = view.go(address)
        found = (violations(page), overflow(page)) if view.status == 200 else view.status
        if found != ([], []):
            wrong[address] = found
    assert wrong == {}
