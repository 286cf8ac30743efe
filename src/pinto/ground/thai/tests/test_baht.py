from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinto.ground.thai.baht import InvalidAmount, baht_text

ONES = {"หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4,
        "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9}  # fmt: skip
PLACES = {"สิบ": 10, "ร้อย": 100, "พัน": 1000, "หมื่น": 10_000, "แสน": 100_000}


def read_aloud(words):
    """The number a listener would write down, word by word."""
    total, below, digit = 0, 0, None
    while words:
        word = next(w for w in [*ONES, *PLACES, "ล้าน", "ศูนย์"] if words.startswith(w))
        words = words.removeprefix(word)
        if word in ONES:
            digit = ONES[word]
        elif word in PLACES:
            below += (1 if digit is None else digit) * PLACES[word]
            digit = None
        elif word == "ล้าน":
            total, below, digit = (total + below + (digit or 0)) * 10**6, 0, None
    return total + below + (digit or 0)


@given(st.integers(0, 10**20))
def test_whole_amounts_are_heard_as_they_were(amount):
    text = baht_text(amount)
    assert text.endswith("บาทถ้วน")
    assert read_aloud(text.removesuffix("บาทถ้วน")) == amount


@given(st.decimals(0, 10**14, places=2))
def test_satang_are_heard_as_they_were(amount):
    baht, _, satang = baht_text(amount).rpartition("บาท")
    satang = satang.removesuffix("ถ้วน").removesuffix("สตางค์")
    assert read_aloud(baht) + Decimal(read_aloud(satang)) / 100 == amount


@given(st.integers(1, 10**12 - 1))
def test_pythainlp_agrees_below_a_million_millions(amount):
    from pythainlp.util import bahttext

    assert baht_text(amount) == bahttext(amount)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (1, "หนึ่งบาทถ้วน"),
        (11, "สิบเอ็ดบาทถ้วน"),
        (20, "ยี่สิบบาทถ้วน"),
        (21, "ยี่สิบเอ็ดบาทถ้วน"),
        (101, "หนึ่งร้อยเอ็ดบาทถ้วน"),
        (3000, "สามพันบาทถ้วน"),
        (10_000_000, "สิบล้านบาทถ้วน"),
        (11_000_000, "สิบเอ็ดล้านบาทถ้วน"),
        (10**12, "หนึ่งล้านล้านบาทถ้วน"),
        (1_000_001_000_001, "หนึ่งล้านเอ็ดล้านเอ็ดบาทถ้วน"),
        (0, "ศูนย์บาทถ้วน"),
        (0.01, "หนึ่งสตางค์"),
        (0.29, "ยี่สิบเก้าสตางค์"),
        (Decimal("1.005"), "หนึ่งบาทหนึ่งสตางค์"),
        (1.005, "หนึ่งบาทหนึ่งสตางค์"),
        (0.999, "หนึ่งบาทถ้วน"),
        (1.21, "หนึ่งบาทยี่สิบเอ็ดสตางค์"),
    ],
)
def test_amounts_are_written_as_on_a_cheque(amount, words):
    assert baht_text(amount) == words


def test_a_negative_amount_is_refused():
    with pytest.raises(InvalidAmount) as refusal:
        baht_text(-1)
    assert refusal.value.code == "baht.negative"
    with pytest.raises(InvalidAmount):
        baht_text(float("nan"))
