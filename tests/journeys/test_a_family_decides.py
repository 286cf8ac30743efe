"""A family agrees and withdraws on a volunteer's phone; two officers erase somebody for good."""

import re

import pytest
from playwright.sync_api import expect

from pinto.evidence.consents.models import ConsentEvent, ErasureRequest
from pinto.evidence.registry.models import Household, Person
from pinto.ground.jobs.tasks import work
from pinto.sample.cast import HOME
from tests.support.province import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_consent_is_given_and_withdrawn_on_a_phone(surveyed_province, open_screen):
    home = Household.objects.filter(place__code=HOME, visible=True).order_by("id")[0]
    view = open_screen("phone")
    sign_in(view, "somsri")
    page = view.go(f"/hh/{home.pk}/")
    page.get_by_role("link", name="บันทึกหรือยกเลิก").click()
    research = page.get_by_role("group", name=re.compile("งานวิจัย"))
    research.get_by_label("ยินยอม", exact=True).check()
    page.get_by_role("button", name="บันทึก").click()
    page.get_by_text("บันทึกแล้ว").wait_for()

    research.get_by_label("ยกเลิกความยินยอม").check()
    page.get_by_role("button", name="บันทึก").click()
    page.get_by_text("จะไม่อยู่ในงานวิจัยที่ทำหลังจากนี้").wait_for()

    states = ConsentEvent.objects.filter(household=home).order_by("id")
    assert [event.state for event in states] == ["GIVEN", "WITHDRAWN"]
    panel = view.go(f"/hh/{home.pk}/").locator("section", has_text="ความยินยอมของครอบครัว")
    assert "ยกเลิกแล้ว" in panel.inner_text()
    assert view.complaints == []


def test_two_officers_erase_a_member_and_nothing_finds_her_again(surveyed_province, open_screen):
    home = next(
        home
        for home in Household.objects.filter(place__code__startswith="990101", visible=True)
        if home.members.count() > 2 and home.head is not None
    )
    name = home.head.given_name
    asker, approver = open_screen(), open_screen("phone")
    sign_in(asker, "prasit")
    page = asker.go(f"/hh/{home.pk}/copy/")
    page.get_by_role("link", name="ขอลบข้อมูล").click()
    page.get_by_label(re.compile(name)).first.check()
    page.get_by_label("รับทราบว่าลบแล้วเอากลับคืนไม่ได้").check()
    page.get_by_role("button", name="ขอลบข้อมูล").click()
    page.get_by_text("ส่งคำขอแล้ว").wait_for()
    assert page.get_by_role("button", name="อนุมัติและลบ").count() == 0

    asked = ErasureRequest.objects.get()
    sign_in(approver, "nongluck")
    page = approver.go("/erasures/")
    page.locator("main a[href*='/erasures/']").first.click()
    expect(page.locator("main")).to_contain_text(name)
    page.get_by_role("button", name="อนุมัติและลบ").click()
    page.get_by_text("กำลังลบ").first.wait_for()
    work(once=True)
    page.reload()
    page.get_by_text("ลบเมื่อ").wait_for()

    asked.refresh_from_db()
    assert asked.state == "DONE"
    gone = Person.objects.get(pk=asked.person)
    assert (gone.given_name, gone.national_id, gone.visible) == ("", None, False)
    assert name not in asker.go(f"/hh/{home.pk}/").locator("main").inner_text()
