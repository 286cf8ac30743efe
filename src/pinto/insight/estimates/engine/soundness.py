"""Whether data are what the specification says, asked before anything is worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from pinto.ground.conditions.vocabulary import Kind, Level
from pinto.insight.estimates.engine.columns import converted, key_of, known, raw_column, strange
from pinto.insight.estimates.engine.matrix import SIZE, Answer, Wanted, decided, needed
from pinto.insight.estimates.rules.specification import Column, DataError, Source, Specification

_MOST = 10  # problems told at once
_ROW = "row__number"
_WANTED = {
    Kind.NUMBER: "a number",
    Kind.BOOLEAN: "a yes or a no (1, 0, true, false)",
    Kind.TEXT: "a text",
    Kind.CHOICES: "a list of choices",
}


@dataclass(frozen=True)
class _Doubt:
    """What may be wrong with the values of one column."""

    column: str
    wrong: ir.BooleanValue
    sentence: str


def check_file(
    table: ir.Table, specification: Specification, wanted: Wanted, level: Level, *, first_row: int
) -> None:
    """Raises ``DataError``: a column that is missing, a value that is not of its kind or no code.

    Each problem names the column, the first such row and its value. ``first_row`` is
    the number of the first row of data: 2 below a header.
    """
    columns, others = needed(specification, wanted, level)
    for name in others:
        raw_column(table, name)
    doubts = [doubt for column in columns for doubt in _of_column(table, column)]
    if level is Level.HOUSEHOLD:
        doubts += _of_weight(table, specification.households, wanted)
    doubts += _of_key(table, specification, level, others)
    _refuse(table, doubts, first_row, "mend the file, or the specification")


def check_columns(table: ir.Table, columns: Sequence[Column], *, first_row: int, mend: str) -> None:
    """Raises ``DataError`` for values that are not of their column's kind, as ``check_file``.

    ``mend`` says what to do about it.
    """
    doubts = [doubt for column in columns for doubt in _of_column(table, column)]
    _refuse(table, doubts, first_row, mend)


def _refuse(table: ir.Table, doubts: Sequence[_Doubt], first_row: int, mend: str) -> None:
    if not doubts:
        return
    names = {f"wrong_{i}": doubt.wrong.sum() for i, doubt in enumerate(doubts)}
    (counts,) = table.aggregate(**names).to_pyarrow().to_pylist()
    found = [(doubt, counts[f"wrong_{i}"]) for i, doubt in enumerate(doubts)]
    problems = [
        _told(table, doubt, count, first_row, mend)
        for doubt, count in found
        if count is not None and count
    ]
    if problems:
        raise DataError("\n".join(problems[:_MOST]))


def _of_column(table: ir.Table, column: Column) -> Iterator[_Doubt]:
    raw = raw_column(table, column.raw)
    wrong = strange(raw, column)
    if wrong is not None:
        listed = ", ".join(column.codes or ())
        codes = f", or none of its codes ({listed})" if column.codes else ""
        yield _Doubt(column.raw, wrong, f"is not {_WANTED[column.kind]}{codes}")


def _of_weight(table: ir.Table, source: Source, wanted: Wanted) -> Iterator[_Doubt]:
    name = wanted.design.weight
    if name is None:
        return
    column = source.column(name) or Column(name, Kind.NUMBER, name)
    value = converted(raw_column(table, column.raw), column)
    yield _Doubt(
        column.raw, (value.isnull() | (value <= 0)).fill_null(True), "is not a weight above 0"
    )


def _of_key(
    table: ir.Table, specification: Specification, level: Level, others: Sequence[str]
) -> Iterator[_Doubt]:
    source = specification.households if level is Level.HOUSEHOLD else specification.members
    for name in source.key if source else ():
        if name in others:
            value = known(raw_column(table, name), Column(name, Kind.TEXT, name))
            yield _Doubt(name, value.isnull(), "does not say which household the row belongs to")


def _told(table: ir.Table, doubt: _Doubt, count: int, first_row: int, mend: str) -> str:
    numbered = table.select(
        **{_ROW: ibis.row_number(), "value": table[doubt.column], "wrong": doubt.wrong}
    )
    (row,) = numbered.filter(numbered.wrong).order_by(_ROW).limit(1).to_pyarrow().to_pylist()
    value = "nothing" if row["value"] is None else f"'{str(row['value'])[:40]}'"
    more = f"; {count:,} rows have such values" if count > 1 else ""
    return (
        f"column {doubt.column}: row {row[_ROW] + first_row}: {value} {doubt.sentence}{more}; "
        f"{mend}"
    )


def check_keys(households: ir.Table, members: ir.Table, specification: Specification) -> int:
    """How many members belong to no household of the data.

    Raises ``DataError`` where two rows of households have the same key.
    """
    if specification.members is None:
        return 0
    keys = households.select(key=key_of(households, specification.households))
    twice = keys.group_by("key").aggregate(rows=keys.count())
    found = twice.filter(twice.rows > 1).order_by("key").limit(1).to_pyarrow().to_pylist()
    if found:
        raise DataError(
            f"household {found[0]['key']} stands in {found[0]['rows']} rows; a household has one "
            "row: remove the others, or add the round to `households: key` and `members: key`"
        )
    theirs = members.select(key=key_of(members, specification.members))
    if theirs.key.type() != keys.key.type():
        raise DataError(
            f"the key is {keys.key.type()} in households and {theirs.key.type()} in members; "
            "write it alike in both files"
        )
    return int(theirs.anti_join(keys, "key").count().to_pyarrow().as_py())


def check_units(
    households: ir.Table, members: ir.Table | None, specification: Specification, wanted: Wanted
) -> None:
    """Raises ``DataError``: no rows, an indicator that is unknown of everybody, a size below 1."""
    table = decided(households, members, specification, wanted)
    wholly: dict[str, Any] = {"rows": table.count()}
    for condition in specification.conditions:
        wholly[condition.indicator] = Answer(table, condition).unknown.sum()
    if specification.size is not None:
        wholly[SIZE] = (table[SIZE].isnull() | (table[SIZE] <= 0)).fill_null(True).sum()
    (row,) = table.aggregate(**wholly).to_pyarrow().to_pylist()
    if not row["rows"]:
        raise DataError("the data have no rows")
    if row.get(SIZE):
        raise DataError(
            f"unit: size: {row[SIZE]:,} of {row['rows']:,} rows have none, or 0 or less; "
            "mend the file, or the formula"
        )
    empty = [
        each.indicator for each in specification.conditions if row[each.indicator] == row["rows"]
    ]
    if empty:
        raise DataError(
            f"indicator {', '.join(empty)}: unknown in all {row['rows']:,} rows; "
            "look for empty columns, or leave the indicator out of the specification"
        )
