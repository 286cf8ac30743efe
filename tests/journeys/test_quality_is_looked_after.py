"""Prasit follows a figure to a family and keeps an exception; a second interview on a phone."""

import re

import pytest

from pinto.evidence.quality.models import Acceptance, SecondInterview
from pinto.evidence.registry.models import HouseholdRevision
from pinto.sample.quality import spoil_and_ask_again
from tests.support.axe import overflow, violations
from tests.support.province import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_a_finding_is_followed_to_the_family_and_kept_as_an_exception(
    surveyed_province, open_screen, screen
):
    spoil_and_ask_again()
    view = open_screen(screen)
    sign_in(view, "prasit")

    page = view.go("/quality/")
    page.wait_for_url("**/quality/990101/**")
    assert "ครัวเรือนมีคำตอบที่เป็นจริงพร้อมกันไม่ได้" in page.locator("h1").inner_text()
    assert overflow(page) == []
    page.locator("#rules").locator("xpath=../..").get_by_role("link", name="ไม่มีหนี้แต่มีเจ้าหนี้").click()
    page.locator("table tbody a").first.click()
    panel = page.locator("section[aria-labelledby=quality]")
    assert overflow(page) == []
    panel.locator("summary", has_text="ไม่มีหนี้แต่มีเจ้าหนี้").click()
    form = panel.locator("form:visible")
    form.get_by_label("ถูกต้องเพราะอะไร").fill("หนี้เป็นของน้องชาย")
    form.get_by_role("button").click()
    page.get_by_text("เก็บเป็นข้อยกเว้นพร้อมเหตุผลแล้ว").wait_for()

    kept = Acceptance.objects.get(rule="debt_denied", undone_at__isnull=True)
    assert kept.reason == "หนี้เป็นของน้องชาย"
    assert "หนี้เป็นของน้องชาย" in view.go("/quality/990101/debt_denied/?accepted=1").content()

    view.go(f"/hh/{kept.household_id}/?round=2569")
    page.get_by_role("button", name=re.compile("เปิดอีกครั้ง")).first.click()
    page.get_by_text("เปิดข้อนี้อีกครั้งแล้ว").wait_for()


def test_a_second_interview_is_drawn_given_and_asked_on_a_phone(surveyed_province, open_screen):
    facts = HouseholdRevision.objects.count()
    view = open_screen("phone")
    sign_in(view, "prasit")
    page = view.go("/quality/990101/second/?round=2569")
    page.get_by_role("button", name="สุ่มร้อยละ 5 ของครัวเรือน").click()
    page.get_by_text("เลือกผู้สัมภาษณ์ซ้ำได้เลย").wait_for()
    page.locator("select[name=to]").first.select_option(label="ประสิทธิ์ สมมติสุข")
    page.get_by_role("button", name="มอบหมาย").first.click()
    page.get_by_text("มอบหมายให้").first.wait_for()

    page = view.go("/quality/second/")
    page.locator("table tbody a").first.click()
    assert overflow(page) == []
    page.get_by_label("สภาพบ้าน").select_option(label="ปานกลาง")
    page.get_by_label("รายจ่าย อาหาร").fill("๓,๕๐๐")
    page.get_by_role("button", name="บันทึก").click()
    page.get_by_text("ข้อมูลจริงของครัวเรือนไม่เปลี่ยน").wait_for()

    done = SecondInterview.objects.get(at__isnull=False)
    assert done.answers == {"dwelling_condition": "fair", "expense_food": 3500}
    assert HouseholdRevision.objects.count() == facts
    assert view.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_wrong_on_the_pages_of_quality(surveyed_province, open_screen, theme):
    spoil_and_ask_again()
    waiting = SecondInterview.objects.filter(assignee__username="prasit").first()
    view = open_screen("phone" if theme == "dark" else "desktop", theme=theme, inspected=True)
    sign_in(view, "prasit")
    found = {}
    addresses = [
        f"/quality/second/{waiting.pk}/",
        "/quality/second/",
        "/quality/990101/",
        "/quality/990101/all/",
        "/quality/990101/no_food_expense/?accepted=1",
        "/quality/990101/second/",
        "/quality/990101/visits/",
    ]
    for address in addresses:
        found[address] = violations(view.go(address))
        assert view.status == 200, address

    assert {address: wrong for address, wrong in found.items() if wrong} == {}
