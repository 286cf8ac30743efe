"""Incomes as monetary measures read them: who counts, with what weight, against what line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import ibis
import ibis.expr.types as ir

from pinto.insight.estimates.rules.specification import DataError, Design

Negative = Literal["keep", "zero", "exclude"]

# What the columns of ``read`` are called; long, so that no column of the data is hidden.
INCOME, LINE, WEIGHT = "pinto_income", "pinto_line", "pinto_weight"
STRATUM, PSU, KNOWN = "pinto_stratum", "pinto_psu", "pinto_known"


@dataclass(frozen=True)
class Lines:
    """Poverty lines in a table: one row for each combination of ``keys``, ``line`` in baht.

    The keys are columns of the units as well (year, province, area type). A unit whose
    keys have no line is missing.
    """

    table: ir.Table
    keys: tuple[str, ...]
    line: str


Line = float | str | Lines  # the same for all, a column of the units, or looked up


@dataclass(frozen=True)
class Incomes:
    """Units with an income, and the groups that are asked about.

    ``income`` names the column, in the unit of the line it is held against (for
    official Thai lines baht/person/month). Each row weighs ``design.weight`` (1
    where none), times ``size`` where persons are counted and rows are households.
    ``negative`` incomes are kept as they are, taken as 0, or left out as missing.
    ``by`` lists the groupings, each a tuple of columns crossed with each other; () is
    everything. ``over`` is the column of the round: each round is a sample of its own.
    """

    units: ir.Table
    income: str
    size: str | None = None
    negative: Negative = "keep"
    by: Sequence[tuple[str, ...]] = field(default=((),))
    over: str | None = None
    design: Design = field(default=Design(full_enumeration=True))


def read(incomes: Incomes, line: Line | None = None) -> ir.Table:
    """A row for each unit: the columns asked about, and income, line, weight, stratum, PSU.

    ``KNOWN`` is true where income, weight, size and line are all known; there, and only
    there, the numbers are not null. Raises ``DataError`` that names the column where a column
    is not there or no number, and where a weight, size or line is not above 0, an
    income is infinite, or a line is given twice for the same keys.
    """
    units = _with_line(incomes, line)
    income = _number(units, incomes.income)
    if incomes.negative == "zero":
        income = (income < 0).ifelse(0.0, income)
    elif incomes.negative == "exclude":
        income = (income < 0).ifelse(ibis.null("float64"), income)
    positive = [name for name in (incomes.design.weight, incomes.size) if name is not None]
    weight = ibis.literal(1.0)
    for name in positive:
        weight = weight * _number(units, name)
    numbers = {INCOME: income, WEIGHT: weight}
    if line is not None:
        numbers[LINE] = units[LINE].cast("float64")
    known = ibis.and_(*(number.notnull() for number in numbers.values()))
    kept = dict.fromkeys(name for columns in incomes.by for name in columns)
    for column in (*kept, incomes.over, incomes.design.strata, incomes.design.psu):
        _present(units, column)
    _refuse(units, [(name, _number(units, name)) for name in positive], income, line)
    if incomes.over is not None:
        kept[incomes.over] = None
    return units.select(
        *kept,
        **{name: known.ifelse(number, ibis.null("float64")) for name, number in numbers.items()},
        **{
            STRATUM: _column(units, incomes.design.strata),
            PSU: _column(units, incomes.design.psu),
            KNOWN: known,
        },
    )


def _with_line(incomes: Incomes, line: Line | None) -> ir.Table:
    units = incomes.units
    if line is None:
        return units
    if isinstance(line, str):
        return units.mutate(**{LINE: _number(units, line)})
    if not isinstance(line, Lines):
        return units.mutate(**{LINE: ibis.literal(float(line))})
    for key in line.keys:
        _present(units, key)
        _present(line.table, key)
    found = line.table.select(*line.keys, **{LINE: _number(line.table, line.line)})
    twice = found.group_by(*line.keys).agg(lines=found.count())
    for double in _rows(twice.filter(twice.lines > 1).limit(1)):
        keys = ", ".join(f"{key} {double[key]}" for key in line.keys)
        raise DataError(f"poverty lines: {keys}: {double['lines']} lines; keep one")
    joined = units.left_join(found, list(line.keys))
    return joined.select(*units.columns, LINE)


def _refuse(
    units: ir.Table,
    positive: list[tuple[str, ir.FloatingColumn]],
    income: ir.FloatingColumn,
    line: Line | None,
) -> None:
    """Raise ``DataError`` for numbers that cannot be what they stand for."""
    wrong = {name: (number <= 0) | number.isinf() for name, number in positive}
    if line is not None:
        told = line if isinstance(line, str) else "poverty line"
        wrong[told] = (units[LINE] <= 0) | units[LINE].isinf()
    infinite = income.isinf()
    counts = {f"wrong{at}": check.sum() for at, check in enumerate(wrong.values())}
    [row] = _rows(units.agg(infinite=infinite.sum(), **counts))
    for at, name in enumerate(wrong):
        if row[f"wrong{at}"]:
            raise DataError(
                f"{name}: {row[f'wrong{at}']} rows are not above 0; mend or remove them"
            )
    if row["infinite"]:
        raise DataError(
            f"income: {row['infinite']} rows are infinite; make them empty or mend them"
        )


def _number(table: ir.Table, name: str) -> ir.FloatingColumn:
    """The column as float64: wide enough for any sum of baht, and not-a-number is unknown."""
    _present(table, name)
    if not table[name].type().is_numeric():
        raise DataError(f"{name}: is {table[name].type()}, not a number")
    wide = table[name].cast("float64")
    return wide.isnan().ifelse(ibis.null("float64"), wide)


def _present(table: ir.Table, name: str | None) -> None:
    if name is not None and name not in table.columns:
        raise DataError(f"{name}: there is no such column; there are {', '.join(table.columns)}")


def _column(table: ir.Table, name: str | None) -> ir.Value:
    return ibis.null("string") if name is None else table[name]


def _rows(table: ir.Table) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = table.to_pyarrow().to_pylist()
    return rows
