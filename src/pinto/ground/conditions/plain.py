"""Conditions as plain Python: for one household, one page, one explanation.

This is also the oracle the other two compilers are held to. ``None`` is unknown.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from pinto.ground.conditions.checking import check, field_of
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
from pinto.ground.conditions.vocabulary import Kind, Level, Vocabulary

Answers = Mapping[str, Any]
Value = float | str | bool | tuple[str, ...] | None

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: dict[str, Callable[[Any, Any], float | None]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda left, right: left / right if right else None,
}


@dataclass(frozen=True, slots=True)
class _Case:
    """Of whom a question is answered."""

    household: Answers
    members: Sequence[Answers]
    member: Answers | None = None


_Compiled = Callable[[_Case], Any]


def to_python(
    expression: Expression, vocabulary: Vocabulary
) -> Callable[[Answers, Sequence[Answers]], Value]:
    """A function of a household's answers and of its members' answers.

    An answer that is absent, None, an empty text or of another kind than its
    question is unknown. Raises ``ConditionError`` for what ``check`` refuses.

    >>> from pinto.ground.conditions.parsing import parse
    >>> from pinto.ground.conditions.vocabulary import Field
    >>> age = Field("age", Kind.NUMBER, Level.MEMBER)
    >>> has_child = to_python(parse("any(members, age < 15)"), Vocabulary([age]))
    >>> has_child({}, [{"age": 40}, {"age": 3}]), has_child({}, [{"age": 40}, {}])
    (True, None)
    """
    check(expression, vocabulary)
    compiled = _Compiler(vocabulary, Level.HOUSEHOLD).compiled(expression)
    return lambda household, members: compiled(_Case(household, members))


def to_member_python(
    expression: Expression, vocabulary: Vocabulary
) -> Callable[[Answers, Answers], Value]:
    """A function of one member's answers and of the household's, for a member's expression."""
    check(expression, vocabulary, Level.MEMBER)
    compiled = _Compiler(vocabulary, Level.MEMBER).compiled(expression)
    return lambda member, household: compiled(_Case(household, (), member))


class _Compiler:
    """Turns nodes into functions of a case, where one level is spoken of."""

    def __init__(self, vocabulary: Vocabulary, level: Level) -> None:
        self.vocabulary = vocabulary
        self.level = level

    def compiled(self, node: Expression) -> _Compiled:
        match node:
            case Literal(value=value):
                return lambda case: value
            case Name():
                return self.reader(node)
            case Not(operand=operand):
                inner = self.compiled(operand)
                return lambda case: _not(inner(case))
            case And() | Or():
                parts = [self.compiled(each) for each in node.operands]
                joined = _all if isinstance(node, And) else _any
                return lambda case: joined([part(case) for part in parts])
            case IsKnown(operand=operand):
                inner = self.compiled(operand)
                return lambda case: inner(case) is not None
            case Compare():
                return self.strict(_COMPARISONS[node.operator], node.left, node.right)
            case Arithmetic():
                return self.strict(_ARITHMETIC[node.operator], node.left, node.right)
            case Negative():
                return self.strict(operator.neg, node.operand)
            case Between():
                above = self.strict(operator.ge, node.operand, node.low)
                below = self.strict(operator.le, node.operand, node.high)
                return lambda case: _all([above(case), below(case)])
            case In(items=items):
                values = frozenset(item.value for item in items)
                return self.strict(lambda value: value in values, node.operand)
            case Call():
                return self.call(node)
            case Aggregate():
                return self.aggregate(node)

    def strict(self, function: Callable[..., Any], *nodes: Expression) -> _Compiled:
        """The function of the nodes' values; unknown as soon as one of them is."""
        parts = [self.compiled(node) for node in nodes]

        def compute(case: _Case) -> Any:
            values = [part(case) for part in parts]
            return None if None in values else function(*values)

        return compute

    def reader(self, node: Name) -> _Compiled:
        name, kind = node.name, field_of(node, self.vocabulary, self.level).kind
        if node.of_household or self.level is Level.HOUSEHOLD:
            return lambda case: _read(case.household, name, kind)
        return lambda case: _read(case.member or {}, name, kind)

    def call(self, node: Call) -> _Compiled:
        if node.function == "has":
            return self.strict(lambda codes, code: code in codes, *node.arguments)
        if node.function == "size":
            return self.strict(lambda codes: float(len(codes)), *node.arguments)
        if node.function == "if":
            return self.conditional(*node.arguments)
        parts = [self.compiled(argument) for argument in node.arguments]
        function = _OF_KNOWN[node.function]

        def compute(case: _Case) -> Any:
            values = [part(case) for part in parts]
            return function([value for value in values if value is not None])

        return compute

    def conditional(self, condition: Expression, yes: Expression, no: Expression) -> _Compiled:
        decide, when_true, when_false = map(self.compiled, (condition, yes, no))

        def compute(case: _Case) -> Any:
            decided = decide(case)
            if decided is None:
                return None
            return when_true(case) if decided else when_false(case)

        return compute

    def aggregate(self, node: Aggregate) -> _Compiled:
        member = _Compiler(self.vocabulary, Level.MEMBER)
        where = member.compiled(node.where) if node.where else lambda case: True
        value = member.compiled(node.value) if node.value else lambda case: True
        function = _AGGREGATES[node.function]

        def compute(case: _Case) -> Any:
            cases = [_Case(case.household, case.members, each) for each in case.members]
            return function([value(each) for each in cases if where(each) is True])

        return compute


