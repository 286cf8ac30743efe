"""A volunteer names a neighbour on a phone; an officer keeps a condition and is told."""

import re

import pytest

from pinto.evidence.targets.models import TargetEntry
from pinto.ground.jobs.tasks import work
from pinto.insight.measures.models import Score
from pinto.insight.selections.models import Selection, SelectionMember
from tests.support.province import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_a_volunteer_names_a_neighbour_in_four_steps(surveyed_province, open_screen, screen):
    view = open_screen(screen)
    sign_in(view, "somsri")
    page = view.go("/targets/add/")

    page.get_by_label("ชื่อ บ้านเลขที่ หรือเลขประจำตัว").press_sequentially("บัวคำ")  # 1
    found = page.locator("#found a.pick").first
    found.wait_for()  # while she types
    name = found.locator("b").inner_text()
    found.click()  # 2
    page.get_by_label("เพราะอะไร").fill("รายได้ไม่พออยู่")  # 3
    page.get_by_role("button", name="เพิ่มเข้าบัญชี").click()  # 4
    page.get_by_text("แล้ว").first.wait_for()

    entry = TargetEntry.objects.get()
    assert entry.household.head.given_name in name
    page.get_by_role("link", name="ถอนกลับ").click()
    page.get_by_role("button", name="ใช่ ถอนออก").click()
    page.get_by_text("ถอนแล้ว").first.wait_for()
    entry.refresh_from_db()
    assert entry.withdrawn_at is not None
    assert view.complaints == []


def test_a_household_nobody_has_on_record_is_named(surveyed_province, open_screen):
    view = open_screen("phone")
    sign_in(view, "somsri")
    page = view.go("/targets/add/?q=มาใหม่")
    page.get_by_role("link", name="เป็นครัวเรือนที่ยังไม่มีในทะเบียน").click()
    page.get_by_label("บ้านเลขที่").fill("๗๗/๗")
    page.get_by_label("เพราะอะไร").fill("เพิ่งย้ายมา")
    page.get_by_role("button", name="เพิ่มเข้าบัญชี").click()
    page.get_by_text("แล้ว").first.wait_for()

    home = TargetEntry.objects.get().household
    assert (home.house_no, home.place.code) == ("77/7", "99010104")
    work(once=True)
    assert view.go(f"/hh/{home.pk}/").locator("#on-lists").count() == 1


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_an_officer_is_told_who_entered(surveyed_province, open_screen, screen):
    view = open_screen(screen)
    sign_in(view, "prasit")
    page = view.go("/selections/new/?area=990101")
    page.locator("#s0").select_option(label="สภาพบ้าน")
    page.locator("#v0").select_option(label="ทรุดโทรม/ไม่ถาวร")
    page.locator("#found-number").wait_for()  # the number comes without a click
    number = int(re.search(r"\d+", page.locator("#found-number").inner_text())[0])
    page.get_by_label("ชื่อเงื่อนไข").fill("บ้านทรุดโทรม")
    page.get_by_role("button", name="เก็บไว้และติดตามรายชื่อ").click()
    page.get_by_role("heading", name="ใครเข้า ใครออก").wait_for()
    saved = Selection.objects.get()
    assert saved.members.count() == number > 0

    newcomer = Score.objects.filter(
        round__year=2569, area_code__startswith="990101", items__dwelling_condition=4
    ).exclude(household__in=saved.members.values("household"))[0]
    page = view.go(f"/hh/{newcomer.household_id}/answers/physical/?round=2569")
    page.get_by_label("สภาพบ้าน").select_option(label="ทรุดโทรม/ไม่ถาวร")
    page.get_by_label("แก้เพราะอะไร").fill("พายุพัดหลังคา")
    page.get_by_role("button", name="บันทึก").click()
    page.get_by_text("แก้ไขแล้ว").wait_for()
    work(once=True)

    assert SelectionMember.objects.filter(household=newcomer.household_id).exists()
    page = view.go("/selections/")
    page.locator(".count").first.wait_for(state="attached")  # in the menu
    page.get_by_role("link", name="บ้านทรุดโทรม").click()
    news = page.locator(".news li").first
    news.wait_for()
    assert "ใหม่" in news.inner_text()
    assert str(newcomer.household_id) in news.inner_html()
    assert view.complaints == []
