"""Tables of areas in the shapes that offices give them."""

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pinto.evidence.intake.rules.findings import MESSAGES, Severity
from pinto.evidence.intake.rules.tables import Flag, Refusal, TableReading, read_table
from pinto.evidence.intake.rules.workbook import open_book
from pinto.evidence.intake.rules.workbook.book import HeldBook
from pinto.evidence.intake.tests.geo import Places

PLACES = Places(
    {
        "98": "สมมุติใต้",
        "99": "สมมุติ",
        "9901": "เมืองสมมุติ",
        "9902": "บ้านใหม่",
        "9801": "บ้านใหม่",
        "990101": "ในเมือง",
        "990201": "ดอนงาม",
        "990202": "ในเมือง",
        "980101": "ดอนงาม",
    }
)


def read(text, tmp_path, encoding="utf-8"):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return read_table(open_book(path), places=PLACES)


def loaded(text, tmp_path):
    reading = read(text, tmp_path)
    assert isinstance(reading, TableReading), reading.findings.counts
    return reading


def refused(text, tmp_path):
    refusal = read(text, tmp_path)
    assert isinstance(refusal, Refusal)
    return set(refusal.findings.counts)


def figures(reading):
    return {(r.place_code, r.indicator, r.year): r.value for r in reading.rows}


def test_title_header_areas_total_and_note_are_told_apart(tmp_path):
    reading = loaded(
        "ครัวเรือนยากจน ปี ๒๕๖๖,\nจังหวัด,ครัวเรือน\nจังหวัดสมมุติ,๑๒\nจ.สมมุติใต้,30\n"
        "รวมทั้งสิ้น,42\n,\nหมายเหตุ: นับเฉพาะบ้านที่สำรวจ,\n",
        tmp_path,
    )
    assert figures(reading) == {
        ("99", "ครัวเรือน", 2566): 12,
        ("98", "ครัวเรือน", 2566): 30,
    }
    (total,) = reading.controls
    assert (total.label, total.stated, total.computed) == ("รวมทั้งสิ้น", 42, 42)
    assert reading.findings.counts == {}


def test_windows_874_reads_like_utf_8(tmp_path):
    text = "จังหวัด,ครัวเรือน\nสมมุติ,12\nสมมุติใต้,30\n"
    assert read(text, tmp_path, "cp874").rows == read(text, tmp_path).rows


@pytest.mark.parametrize("missing", ["-", "", " ", "N/A", "n.a.", "ไม่มีข้อมูล", "…"])
def test_a_missing_figure_is_none_and_never_zero(tmp_path, missing):
    reading = loaded(f"จังหวัด,คน,ปี\nสมมุติ,{missing},2566\nสมมุติใต้,0,2566\n", tmp_path)
    assert [row.value for row in reading.rows] == [None, 0]
    assert reading.findings.counts == {}


def test_what_is_no_number_is_told_and_counts_as_missing(tmp_path):
    reading = loaded("จังหวัด,คน 2566\nสมมุติ,12\nสมมุติใต้,สามสิบ\n", tmp_path)
    assert [row.value for row in reading.rows] == [12, None]
    (finding,) = reading.findings.shown
    assert (finding.code, finding.row, finding.column) == ("table.not_a_number", 3, "คน 2566")
    assert "สามสิบ" in MESSAGES[finding.code][0] % finding.params


def test_the_years_of_the_columns_are_taken_out_of_their_headers(tmp_path):
    reading = loaded(
        "จังหวัด,คนจน,,ร้อยละ,\n,ปี 2565,ปี 2566,2565,2566\nสมมุติ,1,2,3.5,4.5\nสมมุติใต้,5,6,7.5,8.5\n",
        tmp_path,
    )
    assert figures(reading)[("99", "คนจน", 2566)] == 2
    assert figures(reading)[("98", "ร้อยละ", 2565)] == 7.5
    assert len(figures(reading)) == 8


