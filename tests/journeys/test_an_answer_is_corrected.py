"""A mistake in a loaded survey is corrected on a phone, and a family nobody listed is added."""

import re

import pytest

from pinto.evidence.registry.models import Household
from pinto.ground.jobs.tasks import work
from pinto.insight.measures.models import Score
from tests.support.province import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_corrected_answer_moves_the_score_and_can_be_brought_back(surveyed_province, open_screen):
    score = Score.objects.filter(
        area_code__startswith="990101", overall__isnull=False, items__dwelling_condition=1
    ).order_by("-round__year", "household_id")[0]
    view = open_screen("phone")
    sign_in(view, "prasit")
    page = view.go(f"/hh/{score.household_id}/?round={score.round.label}")
    before = level_of(page)

    page.get_by_role("link", name="คำตอบและการแก้ไข").click()
    page.get_by_role("link", name="แก้ไข ทุนกายภาพ").click()
    page.get_by_label("สภาพบ้าน").select_option(label="มั่นคงแข็งแรง")
    page.get_by_label("แก้เพราะอะไร").fill("ซ่อมหลังคาแล้ว")
    page.get_by_role("button", name="บันทึก").click()
    page.get_by_text("แก้ไขแล้ว").wait_for()

    # the household's page knows at once, the lists when the worker has been
    assert level_of(view.go(f"/hh/{score.household_id}/?round={score.round.label}")) > before
    work(once=True)
    after = Score.objects.get(household_id=score.household_id, round=score.round)
    assert after.items["dwelling_condition"] == 4
    assert after.overall == pytest.approx(score.overall + 3 * 0.1 / 5, abs=1e-9)

    page = view.go(f"/hh/{score.household_id}/history/?round={score.round.label}")
    assert "ซ่อมหลังคาแล้ว" in page.locator("main").inner_text()
    page.get_by_role("button", name="ใช้ข้อมูลชุดนี้อีกครั้ง").click()
    page.get_by_text("นำข้อมูลเดิมกลับมาแล้ว").wait_for()
    assert level_of(view.go(f"/hh/{score.household_id}/?round={score.round.label}")) == before


def test_a_household_is_added_and_found_by_its_name(surveyed_province, open_screen):
    view = open_screen("phone")
    sign_in(view, "prasit")
    page = view.go("/hh/")
    page.get_by_role("link", name="เพิ่มครัวเรือน").click()
    page.get_by_label("หมู่บ้าน").select_option(index=1)
    page.get_by_label("บ้านเลขที่").fill("๙๙/๑")
    page.get_by_label("ชื่อ", exact=True).fill("คำปัน")
    page.get_by_label(re.compile("นามสกุล")).fill("สมมติเพิ่มใหม่")
    page.get_by_role("button", name="บันทึก").click()
    page.get_by_text("เพิ่มครัวเรือนแล้ว").wait_for()
    work(once=True)

    home = Household.objects.get(house_no="99/1", head__surname="สมมติเพิ่มใหม่")
    found = view.go("/hh/?q=สมมติเพิ่มใหม่").locator("#found")
    assert str(home.pk) in found.inner_html()


def level_of(page):
    return float(re.search(r"\d\.\d+", page.locator(".lvtag").first.inner_text())[0])
