from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinto.ground.thai.calendar import (
    InvalidDate,
    PartialDate,
    Precision,
    age_on,
    be_year,
    ce_year,
    fiscal_year,
    parse_date,
    thai_date,
)
from pinto.ground.thai.date_text import MONTHS, MONTHS_SHORT
from pinto.ground.thai.numerals import thai

days = st.dates(date(1858, 1, 1), date(2150, 12, 31))
TODAY = date(2026, 11, 21)


def of(day):
    return PartialDate.of(day.year, day.month, day.day)


def code_of(value, **options):
    with pytest.raises(InvalidDate) as refusal:
        parse_date(value, **options)
    assert refusal.value.message
    return refusal.value.code


@given(days)
def test_a_day_survives_its_thai_year_before_and_after_2484(day):
    assert ce_year(be_year(day), day.month) == day.year


@given(days)
def test_thai_years_only_ever_grow_by_one(day):
    assert be_year(day + timedelta(days=1)) - be_year(day) in {0, 1}


def test_the_year_changed_on_1_april_until_2483_which_had_nine_months():
    assert be_year(date(1940, 3, 31)) == 2482
    assert be_year(date(1940, 4, 1)) == 2483
    assert be_year(date(1940, 12, 31)) == 2483
    assert be_year(date(1941, 1, 1)) == 2484
    assert be_year(date(1941, 3, 31)) == be_year(date(1941, 4, 1)) == 2484


@given(days, st.booleans())
def test_every_way_of_writing_a_day_is_the_same_day(day, in_thai_digits):
    be = be_year(day)
    for written in (
        f"{day.day:02}/{day.month:02}/{be}",
        f"{day.day}-{day.month}-{be}",
        f"{day.day}.{day.month}.{be}",
        f"{day.day} {MONTHS[day.month - 1]} {be}",
        f"{day.day} {MONTHS_SHORT[day.month - 1]} {be}",
        f"{day.day}{MONTHS_SHORT[day.month - 1].replace('.', '')}{be}",
        f"วันที่ {day.day} เดือน{MONTHS[day.month - 1]} พ.ศ. {be}",
        f"{be}{day.month:02}{day.day:02}",
        f"{day.day:02}{day.month:02}{be}",
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day.isoformat()}T09:41:00",
        thai_date(day),
        thai_date(day, "long"),
    ):
        text = thai(written) if in_thai_digits else written
        assert parse_date(text) == of(day), text


@given(days)
def test_an_excel_serial_is_the_day_it_counts_to(day):
    serial = (day - date(1899, 12, 30)).days
    if serial >= 2700:
        assert parse_date(serial) == parse_date(serial + 0.75) == of(day)


@given(days)
def test_a_spreadsheet_date_typed_with_a_thai_year_is_understood(day):
    try:
        typed = day.replace(year=be_year(day))
    except ValueError:
        return  # a 29 February that the spreadsheet has not got either
    serial = (typed - date(1899, 12, 30)).days
    assert parse_date(typed) == parse_date(serial) == of(day)
    assert parse_date(datetime(typed.year, typed.month, typed.day, 8)) == of(day)  # noqa: DTZ001 (a spreadsheet knows no time zone)


def test_a_serial_of_2555_is_2012():
    assert parse_date((date(2555, 5, 21) - date(1899, 12, 30)).days) == PartialDate.of(2012, 5, 21)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("--/--/2510", PartialDate.of(1967)),
        ("-/-/2510", PartialDate.of(1967)),
        ("00/00/2510", PartialDate.of(1967)),
        ("0/0/2510", PartialDate.of(1967)),
        ("??/??/2510", PartialDate.of(1967)),
        ("xx/xx/2510", PartialDate.of(1967)),
        ("05/00/2510", PartialDate.of(1967)),
        ("25100000", PartialDate.of(1967)),
        ("พ.ศ. 2510", PartialDate.of(1967)),
        ("พ.ศ.๒๕๑๐", PartialDate.of(1967)),
        ("ปี พ.ศ. 2510", PartialDate.of(1967)),
        ("ค.ศ. 1967", PartialDate.of(1967)),
        ("2510", PartialDate.of(1967)),
        (2510, PartialDate.of(1967)),
        (2510.0, PartialDate.of(1967)),
        (1967, PartialDate.of(1967)),
        (25100305, PartialDate.of(1967, 3, 5)),
        ("00/03/2510", PartialDate.of(1967, 3)),
        ("25100300", PartialDate.of(1967, 3)),
        ("มี.ค. 2510", PartialDate.of(1967, 3)),
        ("มีนา 2510", PartialDate.of(1967, 3)),
        ("-- มีนาคม 2510", PartialDate.of(1967, 3)),
        ("03/2510", PartialDate.of(1967, 3)),
        ("2510-03", PartialDate.of(1967, 3)),
        ("00/02/2480", PartialDate.of(1938, 2)),
        ("5 Mar 1967", PartialDate.of(1967, 3, 5)),
        ("March 5, 1967", PartialDate.of(1967, 3, 5)),
        ("5-Sept-2510 BE", PartialDate.of(1967, 9, 5)),
        ("วันอาทิตย์ที่ 5 มีนาคม 2510", PartialDate.of(1967, 3, 5)),
        ("5 กรกฏาคม 2510", PartialDate.of(1967, 7, 5)),
        ("5 มี. ค. 2510", PartialDate.of(1967, 3, 5)),
        ("5/3/2510 09.41 น.", PartialDate.of(1967, 3, 5)),
        ("2510-03-05 00:00:00", PartialDate.of(1967, 3, 5)),
        ("", PartialDate.of(None)),
        ("-", PartialDate.of(None)),
        ("ไม่ทราบ", PartialDate.of(None)),
        ("00/00/0000", PartialDate.of(None)),
        ("--/--/----", PartialDate.of(None)),
        (None, PartialDate.of(None)),
        (float("nan"), PartialDate.of(None)),
    ],
)
def test_what_is_unknown_stays_unknown(text, expected):
    assert parse_date(text) == expected


