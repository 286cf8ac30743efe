"""From raw columns to the deprivation matrix: who is deprived of what, as plain Ibis.

The households are read once and the members once, however many indicators there
are, and nothing is used that only one engine has.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from math import floor

import ibis
import ibis.expr.types as ir

from pinto.ground.conditions.columnar import compile_many
from pinto.ground.conditions.tree import Expression
from pinto.ground.conditions.vocabulary import Field, Level, Vocabulary
from pinto.insight.estimates.engine.columns import (
    asked_column,
    declared,
    key_of,
    number_column,
)
from pinto.insight.estimates.rules.counting import integer_weights
from pinto.insight.estimates.rules.formulas import Key, looks_at_members, reads
from pinto.insight.estimates.rules.specification import (
    Column,
    Condition,
    DataError,
    Design,
    Rule,
    Source,
    Specification,
    UnusableColumn,
)

LEFT_OUT = "left__out"
UNKNOWN, INELIGIBLE = "__unknown", "__ineligible"  # end the names of own categories
SIZE = "size__"
_KEY, _WEIGHT, _STRATUM, _PSU = "of__household", "w__", "s__", "p__"


NO_DESIGN = Design()


@dataclass(frozen=True)
class Wanted:
    """What is asked of a specification this time: groups, round, and how rows were drawn."""

    by: tuple[str, ...] = ()
    over: str | None = None
    design: Design = NO_DESIGN

    @property
    def grouped(self) -> tuple[str, ...]:
        """Every column that groups, each once."""
        return tuple(dict.fromkeys([*self.by, *([self.over] if self.over else [])]))


def matrix(
    households: ir.Table,
    members: ir.Table | None,
    specification: Specification,
    wanted: Wanted,
) -> ir.Table:
    """The deprivation matrix: a row for each unit that is counted.

    Columns: for each indicator its id, int8, 1 deprived and 0 not, never null;
    for each indicator with a category of its own ``ID__unknown`` or
    ``ID__ineligible``, int8; the grouping columns; ``weight`` (float64: sampling
    weight × persons), ``stratum`` and ``psu`` (constant without a design). Units
    that a rule drops are not in it. ``households`` and ``members`` have the columns
    of the files. Raises ``DataError`` for a column that is missing or of a wrong type.
    """
    found = cases(households, members, specification, wanted)
    return found.filter(~found[LEFT_OUT]).drop(LEFT_OUT)


def cases(
    households: ir.Table,
    members: ir.Table | None,
    specification: Specification,
    wanted: Wanted,
) -> ir.Table:
    """The matrix with every unit, and ``left__out``: whether a rule drops it."""
    check_names(specification, wanted)
    table = decided(households, members, specification, wanted)
    columns: dict[str, ir.Value] = {}
    dropped: list[ir.BooleanValue] = [ibis.literal(False)]
    unknown: dict[str, ir.BooleanValue] = {}
    for condition in specification.conditions:
        answer = Answer(table, condition)
        columns[condition.indicator] = answer.deprived
        columns |= answer.categories()
        if condition.missing is Rule.DROP:
            unknown[condition.indicator] = answer.unknown
        if condition.ineligible is Rule.DROP and answer.ineligible is not None:
            dropped.append(answer.ineligible)
    dropped += _too_little_known(unknown, specification)
    size = table[SIZE] if specification.size is not None else 1.0
    return table.select(
        **columns,
        **{name: table[_group(i)] for i, name in enumerate(wanted.grouped) if name not in columns},
        weight=table[_WEIGHT] * size,
        stratum=table[_STRATUM],
        psu=table[_PSU],
        **{LEFT_OUT: reduce(operator.or_, dropped)},
    )


class Answer:
    """One indicator of every unit, where its rules are applied."""

    def __init__(self, table: ir.Table, condition: Condition) -> None:
        self.condition = condition
        found = _closed(table[_deprived(condition)])
        if condition.eligible is None:
            self.unknown, self.ineligible = found.isnull(), None
            eligible = ibis.literal(True)
        else:
            eligible = _closed(table[_eligible(condition)])
            self.ineligible = (~eligible).fill_null(False)
            self.unknown = eligible.isnull() | (eligible & found.isnull()).fill_null(False)
        holds = found if condition.eligible is None else eligible & found
        self.deprived = holds.fill_null(False).ifelse(1, 0).cast("int8")

    def categories(self) -> dict[str, ir.Value]:
        """The marks of those who are a category of their own."""
        found = {}
        if self.condition.missing is Rule.OWN_CATEGORY:
            found[self.condition.indicator + UNKNOWN] = _mark(self.unknown)
        if self.condition.ineligible is Rule.OWN_CATEGORY and self.ineligible is not None:
            found[self.condition.indicator + INELIGIBLE] = _mark(self.ineligible)
        return found


def _too_little_known(
    unknown: dict[str, ir.BooleanValue], specification: Specification
) -> Iterator[ir.BooleanValue]:
    """Whether the unknown indicators weigh more than may be missing; whole numbers decide it."""
    if specification.least_known == 1:
        yield from unknown.values()
        return
    weights, whole = integer_weights(specification.measure)
    of = {each.id: w for each, w in zip(specification.measure.indicators, weights, strict=True)}
    parts = [holds.ifelse(of[name], 0) for name, holds in unknown.items()]
    if parts:
        yield reduce(operator.add, parts) > floor((1 - specification.least_known) * whole)


def _closed(condition: ir.BooleanValue) -> ir.BooleanValue:
    """The same between brackets: Ibis writes none around NOT, and IS NULL would bind tighter."""
    return ibis.coalesce(condition, ibis.null("boolean"))


def _mark(holds: ir.BooleanValue) -> ir.Value:
    return holds.ifelse(1, 0).cast("int8")


def _deprived(condition: Condition) -> str:
    return f"deprived__{condition.indicator}"


def _eligible(condition: Condition) -> str:
    return f"eligible__{condition.indicator}"


def _group(number: int) -> str:
    return f"group__{number}"


def own_categories(specification: Specification) -> frozenset[str]:
    """The marks of those who are a category of their own: one can group by them."""
    missing = {
        condition.indicator + UNKNOWN
        for condition in specification.conditions
        if condition.missing is Rule.OWN_CATEGORY
    }
    return frozenset(missing) | {
        condition.indicator + INELIGIBLE
        for condition in specification.conditions
        if condition.ineligible is Rule.OWN_CATEGORY and condition.eligible is not None
    }


def expressions_of(specification: Specification) -> dict[str, Expression]:
    """Every expression the matrix needs, under the name of its column."""
    found: dict[str, Expression] = {}
    for condition in specification.conditions:
        found[_deprived(condition)] = condition.deprived
        if condition.eligible is not None:
            found[_eligible(condition)] = condition.eligible
    if specification.size is not None:
        found[SIZE] = specification.size
    return found


def decided(
    households: ir.Table, members: ir.Table | None, specification: Specification, wanted: Wanted
) -> ir.Table:
    """Every condition's value for every unit, null where unknown; and what stands beside it."""
    expressions = expressions_of(specification)
    read = reads(expressions.values())
    roster = looks_at_members(expressions.values())
    marks = own_categories(specification)
    beside = _beside(households, specification.households, wanted, marks)
    if roster:
        beside[_KEY] = key_of(households, specification.households)
    theirs = None
    if roster:
        theirs = _roster(members, specification, read)
    table: ir.Table = compile_many(
        expressions,
        declared(households, specification.households, _at(read, Level.HOUSEHOLD), beside),
        theirs,
        vocabulary(specification),
        key=_KEY if roster else _WEIGHT,
        keep=[name for name in beside if name not in (_KEY, *(() if roster else (_WEIGHT,)))],
    )
    return table


