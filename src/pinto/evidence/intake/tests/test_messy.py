"""Real workbooks of real offices: load or refuse, how many rows, and one total read by hand.

Every row of the table was read off the workbook itself, by eye in a spreadsheet program or
with a few lines that have nothing to do with Pinto's reader. ``rows`` is the number of rows
that are areas; a control is (part of the indicator's name, with \\n where the name ends, area or
"" for the sum over all areas, year, value).
"""

from dataclasses import dataclass, field

import pytest

from pinto.evidence.intake.rules.findings import MESSAGES, Severity
from pinto.evidence.intake.rules.recognise import Kind, recognise
from pinto.evidence.intake.rules.tables import Flag, Refusal, read_table
from pinto.evidence.intake.rules.workbook import open_book
from pinto.evidence.intake.tests.geo import SHARED, country, shared

pytestmark = shared


@dataclass
class Load:
    """The file is loaded."""

    file: str
    rows: int
    controls: list = field(default_factory=list)
    findings: set = field(default_factory=set)
    unlinked: set = field(default_factory=set)  # names that are no place, or a part of one
    totals: int = 0  # totals in the file that agree with its rows
    dataset: str = ""


@dataclass
class Refuse:
    """The file is refused, for this reason."""

    file: str
    reason: str
    example: str = ""


BMN = "bmn_xls/family_2013_05_13_"
SCHOOL_DISTRICTS = {f"สพม. เขต {number}" for number in range(1, 43)}

LOADED = [
    Load(
        "elderly_fund_with_formulas.xlsx",
        rows=77,
        controls=[
            ("จำนวนผู้ได้รับอนุมัติ(ราย)", "", 2556, 5843),
            ("จำนวนเงิน (บาท) [C]", "", 2556, 165_191_900),
            ("จำนวนเงิน (บาท) [E]", "", 2556, 20_286_613),
            ("จำนวนผู้ได้รับอนุมัติ(ราย)", "กรุงเทพมหานคร", 2556, 404),
        ],
        totals=4,  # formulas: the values Excel last calculated
        findings={"table.same_header", "table.area_unknown", "table.no_header"},
        unlinked={"สุราษฏร์ธานี"},
    ),
    Load(
        "job_vacancies_saved_in_wrong_template.xlsx",
        rows=61,
        controls=[
            ("จำนวนตำแหน่งงานว่าง(ตำแหน่ง)", "", 2555, 225_256),
            ("จำนวนผู้สมัครงาน(คน)", "", 2555, 267_985),
            ("จำนวนผู้บรรจุงาน(คน)", "นนทบุรี", 2555, 3197),  # the row a template would skip
        ],
    ),
    Load(
        "msdhs_assistance_by_office_2555_2556.xls",
        rows=223 + 328,
        controls=[
            ("จำนวนเงิน · ", "", 2556, 18_759_595),
            ("จำนวนเงิน · ", "", 2555, 58_243_816),
            ("จำนวนรายบริการ · ", "", 2556, 11_575),
        ],
        findings={"table.kinds", "table.columns_left_out", "table.offices"},
    ),
    Load(
        "nesdc_poverty_2549_with_side_dictionary.xls",
        rows=76,
        controls=[
            ("จำนวน (พันคน)", "", 2549, 14_506.9),
            ("เส้นความยากจน(บาท/คน/เดือน)", "นราธิวาส", 2549, 1875),
            ("สัดส่วน (พันคน)", "นราธิวาส", 2549, 70.12),
        ],
        totals=7,  # five of people; Bangkok's line and share, which is a region of one
        findings={"table.columns_left_out", "table.area_unknown"},
        unlinked={"กาฬสินธ์", "สุราษฎ์ธานี"},
    ),
    Load(
        "nesdc_table_2_1_poverty_by_province_2543_2553.xls",
        rows=76,
        controls=[
            ("จำนวนคนจน (พันคน)", "", 2553, 5076.7),
            ("เส้นความยากจน (บาท/คน/เดือน)", "", 2543, 82_670),
            ("จำนวนคนจน (พันคน)", "ภูเก็ต", 2553, None),  # blank, which is not 0
            ("จำนวนคนจน (พันคน)", "นครราชสีมา", 2553, 227.0),
        ],
        totals=64,
        findings={"table.columns_left_out"},
    ),
    Load(
        "school_dropout_2554_own_province_codes.xls",
        rows=183 + 42,
        controls=[
            ("รวม · ", "", 2554, 28_833),
            ("ฐานะ · ยากจน · ", "", 2554, 1543),
            ("รวม · เขต 01", "กระบี่", 2554, 325),
        ],
        totals=11,  # the last row sums up all columns but the rate, and says so with no word
        findings={"table.kinds", "table.code_conflict", "table.area_unknown"},
        unlinked=SCHOOL_DISTRICTS,
    ),
    Load(
        "opt2555_pilot_amphoes_cp874.csv",
        rows=197,
        controls=[
            ("x20 · จำนวนครัวเรือนในท้องถิ่น", "", None, 523_718),
            ("x18 · จำนวนประชากร ชาย", "บานา, เมืองปัตตานี, ปัตตานี", None, 9700),
            ("3.2.6 ", "บานา, เมืองปัตตานี, ปัตตานี", None, 25 + 0),
        ],
        findings={
            "table.local_governments",
            "table.columns_left_out",
            "table.no_year",
            "table.not_a_number",
        },
    ),
    Load(
        f"{BMN}04_03_26.xls",
        rows=1,
        controls=[
            ("· ผ่านเกณฑ์\n", "", 2554, 2_943_157),
            ("41. ", "กระบี่", 2554, 64_022 + 96.8 + 100 + 3.2 + 2119),
        ],
        findings={"table.area_from_sheet"},
        dataset="bmn-province-report",
    ),
    Load(
        f"{BMN}06_08_52.xls",
        rows=1,
        controls=[("· ผ่านเกณฑ์\n", "ขอนแก่น", 2554, 11_893_364)],
        findings={"table.area_from_sheet"},
        dataset="bmn-province-report",
    ),
    *(
        Load(
            f"{BMN}{time}.xls",
            rows=1,
            controls=[
                ("· ผ่านเกณฑ์\n", "แพร่", 2554, 3_700_268),
                ("แก้ไขทั้งหมด", "แพร่", 2554, 19_644),  # "-" among them
            ],
            findings={"table.area_from_sheet"},
            dataset="bmn-province-report",
        )
        for time in ("07_04_56", "07_05_14")  # one report, handed in twice
    ),
]

