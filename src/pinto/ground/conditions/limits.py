"""How large a condition may be, so that no text can exhaust a parser, an engine or a database."""

from __future__ import annotations

from pinto.ground.conditions.errors import N_, ConditionError, Spot
from pinto.ground.conditions.tree import Arithmetic, Between, Call, Expression, children

LENGTH = 10_000  # characters
DEPTH = 50  # levels; engines take several frames for each
DEPTH_OF_FILTER = 16  # SQLite's parser has room for 100 symbols at once
ROSTERS_OF_FILTER = 20  # looks at the members; PostgreSQL plans each one anew
WEIGHT = 20_000  # nodes, as often as the compilers write them out


def check_length(text: str) -> None:
    """Raises ``ConditionError`` for a text that is empty or too long to be read."""
    if not text.strip():
        raise ConditionError(N_("The condition is empty."), Spot(1, 1))
    if len(text) > LENGTH:
        raise ConditionError(
            N_("The condition has {length} characters; at most {most} are read."),
            Spot(1, 1),
            length=len(text),
            most=LENGTH,
        )


def check_size(root: Expression) -> None:
    """Raises ``ConditionError`` for a tree too deep or too heavy to compile."""
    depth, weight = _measured(root)
    if depth > DEPTH or weight > WEIGHT:
        raise ConditionError(
            N_("This is nested too deeply; split the condition into several."), root.at
        )


def depth_of(root: Expression) -> int:
    """How many levels the tree has."""
    return _measured(root)[0]


def _measured(root: Expression) -> tuple[int, int]:
    """Depth and weight, without recursion: this is what makes recursion safe elsewhere."""
    sizes: dict[int, tuple[int, int]] = {}  # id of a node → its depth and weight
    waiting = [root]
    while waiting:
        node = waiting[-1]
        below = children(node)
        missing = [child for child in below if id(child) not in sizes]
        if missing:
            waiting.extend(missing)
            continue
        waiting.pop()
        depth = 1 + max((sizes[id(child)][0] for child in below), default=0)
        weight = 1 + sum(sizes[id(child)][1] for child in (*below, *_repeated(node)))
        sizes[id(node)] = depth, min(weight, WEIGHT + 1)  # or it would outgrow memory
    return sizes[id(root)]


def _repeated(node: Expression) -> tuple[Expression, ...]:
    """What is written out a second time in SQL, by us or by DuckDB, whose NULLIF is a CASE.

    Nested, it doubles at every level.
    """
    match node:
        case Between():
            return (node.operand,)
        case Call(function="if"):
            return node.arguments[:1]
        case Call(function="mean"):
            return node.arguments * 2
        case Call(function="total" | "min" | "max"):
            return node.arguments
        case Arithmetic(operator="/"):
            return (node.right,)
        case _:
            return ()
