"""A condition as the rows of a form, and a form's rows as a condition: one grammar, both ways.

A form holds a flat list of rows, all of which must be true, or one of them. What the
language says beyond that is written as text; :func:`rows_of` then answers None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pinto.ground.conditions.tree import (
    Aggregate,
    And,
    Call,
    Compare,
    Expression,
    IsKnown,
    Literal,
    Name,
    Not,
    Or,
)
from pinto.ground.conditions.vocabulary import Field, Kind, Level, Vocabulary

AND, OR = "and", "or"
ANY, NONE, ALL, HEAD, COUNT = "any", "none", "all", "head", "count"
WHO = (ANY, NONE, ALL, HEAD, COUNT)  # of the members a row speaks
COMPARED = {"lt": "<", "le": "<=", "eq": "=", "ne": "!=", "ge": ">=", "gt": ">"}
KNOWN, UNKNOWN, YES, NO, HAS, HAS_NOT = "known", "unknown", "yes", "no", "has", "has_not"
# operators that make sense of each kind of answer, the likeliest first
OPERATORS: dict[Kind, tuple[str, ...]] = {
    Kind.NUMBER: ("lt", "le", "eq", "ge", "gt", "ne", KNOWN, UNKNOWN),
    Kind.TEXT: ("eq", "ne", KNOWN, UNKNOWN),
    Kind.BOOLEAN: (YES, NO, KNOWN, UNKNOWN),
    Kind.CHOICES: (HAS, HAS_NOT, KNOWN, UNKNOWN),
}
VALUELESS = (KNOWN, UNKNOWN, YES, NO)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form. ``value`` is a number or a code as text; blank where none is asked.

    ``who`` is blank for an answer of the household; ``number`` is of ``count``: at least.
    """

    name: str
    operator: str
    value: str = ""
    who: str = ""
    number: int = 1


def text_of(rows: Sequence[Row], join: str, names: Vocabulary) -> str:
    """The condition that the rows say. Raises ``ValueError`` for a row that is not filled in.

    >>> names = Vocabulary([Field("overall", Kind.NUMBER, Level.HOUSEHOLD),
    ...                     Field("welfare", Kind.CHOICES, Level.MEMBER)])
    >>> rows = [Row("overall", "lt", "1.75"), Row("welfare", "has", "welfare_card", who="none")]
    >>> text_of(rows, "and", names)
    "overall < 1.75 and not any(members, has(welfare, 'welfare_card'))"
    """
    if not rows:
        raise ValueError("there is no row")
    return f" {join} ".join(_said(row, names) for row in rows)


def _said(row: Row, names: Vocabulary) -> str:
    level = Level.MEMBER if row.who else Level.HOUSEHOLD
    field = names.field(row.name, level)
    if field is None or row.operator not in OPERATORS[field.kind]:
        raise ValueError(f"{row.name} {row.operator} says nothing")
    inner = _atom(row, field)
    match row.who:
        case "":
            return inner
        case "any":
            return f"any(members, {inner})"
        case "none":
            return f"not any(members, {inner})"
        case "all":
            return f"all(members, {inner})"
        case "head":
            return f"any(members where relation = 'head', {inner})"
        case "count":
            return f"count(members, {inner}) >= {row.number}"
    raise ValueError(f"nobody is called {row.who}")


def _atom(row: Row, field: Field) -> str:
    name = row.name
    match row.operator:
        case "known" | "unknown":
            return f"{name} is {row.operator}"
        case "yes":
            return f"{name} = true"
        case "no":
            return f"{name} = false"
    if not row.value:
        raise ValueError(f"{name} is compared with nothing")
    if field.kind is Kind.NUMBER:
        return f"{name} {COMPARED[row.operator]} {_number(float(row.value))}"
    if (field.choices is not None and row.value not in field.choices) or "'" in row.value:
        raise ValueError(f"{row.value} is no answer to {name}")
    if field.kind is Kind.CHOICES:
        said = f"has({name}, '{row.value}')"
        return said if row.operator == HAS else f"not {said}"
    return f"{name} {COMPARED[row.operator]} '{row.value}'"


def _number(value: float) -> str:
    """As the language writes numbers: no exponent, no needless decimals."""
    if not abs(value) < 1e12:
        raise ValueError("this number is too large")
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"


def rows_of(condition: Expression, names: Vocabulary) -> tuple[list[Row], str] | None:
    """The rows of a condition and how they are joined; None where a form cannot say it."""
    match condition:
        case And(operands=operands):
            join, parts = AND, operands
        case Or(operands=operands):
            join, parts = OR, operands
        case _:
            join, parts = AND, (condition,)
    rows = [_row(part, names) for part in parts]
    found = [row for row in rows if row is not None]
    return (found, join) if len(found) == len(rows) else None


def _row(node: Expression, names: Vocabulary) -> Row | None:
    match node:
        case Not(operand=Aggregate(function="any", value=value, where=None)) if value:
            return _read(value, names, NONE)
        case Aggregate(function="any" | "all" as who, value=value, where=None) if value:
            return _read(value, names, who)
        case Aggregate(
            function="any",
            value=value,
            where=Compare(left=Name(name="relation"), operator="=", right=Literal(value="head")),
        ) if value:
            return _read(value, names, HEAD)
        case Compare(
            left=Aggregate(function="count", value=value, where=None),
            operator=">=",
            right=Literal(value=float(number)),
        ) if value and number == int(number) and number >= 1:
            return _read(value, names, COUNT, int(number))
    return _read(node, names, "")


def _read(node: Expression, names: Vocabulary, who: str, number: int = 1) -> Row | None:
    """The row of one plain comparison; None for anything else."""
    row: Row | None = None
    match node:
        case IsKnown(operand=Name(name=name, of_household=False)):
            row = Row(name, KNOWN)
        case Not(operand=IsKnown(operand=Name(name=name, of_household=False))):
            row = Row(name, UNKNOWN)
        case Call(function="has", arguments=(Name(name=name), Literal(value=str(code)))):
            row = Row(name, HAS, code)
        case Not(operand=Call(function="has", arguments=(Name(name=name), Literal(value=code)))):
            row = Row(name, HAS_NOT, str(code))
        case Compare(
            left=Name(name=name, of_household=False), operator=said, right=Literal(value=v)
        ):
            row = _compared(name, said, v)
        case Name(name=name, of_household=False):
            row = Row(name, YES)
        case Not(operand=Name(name=name, of_household=False)):
            row = Row(name, NO)
    if row is None:
        return None
    field = names.field(row.name, Level.MEMBER if who else Level.HOUSEHOLD)
    if field is None or row.operator not in OPERATORS[field.kind]:
        return None
    return Row(row.name, row.operator, row.value, who, number)


def _compared(name: str, said: str, value: float | str | bool) -> Row | None:
    operator = next(key for key, sign in COMPARED.items() if sign == said)
    if isinstance(value, bool):
        if operator not in ("eq", "ne"):
            return None
        return Row(name, YES if value is (operator == "eq") else NO)
    if isinstance(value, float):
        return Row(name, operator, _number(value))
    return Row(name, operator, value)