def _read(answers: Answers, name: str, kind: Kind) -> Value:
    value = answers.get(name)
    match kind:
        case Kind.NUMBER:
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                return float(value) if math.isfinite(value) else None
        case Kind.TEXT:
            return value or None if isinstance(value, str) else None
        case Kind.BOOLEAN:
            return value if isinstance(value, bool) else None
        case Kind.CHOICES:
            return tuple(value) if isinstance(value, (list, tuple)) else None
    return None


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _all(values: Sequence[bool | None]) -> bool | None:
    """Kleene's and: one false decides, else one unknown leaves it open."""
    if False in values:
        return False
    return None if None in values else True


def _any(values: Sequence[bool | None]) -> bool | None:
    """Kleene's or: one true decides, else one unknown leaves it open."""
    if True in values:
        return True
    return None if None in values else False


def _added(known: Sequence[float]) -> float:
    # Not sum(), which corrects for rounding where databases do not.
    return reduce(operator.add, known, 0.0)


def _mean(known: Sequence[float]) -> float | None:
    return _added(known) / len(known) if known else None


_OF_KNOWN: dict[str, Callable[[list[Any]], Any]] = {
    "min": lambda known: min(known, default=None),
    "max": lambda known: max(known, default=None),
    "total": lambda known: _added(known) if known else None,
    "mean": _mean,
    "known": lambda known: float(len(known)),
    "coalesce": lambda known: known[0] if known else None,
}


def _known(values: Sequence[Any]) -> list[Any]:
    return [value for value in values if value is not None]


def _count(values: Sequence[bool | None]) -> float | None:
    """How many are true; unknown where there is somebody and of nobody it is known."""
    if values and not _known(values):
        return None
    return float(sum(value is True for value in values))


def _sum(values: Sequence[float | None]) -> float | None:
    """The sum of the known ones: 0 without anybody, unknown where of nobody it is known."""
    if values and not _known(values):
        return None
    return _added(_known(values))


_AGGREGATES: dict[str, Callable[[list[Any]], Any]] = {
    "any": _any,
    "all": _all,
    "count": _count,
    "sum": _sum,
    "mean": lambda values: _mean(_known(values)),
    "min": lambda values: min(_known(values), default=None),
    "max": lambda values: max(_known(values), default=None),
}
