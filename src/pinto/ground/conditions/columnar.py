"""Conditions as Ibis expressions: for all households of a table at once.

However many expressions are compiled together, the members are read once: what
they need of the members becomes one grouping, joined once to the households.
Only plain Ibis is used, so that another engine gives the same answers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import ibis

from pinto.ground.conditions.calls import CALLS
from pinto.ground.conditions.checking import check, field_of
from pinto.ground.conditions.repeated import repeated
from pinto.ground.conditions.steps import steps
from pinto.ground.conditions.tallies import chosen_column, decided, tallies, value_column
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
    walk,
)
from pinto.ground.conditions.vocabulary import Kind, Level, Vocabulary

_REPEATED = "repeated__"  # begins the column of a number that is said more than once
_OF_HOUSEHOLD = "household__"  # begins the household's columns beside a member's
_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda left, right: left / right.nullif(0.0),
}


def to_ibis(
    expression: Expression, households: Any, members: Any, vocabulary: Vocabulary, **options: Any
) -> Any:
    """A table with a row per household: its key, and ``value``. See :func:`compile_many`."""
    return compile_many({"value": expression}, households, members, vocabulary, **options)


def compile_many(
    expressions: Mapping[str, Expression],
    households: Any,
    members: Any,
    vocabulary: Vocabulary,
    *,
    key: str = "household_id",
    keep: Sequence[str] = (),
) -> Any:
    """A table with a row per household: its key, the columns to keep, and one per expression.

    ``households`` and ``members`` are Ibis tables with a column per answer (a list of
    choices is an array of text) and ``key`` in both; null is unknown. A household
    without rows in ``members`` has no members. Numbers come as float64.
    Raises ``ConditionError`` for what ``check`` refuses.
    """
    for expression in expressions.values():
        check(expression, vocabulary)
    aggregates = list(
        dict.fromkeys(
            node
            for expression in expressions.values()
            for node in walk(expression)
            if isinstance(node, Aggregate)
        )
    )
    table = households
    if aggregates:
        gathered = _gathered(aggregates, households, members, vocabulary, key)
        table = households.left_join(gathered, households[key] == gathered[_MEMBERS_OF])
    said = {node: f"{_REPEATED}{at}" for at, node in enumerate(repeated(expressions.values()))}
    if said:  # an engine takes longer to understand the text of a score than to score a tambon
        once = _Columns(table, vocabulary, Level.HOUSEHOLD, aggregates)
        table = table.mutate(**{name: once.of(node) for node, name in said.items()})
    columns = _Columns(table, vocabulary, Level.HOUSEHOLD, aggregates, said)
    return table.select(
        table[key],
        *[table[name] for name in keep],
        **{name: columns.of(expression) for name, expression in expressions.items()},
    )


def member_columns(
    expressions: Mapping[str, Expression],
    members: Any,
    households: Any,
    vocabulary: Vocabulary,
    *,
    key: str = "household_id",
    keep: Sequence[str] = ("person_id",),
) -> Any:
    """A table with a row per member: the key, the columns to keep, and one per expression.

    Here the names are a member's, and ``household.x`` the household's.
    Raises ``ConditionError`` for what ``check`` refuses.
    """
    for expression in expressions.values():
        check(expression, vocabulary, Level.MEMBER)
    table = _beside_household(expressions.values(), members, households, key)
    columns = _Columns(table, vocabulary, Level.MEMBER)
    return table.select(
        table[key],
        *[table[name] for name in keep],
        **{name: columns.of(expression) for name, expression in expressions.items()},
    )


_MEMBERS_OF = "members__of"


def _beside_household(
    expressions: Iterable[Expression], members: Any, households: Any, key: str
) -> Any:
    """The members, each beside those answers of its household that the expressions name."""
    named = {
        node.name
        for expression in expressions
        for node in walk(expression)
        if isinstance(node, Name) and node.of_household
    }
    if not named:
        return members
    theirs = households.select(
        **{_MEMBERS_OF: households[key]},
        **{_OF_HOUSEHOLD + name: households[name] for name in sorted(named)},
    )
    return members.left_join(theirs, members[key] == theirs[_MEMBERS_OF])


def _gathered(
    aggregates: Sequence[Aggregate],
    households: Any,
    members: Any,
    vocabulary: Vocabulary,
    key: str,
) -> Any:
    """One row per household that has members, with the tallies of every aggregate."""
    table = _beside_household(aggregates, members, households, key)
    columns = _Columns(table, vocabulary, Level.MEMBER)
    per_member: dict[str, Any] = {}
    for number, node in enumerate(aggregates):
        where = ibis.literal(True) if node.where is None else columns.of(node.where)
        value = ibis.literal(True) if node.value is None else columns.of(node.value)
        per_member[chosen_column(number)] = where
        per_member[value_column(number)] = where.ifelse(value, _nothing(value))
    each = table.select(**{_MEMBERS_OF: table[key]}, **per_member)
    wanted = {
        name: tally
        for number, node in enumerate(aggregates)
        for name, tally in tallies(number, node, each).items()
    }
    return each.group_by(_MEMBERS_OF).aggregate(**wanted)


def _nothing(like: Any) -> Any:
    return ibis.null(like.type())


class _Columns:
    """Turns nodes into column expressions of one table, where one level is spoken of."""

    def __init__(
        self,
        table: Any,
        vocabulary: Vocabulary,
        level: Level,
        aggregates: Sequence[Aggregate] = (),
        said: Mapping[Expression, str] | None = None,
    ) -> None:
        self.table = table
        self.vocabulary = vocabulary
        self.level = level
        self.numbers = {node: number for number, node in enumerate(aggregates)}
        self.said = said or {}

    def of(self, node: Expression) -> Any:
        if node in self.said:
            return self.table[self.said[node]]
        match node:
            case Literal(value=value):
                return ibis.literal(value)
            case Name():
                return self.answer(node)
            case Not(operand=operand):
                return ~self.of(operand)
            case And() | Or():
                joined = operator.and_ if isinstance(node, And) else operator.or_
                return reduce(joined, map(self.of, node.operands))
            case IsKnown(operand=operand):
                return self.closed(operand).notnull()
            case Compare() | Arithmetic():
                return _BINARY[node.operator](self.closed(node.left), self.closed(node.right))
            case Negative(operand=operand):
                return -self.of(operand)
            case Between(operand=operand, low=low, high=high):
                column = self.of(operand)
                return (column >= self.of(low)) & (column <= self.of(high))
            case In(operand=operand, items=items):
                return self.of(operand).isin([item.value for item in items])
            case Call(function="if") if (found := steps(node)) is not None:
                return self.step(*found)
            case Call(function=function, arguments=arguments):
                return CALLS[function](*map(self.closed, arguments))
            case Aggregate():
                return decided(self.numbers[node], node, self.table)

    def closed(self, node: Expression) -> Any:
        """The column of a node that something else is said of.

        Ibis writes NOT, IN and IS without brackets around them, so that a following
        ``=`` or ``IS NULL`` would bind tighter; a function's brackets close them.
        """
        column = self.of(node)
        if isinstance(node, (Not, In, IsKnown)):
            return ibis.coalesce(column, ibis.null("boolean"))
        return column

    def step(
        self, asked: Expression, steps: Sequence[tuple[Expression, Expression]], last: Expression
    ) -> Any:
        """Nested ``if`` about one answer as one CASE: half the time of one in another.

        Every condition is unknown where the answer is and nowhere else, so one look at
        it stands for the question of each condition.
        """
        cases = [(self.closed(condition), self.closed(value)) for condition, value in steps]
        return ibis.cases(*cases, (self.closed(asked).notnull(), self.closed(last)))

    def answer(self, name: Name) -> Any:
        field = field_of(name, self.vocabulary, self.level)
        column = self.table[(_OF_HOUSEHOLD if name.of_household else "") + name.name]
        if field.kind is Kind.NUMBER:
            return column.cast("float64")
        return column.nullif("") if field.kind is Kind.TEXT else column
