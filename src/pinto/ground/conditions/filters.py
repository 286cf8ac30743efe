"""Conditions as database filters: for lists of households, on SQLite and PostgreSQL.

A filter selects the rows for which the condition is true. Every condition is
compiled to two: when it is true, and when it is false. What fulfils neither is
unknown, so ``not`` swaps them and never turns the unknown into something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Field,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IsNull,
    LessThan,
    LessThanOrEqual,
)
from django.db.models.lookups import In as InLookup

from pinto.ground.conditions.checking import check, field_of
from pinto.ground.conditions.documents import (
    AnswerHas,
    BooleanAnswer,
    NumberAnswer,
    SizeOfAnswer,
    TextAnswer,
)
from pinto.ground.conditions.errors import N_, ConditionError, NotFilterable
from pinto.ground.conditions.limits import DEPTH_OF_FILTER, ROSTERS_OF_FILTER, depth_of
from pinto.ground.conditions.tree import (
    Aggregate,
    And,
    Between,
    Call,
    Compare,
    Expression,
    In,
    IsKnown,
    Literal,
    Name,
    Not,
    Or,
    walk,
)
from pinto.ground.conditions.vocabulary import Kind, Level, Vocabulary

_UNKNOWN = -1.0  # no count is negative

_LOOKUPS: dict[str, Any] = {
    "=": Exact,
    "<": LessThan,
    "<=": LessThanOrEqual,
    ">": GreaterThan,
    ">=": GreaterThanOrEqual,
}
_FIELDS: dict[Kind, type[Field[Any, Any]]] = {
    Kind.NUMBER: FloatField,
    Kind.TEXT: TextField,
    Kind.BOOLEAN: BooleanField,
}
_ANSWERS: dict[Kind, Any] = {
    Kind.NUMBER: NumberAnswer,
    Kind.TEXT: TextAnswer,
    Kind.BOOLEAN: BooleanAnswer,
    Kind.CHOICES: SizeOfAnswer,  # enough to see whether there is a list
}


@dataclass(frozen=True)
class Stored:
    """Where a row keeps its answers: in a JSON document, some in columns of their own.

    ``document`` and the values of ``columns`` (name → path) are paths from the row,
    as ``filter`` takes them; an annotation of the queryset is such a path too.
    """

    document: str | None = "answers"
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Roster:
    """The members: rows of ``members``, tied to the filtered row by equal values.

    ``link`` says which: path from the member → path from the filtered row, for
    instance ``{"revision": "pk"}``.
    """

    members: QuerySet[Any]
    link: Mapping[str, str]
    stored: Stored = field(default_factory=Stored)


def to_filter(
    expression: Expression,
    vocabulary: Vocabulary,
    household: Stored,
    roster: Roster | None = None,
) -> Q:
    """What ``QuerySet.filter()`` takes to select the rows for which the expression is true.

    Raises ``ConditionError`` for what ``check`` refuses and for what is no condition,
    ``NotFilterable`` for what a database is not asked: arithmetic, ``if``, means and sums.
    """
    if check(expression, vocabulary) is not Kind.BOOLEAN:
        raise ConditionError(N_("A filter needs a condition, not a value."), expression.at)
    _check_size(expression)
    return _Filter(vocabulary, Level.HOUSEHOLD, household, household, roster).holds(expression)


def _check_size(expression: Expression) -> None:
    """Raises ``NotFilterable`` for what a database could not read, or not in good time."""
    looks = sum(isinstance(node, Aggregate) for node in walk(expression))
    if depth_of(expression) > DEPTH_OF_FILTER or looks > ROSTERS_OF_FILTER:
        raise NotFilterable(
            N_(
                "This is too much to filter a list by: at most {levels} levels, and {looks} looks "
                "at the members."
            ),
            expression.at,
            levels=DEPTH_OF_FILTER,
            looks=ROSTERS_OF_FILTER,
        )


def _always(truth: bool) -> Q:
    return Q(Exact(Value(1), Value(1 if truth else 0)))


def _not_true(condition: Q) -> Case:
    """True also where the condition is unknown, unlike its negation."""
    return Case(When(condition, then=Value(False)), default=Value(True))


@dataclass(frozen=True)
class _Filter:
    """Turns nodes into conditions on one row: a household's, or a member's in a subquery."""

    vocabulary: Vocabulary
    level: Level
    stored: Stored  # where this row keeps its answers
    household: Stored
    roster: Roster | None = None

    def holds(self, node: Expression, truth: bool = True) -> Q:
        """When the condition is true, or, with ``truth`` False, when it is false."""
        match node:
            case Literal(value=value):
                return _always(value is truth)
            case Not(operand=operand):
                return self.holds(operand, not truth)
            case And(operands=operands) | Or(operands=operands):
                joined = and_ if isinstance(node, And) is truth else or_
                return reduce(joined, [self.holds(each, truth) for each in operands])
            case Between(operand=operand, low=low, high=high):
                above = Compare(operand, ">=", low, at=node.at)
                below = Compare(operand, "<=", high, at=node.at)
                return self.holds(And((above, below), at=node.at), truth)
            case IsKnown(operand=operand):
                return Q(IsNull(self.value(operand), not truth))
            case Aggregate(function="any" | "all"):
                return self.of_members(node, truth)
            case Compare():
                return self.compared(node, truth)
            case In(operand=operand, items=items):
                among = Q(InLookup(self.value(operand), [item.value for item in items]))
                return among if truth else ~among
            case _:
                return Q(Exact(self.value(node), Value(truth)))

    def compared(self, node: Compare, truth: bool) -> Q:
        lookup = _LOOKUPS["=" if node.operator == "!=" else node.operator]
        condition = Q(lookup(self.value(node.left), self.value(node.right)))
        # SQL's own NOT keeps the unknown; Django adds nothing to a lookup on expressions.
        return condition if (node.operator != "!=") is truth else ~condition

    def value(self, node: Expression) -> Any:
        """The database expression of a value, NULL where it is unknown."""
        match node:
            case Literal(value=bool(truth)):
                return Value(truth, output_field=BooleanField())
            case Literal(value=value):
                output = TextField() if isinstance(value, str) else FloatField()
                return Value(value, output_field=output)
            case Name():
                return self.answer(node)
            case Call(function="has", arguments=(Name() as asked, Literal(value=str(code)))):
                return AnswerHas(self.document(asked), asked.name, code)
            case Call(function="size", arguments=(Name() as asked,)):
                return SizeOfAnswer(self.document(asked), asked.name)
            case Call(function="coalesce", arguments=arguments):
                return Coalesce(*[self.value(argument) for argument in arguments])
            case Aggregate(function="count"):
                return self.count(node)
            case Call(function=function) | Aggregate(function=function):
                raise NotFilterable(
                    N_("A list cannot be filtered by `{function}`."), node.at, function=function
                )
            case _:
                raise NotFilterable(
                    N_(
                        "A list can be filtered by answers as they are, not by what is worked out "
                        "of them here."
                    ),
                    node.at,
                )

    def answer(self, name: Name) -> Any:
        kind = field_of(name, self.vocabulary, self.level).kind
        column = self.place(name).columns.get(name.name)
        if column is None:
            return _ANSWERS[kind](self.document(name), name.name)
        if kind is Kind.CHOICES:
            raise NotFilterable(
                N_("`{name}` is not kept where a list can be filtered by it."),
                name.at,
                name=name.name,
            )
        # Typed anew, or a whole-number column would cut 2.5 to 2 before it compares.
        typed = ExpressionWrapper(self.path(name, column), output_field=_FIELDS[kind]())
        if kind is Kind.TEXT:
            return NullIf(typed, Value("", output_field=TextField()))
        return typed

    def document(self, name: Name) -> Any:
        document = self.place(name).document
        if document is None or name.name in self.place(name).columns:
            raise NotFilterable(
                N_("`{name}` is not kept where a list can be filtered by it."),
                name.at,
                name=name.name,
            )
        return self.path(name, document)

    def place(self, name: Name) -> Stored:
        return self.household if name.of_household else self.stored

    def path(self, name: Name, path: str) -> Any:
        return OuterRef(path) if name.of_household else F(path)

    def chosen(self, node: Aggregate) -> tuple[QuerySet[Any], _Filter]:
        """The members an aggregate looks at, and what turns their conditions into filters."""
        if self.roster is None:
            raise NotFilterable(N_("This list cannot be filtered by members."), node.at)
        member = _Filter(self.vocabulary, Level.MEMBER, self.roster.stored, self.household)
        tied = {path: OuterRef(outer) for path, outer in self.roster.link.items()}
        members = self.roster.members.order_by().filter(**tied)
        return (members.filter(member.holds(node.where)) if node.where else members), member

    def of_members(self, node: Aggregate, truth: bool) -> Q:
        """``any`` and ``all``: there is somebody who settles it, or nobody who leaves it open."""
        assert node.value is not None  # noqa: S101  # only count has none: the parser saw to it
        members, member = self.chosen(node)
        settling = node.function == "any"  # the value of one member that decides by itself
        if truth is settling:
            return Q(Exists(members.filter(member.holds(node.value, settling))))
        open_or_against = _not_true(member.holds(node.value, not settling))
        return Q(~Exists(members.filter(open_or_against)))

    def count(self, node: Aggregate) -> Any:
        """How many members; no row is nobody, and -1 stands for "known of none" until the end."""
        members, member = self.chosen(node)
        counted: Any = Count("pk")
        if node.value is not None:
            true, false = member.holds(node.value), member.holds(node.value, False)
            known = GreaterThan(Count("pk", filter=true | false), 0)
            counted = Case(
                When(known, then=Count("pk", filter=true)),
                default=Value(_UNKNOWN),
                output_field=FloatField(),
            )
        found = members.values(*self._link()).annotate(counted=counted).values("counted")
        number = Coalesce(Subquery(found, output_field=FloatField()), Value(0.0))
        return NullIf(number, Value(_UNKNOWN))

    def _link(self) -> list[str]:
        return list(self.roster.link) if self.roster else []
