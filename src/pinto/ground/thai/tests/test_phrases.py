import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinto.ground.thai.phrases import GLOSSARY, LONGEST, kept_together

pieces = st.sampled_from([*GLOSSARY, "และ", " ", "<b>", "&", '"', "กำ", "ๆ", "5"])
texts = st.lists(pieces, max_size=12).map("".join)


def wrapped(html):
    return re.findall('<span class="nb">(.*?)</span>', html)


@given(texts)
def test_only_spans_are_added_to_escaped_text(text):
    html = kept_together(escape(text))
    assert unescape(re.sub('<span class="nb">|</span>', "", html)) == text
    assert html.count("<") == 2 * len(wrapped(html))


@given(texts)
def test_wrapping_twice_changes_nothing_more(text):
    once = kept_together(escape(text))
    assert kept_together(once) == once


@pytest.mark.parametrize("term", GLOSSARY)
def test_every_term_is_kept_together_and_fits_a_phone(term):
    assert len(term) <= LONGEST
    assert wrapped(kept_together(f"({term})")) == [term]


def test_terms_are_listed_once():
    assert len(set(GLOSSARY)) == len(GLOSSARY)


def test_the_longest_term_wins_whatever_their_order():
    terms = ["ทุน", "ทุนมนุษย์"]
    for each in (terms, terms[::-1]):
        assert wrapped(kept_together("ทุนมนุษย์และทุน", each)) == ["ทุนมนุษย์", "ทุน"]


def test_tags_and_attributes_are_left_alone():
    html = '<a title="ครัวเรือน">ครัวเรือน</a>'
    assert kept_together(html) == '<a title="ครัวเรือน"><span class="nb">ครัวเรือน</span></a>'


def test_a_letter_is_never_parted_from_its_vowel():
    assert wrapped(kept_together("ตำบลี", ["ตำบล"])) == []
    assert wrapped(kept_together("เกณฑ์", ["กณฑ"])) == []


def test_terms_with_special_characters_match_escaped_text():
    assert wrapped(kept_together(escape("ก&ข (1)"), ["ก&ข", "(1)"])) == ["ก&amp;ข", "(1)"]
    assert kept_together("a &amp; b", ["amp"]) == "a &amp; b"


def test_a_term_too_long_for_a_phone_is_not_wrapped():
    assert kept_together("ก" * 21, ["ก" * 21]) == "ก" * 21
