"""What several expressions say alike, so that an engine is told it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pinto.ground.conditions.tree import (
    Aggregate,
    Arithmetic,
    Call,
    Expression,
    Name,
    children,
    walk,
)

_NUMBERS = {"total", "mean", "min", "max", "known", "size", "coalesce"}


def repeated(expressions: Iterable[Expression]) -> list[Expression]:
    """The numbers worked out for a household that occur more than once.

    Only the outermost: what occurs inside one of them alone is not told by itself.

    >>> from pinto.ground.conditions.parsing import parse
    >>> found = repeated([parse("if(total(a, b) < 5, 1, if(total(a, b) < 9, 2, 3))")])
    >>> found == [parse("total(a, b)")]
    True
    """
    every = list(expressions)
    times = Counter(node for each in every for node in _numbers(each))
    found: dict[Expression, None] = {}
    for each in every:
        found |= dict.fromkeys(_outermost(each, times))
    return list(found)


def _numbers(node: Expression) -> Iterator[Expression]:
    if isinstance(node, Aggregate):
        return  # of the members, where names mean something else
    if _is_number(node):
        yield node
    for child in children(node):
        yield from _numbers(child)


def _is_number(node: Expression) -> bool:
    if not (isinstance(node, Arithmetic) or (isinstance(node, Call) and node.function in _NUMBERS)):
        return False
    return any(isinstance(each, Name) for each in walk(node))


def _outermost(node: Expression, times: Counter[Expression]) -> Iterator[Expression]:
    if isinstance(node, Aggregate):
        return
    if times[node] > 1:
        yield node
        return
    for child in children(node):
        yield from _outermost(child, times)