def test_columns_headed_by_years_only_need_a_title(tmp_path):
    table = "จังหวัด,2565,2566\nสมมุติ,1,2\nสมมุติใต้,3,4\n"
    assert refused(table, tmp_path) == {"table.no_indicator"}
    reading = loaded(f"รายได้เฉลี่ย (บาท),,\n{table}", tmp_path)
    assert figures(reading)[("98", "รายได้เฉลี่ย (บาท)", 2566)] == 4


def test_a_year_column_gives_each_row_its_year(tmp_path):
    reading = loaded("จังหวัด,ปี,คน\nสมมุติ,2565,1\nสมมุติ,2566,2\n", tmp_path)
    assert figures(reading) == {("99", "คน", 2565): 1, ("99", "คน", 2566): 2}


def test_merged_headers_hold_for_all_columns_under_them(tmp_path):
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("ปี 2566")
        sheet.merge_range("A1:A3", "อำเภอ")
        sheet.merge_range("B1:E1", "ประชากร")
        sheet.merge_range("B2:C2", "ยากจน")
        sheet.merge_range("D2:E2", "ทั้งหมด")
        sheet.write_row("B3", ["ชาย", "หญิง", "ชาย", "หญิง"])
        sheet.write_row("A4", ["เมืองสมมุติ", 1, 2, 3, 4])
    reading = read_table(open_book(path), places=PLACES)
    assert figures(reading) == {
        ("9901", "ประชากร · ยากจน · ชาย", 2566): 1,
        ("9901", "ประชากร · ยากจน · หญิง", 2566): 2,
        ("9901", "ประชากร · ทั้งหมด · ชาย", 2566): 3,
        ("9901", "ประชากร · ทั้งหมด · หญิง", 2566): 4,
    }


def test_a_narrow_name_is_found_within_the_wider_ones(tmp_path):
    reading = loaded(
        "ปี 2566,,,\nจังหวัด,อำเภอ,ตำบล,คน\nสมมุติ,อ.เมืองสมมุติ,ต.ในเมือง,1\n"
        ",บ้านใหม่,ตำบลในเมือง,2\n,,ดอนงาม,3\n",
        tmp_path,
    )
    assert [row.place_code for row in reading.rows] == ["990101", "990202", "990201"]
    assert reading.rows[2].area_name == "ดอนงาม, บ้านใหม่, สมมุติ"


def test_the_title_tells_in_which_province_the_amphoes_are(tmp_path):
    table = "อำเภอ,คน\nบ้านใหม่,1\nเมืองสมมุติ,2\n"
    reading = loaded(f"ปี 2566,\n{table}", tmp_path)
    assert [(row.place_code, row.flag) for row in reading.rows] == [
        (None, Flag.SEVERAL),
        ("9901", Flag.NONE),
    ]
    assert reading.findings.counts == {"table.area_several": 1}
    reading = loaded(f"จังหวัดสมมุติ ปี 2566,\n{table}", tmp_path)
    assert [row.place_code for row in reading.rows] == ["9902", "9901"]


def test_an_unknown_name_is_kept_without_a_place(tmp_path):
    reading = loaded("จังหวัด,คน 2566\nสมมุติ,1\nสมมุดติ,2\n", tmp_path)
    assert [(r.area_name, r.place_code, r.value) for r in reading.rows] == [
        ("สมมุติ", "99", 1),
        ("สมมุดติ", None, 2),
    ]
    (finding,) = reading.findings.shown
    assert (finding.code, finding.row, finding.value) == ("table.area_unknown", 3, "สมมุดติ")


def test_codes_alone_find_their_places(tmp_path):
    reading = loaded("รหัสตำบล,คน 2566\n990101,1\n990251,2\n990999,3\n", tmp_path)
    assert [(row.area_code, row.place_code, row.flag) for row in reading.rows] == [
        ("990101", "990101", Flag.NONE),
        ("990251", None, Flag.MUNICIPAL),
        ("990999", None, Flag.UNKNOWN),
    ]


