"""Nested ``if`` about one answer, which can be said as one CASE."""

from __future__ import annotations

from pinto.ground.conditions.tree import (
    And,
    Between,
    Call,
    Compare,
    Expression,
    In,
    Literal,
    Name,
    Not,
    Or,
)


def steps(
    node: Expression,
) -> tuple[Name, list[tuple[Expression, Expression]], Expression] | None:
    """The answer that nested ``if`` ask about, each condition with its value, and the last value.

    None where they ask about more than one answer, or a condition can be known without it.
    """
    found: list[tuple[Expression, Expression]] = []
    asked: Name | None = None
    while isinstance(node, Call) and node.function == "if":
        condition, value, otherwise = node.arguments
        name = _asked(condition)
        if name is None or asked not in (None, name):
            break
        asked = name
        found.append((condition, value))
        node = otherwise
    return None if asked is None else (asked, found, node)


def _asked(condition: Expression) -> Name | None:
    """The answer without which, and only without which, a condition is unknown."""
    match condition:
        case Name():
            return condition
        case Not(operand=operand):
            return _asked(operand)
        case And(operands=operands) | Or(operands=operands):
            every = {_asked(operand) for operand in operands}
            return every.pop() if len(every) == 1 else None
        case Compare(left=Name() as name, right=Literal()):
            return name
        case Compare(left=Literal(), right=Name() as name):
            return name
        case Between(operand=Name() as name, low=Literal(), high=Literal()):
            return name
        case In(operand=Name() as name):
            return name
        case _:
            return None
