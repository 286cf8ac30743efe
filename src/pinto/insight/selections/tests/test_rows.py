"""A form and the text of a condition say the same, both ways."""

from hypothesis import given
from hypothesis import strategies as st

from pinto.ground.conditions.checking import check
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.vocabulary import Field, Kind, Level, Vocabulary
from pinto.insight.selections.rules.rows import (
    AND,
    COUNT,
    OPERATORS,
    OR,
    VALUELESS,
    WHO,
    Row,
    rows_of,
    text_of,
)

FIELDS = [
    Field("overall", Kind.NUMBER, Level.HOUSEHOLD),
    Field("dwelling", Kind.TEXT, Level.HOUSEHOLD, frozenset({"poor", "good"})),
    Field("owns", Kind.BOOLEAN, Level.HOUSEHOLD),
    Field("sources", Kind.CHOICES, Level.HOUSEHOLD, frozenset({"tpmap", "bmn"})),
    Field("age", Kind.NUMBER, Level.MEMBER),
    Field("relation", Kind.TEXT, Level.MEMBER, frozenset({"head", "child"})),
    Field("reads", Kind.BOOLEAN, Level.MEMBER),
    Field("welfare", Kind.CHOICES, Level.MEMBER, frozenset({"none", "welfare_card"})),
]
NAMES = Vocabulary(FIELDS)


@st.composite
def rows(draw):
    field = draw(st.sampled_from(FIELDS))
    operator = draw(st.sampled_from(OPERATORS[field.kind]))
    who = draw(st.sampled_from(WHO)) if field.level is Level.MEMBER else ""
    if operator in VALUELESS:
        value = ""
    elif field.choices:
        value = draw(st.sampled_from(sorted(field.choices)))
    else:
        number = draw(st.integers(-(10**9), 10**9)) / draw(st.sampled_from([1, 4, 100]))
        value = f"{number:.6f}".rstrip("0").rstrip(".")
    return Row(field.name, operator, value, who, draw(st.integers(1, 9)) if who == COUNT else 1)


@given(st.lists(rows(), min_size=1, max_size=8), st.sampled_from([AND, OR]))
def test_what_the_form_says_comes_back_as_the_same_rows(said, join):
    text = text_of(said, join, NAMES)

    found = rows_of(parse(text), NAMES)

    assert found is not None
    assert found[0] == said
    assert found[1] == join or len(said) == 1


@given(st.lists(rows(), min_size=1, max_size=8), st.sampled_from([AND, OR]))
def test_what_the_form_says_is_a_condition(said, join):
    assert check(parse(text_of(said, join, NAMES)), NAMES) is Kind.BOOLEAN


def test_what_a_form_cannot_say_stays_text():
    for text in (
        "overall < 2 and (owns or dwelling = 'poor')",
        "any(members, age > 60 and reads)",
        "overall + 1 < 3",
        "dwelling in ('poor', 'good')",
        "count(members) > 5",
        "any(members where relation = 'child', age < 5)",
    ):
        assert rows_of(parse(text), NAMES) is None


def test_other_ways_of_writing_become_the_same_rows():
    assert rows_of(parse("owns and not reads is known"), NAMES) is None  # of members
    assert rows_of(parse("owns"), NAMES) == ([Row("owns", "yes")], "and")
    assert rows_of(parse("owns != true"), NAMES) == ([Row("owns", "no")], "and")
    assert rows_of(parse("any(members, not reads)"), NAMES) == (
        [Row("reads", "no", who="any")],
        "and",
    )