def test_codes_help_out_only_where_they_are_the_country_s_own(tmp_path):
    misspelt = "รหัสจังหวัด,จังหวัด,คน 2566\n99,สมมุติ,1\n98,สมมุติไต้,2\n"
    assert [row.place_code for row in loaded(misspelt, tmp_path).rows] == ["99", "98"]
    own = "รหัสจังหวัด,จังหวัด,คน 2566\n98,สมมุติ,1\n99,สมมุติไต้,2\n"
    reading = loaded(own, tmp_path)
    assert [row.place_code for row in reading.rows] == ["99", None]
    assert set(reading.findings.counts) == {"table.code_conflict", "table.area_unknown"}


def test_totals_of_regions_and_of_all_are_compared(tmp_path):
    reading = loaded(
        "จังหวัด,คน 2566,ร้อยละ 2566\nสมมุติ,10,5.5\nภาคเหนือ,10,5.5\nสมมุติใต้,30,6.5\n"
        "ภาคใต้,31,6.5\nทั่วประเทศ,40,6.2\n",
        tmp_path,
    )
    assert reading.areas == 2
    stated = {(c.label, c.indicator): c.agrees for c in reading.controls if c.indicator == "คน"}
    assert stated == {
        ("ภาคเหนือ", "คน"): True,
        ("ภาคใต้", "คน"): False,
        ("ทั่วประเทศ", "คน"): True,
    }
    (finding,) = reading.findings.shown
    assert (finding.code, finding.row) == ("table.total_differs", 5)
    assert (finding.params["total"], finding.params["sum"]) == (31, 30)


def test_a_mean_is_not_taken_for_a_wrong_total(tmp_path):
    reading = loaded("จังหวัด,ร้อยละ 2566\nสมมุติ,5.5\nสมมุติใต้,6.5\nรวม,6.2\n", tmp_path)
    assert reading.controls == ()
    assert reading.findings.counts == {}


def test_rounded_figures_may_miss_their_total_by_the_rounding(tmp_path):
    text = "จังหวัด,พันคน 2566\nสมมุติ,10.4\nสมมุติใต้,20.4\nรวม,30.9\n"
    assert [control.agrees for control in loaded(text, tmp_path).controls] == [True]


def test_a_row_of_figures_without_a_name_is_the_total_or_is_left_out(tmp_path):
    head = "จังหวัด,คน 2566\nสมมุติ,10\nสมมุติใต้,30\n"
    reading = loaded(f"{head},40\n", tmp_path)
    assert (reading.areas, reading.findings.counts) == (2, {})
    reading = loaded(f"{head},41\n", tmp_path)
    (finding,) = reading.findings.shown
    assert (finding.code, finding.severity, finding.row) == (
        "table.row_without_area",
        Severity.ERROR,
        4,
    )


def test_kinds_in_a_column_of_their_own_become_indicators(tmp_path):
    kinds = ["เด็ก", "ผู้สูงอายุ"]
    rows = "".join(f"{area},{kind},1\n" for kind in kinds for area in ("สมมุติ", "สมมุติใต้"))
    many = "".join(f"พื้นที่ {number},{kind},2\n" for number in range(3) for kind in kinds)
    reading = loaded(f"จังหวัด,กลุ่ม,คน 2566\n{rows}{many}", tmp_path)
    assert {row.indicator for row in reading.rows} == {"คน · เด็ก", "คน · ผู้สูงอายุ"}
    assert reading.findings.counts["table.kinds"] == 1


def test_projects_are_no_areas(tmp_path):
    text = "โครงการ,จังหวัด,บาท 2566\nก,สมมุติ,10\nข,สมมุติ,20\nค,สมมุติใต้,5\n"
    assert refused(text, tmp_path) == {"table.not_areas"}


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("table.no_header", "สมมุติ,1,2\nสมมุติใต้,3,4\n"),
        ("table.no_figures", "จังหวัด,ผู้ว่าฯ\nสมมุติ,ก\nสมมุติใต้,ข\n"),
        ("table.no_values", "จังหวัด,คน 2566\nสมมุติ,\nสมมุติใต้,-\n"),
        ("table.no_known_area", "อำเภอ,คน 2566\nไม่มีจริง,1\nไม่มีเหมือนกัน,2\n"),
        ("table.no_area", "กลุ่มวัย,คน 2566\nเด็ก,1\nผู้สูงอายุ,2\n"),
        ("table.question_marks", "????,???\n?????,1\n????,2\n"),
        ("table.fixed_width", "".join(f"จังหวัดสมมุติ,{'0012' * 20}\n" for _ in range(4))),
        ("file.empty", ",\n ,\n"),
    ],
)
def test_a_table_is_refused_for_its_own_reason(tmp_path, reason, text):
    assert refused(text, tmp_path) == {reason}


