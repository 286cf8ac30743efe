from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinto.ground.thai.date_text import MONTHS_SHORT
from pinto.ground.thai.house_no import repair_house_no


def test_vector_t11_a_month_is_read_back_and_says_so():
    assert repair_house_no("25-ก.พ.") == ("25/2", True)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2-ม.ค.", "2/1"),
        ("25-กพ", "25/2"),
        ("๒๕-ก.พ.", "25/2"),
        ("25 ก.พ.", "25/2"),
        ("25-ก.พ.-65", "25/2"),
        ("25-Feb", "25/2"),
        ("Feb-25", "2/25"),
        ("ก.พ.-55", "2/55"),
        ("2026-02-25 00:00:00", "25/2"),
        (datetime(2026, 2, 25), "25/2"),  # noqa: DTZ001 (a spreadsheet knows no time zone)
        (date(1955, 2, 1), "2/55"),
        (date(2026, 2, 1), "1/2"),
    ],
)
def test_a_date_is_read_back(value, text):
    assert repair_house_no(value) == (text, True)


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)))
def test_whatever_a_spreadsheet_shows_for_a_day_comes_back_as_day_and_month(day):
    wanted = (f"{day.day}/{day.month}", True)
    assert repair_house_no(f"{day.day}-{MONTHS_SHORT[day.month - 1]}") == wanted
    assert repair_house_no(f"{day.day}-{day:%b}") == wanted
    assert repair_house_no(day) == wanted


@pytest.mark.parametrize(
    "text",
    ["99/1 หมู่ 4", "25/2", "12 ม.3", "31-ก.พ.", "1-2", "บ้านพักครู", "44617", "4ก-5", "2026-13-01"],
)
def test_an_ordinary_house_number_is_left_alone(text):
    assert repair_house_no(text) == (text, False)


def test_numbers_and_blanks():
    assert repair_house_no(99.0) == ("99", False)
    assert repair_house_no(99) == ("99", False)
    assert repair_house_no(" ๙๙/๑ ") == ("99/1", False)
    assert repair_house_no(None) == ("", False)
