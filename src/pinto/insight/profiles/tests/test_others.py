"""Figures of other systems stand beside ours, under their own codes, and are never mixed in."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pinto.evidence.intake.rules.tables import AreaRow, Flag
from pinto.evidence.registry.actions.batches import open_batch, publish_batch, withdraw_batch
from pinto.evidence.registry.actions.figures import add_figures
from pinto.insight.profiles.queries.areas import profile
from pinto.insight.profiles.queries.reports import profile_json
from pinto.insight.profiles.tests.factories import AT
from pinto.insight.profiles.tests.reading import text

pytestmark = pytest.mark.django_db

PROVINCES = "tpmap-2561-province-common"
TAMBONS = "tpmap-2561-tambon"


def row(code, indicator, value, *, place=None, name="", flag=Flag.NONE, year=2561):
    return AreaRow(code, name, place, indicator, year, value, flag)


HOUSES = row("99", "household.CNT", 4321.0, place="99", name="ธารคราม")
PEOPLE = row("99", "HOUSEMEMBER_CNT", None, place="99", name="ธารคราม")
HAPPY = row("99", "happiness", 7.25, place="99", name="ธารคราม")
SERIES = row("99", "indicator1.CNT", 12.0, place="99", name="ธารคราม")


@pytest.fixture
def loaded(places):
    """Loads these rows as a table of that name; the answer is its batch."""

    def loaded(dataset, *rows, file="t.csv"):
        batch = open_batch(source=file, by=None, at=AT)
        ids = {code: place.pk for code, place in places.items()}
        add_figures(batch=batch, dataset=dataset, rows=rows, places=ids)
        publish_batch(batch=batch, changes=[], by=None, at=AT)
        return batch

    return loaded


def told(code):
    return profile_json(profile(code, viewer=None))["others"]


def test_without_any_table_there_is_no_such_section(two_rounds, province_officer, client_of):
    assert told("99") == []
    assert 'id="others"' not in text(client_of(province_officer).get("/area/99/"))


def test_a_sources_figures_stand_beside_ours_with_source_year_and_date(
    two_rounds, loaded, province_officer, client_of
):
    loaded(PROVINCES, HOUSES, PEOPLE, HAPPY, SERIES)

    page = text(client_of(province_officer).get("/area/99/")).partition('id="others"')[2]

    assert "ตัวเลขจากแหล่งอื่น" in page
    assert "TPMAP พ.ศ. 2561 (สศช. และเนคเทค)" in page
    assert "แหล่งข้อมูลเรียกพื้นที่นี้ว่า 99 ธารคราม" in page
    assert "นำเข้าเมื่อ" in page
    houses = page.partition("ครัวเรือนที่สำรวจ จปฐ.")[2].partition("</tr>")[0]
    assert ">2561<" in houses
    assert ">4,321<" in houses
    ours = profile("99", viewer=None).now.households
    assert f">{ours}<" in houses
    assert ">7.25<" in page
    assert "นิยามและช่วงเวลาที่นับต่างกัน" in page
    assert "ตัวเลขอื่นของแหล่งนี้อีก 1 รายการ" in page


def test_a_missing_figure_and_a_missing_place_read_no_data_never_0(
    two_rounds, loaded, places, province_officer, stranger, client_of
):
    loaded(PROVINCES, HOUSES, PEOPLE)

    page = text(client_of(province_officer).get("/area/99/")).partition('id="others"')[2]
    people = page.partition("คนที่ได้รับการสำรวจ จปฐ.")[2].partition("</tr>")[0]
    assert "ไม่มีข้อมูล" in people
    assert ">0<" not in people

    beyond = text(client_of(stranger).get("/area/98/")).partition('id="others"')[2]
    assert "ไม่มีข้อมูล" in beyond
    assert "ไม่ได้แปลว่าเป็น 0" in beyond
    assert [source["figures"] for source in told("98")] == [[]]


def test_a_table_of_provinces_is_not_missed_by_a_village(two_rounds, loaded):
    loaded(PROVINCES, HOUSES)

    assert told("99010101") == []


def test_municipal_codes_stand_flagged_in_their_amphoe(
    two_rounds, loaded, amphoe_officer, client_of
):
    town = row("990151", "household.CNT", 88.0, name="เทศบาลสมมติ", flag=Flag.MUNICIPAL)
    loaded(TAMBONS, row("990101", "household.CNT", 70.0, place="990101"), town,
           replace(town, area_code="980151", area_name="ที่อื่น"))  # fmt: skip

    [source] = told("9901")
    assert source["figures"] == []
    assert [each["area_code"] for each in source["areas_without_place"]] == ["990151"]
    page = text(client_of(amphoe_officer).get("/area/9901/"))
    assert "เทศบาลสมมติ" in page
    assert "รหัสเขตเทศบาล ไม่ใช่รหัสตำบล" in page
    assert "ที่อื่น" not in page
    assert "ไม่ได้แปลว่าเป็น 0" not in page


def test_only_the_newest_load_counts_and_one_taken_back_does_not(two_rounds, loaded):
    loaded(PROVINCES, HOUSES)
    newest = loaded(PROVINCES, replace(HOUSES, value=5000.0))
    assert [each["value"] for each in told("99")[0]["figures"]] == [5000.0]

    withdraw_batch(batch=newest, by=None, at=AT)
    assert [each["value"] for each in told("99")[0]["figures"]] == [4321.0]


def test_a_table_nobody_described_is_named_by_its_file(two_rounds, loaded):
    loaded("file-1", row("99", "คนจน", 3.0, place="99"), file="คนจน.xlsx")

    [source] = told("99")
    assert (source["title"], source["publisher"], source["file"]) == ("คนจน.xlsx", "", "คนจน.xlsx")
    assert source["figures"][0]["name_th"] == "คนจน"


def test_they_are_shown_before_any_household_file_has_been_loaded(
    loaded, province_officer, client_of
):
    loaded(PROVINCES, HOUSES)

    page = text(client_of(province_officer).get("/area/99/"))

    assert ">4,321<" in page
    assert "ของเรา" in page


def test_the_page_asks_at_most_twelve_questions(two_rounds, loaded, province_officer, client_of):
    loaded(PROVINCES, HOUSES)
    loaded(TAMBONS, row("990151", "household.CNT", 88.0, flag=Flag.MUNICIPAL))
    browser = client_of(province_officer)
    for code in ("99", "9901", "990101", "99010101"):
        browser.get(f"/area/{code}/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(f"/area/{code}/")
        assert len(asked) <= 12, code
