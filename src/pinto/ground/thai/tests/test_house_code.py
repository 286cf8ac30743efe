import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinto.ground.thai.house_code import InvalidHouseCode, formatted, parse_house_code
from pinto.ground.thai.numerals import thai

codes = st.text(alphabet="0123456789", min_size=11, max_size=11)


@given(codes)
def test_a_house_code_stays_text_with_its_leading_zeros(code):
    assert parse_house_code(code) == code
    assert parse_house_code(thai(formatted(code))) == code


def test_vector_t17_ten_digits_are_flagged_and_never_mended():
    for value in ("4601012345", 4601012345, 4601012345.0, "4601-01234-5"):
        with pytest.raises(InvalidHouseCode) as refusal:
            parse_house_code(value)
        assert refusal.value.code == "house_code.leading_zero"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "house_code.blank"),
        (None, "house_code.blank"),
        ("4.60101E+10", "house_code.scientific"),
        ("46010l23456", "house_code.not_digits"),
        ("460101234567", "house_code.length"),
        ("123", "house_code.length"),
    ],
)
def test_a_refusal_says_why(value, code):
    with pytest.raises(InvalidHouseCode) as refusal:
        parse_house_code(value)
    assert refusal.value.code == code


def test_a_number_as_excel_gives_it_is_accepted():
    assert parse_house_code(46010123456.0) == "46010123456"
