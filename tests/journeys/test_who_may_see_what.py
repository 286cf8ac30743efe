"""An administrator looks on, a big export needs a colleague, and a reason opens a record."""

import pytest
from playwright.sync_api import expect

from pinto.evidence.registry.models import Household
from pinto.ground.access.models import Opening
from pinto.ground.exports import rules
from pinto.ground.jobs.tasks import work
from tests.support.province import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_an_administrator_looks_on_and_changes_nothing(screen, surveyed_province, open_screen):
    view = open_screen(screen)
    sign_in(view, "manop")
    page = view.go("/officers/")
    page.get_by_role("link", name="ประสิทธิ์").click()
    page.get_by_text("ดูปิ่นโตตามสิทธิ์ของเจ้าหน้าที่คนนี้").click()
    page.locator("#l_why").fill("เจ้าหน้าที่แจ้งว่าไม่เห็นรายชื่อ")
    page.get_by_role("button", name="เริ่มดู").click()
    banner = page.locator(".looking")
    banner.wait_for()
    assert "ประสิทธิ์" in banner.inner_text()

    view.go("/hh/")
    assert page.locator("#found tbody tr").count() > 5
    home = Household.objects.filter(place__code__startswith="990101")[0]
    view.go(f"/hh/{home.pk}/")
    assert view.status == 200
    view.go("/account/")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.locator("main")).to_contain_text("แก้ไขสิ่งใดไม่ได้")

    view.go("/hh/")
    page.get_by_role("button", name="กลับมาเป็นตนเอง").click()
    page.get_by_text("ท่านกลับมาเห็นหน้าจอของตนเองแล้ว").wait_for()
    view.go("/hh/")
    assert view.status == 403


def test_a_big_export_leaves_with_a_second_signature(surveyed_province, open_screen, monkeypatch):
    monkeypatch.setattr(rules, "BIG", 1)
    desk, phone = open_screen("desktop"), open_screen("phone")
    sign_in(desk, "prasit")
    page = desk.go("/hh/")
    page.get_by_role("link", name="ส่งออกเป็นไฟล์").click()
    page.get_by_label("ใช้ไฟล์เพื่ออะไร").select_option(value="HELP")
    page.get_by_role("button", name="ขออนุมัติ").click()
    page.get_by_text("รอเพื่อนร่วมงานอนุมัติ").wait_for()

    sign_in(phone, "nongluck")
    hers = phone.go("/exports/")
    assert "ประสิทธิ์" in hers.locator("main").inner_text()
    hers.get_by_role("button", name="อนุมัติ", exact=True).click()
    hers.get_by_text("อนุมัติแล้ว").wait_for()
    work(once=True)

    page = desk.go("/exports/")
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Excel").click()
    assert downloaded.value.suggested_filename == "pinto-households.xlsx"

    sign_in(outsider := open_screen("desktop"), "dararat")
    assert "ประสิทธิ์" not in outsider.go("/exports/").locator("main").inner_text()


@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_a_record_outside_the_daily_work_opens_with_a_reason(
    screen, surveyed_province, open_screen
):
    Opening.objects.all().delete()
    home = Household.objects.filter(place__code__startswith="990101")[0]
    view = open_screen(screen)
    sign_in(view, "nongluck")
    page = view.go(f"/hh/{home.pk}/")
    assert view.status == 403
    page.get_by_label("ต้องใช้เพื่ออะไร").fill("ตรวจเยี่ยมครัวเรือนที่ร้องเรียน")
    page.get_by_role("button", name="เปิดดู").click()
    page.wait_for_url(f"**/hh/{home.pk}/")
    assert page.locator("#members").is_visible()
