"""The main job, from the file to the family: what issue 2 is for."""

import re

import pytest
from playwright.sync_api import expect

from pinto.ground.jobs.tasks import work
from tests.support.axe import overflow
from tests.support.province import EARLIER, LATER, hand_in, sign_in
from tests.support.survey import spoil, survey_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAMBON, VILLAGE = "990101", "99010104"
A4 = {"format": "A4", "print_background": True}


@pytest.fixture
def survey(sample_folder):
    """Prasit's own workbook: the rows of ห้วยคราม."""
    return survey_of(sample_folder / f"survey-{LATER}.xlsx", "ห้วยคราม")


def test_prasit_mends_his_file_loads_it_and_finds_the_family(
    province, open_screen, survey, tmp_path
):
    view = open_screen("desktop")
    sign_in(view, "prasit")
    page = view.page
    households = len(survey.households) - 1
    mended = survey.write(tmp_path / "ห้วยคราม-แก้แล้ว.xlsx")
    spoil(survey)
    spoiled = survey.write(tmp_path / "ห้วยคราม.xlsx")

    # he hands the file in and reads what is wrong with it
    hand_in(view, spoiled, LATER)
    assert f"พร้อมนำเข้า {households - 2} ครัวเรือน" in page.locator("h1").inner_text()
    assert rows_found(page) >= {
        ("3", "รหัสบ้าน", "รหัสบ้านนี้มี 10 หลัก เลข 0 ตัวหน้าอาจหายไป"),
        ("5", "บ้านเลขที่", "สมุดงานเปลี่ยนบ้านเลขที่เป็นวันที่ อ่านกลับเป็น 25/2"),
        ("7", "–", "คอลัมน์ของแถวนี้น่าจะเลื่อน: พบ 99 ในช่องชื่อพื้นที่"),
    }

    # he loads nothing, and nothing is loaded
    page.get_by_role("button", name="ยังไม่นำเข้า ขอแก้ไฟล์ก่อน").click()
    page.get_by_text("ไม่ได้นำข้อมูลใดจาก ห้วยคราม.xlsx เข้า").wait_for()
    assert view.go(f"/area/{TAMBON}/").locator("#round option").all_inner_texts() == [str(EARLIER)]

    # the mended file is loaded
    hand_in(view, mended, LATER)
    assert page.locator("h1").inner_text() == f"พร้อมนำเข้า {households} ครัวเรือน"
    page.get_by_role("button", name="นำเข้า", exact=True).click()
    page.locator("#job").wait_for()
    work(once=True)
    page.get_by_role("link", name="ดูสภาวะความยากจนของพื้นที่").click()

    # the profile shows the new round, and how it differs from the last
    page.wait_for_url(f"**/area/{TAMBON}/?round={LATER}")
    assert figure(page, "ครัวเรือน") == str(households)
    expect(page.locator("#moves")).to_have_count(1)
    assert pages_printed(page) <= 4

    # down to the village, its households, and one of them
    page.locator(f"a[href^='/area/{VILLAGE}/']").first.click()
    page.wait_for_url(f"**/area/{VILLAGE}/?round={LATER}*")
    page.locator("main").get_by_role("link", name="ดูรายชื่อครัวเรือน").click()
    first = page.locator("#found tbody th a").first
    family = first.inner_text()
    first.click()
    expect(page.locator("h1")).to_contain_text(family)
    assert pages_printed(page) <= 3
    page.get_by_role("link", name="คะแนนนี้มาอย่างไร").click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"คะแนน [1-4]\.\d\d"))
    expect(page.locator("table.reckon")).to_have_count(5)

    assert view.complaints == []


def test_somsri_reads_about_her_village_on_her_phone(surveyed_province, open_screen):
    view = open_screen("phone")
    sign_in(view, "somsri")
    page = view.page
    assert page.url.endswith(f"/area/{VILLAGE}/")
    assert "บ้านโนนคราม" in page.locator("h1").inner_text()
    assert overflow(page) == []

    # the bar at her thumb leads to the households, and one of them to its score
    page.locator("nav.tabs").get_by_role("link", name="ครัวเรือน").click()
    page.locator("#found tbody th a").first.click()
    page.get_by_role("link", name="คะแนนนี้มาอย่างไร").click()
    expect(page.locator("table.reckon")).to_have_count(5)
    assert overflow(page) == []
    assert view.complaints == []


def test_the_same_pages_speak_english(surveyed_province, open_screen):
    view = open_screen("desktop")
    sign_in(view, "prasit")
    page = view.page
    page.locator(".lang").click()

    assert "How people live in" in page.locator("h1").inner_text()
    page.locator("main").get_by_role("link", name="The households", exact=True).click()
    page.locator("#found tbody th a").first.click()
    page.get_by_role("link", name="How this score came about").click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"score [1-4]\.\d\d of 4"))
    view.go("/intake/")
    assert page.locator("h1").inner_text() == "Load data"
    assert view.complaints == []


def test_without_script_the_report_still_comes(province, open_screen, survey, tmp_path):
    """The page of a running check renews itself by the browser alone."""
    view = open_screen("desktop", script=False)
    sign_in(view, "prasit")
    hand_in(view, survey.write(tmp_path / "ห้วยคราม.xlsx"), LATER)

    assert "พร้อมนำเข้า" in view.page.locator("h1").inner_text()


def rows_found(page):
    """Row, column and what is wrong, of every finding in the report."""
    for group in page.locator("details.twin").all():
        if group.get_attribute("open") is None:
            group.locator("summary").click()
    cells = [row.locator("th, td").all_inner_texts() for row in page.locator("tbody tr").all()]
    return {(row[0], row[2], row[4]) for row in cells}


def figure(page, label):
    """The figure under that label."""
    text = page.locator("dl.figs").first.inner_text().split("\n")
    return text[text.index(label) + 1].strip()


def pages_printed(page):
    """How many sheets of A4 the page takes on paper."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(**A4)))
