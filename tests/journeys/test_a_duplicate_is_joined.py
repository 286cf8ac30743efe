"""Somebody is typed in who is on record, recognised, compared, joined, and parted again."""

import pytest
from django.utils import timezone

from pinto.evidence.matching.actions import find_pairs
from pinto.evidence.matching.models import Pair
from pinto.evidence.registry.models import Household, Person
from pinto.ground.jobs.tasks import work
from tests.support.province import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_a_duplicate_is_recognised_joined_and_parted(surveyed_province, open_screen, screen):
    known = (
        Person.objects.filter(
            household__place__code__startswith="990101", birth_day__isnull=False, visible=True
        )
        .exclude(surname="")
        .order_by("pk")[0]
    )
    born = f"{known.birth_day}/{known.birth_month}/{known.birth_year + 543}"
    view = open_screen(screen)
    sign_in(view, "prasit")
    page = view.go("/hh/new/")
    page.get_by_label("หมู่บ้าน").select_option(index=2)
    page.get_by_label("บ้านเลขที่").fill("88/8")
    page.get_by_label("ชื่อ", exact=True).fill(f"{known.title}{known.given_name}")
    page.get_by_label("นามสกุล").fill(known.surname)
    page.get_by_label("วันเกิด").fill(born)
    page.get_by_label("เลขประจำตัวประชาชน").focus()  # leaving the date tells what was typed
    page.get_by_text("เป็นคนที่มีในทะเบียนแล้วหรือไม่").wait_for()
    assert known.surname in page.locator("#likely").inner_text()
    page.get_by_role("button", name="บันทึก").click()  # it is saved all the same
    page.get_by_text("เพิ่มครัวเรือนแล้ว").wait_for()
    work(once=True)
    again = Household.objects.get(house_no="88/8")

    find_pairs(areas=["9901"], by=None, at=timezone.now(), tell=lambda *_: None)
    pair = Pair.objects.get(second__household=again, first=known)
    page = view.go(f"/matching/{pair.pk}/")
    assert "ตรงกัน" in page.locator("main").inner_text()
    page.get_by_label("อยู่หน้านี้ต่อ").check()
    page.get_by_label("สองครัวเรือนนี้เป็นครัวเรือนเดียวกัน").check()
    page.keyboard.press("1")
    page.get_by_text("บันทึกว่าเป็นคนเดียวกันแล้ว").wait_for()
    work(once=True)
    assert "ชุดที่นับ" in view.go(f"/hh/{again.pk}/").locator("main").inner_text()
    assert "นับข้อมูลชุดนี้แทน" in view.go(f"/hh/{known.household_id}/").locator("main").inner_text()

    page = view.go(f"/matching/{pair.pk}/")
    page.get_by_role("button", name="ยกเลิกการตัดสิน").click()
    page.get_by_text("กลับเป็นคนละชุดตามเดิม").wait_for()
    assert not Household.objects.filter(same_as__isnull=False).exists()
    assert not Person.objects.filter(same_as__isnull=False).exists()
    assert view.complaints == []