def test_sheets_of_several_years_are_one_reading(tmp_path):
    path = tmp_path / "years.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for year in (2565, 2566):
            sheet = made.add_worksheet(f"ปี {year}")
            sheet.write_row(0, 0, ["จังหวัด", "คน"])
            sheet.write_row(1, 0, ["สมมุติ", year])
        made.add_worksheet("ว่าง")
        hidden = made.add_worksheet("ซ่อน")
        hidden.write_row(0, 0, ["จังหวัด", "คน"])
        hidden.hide()
        made.add_worksheet("คำอธิบาย").write_row(0, 0, ["รายการ", "ความหมาย"])
    reading = read_table(open_book(path), places=PLACES)
    assert figures(reading) == {("99", "คน", 2565): 2565, ("99", "คน", 2566): 2566}
    assert reading.findings.counts == {"table.hidden_sheet": 1, "table.no_area": 1}
    assert reading.findings.number(Severity.REFUSED) == 0


def test_sheets_of_several_topics_keep_their_names_apart(tmp_path):
    path = tmp_path / "topics.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for topic, value in (("ชาย", 1), ("หญิง", 2)):
            sheet = made.add_worksheet(topic)
            sheet.write_row(0, 0, ["จังหวัด", "ปี 2566 คน"])
            sheet.write_row(1, 0, ["สมมุติ", value])
    reading = read_table(open_book(path), places=PLACES)
    assert figures(reading) == {("99", "ชาย · คน", 2566): 1, ("99", "หญิง · คน", 2566): 2}


def test_two_columns_of_one_name_are_told_by_their_letters(tmp_path):
    reading = loaded("จังหวัด,ราย 2566,บาท 2566,บาท 2566\nสมมุติ,1,2,3\n", tmp_path)
    assert [row.indicator for row in reading.rows] == ["ราย", "บาท [C]", "บาท [D]"]


def test_keys_of_indicators_fit_where_they_are_stored(tmp_path):
    long = "จำนวนครัวเรือนที่" * 12
    reading = loaded(f"จังหวัด,{long}ก,{long}ข\nสมมุติ,1,2\n", tmp_path)
    keys = [indicator.key for indicator in reading.indicators]
    assert len(set(keys)) == 2
    assert max(map(len, keys)) == 120
    assert [indicator.name for indicator in reading.indicators] == [f"{long}ก", f"{long}ข"]


cells = st.one_of(
    st.none(),
    st.sampled_from(
        ["จังหวัด", "อำเภอ", "สมมุติ", "สมมุติใต้", "รวม", "ภาคใต้", "ปี 2566", "-", "รหัสจังหวัด", "99"]
    ),
    st.text(max_size=12),
    st.integers(0, 3000),
    st.floats(),
    st.booleans(),
    st.dates(),
)


@given(st.lists(st.lists(cells, max_size=6), max_size=12))
def test_any_cells_are_read_or_refused_with_reasons(rows):
    outcome = read_table(HeldBook("csv", {"": rows}), places=PLACES)
    assert set(outcome.findings.counts) <= set(MESSAGES)
    for finding in outcome.findings.shown:
        assert "%(" not in " ".join(MESSAGES[finding.code]) % finding.params
    if isinstance(outcome, Refusal):
        assert outcome.findings.number(Severity.REFUSED)
    else:
        assert any(row.value is not None for row in outcome.rows)
        assert not outcome.findings.number(Severity.REFUSED)