def _roster(members: ir.Table | None, specification: Specification, read: set[Key]) -> ir.Table:
    if members is None or specification.members is None:
        raise DataError("the specification looks at members; hand over their file as well")
    source = specification.members
    return declared(members, source, _at(read, Level.MEMBER), {_KEY: key_of(members, source)})


def _at(read: set[Key], level: Level) -> set[str]:
    return {name for of, name in read if of is level}


def _beside(
    table: ir.Table, source: Source, wanted: Wanted, marks: frozenset[str]
) -> dict[str, ir.Value]:
    """What the matrix keeps of a household besides its answers."""
    design = wanted.design
    found: dict[str, ir.Value] = {
        _WEIGHT: number_column(table, source, design.weight) if design.weight else _constant(1.0),
        _STRATUM: asked_column(table, source, design.strata) if design.strata else _constant(0),
        _PSU: _psu(table, source, design),
    }
    for i, name in enumerate(wanted.grouped):
        if name not in marks:
            found[_group(i)] = asked_column(table, source, name)
    return found


def _psu(table: ir.Table, source: Source, design: Design) -> ir.Value:
    """The column named; where the rows are a sample without one, each row is its own."""
    if design.psu:
        return asked_column(table, source, design.psu)
    if design.is_sample:
        return ibis.row_number().over(order_by=ibis.literal(1))
    return _constant(0)


def _constant(value: float) -> ir.Value:
    return ibis.literal(value)


def vocabulary(specification: Specification) -> Vocabulary:
    """The columns that conditions, with everything derived written out, can read."""
    sources = filter(None, (specification.households, specification.members))
    return Vocabulary(
        Field(column.name, column.kind, source.level)
        for source in sources
        for column in source.columns
    )


def check_names(specification: Specification, wanted: Wanted) -> None:
    """Raises ``UnusableColumn`` where a grouping column would stand on another of the matrix."""
    taken = {"weight", "stratum", "psu", LEFT_OUT}
    taken |= {indicator.id for indicator in specification.measure.indicators}
    for name in wanted.grouped:
        if name in taken:
            raise UnusableColumn(
                f"cannot group by {name}: the deprivation matrix has a column of that name; "
                "give the column another name under `households: columns:`"
            )


def needed(
    specification: Specification, wanted: Wanted, level: Level
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """The declared columns that are read of a source, and the other columns of its file."""
    read = reads(expressions_of(specification).values())
    source = specification.households if level is Level.HOUSEHOLD else specification.members
    if source is None:
        return (), ()
    names = _at(read, level)
    others = list(source.key if looks_at_members(expressions_of(specification).values()) else ())
    if level is Level.HOUSEHOLD:
        design = wanted.design
        grouped = (name for name in wanted.grouped if name not in own_categories(specification))
        for name in (*grouped, design.weight, design.strata, design.psu):
            if name and source.column(name):
                names.add(name)
            elif name:
                others.append(name)
    columns = tuple(column for column in source.columns if column.name in names)
    return columns, tuple(dict.fromkeys(others))
