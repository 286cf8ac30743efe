"""A file is sent down the right road, and one with households never down the road of tables."""

import pytest
import xlsxwriter

from pinto.evidence.intake.rules.recognise import Kind, recognise
from pinto.evidence.intake.rules.workbook import open_book
from pinto.evidence.intake.tests.geo import SHARED, shared


def recognised(path):
    return recognise(open_book(path))


def workbook(path, **sheets):
    with xlsxwriter.Workbook(path) as made:
        for name, header in sheets.items():
            made.add_worksheet(name).write_row(0, 0, header)
    return path


def test_six_sheets_by_their_names_are_the_pppconnext_workbook(tmp_path):
    names = ["ข้อมูลพื้นฐาน", "ทุนมนุษย์", "ทุนกายภาพ", "ทุนการเงิน", "ทุนธรรมชาติ", "ทุนทางสังคม"]
    path = workbook(tmp_path / "six.xlsx", **{name: ["รหัสบ้าน", "จังหวัด"] for name in names})
    assert recognised(path).kind is Kind.PPPCONNEXT_WORKBOOK


@pytest.mark.parametrize("header", ["รหัสบ้าน", "house_code", "รหัสประจำบ้าน (11 หลัก)", "House ID"])
def test_the_key_of_a_house_makes_a_household_survey(tmp_path, header):
    path = workbook(tmp_path / "survey.xlsx", ข้อมูล=["ลำดับ", header, "จังหวัด", "ตำบล"])
    found = recognised(path)
    assert (found.kind, found.sheet, found.words) == (Kind.HOUSEHOLD_SURVEY, "ข้อมูล", header)


def test_a_word_for_an_area_makes_a_table_of_areas(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("รายงาน\nตำบล;ครัวเรือน\nดอนงาม;3\n", "utf-8")
    assert recognised(path).kind is Kind.AREA_TABLE


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("file.unknown", "กลุ่มวัย,คน\nเด็ก,1\n"),
        ("file.empty", ",,\n,,\n"),
        ("table.question_marks", "????,????\n?????,1\n"),
    ],
)
def test_an_unknown_file_says_why(tmp_path, code, text):
    path = tmp_path / "x.csv"
    path.write_text(text, "utf-8")
    found = recognised(path)
    assert (found.kind, found.finding.code) == (Kind.UNKNOWN, code)


class TestShared:
    pytestmark = shared

    @pytest.mark.parametrize(
        "file",
        [
            "tpmap61_province_common.csv",
            "tpmap61_province_11111.csv",
            "tpmap61_pilot_amphoe_tambons.csv",
            "pppconnext_2569_province_aggregates.csv",
            "pppconnext_2569_national.json",
            "sradss_2569_five_capital_scores.csv",
        ],
    )
    def test_a_published_table_is_known_by_name(self, file):
        found = recognised(SHARED / "data/poverty" / file)
        assert found.kind is Kind.AREA_TABLE
        assert found.words.split("-")[0] in {"tpmap", "pppconnext", "sradss"}
