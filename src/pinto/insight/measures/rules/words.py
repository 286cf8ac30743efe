"""A scoring in words: its conditions and formulas as a reader of the form says them.

Generated from the very expressions that score, so that the page about the method
cannot say anything else than what is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pinto.evidence.instruments.rules import Question, instrument
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.tree import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Call,
    Compare,
    Expression,
    In,
    IsKnown,
    Literal,
    Name,
    Negative,
    Not,
    Or,
)
from pinto.insight.measures.rules.scorings import Scoring

_REGISTERED = {
    "people": ("จำนวนสมาชิก", "number of members"),
    "age": ("อายุ", "age"),
    "sex": ("เพศ", "sex"),
}
_SIGNS = {
    "<": ("น้อยกว่า", "below"),
    "<=": ("ไม่เกิน", "at most"),
    ">": ("มากกว่า", "above"),
    ">=": ("ตั้งแต่", "at least"),
    "=": ("เท่ากับ", "is"),
    "!=": ("ไม่ใช่", "is not"),
}
_ARITHMETIC = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_OVER_MEMBERS = {
    "sum": ("ผลรวมของสมาชิก", "sum over members"),
    "mean": ("ค่าเฉลี่ยของสมาชิก", "mean over members"),
    "min": ("ค่าต่ำสุดของสมาชิก", "least among members"),
    "max": ("ค่าสูงสุดของสมาชิก", "most among members"),
    "count": ("จำนวนสมาชิก", "number of members"),
    "any": ("สมาชิกคนใดคนหนึ่ง", "any member"),
    "all": ("สมาชิกทุกคน", "every member"),
}


@cache
def in_words(text: str, scoring: Scoring, language: str) -> str:
    """The condition or formula in words.

    >>> from pinto.insight.measures.rules.library import scoring
    >>> ppp = scoring("ppp-five-capitals", "1")
    >>> in_words("education in ('none', 'below_primary')", ppp, "th")
    'การศึกษาสูงสุด: ไม่ได้เรียน หรือ ต่ำกว่าประถม'
    >>> in_words("study_status = 'finished' and age < 15", ppp, "en")
    'Study status: Finished studying and age below 15'
    """
    return _Words(scoring, language).of(parse(text))


def name_in_words(name: str, scoring: Scoring, language: str) -> str:
    """What a question, a derived number or a registered fact is called."""
    return _Words(scoring, language).label(name)


@dataclass(frozen=True)
class _Words:
    scoring: Scoring
    language: str

    def say(self, th: str, en: str) -> str:
        return en if self.language == "en" else th

    def of(self, node: Expression) -> str:
        match node:
            case Literal(value=value):
                if isinstance(value, bool):
                    return self.say("ใช่", "Yes") if value else self.say("ไม่ใช่", "No")
                return _number(value) if isinstance(value, float) else value
            case Name(name=name):
                return self.yes(name) if self.is_yes_no(name) else self.label(name)
            case Not() | IsKnown():
                return self.denied(node)
            case And(operands=operands):
                # that an answer must be known goes without saying
                told = [each for each in operands if not isinstance(each, IsKnown)] or operands
                return self.say(" และ ", " and ").join(self.within_and(each) for each in told)
            case Or(operands=operands):
                return self.alternatives(operands)
            case Compare():
                return self.compared(node)
            case Between(operand=operand, low=low, high=high):
                span = f"{self.of(low)}–{self.of(high)}"
                return f"{self.of(operand)} {span}"
            case In(operand=operand, items=items):
                codes = [self.answer(operand, item) for item in items]
                return f"{self.of(operand)}: {self.say(' หรือ ', ' or ').join(codes)}"
            case Arithmetic(left=left, operator=sign, right=right):
                return f"{self.factor(left)} {_ARITHMETIC[sign]} {self.factor(right)}"
            case Negative(operand=operand):
                return f"−{self.of(operand)}"
            case Call():
                return self.called(node)
            case Aggregate():
                return self.over_members(node)

    def within_and(self, node: Expression) -> str:
        """Alternatives inside an `and` stand in brackets."""
        several = isinstance(node, In) and len(node.items) > 1
        return f"({self.of(node)})" if several or isinstance(node, Or) else self.of(node)

    def factor(self, node: Expression) -> str:
        return f"({self.of(node)})" if isinstance(node, Arithmetic) else self.bare(node)

    def alternatives(self, operands: Sequence[Expression]) -> str:
        """Several choices of one question share its name: farm water: river or pond."""
        asked = {
            node.arguments[0] if isinstance(node, Call) and node.function == "has" else None
            for node in operands
        }
        word = self.say(" หรือ ", " or ")
        if len(asked) == 1 and None not in asked:
            codes = [
                self.answer(node.arguments[0], node.arguments[1])
                for node in operands
                if isinstance(node, Call)
            ]
            name = next(iter(asked))
            return f"{self.of(name) if name else ''}: {word.join(codes)}"
        return word.join(self.of(each) for each in operands)

    def denied(self, node: Not | IsKnown) -> str:
        match node:
            case IsKnown(operand=operand):
                return self.say(f"ทราบ{self.bare(operand)}", f"{self.bare(operand)} is known")
            case Not(operand=IsKnown(operand=operand)):
                return self.say(f"ไม่ทราบ{self.bare(operand)}", f"{self.bare(operand)} is unknown")
            case Not(operand=Name(name=name)):
                return f"{self.label(name)}: {self.say('ไม่ใช่', 'No')}"
            case Not(operand=Call(function="has", arguments=(asked, choice))):
                code = self.answer(asked, choice)
                return f"{self.of(asked)}: {self.say(f'ไม่มี {code}', f'not {code}')}"
            case Not(operand=operand):
                return self.say(f"ไม่ใช่ ({self.of(operand)})", f"not ({self.of(operand)})")

    def compared(self, node: Compare) -> str:
        left = self.bare(node.left)
        if node.operator in ("=", "!=") and isinstance(node.left, Name):
            answer = self.answer(node.left, node.right)
            if isinstance(node.right, Literal) and isinstance(node.right.value, str):
                sign = self.say("ไม่ใช่ ", "not ") if node.operator == "!=" else ""
                return f"{left}: {sign}{answer}"
        sign = self.say(*_SIGNS[node.operator])
        return f"{left} {sign} {self.factor(node.right)}"

    def called(self, node: Call) -> str:
        match node.function, node.arguments:
            case "has", (asked, choice):
                return f"{self.of(asked)}: {self.answer(asked, choice)}"
            case "size", (asked,):
                return self.say(f"จำนวน{self.of(asked)}", f"number of {self.of(asked).lower()}")
            case "total", arguments:
                return self.added(arguments)
            case "coalesce", (first, Literal(value=0.0)):
                return self.of(first)
            case "coalesce", arguments:
                otherwise = self.say(" (ถ้าไม่มีคำตอบใช้ ", " (without an answer: ")
                closing = ")" * (len(arguments) - 1)
                return otherwise.join(self.of(each) for each in arguments) + closing
            case "if", (Name(name=name), Literal(value=1.0), Literal(value=0.0)):
                return self.label(name)
            case "if", (_, yes, _):  # the guard against nobody; the formula says the rest
                return self.of(yes)
            case function, arguments:
                return f"{function}({', '.join(self.of(each) for each in arguments)})"

    def added(self, arguments: Sequence[Expression]) -> str:
        """a + b − c, of what is known."""
        text = ""
        for each in arguments:
            sign, inner = (" − ", each.operand) if isinstance(each, Negative) else (" + ", each)
            text += (sign if text else sign.strip(" +")) + self.of(inner)
        return text

    def over_members(self, node: Aggregate) -> str:
        words = self.say(*_OVER_MEMBERS[node.function])
        value = f": {self.of(node.value)}" if node.value is not None else ""
        where = f" ({self.of(node.where)})" if node.where is not None else ""
        return f"{words}{value}{where}"

    def bare(self, node: Expression) -> str:
        return self.label(node.name) if isinstance(node, Name) else self.of(node)

    def yes(self, name: str) -> str:
        return f"{self.label(name)}: {self.say('ใช่', 'Yes')}"

    def is_yes_no(self, name: str) -> bool:
        question = self.question(name)
        return question is not None and question.kind == "boolean"

    def label(self, name: str) -> str:
        question = self.question(name)
        if question is not None:
            return question.label(self.language)
        for number in self.scoring.let:
            if number.id == name:
                return number.label(self.language)
        return self.say(*_REGISTERED[name])

    def answer(self, asked: Expression, choice: Expression) -> str:
        value = choice.value if isinstance(choice, Literal) else None
        question = self.question(asked.name) if isinstance(asked, Name) else None
        if question is None or not isinstance(value, str):
            return self.of(choice)
        return question.answer_label(value, self.language)

    def question(self, name: str) -> Question | None:
        try:
            return instrument(self.scoring.instrument, self.scoring.instrument_version).question(
                name
            )
        except KeyError:
            return None


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"
