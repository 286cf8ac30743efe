"""Nested ``if`` about one answer or one number, which can be said as one CASE."""

from __future__ import annotations

from pinto.ground.conditions.tree import (
    And,
    Arithmetic,
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
) -> tuple[Expression, list[tuple[Expression, Expression]], Expression] | None:
    """What nested ``if`` ask about, each condition with its value, and the last value.

    That is an answer, or a number worked out of answers. None where they ask about more
    than one, or a condition can be known without it.
    """
    found: list[tuple[Expression, Expression]] = []
    asked: Expression | None = None
    while isinstance(node, Call) and node.function == "if":
        condition, value, otherwise = node.arguments
        name = _asked(condition)
        if name is None or asked not in (None, name):
            break
        asked = name
        found.append((condition, value))
        node = otherwise
    return None if asked is None else (asked, found, node)


def _asked(condition: Expression) -> Expression | None:
    """The answer or number without which, and only without which, a condition is unknown."""
    match condition:
        case Name():
            return condition
        case Not(operand=operand):
            return _asked(operand)
        case And(operands=operands) | Or(operands=operands):
            every = {_asked(operand) for operand in operands}
            return every.pop() if len(every) == 1 else None
        case Compare(left=Name() | Call() | Arithmetic() as number, right=Literal()):
            return number
        case Compare(left=Literal(), right=Name() | Call() | Arithmetic() as number):
            return number
        case Between(
            operand=Name() | Call() | Arithmetic() as number, low=Literal(), high=Literal()
        ):
            return number
        case In(operand=Name() as name):
            return name
        case _:
            return None
