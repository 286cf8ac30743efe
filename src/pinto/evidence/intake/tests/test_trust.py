"""Files that must not be believed are refused whole; a slip in one row stays that row's."""

import pytest
from django.db.models import CharField

from pinto.evidence.intake.queries import reported
from pinto.evidence.intake.tests.factories import (
    checked,
    codes,
    loaded,
    make_round,
    said,
    survey,
    workbook,
)
from pinto.evidence.registry.models import Household, Person

HOUSES = [(f"9999123456{n}", f"{n}", 1, n + 1) for n in range(6)]
LOST = "????????"


@pytest.fixture
def round(places):
    return make_round()


def ids(count):
    """As many IDs whose last digit is right."""
    found = []
    for number in range(count):
        digits = f"39999{number:07}"
        total = sum(int(d) * (13 - at) for at, d in enumerate(digits))
        found.append(f"{digits}{(11 - total % 11) % 10}")
    return found


def people(*, names=("บัวผัน",) * 6, numbers=None):
    numbers = numbers or ids(6)
    return [
        (house[0], name, "สมมติสุข", number, "")
        for house, name, number in zip(HOUSES, names, numbers, strict=True)
    ]


@pytest.mark.parametrize("broken", [LOST, "บัว\ufffdัน", "à¸šà¸±à¸§", "?"])
def test_names_of_question_marks_refuse_the_whole_file(round, broken):
    load = checked(survey(*HOUSES, people=people(names=(broken,) * 6)), round)

    assert (load.state, codes(load)) == ("REFUSED", {"file.broken_text": 1})
    assert load.report["shown"][0]["params"]["rows"] == "6"


def test_question_marks_as_answers_refuse_the_whole_file(round):
    houses = [(code, no, moo, LOST) for code, no, moo, _ in HOUSES]

    assert codes(checked(survey(*houses), round)) == {"file.broken_text": 1}


def test_one_name_of_question_marks_is_a_finding_and_the_known_name_stays(round):
    loaded(survey(*HOUSES, people=people()), round)

    load = loaded(survey(*HOUSES, people=people(names=(LOST, *("บัวผัน",) * 5))), round)

    assert codes(load) == {"cell.broken_text": 1}
    assert set(Person.objects.values_list("given_name", flat=True)) == {"บัวผัน"}


def test_ids_shortened_all_down_their_column_refuse_the_whole_file(round):
    load = checked(survey(*HOUSES, people=people(numbers=["2.00E+12"] * 6)), round)

    assert (load.state, codes(load)) == ("REFUSED", {"file.shortened_ids": 1})
    (finding,) = load.report["shown"]
    assert (finding["sheet"], finding["column"]) == ("สมาชิก", "เลขประจำตัวประชาชน")


def test_house_codes_shortened_all_down_their_column_refuse_the_whole_file(round):
    houses = [("9.99E+10", *rest) for _, *rest in HOUSES]

    assert codes(checked(survey(*houses), round)) == {"file.shortened_ids": 1}


def test_one_shortened_id_in_a_good_column_is_left_out_and_the_rest_is_loaded(round):
    load = loaded(survey(*HOUSES, people=people(numbers=["2.00E+12", *ids(5)])), round)

    assert codes(load) == {"national_id.scientific": 1}
    assert len(said(round)) == 6
    assert Person.objects.exclude(national_id=None).count() == 5


def dated(header, *values):
    where = ("ห้วยคราม", "เมฆคำ", "ธารคราม")
    rows = [(*house[:3], *where, value) for house, value in zip(HOUSES, values, strict=False)]
    columns = ("รหัสบ้าน", "บ้านเลขที่", "หมู่ที่", "ตำบล", "อำเภอ", "จังหวัด", header)
    return workbook(ครัวเรือน=[columns, *rows])


@pytest.mark.parametrize("written", [2568, "๒๕๖๘", 2025, "ปี 2568"])
def test_a_file_of_another_year_than_its_round_says_so_at_the_top(round, written):
    load = checked(dated("ปีที่สำรวจ", written, written, 2569), round)

    first = reported(load).groups[0]
    assert (load.state, first.code, first.severity) == ("CHECKED", "round.year", "WARNING")
    assert load.report["shown"][-1]["params"] == {
        "round": "2569",
        "year": 2568,
        "rows": "2",
        "of": "3",
    }


@pytest.mark.parametrize("written", [(2569, 2569, 2568), ("", "", 2568)])
def test_a_few_rows_of_another_year_are_no_wrong_round(round, written):
    assert codes(checked(dated("ปีที่สำรวจ", *written), round)) == {}


def test_days_of_survey_years_away_from_the_round_are_a_warning(round):
    assert codes(checked(dated("วันที่สำรวจ", "12/07/2560", "12/07/2560"), round)) == {
        "round.dates": 1
    }
    assert codes(checked(dated("วันที่สำรวจ", "12/07/2567", "12/07/2567"), round)) == {}


@pytest.mark.parametrize(
    ("name", "code", "taken"),
    [
        ("ก" * 61, "name.long", "ก" * 61),
        ("ก" * 5_000, "name.cut", "ก" * 100),
        ("😀😀", "name.no_letter", "😀😀"),
        ("12", "name.no_letter", "12"),
        ("+66", "name.markup", "+66"),
        ("@บัวผัน", "name.markup", "@บัวผัน"),
        ("<script>alert(1)</script>", "name.markup", "<script>alert(1)</script>"),
    ],
)
def test_a_name_that_cannot_be_one_is_taken_as_text_with_a_warning(round, name, code, taken):
    load = loaded(survey(*HOUSES, people=people(names=(name, *("บัวผัน",) * 5))), round)

    (finding,) = load.report["shown"]
    assert (finding["code"], finding["severity"]) == (code, "WARNING")
    assert finding["value"] == name[:80]
    assert Person.objects.filter(given_name=taken).count() == 1


def test_names_as_people_bear_them_say_nothing(round):
    names = ("ณ อยุธยา", "O'Brien", "ม.ร.ว. บัว", "-", "Anne-Marie", "เอ")

    assert codes(checked(survey(*HOUSES, people=people(names=names)), round)) == {}


def test_everything_stored_fits_its_column(round):
    houses = [(code, "9" * 5_000, *rest) for code, _, *rest in HOUSES]
    person = (HOUSES[0][0], "ก" * 5_000, "ข" * 5_000, "", "")

    loaded(survey(*houses, people=[person]), round)

    for row in (*Person.objects.all(), *Household.objects.all()):
        for column in row._meta.fields:
            if isinstance(column, CharField):
                assert len(getattr(row, column.attname)) <= column.max_length
