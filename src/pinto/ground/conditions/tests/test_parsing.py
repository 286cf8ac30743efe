"""What is no condition is refused with its place and with words that help."""

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import pytest

import pinto
from pinto.ground.conditions.checking import check
from pinto.ground.conditions.errors import ConditionError
from pinto.ground.conditions.limits import LENGTH
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.tests.worlds import VOCABULARY
from pinto.ground.conditions.tree import And, Compare, Literal, Name, Not, Or, names_in
from pinto.ground.conditions.vocabulary import Field, Kind, Level

AN_ANSWER = "the name of an answer, a number or a text in quotes"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "The condition is empty."),
        ("income <", 1, 9, f"The condition stops too early; expected {AN_ANSWER}."),
        ("(income", 1, 8, "expected "),
        ("income < 5 5", 1, 12, "`5` does not fit here; expected `and`, `or` or the end."),
        ("a and\n  and b", 2, 3, f"`and` does not fit here; expected {AN_ANSWER}."),
        ("a)", 1, 2, "`)` does not fit here"),
        ("a between 1 or 2", 1, 13, "`or` does not fit here; expected `and`."),
        ("a in 1", 1, 6, "`1` does not fit here; expected `(`."),
        ("a is knwn", 1, 6, "`knwn` does not fit here; expected `known` or `unknown`."),
        ("household a", 1, 11, "`a` does not fit here; expected a dot."),
        ("household.1", 1, 11, "`1` does not fit here; expected the name of an answer."),
        ("a == 5", 1, 4, "Write one = sign."),
        ("a <> 5", 1, 4, "Write != for “is not”."),
        ("a & b", 1, 3, "Write the word `and`."),
        ("a = 1,000", 1, 6, "Write numbers without a comma between their digits."),
        ("a = “x”", 1, 5, 'Write straight quotes: "text".'),
        ("a = 'x", 1, 5, "The text that begins here has no closing quote on its line."),
        ("a = ''", 1, 5, "An empty text is never an answer; write `is unknown`."),
        ("Income > 5", 1, 1, "Names and words are written in small letters."),
        ("รายได้ > 5", 1, 1, "`ร` has no meaning here"),
        ("averag(a)", 1, 1, "There is no function `averag`. There are: min, max"),
        ("totl(a)", 1, 1, "There is no function `totl`; did you mean `total`?"),
        ("medain(members, a)", 1, 1, "There is no function `medain`; did you mean `mean`?"),
        ("sum(a, b)", 1, 1, "`sum` looks at members: write sum(members, …)."),
        ("total(members, a)", 1, 1, "Over members it is called sum: sum(members, …)."),
        ("1 < any(members)", 1, 5, "Say what of the members: any(members, …)."),
        ("if(a, b)", 1, 1, "`if` takes 3 values between its brackets, not 2."),
        ("coalesce(a)", 1, 1, "`coalesce` takes at least 2 values between its brackets, not 1."),
        ("a > 1234567890123456", 1, 5, "is too long: at most 15 digits."),
    ],
)
def test_a_text_that_is_no_condition_is_explained(text, line, column, message):
    with pytest.raises(ConditionError) as refused:
        parse(text)
    assert message in refused.value.message
    assert (refused.value.line, refused.value.column) == (line, column)
    assert str(refused.value) == f"line {line}, column {column}: {refused.value.message}"


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("incme > 5", 1, "There is no answer `incme`; did you mean `income`?"),
        ("zzz > 5", 1, "There is no answer `zzz`."),
        ("income > 5 and age > 3", 16, "`age` is asked of each member; write any(members, …)"),
        ("any(members, rooms > 1)", 14, "asked of the household; write household.rooms."),
        ("household.rooms > 1", 11, "Write `rooms` alone"),
        ("road > 5", 1, "This is a text, but a number is needed here."),
        ("road = 5", 8, "A text cannot stand beside a number."),
        ("income in (1, 'x')", 15, "A number cannot stand beside a text."),
        ("farmer in (true)", 1, "Write the condition itself, or `not` before it."),
        ("road = 'goud'", 8, "`road` has no choice 'goud'; did you mean 'good'?"),
        ("'xyz' = road", 1, "`road` has no choice 'xyz'. There are: fair, good, none."),
        ("road in ('good', 'faire')", 18, "did you mean 'fair'?"),
        ("has(sources, 'crd')", 14, "did you mean 'card'?"),
        ("has(sources, note)", 14, "Name the choice in quotes"),
        ("has(road, 'good')", 5, "This is a text, but a list of choices is needed here."),
        ("size('a')", 6, "The name of a question with several choices is needed."),
        ("sources = 'card'", 1, "This is a list of choices; ask has(…, 'choice') or size(…)."),
        ("income and farmer", 1, "This is a number, but a yes-or-no is needed here."),
        ("not income", 5, "This is a number, but a yes-or-no is needed here."),
        ("if(income, 1, 2)", 4, "This is a number, but a yes-or-no is needed here."),
        ("if(farmer, 1, 'a')", 15, "A number cannot stand beside a text."),
        ("sum(members, sick)", 14, "This is a yes-or-no, but a number is needed here."),
        ("count(members where age)", 21, "This is a number, but a yes-or-no is needed here."),
        ("any(members, any(members, sick))", 14, "A member has no members of its own."),
        ("total(road)", 7, "This is a text, but a number is needed here."),
        ("-road", 2, "This is a text, but a number is needed here."),
        ("road + 1", 1, "This is a text, but a number is needed here."),
    ],
)
def test_a_condition_that_makes_no_sense_is_explained(text, column, message):
    with pytest.raises(ConditionError) as refused:
        check(parse(text), VOCABULARY)
    assert message in refused.value.message
    assert refused.value.column == column


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("income", Kind.NUMBER),
        ("road", Kind.TEXT),
        ("sources", Kind.CHOICES),
        ("if(farmer, 'a', note)", Kind.TEXT),
        ("coalesce(farmer, false)", Kind.BOOLEAN),
        ("count(members)", Kind.NUMBER),
        ("all(members where sick, age > household.rooms)", Kind.BOOLEAN),
        ("known(sources, road, farmer)", Kind.NUMBER),
    ],
)
def test_the_kind_of_a_value(text, kind):
    assert check(parse(text), VOCABULARY) is kind


