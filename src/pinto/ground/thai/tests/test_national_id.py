import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinto.ground.thai.national_id import (
    InvalidNationalId,
    check_digit,
    formatted,
    is_national_id,
    masked,
    parse_national_id,
    with_check_digit,
)
from pinto.ground.thai.numerals import thai

# the last seven digits of a real number are never all zero (a book's first entry is 01)
first12s = st.from_regex(r"[0-8][0-9]{9}(0[1-9]|[1-9][0-9])", fullmatch=True).filter(
    lambda digits: digits.isascii()
)


def code_of(value):
    with pytest.raises(InvalidNationalId) as refusal:
        parse_national_id(value)
    assert refusal.value.message
    return refusal.value.code


def test_vector_t10_the_check_digit_decides():
    assert is_national_id("1999900000013")
    assert code_of("1999900000014") == "national_id.checksum"


@given(first12s)
def test_every_way_of_writing_it_is_the_same_number(first12):
    digits = with_check_digit(first12)
    for written in (digits, formatted(digits), thai(formatted(digits)), f" {digits}.0"):
        assert parse_national_id(written).digits == digits


@given(first12s.filter(lambda digits: digits[0] != "0"))
def test_a_number_as_excel_gives_it_is_accepted(first12):
    digits = with_check_digit(first12)
    assert parse_national_id(float(digits)).digits == digits
    assert parse_national_id(int(digits)).digits == digits


@given(first12s, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_found_except_where_the_rule_itself_is_blind(first12, at, by):
    digits = with_check_digit(first12)
    changed = str((int(digits[at]) + by) % 10)
    wrong = digits[:at] + changed + digits[at + 1 :]
    if not is_national_id(wrong):
        return
    # the third digit weighs 11, which is nothing; and remainders 0 and 10 share a check digit
    remainders = {
        sum(int(digit) * (13 - i) for i, digit in enumerate(each[:12])) % 11
        for each in (digits, wrong)
    }
    assert at == 2 or remainders == {0, 10}


@pytest.mark.parametrize("category", "012345678")
def test_all_categories_in_use_are_accepted(category):
    digits = with_check_digit(f"{category}99990000001")
    assert parse_national_id(digits).category == int(category)


def test_category_nine_is_refused():
    assert code_of(with_check_digit("999990000001")) == "national_id.category"


@pytest.mark.parametrize("value", ["3.3001E+12", "3.3001e12", "๓.๓๐๐๑E+๑๒", 3.3001e12])
def test_scientific_notation_is_refused_and_never_guessed(value):
    assert code_of(value) == "national_id.scientific"


def test_a_shortened_number_is_refused_even_when_its_check_digit_fits():
    rounded = next(
        f"{head}0000000" for head in range(330010, 330100) if check_digit(f"{head}000000") == 0
    )
    assert code_of(rounded) == "national_id.scientific"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "national_id.blank"),
        ("-", "national_id.blank"),
        (None, "national_id.blank"),
        ("ไม่มีบัตร", "national_id.not_digits"),
        ("²999900000013", "national_id.not_digits"),
        (199990000001, "national_id.leading_zero"),
        ("19999000", "national_id.length"),
        ("0000000000000", "national_id.checksum"),
        (float("nan"), "national_id.not_digits"),
    ],
)
def test_a_refusal_says_why(value, code):
    assert code_of(value) == code


def test_the_mask_shows_only_digits_eleven_and_twelve():
    assert masked("1234567890123") == "x-xxxx-xxxxx-12-x"


def test_the_registry_is_digits_two_to_five():
    assert parse_national_id("1999900000013").registry == "9999"
