"""What a condition is made of: frozen nodes that hold no rule, only the shape of the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pinto.ground.conditions.errors import Spot

_NOWHERE = Spot(1, 1)


@dataclass(frozen=True, slots=True)
class _Node:
    # Where it stands in the text; two equal conditions may stand in different places.
    at: Spot = field(default=_NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Literal(_Node):
    """A number, a text, true or false, as written."""

    value: float | str | bool


@dataclass(frozen=True, slots=True)
class Name(_Node):
    """An answer; ``household.x`` inside a member's condition is the household's."""

    name: str
    of_household: bool = False


@dataclass(frozen=True, slots=True)
class Not(_Node):
    operand: Expression


@dataclass(frozen=True, slots=True)
class And(_Node):
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or(_Node):
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Compare(_Node):
    left: Expression
    operator: str  # = != < <= > >=
    right: Expression


@dataclass(frozen=True, slots=True)
class Between(_Node):
    """From low to high, both included."""

    operand: Expression
    low: Expression
    high: Expression


@dataclass(frozen=True, slots=True)
class In(_Node):
    operand: Expression
    items: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class IsKnown(_Node):
    operand: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic(_Node):
    left: Expression
    operator: str  # + - * /
    right: Expression


@dataclass(frozen=True, slots=True)
class Negative(_Node):
    operand: Expression


@dataclass(frozen=True, slots=True)
class Call(_Node):
    """A function of its arguments: ``has``, ``if``, ``total``, …"""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Aggregate(_Node):
    """One value out of a household's members: all of them, or those for whom ``where`` is true."""

    function: str
    value: Expression | None  # None only in ``count(members)``
    where: Expression | None = None


Expression = (
    Literal
    | Name
    | Not
    | And
    | Or
    | Compare
    | Between
    | In
    | IsKnown
    | Arithmetic
    | Negative
    | Call
    | Aggregate
)


def children(node: Expression) -> tuple[Expression, ...]:
    """The nodes directly below this one."""
    match node:
        case Literal() | Name():
            return ()
        case Not() | IsKnown() | Negative():
            return (node.operand,)
        case And() | Or():
            return node.operands
        case Compare() | Arithmetic():
            return (node.left, node.right)
        case Between():
            return (node.operand, node.low, node.high)
        case In():
            return (node.operand, *node.items)
        case Call():
            return node.arguments
        case Aggregate():
            return tuple(child for child in (node.value, node.where) if child is not None)


def walk(node: Expression) -> Iterator[Expression]:
    """The node and everything below it, in the order of the text."""
    yield node
    for child in children(node):
        yield from walk(child)


def names_in(expression: Expression) -> frozenset[str]:
    """The names of every answer the expression reads, of the household and of its members.

    >>> from pinto.ground.conditions.parsing import parse
    >>> sorted(names_in(parse("income > 5 or any(members, age < household.limit)")))
    ['age', 'income', 'limit']
    """
    return frozenset(node.name for node in walk(expression) if isinstance(node, Name))