def test_a_members_expression_is_checked_as_one():
    assert check(parse("age + household.rooms"), VOCABULARY, Level.MEMBER) is Kind.NUMBER
    with pytest.raises(ConditionError, match="no members of its own"):
        check(parse("count(members)"), VOCABULARY, Level.MEMBER)


def test_words_bind_as_people_read_them():
    a, b, c = Name("a"), Name("b"), Name("c")
    assert parse("a or b and not c") == Or((a, And((b, Not(c)))))
    assert parse("(a or b) and c") == And((Or((a, b)), c))
    assert parse("not a = 1") == Not(Compare(a, "=", Literal(1.0)))
    assert parse("a + 1 * 2 < 3") == parse("(a + (1 * 2)) < 3")
    assert parse("1 - 2 - 3") == parse("(1 - 2) - 3")
    assert parse("a between 1 and 2 and b") == And((parse("a between 1 and 2"), b))
    assert parse("android = 1 and island = 2") != parse("a = 1")  # names may begin with words


def test_a_condition_is_a_value():
    one = parse("any(members where age > 3, sick)")
    assert one == parse("any( members where age>3 ,\n sick )")
    assert len({one, parse("any(members where age > 3, sick)")}) == 1
    with pytest.raises(AttributeError):
        one.function = "all"


def test_the_names_a_condition_reads():
    text = "has(sources, 'card') and mean(members where age > 3, income) < household_income"
    assert names_in(parse(text)) == {"sources", "age", "income", "household_income"}


@pytest.mark.parametrize(
    "hostile",
    [
        "(" * 100_000,
        "(" * LENGTH,
        "(" * 4_999 + "a" + ")" * 4_999,
        "not " * 2_400 + "a",
        "-" * 9_999 + "a",
        "a+" * 4_999 + "a",
        "min(" * 2_000 + "a" + ")" * 1_999,
        "if(" * 30 + "a" + ", a, a)" * 30,
        "a and (" * 1_200 + "a" + ")" * 1_200,
        "a or " * 1_999 + "a",
        "'" + "x" * 9_998 + "'",
        "\n" * 9_999 + "(",
    ],
    ids=lambda text: text[:8].strip() or "lines",
)
def test_no_text_exhausts_the_parser(hostile):
    started = time.process_time()
    with contextlib.suppress(ConditionError):  # any other error fails
        parse(hostile)
    assert time.process_time() - started < 5


def test_a_name_is_safe_to_write_into_a_query():
    for name in ("x'", 'x"', "x.y", "X", "1x", "", "x\n", "รายได้"):
        with pytest.raises(ValueError, match="cannot be a name"):
            Field(name, Kind.NUMBER, Level.HOUSEHOLD)


def test_reading_and_answering_need_no_engine():
    program = (
        "import sys, pinto.ground.conditions.plain, pinto.ground.conditions.parsing;"
        "sys.exit(any(engine in sys.modules for engine in ('django', 'ibis', 'duckdb')))"
    )
    source = Path(pinto.__file__).parents[1]
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, cwd=source)