def test_precision_says_how_much_is_known():
    assert parse_date("5/3/2510").precision == Precision.DAY == "DAY"
    assert parse_date("00/3/2510").precision == Precision.MONTH
    assert parse_date("พ.ศ. 2510").precision == Precision.YEAR
    assert parse_date("").precision == Precision.UNKNOWN
    with pytest.raises(ValueError, match="precision"):
        PartialDate(1967, 3, None, Precision.DAY)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("31/02/2510", "date.no_such_day"),
        ("03/25/2510", "date.no_such_day"),  # month first is never guessed
        ("29/02/2567", None),
        ("29/02/2566", "date.no_such_day"),
        ("15/02/2483", "date.short_year"),
        (date(2483, 2, 15), "date.short_year"),
        ("15/04/2483", None),
        ("1/1/2300", "date.year"),
        ("1/1/1500", "date.year"),
        ("วันก่อน", "date.unreadable"),
        ("25/2", "date.unreadable"),
        ("5 หมู่ 2510", "date.unreadable"),
        ("5/3/251", "date.unreadable"),
        ("24837", "date.unreadable"),  # only a number can be a serial, never a text
        (True, "date.unreadable"),
        (0, "date.not_a_serial"),
        (-5.0, "date.not_a_serial"),
        (float("inf"), "date.not_a_serial"),
        (400_000, "date.unreadable"),
        (150_000, "date.year"),  # the year 2310
        ("5-Mar-10", "date.two_digit_year"),
    ],
)
def test_what_cannot_be_a_date_is_refused_and_says_why(value, code):
    if code is None:
        assert parse_date(value).precision == Precision.DAY
    else:
        assert code_of(value) == code


def test_the_era_may_be_said_and_the_text_knows_better():
    assert parse_date("5/3/10", era="ce", latest=TODAY) == PartialDate.of(2010, 3, 5)
    assert parse_date("5/3/ค.ศ. 1967", era="be").year_ce == 1967
    assert parse_date("5-Mar-10", era="ce", latest=TODAY) == PartialDate.of(2010, 3, 5)
    assert code_of("5/3/1967", era="be") == "date.year"
    assert code_of("5/3/2510", era="ce") == "date.year"


@given(st.integers(0, 99), st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_two_digit_year_is_the_newest_thai_year_not_after_the_latest(two, latest):
    read = be_year(parse_date(f"1/5/{two:02}", latest=latest).earliest)
    assert read % 100 == two
    assert be_year(latest) - 100 < read <= be_year(latest)


def test_dates_are_shown_as_much_as_is_known():
    assert thai_date(TODAY) == "21 พ.ย. 2569"
    assert thai_date(TODAY, "long", thai_digits=True) == "๒๑ พฤศจิกายน ๒๕๖๙"
    assert thai_date(PartialDate.of(1938, 2)) == "ก.พ. 2480"
    assert thai_date(PartialDate.of(1937)) == "พ.ศ. 2480"
    assert thai_date(PartialDate.of(None)) == ""


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_the_fiscal_year_changes_on_1_october_and_never_else(day):
    tomorrow = day + timedelta(days=1)
    changes = fiscal_year(tomorrow) != fiscal_year(day)
    assert changes == ((tomorrow.month, tomorrow.day) == (10, 1))


def test_fiscal_year_2569_is_october_2568_to_september_2569():
    assert [fiscal_year(d) for d in (date(2025, 9, 30), date(2025, 10, 1), date(2026, 9, 30))] == [
        2568,
        2569,
        2569,
    ]


@given(days, days)
def test_age_grows_by_one_on_each_birthday(born, on):
    age = age_on(of(born), on)
    if on < born:
        assert age is None
        return
    # an independent count: birthdays reached, 29 February on 1 March of other years
    birthdays = 0
    for year in range(born.year + 1, on.year + 1):
        try:
            birthday = born.replace(year=year)
        except ValueError:
            birthday = date(year, 3, 1)
        birthdays += birthday <= on
    assert age == birthdays


def test_unknown_months_and_days_count_as_the_first():
    assert age_on(PartialDate.of(1966), date(2026, 1, 1)) == 60
    assert age_on(PartialDate.of(1966, 12), date(2026, 11, 30)) == 59
    assert age_on(PartialDate.of(1966, 12), date(2026, 12, 1)) == 60
    assert age_on(PartialDate.of(None), TODAY) is None