REFUSED = [
    Refuse("births_by_province_no_header_prefix.xls", "table.no_header"),
    Refuse("disability_fund_projects_be_year_serial_dates.xls", "table.not_areas", "สระแก้ว"),
    Refuse("juvenile_cases_pdf_text_lost_vowels.xls", "table.lost_vowels", "สตล"),
    Refuse("nesdc_table_4_1_poverty_by_age_2539_2553.xls", "table.no_area"),
    Refuse("opt2555_codebook.csv", "table.no_known_area"),
    Refuse("population_fixed_width_amphoe_tambon.xls", "table.fixed_width", "B"),
    Refuse("template_with_side_dictionary.xls", "table.no_values", "74"),
    Refuse("bmn_xls/family_2013_04_29_14_53_38.HTML_AS_XLS.xls", "table.sheet_is_no_area"),
    Refuse(f"{BMN}06_22_56.xls", "table.sheet_is_no_area"),  # the sheet says พระเยา for พะเยา
    Refuse(f"{BMN}07_18_03.xls", "table.no_values"),  # บึงกาฬ 2553: the province came in 2554
]


def read(file):
    return read_table(open_book(SHARED / "data/messy" / file), places=country())


def test_every_messy_file_has_its_line_here():
    folder = SHARED / "data/messy"
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    listed = {case.file for case in (*LOADED, *REFUSED)}
    assert {file for file in files if not file.endswith(".SOURCE")} == listed


@pytest.mark.parametrize("case", LOADED, ids=lambda case: case.file)
def test_a_table_of_areas_is_loaded(case):
    reading = read(case.file)
    assert not isinstance(reading, Refusal), reading.findings.counts
    assert reading.areas == case.rows
    assert reading.dataset == case.dataset
    assert set(reading.findings.counts) == case.findings
    assert not reading.findings.number(Severity.REFUSED)
    assert [control for control in reading.controls if not control.agrees] == []
    assert len(reading.controls) == case.totals
    unknown = {row.area_name for row in reading.rows if row.flag is Flag.UNKNOWN}
    assert unknown == case.unlinked
    names = {indicator.key: f"{indicator.name}\n" for indicator in reading.indicators}
    for indicator, area, year, value in case.controls:
        found = [
            row.value
            for row in reading.rows
            if indicator in names[row.indicator]
            and area in ("", row.area_name)
            and row.year == year
        ]
        assert found, indicator
        if value is None:
            assert found == [None]
        else:
            assert sum(number or 0 for number in found) == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.file)
def test_what_is_no_table_of_areas_is_refused_for_its_own_reason(case):
    refusal = read(case.file)
    assert isinstance(refusal, Refusal)
    assert set(refusal.findings.counts) == {case.reason}
    finding = refusal.findings.shown[0]
    assert finding.severity is Severity.REFUSED
    sentence = " ".join(MESSAGES[finding.code]) % finding.params
    assert case.example in sentence


@pytest.mark.parametrize("case", LOADED, ids=lambda case: case.file)
def test_a_table_of_areas_is_recognised(case):
    book = open_book(SHARED / "data/messy" / case.file)
    assert recognise(book).kind is Kind.AREA_TABLE


def test_the_names_count_where_a_file_has_codes_of_its_own():
    reading = read("school_dropout_2554_own_province_codes.xls")
    places = {row.area_name: (row.area_code, row.place_code) for row in reading.rows}
    assert places["กระบี่"] == ("01", "81")
    assert places["บึงกาฬ"] == ("77", "38")
    assert places["สพม. เขต 1"] == (None, None)
    (conflict,) = (f for f in reading.findings.shown if f.code == "table.code_conflict")
    assert (conflict.row, conflict.value, conflict.params["rows"]) == (5, "01", 178)


def test_local_governments_are_linked_to_no_tambon():
    reading = read("opt2555_pilot_amphoes_cp874.csv")
    assert {(row.place_code, row.flag) for row in reading.rows} == {(None, Flag.LOCAL_GOVERNMENT)}
