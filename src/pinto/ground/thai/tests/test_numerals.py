import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinto.ground.thai.numerals import InvalidNumber, arabic, compact, number, thai


@given(st.text(alphabet="0123456789 กข/.-"))
def test_digits_survive_a_round_trip(text):
    assert arabic(thai(text)) == text
    assert not any(digit in thai(text) for digit in "0123456789")


@given(st.integers(-(10**15), 10**15), st.booleans())
def test_a_grouped_whole_number_in_either_digits_is_read_back(value, in_thai):
    text = f"{value:,}"
    read = number(thai(text) if in_thai else text)
    assert read == value
    assert isinstance(read, int)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_number_with_satang_is_read_back(value):
    assert number(f"{value:,} บาท") == float(value)


@pytest.mark.parametrize("text", ["", " ", "-", "–", " -- ", "\u200b", None, float("nan")])
def test_blanks_and_dashes_are_nothing_and_never_zero(text):
    assert number(text) is None


@pytest.mark.parametrize(
    "text", ["ไม่มี", "1,23", "12,34,567", "1 234", "12%", "5 ไร่", "1.2.3", True, float("inf")]
)
def test_what_could_mean_two_things_is_refused(text):
    with pytest.raises(InvalidNumber) as refusal:
        number(text)
    assert refusal.value.code == "number.unreadable"


def test_a_shortened_number_is_refused_with_its_own_code():
    with pytest.raises(InvalidNumber) as refusal:
        number("1.23457E+08")
    assert refusal.value.code == "number.scientific"


def test_price_list_endings_and_spaces_are_no_part_of_the_number():
    assert number("\xa0฿1,500.- ") == 1500
    assert number("−250") == -250


def test_compact_keeps_every_digit_and_what_is_wrong():
    assert compact(" 1-9999 00000–01-3 ") == "1999900000013"
    assert compact("12A") == "12A"
