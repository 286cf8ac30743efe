"""What is wrong with a condition can be said in Thai, in every word."""

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from pinto.ground import conditions
from pinto.ground.conditions.errors import ConditionError
from pinto.ground.conditions.filters import Stored, to_filter
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.tests.worlds import VOCABULARY

SENTENCES = {"ConditionError", "NotFilterable", "Phrase"}
ENGLISH = re.compile(r"\b(an|the|is|or|not|at|this|write|there)\b", re.I)
OWN = re.compile(r"`[^`]*`|'[^']*'|\w+\([^)]*\)")  # words of the language, which stay as they are


def refusal(text):
    with pytest.raises(ConditionError) as refused:
        to_filter(parse(text), VOCABULARY, Stored())
    return refused.value


@pytest.mark.parametrize(
    ("text", "english", "thai"),
    [
        ("income <", "stops too early; expected the name of", "ยังไม่จบ ตรงนี้ต้องเป็น ชื่อคำตอบ ตัวเลข"),
        ("income < 5 5", "expected `and`, `or` or the end.", "ต้องเป็น `and`, `or` หรือ จบเงื่อนไข"),
        ("coalesce(a)", "takes at least 2 values", "ต้องมีค่าในวงเล็บ อย่างน้อย 2 ค่า ไม่ใช่ 1 ค่า"),
        ("if(farmer, 1, 'a')", "A number cannot stand beside a text.", "ตัวเลขใช้คู่กับข้อความไม่ได้"),
        ("not income", "This is a number, but a yes-or-no", "เป็นตัวเลข แต่ตรงนี้ต้องเป็นค่าใช่หรือไม่ใช่"),
        ("incme > 5", "There is no answer `incme`", "ไม่มีคำตอบชื่อ `incme` หมายถึง `income` หรือไม่"),
    ],
)  # fmt: skip
def test_the_sentence_is_said_in_either_language(text, english, thai):
    problem = refusal(text)

    assert english in problem.message
    assert english in problem.said(str)
    with override("th"):
        assert thai in problem.said(gettext)


@pytest.mark.parametrize(
    "text",
    [
        "", "x" * 10_001, "income == 5", "income <> 5", "a & b", "a = 1,000", "a = “x”", "a = 'x",
        "a = ''", "Income > 5", "รายได้ > 5", "a and\n  and b", "household a", "household.1",
        "totl(a)", "averag(a)", "sum(a, b)", "total(members, a)", "1 < any(members)", "if(a, b)",
        "a > 1234567890123456", "income and farmer", "income + 1", "income + 1 > 2",
        "any(members, any(members, sick))", "any(members, sick)",
    ],
)  # fmt: skip
def test_no_english_is_left_in_a_thai_sentence(text):
    with override("th"):
        said = refusal(text).said(gettext)

    assert re.search("[ก-๙]", said)
    assert not ENGLISH.search(OWN.sub("", said)), said


def test_every_sentence_is_marked_for_translation():
    unmarked = []
    for path in sorted(Path(conditions.__file__).parent.glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SENTENCES:
                choices = [call.args[0]]
                if isinstance(call.args[0], ast.IfExp):
                    choices = [call.args[0].body, call.args[0].orelse]
                plain = any(isinstance(choice, ast.Constant) for choice in choices)
                unmarked += [f"{path.name}:{call.lineno}"] if plain else []

    assert unmarked == []
