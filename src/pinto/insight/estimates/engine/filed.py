"""Incomes, and lists of households, out of CSV or Parquet files: checked first, then measured."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pinto.ground.conditions.vocabulary import Kind
from pinto.insight.estimates.engine.answering import divisions_of
from pinto.insight.estimates.engine.columns import converted, known, raw_column
from pinto.insight.estimates.engine.incomes import Incomes, Line, Lines, Negative
from pinto.insight.estimates.engine.monetary import at_risk, fgt, gini, share_ratio
from pinto.insight.estimates.engine.soundness import check_columns
from pinto.insight.estimates.engine.sources import (
    connected,
    explained,
    opened,
    stacked,
    with_whole_numbers,
)
from pinto.insight.estimates.engine.targeting import Targeting, compared, targeting
from pinto.insight.estimates.rules.estimates import Estimate
from pinto.insight.estimates.rules.lines import national_line, poverty_lines
from pinto.insight.estimates.rules.specification import (
    Column,
    DataError,
    Design,
    UnusableColumn,
)

__all__ = ["NATIONAL", "Filed", "incomes_answered", "targeting_answered"]

NATIONAL = "national"  # the official line of the whole country, by the year of the round
_LINE = "line"  # the column of a table of poverty lines; its others are keys
_UNREADABLE = "the data cannot be read to their end"
Note = Callable[[str], None]


@dataclass(frozen=True)
class Filed:
    """Files, and what every question about them may name: columns, as they stand there.

    ``size`` counts persons: what each row stands for. ``missing`` are words that stand
    for no answer. Without weight, strata and PSU everybody was asked.
    """

    data: tuple[Path, ...]
    by: tuple[str, ...] = ()
    over: str | None = None
    size: str | None = None
    design: Design = field(default=Design(full_enumeration=True))
    missing: tuple[str, ...] = ()
    engine: str = "duckdb"

    @property
    def numbers(self) -> list[str]:
        return [name for name in (self.size, self.design.weight) if name]

    @property
    def words(self) -> list[str]:
        """Columns whose values only tell rows apart."""
        design = (self.design.strata, self.design.psu)
        return [*self.by, *(name for name in (self.over, *design) if name)]


def incomes_answered(
    filed: Filed,
    *,
    income: str,
    line: float | str | Path | None = None,
    negative: Negative = "keep",
    note: Note = lambda _: None,
) -> list[Estimate]:
    """FGT 0, 1 and 2 where there is a line, then Gini, S80/S20 and the risk of poverty.

    Of everything, of each column ``by`` and of all of them crossed. ``line`` is in the
    unit of the income: a number, a column, ``NATIONAL`` (``over`` is then the Buddhist
    year), or a file with a column ``line`` whose other columns are columns of the data.
    Raises ``DataError`` that names file, column and row before anything is worked out.
    """
    connection = connected(filed.engine)
    with explained(_UNREADABLE):
        lines = _table_of_lines(connection, filed, line)
        keys = tuple(name for name in lines.columns if name != _LINE) if lines is not None else ()
        numbers = [income, *filed.numbers]
        if isinstance(line, str) and lines is None:
            numbers.append(line)
        units = _units(connection, filed, numbers, (), keys)
        against: Line | None = None
        if lines is not None:
            units, lines = _alike(units, lines, keys)
            against = Lines(lines, keys, _LINE)
        elif isinstance(line, (float, str)):
            against = line
        asked = Incomes(
            units.cache(),
            income,
            size=filed.size,
            negative=negative,
            by=divisions_of(filed.by),
            over=filed.over,
            design=filed.design,
        )
        rows = fgt(asked, against) if against is not None else []
        rows += [*gini(asked), *share_ratio(asked), *at_risk(asked)]
    _note_missing(rows, note, "income, weight, size or line")
    return rows


def targeting_answered(
    filed: Filed,
    *,
    listed: str | Path,
    poor: str | Path,
    key: str | None = None,
    note: Note = lambda _: None,
) -> list[Estimate]:
    """The numbers and rates of targeting: whom a list reaches of those who are poor.

    ``listed`` and ``poor`` are columns of yes and no, or files with a column ``key``; the
    data are then all households both could have held, and may be none. Raises ``DataError``.
    """
    connection = connected(filed.engine)
    with explained(_UNREADABLE):
        if isinstance(listed, Path) and isinstance(poor, Path) and key is not None:
            lists = [
                _units(connection, Filed((path,), missing=filed.missing), (), (), (key,))
                for path in (listed, poor)
            ]
            among = _units(connection, filed, filed.numbers, (), (key,)) if filed.data else None
            units, names = compared(lists[0], lists[1], key, among), ("listed", "poor")
        elif isinstance(listed, str) and isinstance(poor, str):
            units = _units(connection, filed, filed.numbers, (listed, poor), ())
            names = (listed, poor)
        else:
            raise ValueError("listed and poor are two columns, or two files with a key")
        rows = targeting(
            Targeting(
                units.cache(),
                *names,
                size=filed.size,
                by=divisions_of(filed.by),
                over=filed.over,
                design=filed.design,
            )
        )
    _note_missing(rows, note, "whether they are listed or poor")
    return rows


def _units(
    connection: Any,
    filed: Filed,
    numbers: Iterable[str],
    truths: Iterable[str],
    others: Iterable[str],
) -> ir.Table:
    """The columns that are asked for, of all files together, each of its kind."""
    kinds = dict.fromkeys((*filed.words, *others), Kind.TEXT)
    kinds |= dict.fromkeys(numbers, Kind.NUMBER) | dict.fromkeys(truths, Kind.BOOLEAN)
    columns = [Column(name, kind, name, missing=filed.missing) for name, kind in kinds.items()]
    tables = []
    for path in filed.data:
        table = opened(connection, path)
        for name in kinds:
            try:
                raw_column(table, name)
            except DataError as error:
                raise UnusableColumn(f"{path.name}: {error}") from None
        typed = [column for column in columns if column.kind is not Kind.TEXT]
        first = 2 if path.suffix.lower() == ".csv" else 1
        try:
            check_columns(table, typed, first_row=first, mend="mend the file, or name --missing")
        except DataError as error:
            told = str(error).splitlines()
            raise DataError("\n".join(f"{path.name}: {each}" for each in told)) from None
        tables.append(table)
    whole = stacked(tables, list(kinds))
    read = whole.select(**{column.name: _read(whole[column.name], column) for column in columns})
    return with_whole_numbers(read, [*filed.by, *([filed.over] if filed.over else [])])


def _read(raw: ir.Value, column: Column) -> ir.Value:
    if column.kind is Kind.TEXT:
        return known(raw, column)
    value = converted(raw, column)
    return value.cast("float64") if column.kind is Kind.NUMBER else value


def _table_of_lines(
    connection: Any, filed: Filed, line: float | str | Path | None
) -> ir.Table | None:
    """The poverty lines of a file, or of the country by year; None where there is no table."""
    if line == NATIONAL:
        if filed.over is None:
            raise UnusableColumn("the national line is looked up by year: name its column, --over")
        years = sorted({each.year for each in poverty_lines() if each.level == "country"})
        return ibis.memtable(
            pa.table({filed.over: years, _LINE: [national_line(year) for year in years]})
        )
    if not isinstance(line, Path):
        return None
    found = opened(connection, line)
    if _LINE not in found.columns:
        listed = ", ".join(found.columns)
        raise DataError(f"{line.name}: a table of poverty lines has a column line, not {listed}")
    keys = tuple(name for name in found.columns if name != _LINE)
    return _units(connection, Filed((line,), missing=filed.missing), (_LINE,), (), keys)


def _alike(units: ir.Table, lines: ir.Table, keys: Sequence[str]) -> tuple[ir.Table, ir.Table]:
    """Both tables with keys of the same type, so that the year 2560 is 2560 in each."""
    lines, units = with_whole_numbers(lines, keys), with_whole_numbers(units, keys)
    apart = [name for name in keys if units[name].type() != lines[name].type()]
    return _as_text(units, apart), _as_text(lines, apart)


def _as_text(table: ir.Table, names: Sequence[str]) -> ir.Table:
    return table.mutate(**{name: table[name].cast("string") for name in names}) if names else table


def _note_missing(rows: Sequence[Estimate], note: Note, what: str) -> None:
    """Tells how many rows were left out of the figures of everything."""
    most: dict[Hashable, int] = {}
    for row in rows:
        if not row.by:
            most[row.over] = max(most.get(row.over, 0), row.n_missing)
    if sum(most.values()):
        note(f"{sum(most.values()):,} rows were left out: {what} is unknown")
