"""The conditions and formulas of a specification, with everything derived written out.

A name is a column; failing that, something derived; failing that, another
indicator. They may use each other in any order, but not in a circle.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pinto.ground.conditions.checking import check
from pinto.ground.conditions.errors import ConditionError
from pinto.ground.conditions.limits import check_size
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.tree import (
    Aggregate,
    Compare,
    Expression,
    In,
    Literal,
    Name,
    children,
    walk,
)
from pinto.ground.conditions.vocabulary import Field, Kind, Level, Vocabulary
from pinto.ground.declared import Place
from pinto.insight.estimates.rules.specification import Column, Source

Key = tuple[Level, str]
_NODE = get_args(Expression)
_WHAT = {
    Kind.NUMBER: "a number",
    Kind.TEXT: "a text",
    Kind.BOOLEAN: "a yes-or-no",
    Kind.CHOICES: "a list of choices",
}


@dataclass(frozen=True)
class Written:
    """A text of the specification: where it stands, of whom it speaks, and what it must be.

    ``name`` is what other texts can call it; None for what nobody calls.
    """

    place: Place
    text: str
    level: Level = Level.HOUSEHOLD
    name: str | None = None
    wanted: Kind | None = None


class Formulas:
    """Every text of a specification, checked, and its expression over columns alone."""

    def __init__(
        self, sources: Iterable[Source], texts: Iterable[Written], complain: Callable[..., None]
    ) -> None:
        self._columns: dict[Key, Column] = {
            (source.level, column.name): column for source in sources for column in source.columns
        }
        self._fields = {key: _field(key, column) for key, column in self._columns.items()}
        self._complain = complain  # told (place, problem) for each one found
        self._texts = list(texts)
        self._named: dict[Key, Written] = {}
        for text in self._texts:
            if text.name and (text.level, text.name) not in self._columns:
                self._named.setdefault((text.level, text.name), text)
        self._done: dict[Place, Expression | None] = {}
        self._doing: list[Written] = []
        for text in self._texts:
            self._resolve(text)

    def expression(self, place: Place) -> Expression | None:
        """What stands there, over columns alone; None where there was something to complain of."""
        return self._done[place]

    def _resolve(self, text: Written) -> Expression | None:
        """The text's expression, after those it names; None once a problem was told."""
        if text.place in self._done:
            return self._done[text.place]
        if text in self._doing:
            circle = [*self._doing[self._doing.index(text) :], text]
            names = " → ".join(str(each.name) for each in circle)
            self._complain(text.place, f"`{text.text}` leads back to itself: {names}")
            return None
        self._doing.append(text)
        try:
            found = self._read(text)
        except ConditionError as error:
            where = f"line {error.line}, column {error.column} of the text"
            self._complain(text.place, f"`{_short(text.text)}`: {error.message} ({where})")
            found = None
        self._doing.pop()
        self._done.setdefault(text.place, found)
        return self._done[text.place]

    def _read(self, text: Written) -> Expression | None:
        expression = parse(text.text)
        derived: dict[Key, Expression] = {}
        for key in dict.fromkeys(_names(expression, text.level)):
            named = self._named.get(key)
            if key in self._columns or named is None:
                continue
            found = self._resolve(named)
            if found is None:
                return None  # told already, where it stands
            derived[key] = found
        kind = check(expression, Vocabulary(self._fields.values()), text.level)
        if text.wanted and kind is not text.wanted:
            self._complain(
                text.place,
                f"`{_short(text.text)}` gives {_WHAT[kind]}; {_WHAT[text.wanted]} is needed here",
            )
            return None
        for problem in self._codes(expression, text.level):
            self._complain(text.place, f"`{_short(text.text)}`: {problem}")
        if text.name and self._named.get((text.level, text.name)) is text:
            self._fields[text.level, text.name] = Field(text.name, kind, text.level)
        written: Expression = _with(expression, text.level, derived)
        check_size(written)
        return written

    def _codes(self, expression: Expression, level: Level) -> Iterator[str]:
        """A number that is none of the column's codes; ``check`` sees only texts."""
        for node, at in _levelled(expression, level):
            match node:
                case Compare(left=Name() as name, right=Literal() as literal):
                    asked = [literal]
                case Compare(left=Literal() as literal, right=Name() as name):
                    asked = [literal]
                case In(operand=Name() as name, items=items):
                    asked = list(items)
                case _:
                    continue
            if isinstance(node, Compare) and node.operator not in ("=", "!="):
                continue
            column = self._columns.get((Level.HOUSEHOLD if name.of_household else at, name.name))
            if column is None or column.codes is None or column.kind is not Kind.NUMBER:
                continue
            known = {float(code) for code in column.codes}
            for each in asked:
                if each.value not in known:
                    listed = ", ".join(column.codes)
                    yield f"`{name.name}` has no code {each.value:g}; there are {listed}"


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def _field(key: Key, column: Column) -> Field:
    texts = column.codes is not None and column.kind in (Kind.TEXT, Kind.CHOICES)
    choices = frozenset(column.codes or ()) if texts else None
    return Field(column.name, column.kind, key[0], choices)


def _levelled(node: Expression, level: Level) -> Iterator[tuple[Expression, Level]]:
    """Every node with whose answers its names are."""
    yield node, level
    below = Level.MEMBER if isinstance(node, Aggregate) else level
    for child in children(node):
        yield from _levelled(child, below)


def _names(expression: Expression, level: Level) -> Iterator[Key]:
    for node, at in _levelled(expression, level):
        if isinstance(node, Name):
            yield (Level.HOUSEHOLD if node.of_household else at), node.name


def _with(node: Expression, level: Level, derived: Mapping[Key, Expression]) -> Any:
    """The expression with what is derived written out."""
    if isinstance(node, Name):
        key = (Level.HOUSEHOLD if node.of_household else level), node.name
        found = derived.get(key)
        if found is None:
            return node
        return _from_a_member(found, node) if node.of_household else found
    below = Level.MEMBER if isinstance(node, Aggregate) else level
    changes = {
        each.name: _within(getattr(node, each.name), below, derived)
        for each in dataclasses.fields(node)
        if each.name != "at"
    }
    return dataclasses.replace(node, **changes)


def _within(value: Any, level: Level, derived: Mapping[Key, Expression]) -> Any:
    if isinstance(value, tuple):
        return tuple(_within(each, level, derived) for each in value)
    return _with(value, level, derived) if isinstance(value, _NODE) else value


def _from_a_member(found: Expression, name: Name) -> Expression:
    """The household's expression as a member's condition asks for it."""
    if any(isinstance(node, Aggregate) for node in walk(found)):
        raise ConditionError(
            "`household.{name}` looks at members itself, so members cannot ask for it.",
            name.at,
            name=name.name,
        )
    theirs = {
        (Level.HOUSEHOLD, node.name): Name(node.name, of_household=True)
        for node in walk(found)
        if isinstance(node, Name)
    }
    written: Expression = _with(found, Level.HOUSEHOLD, theirs)
    return written


def reads(expressions: Iterable[Expression]) -> set[Key]:
    """The columns that the expressions of households read."""
    return {key for expression in expressions for key in _names(expression, Level.HOUSEHOLD)}


def looks_at_members(expressions: Iterable[Expression]) -> bool:
    """Whether any of them needs a roster; `count(members)` names no column of it."""
    return any(
        isinstance(node, Aggregate) for expression in expressions for node in walk(expression)
    )
