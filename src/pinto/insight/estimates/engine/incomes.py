"""Incomes as monetary measures read them: who counts, with what weight, against what line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import ibis
import ibis.expr.types as ir

from pinto.insight.estimates.rules.specification import DataError, Design

Negative = Literal["keep", "zero", "exclude"]

# What the columns of ``read`` are called; long, so that no column of the data is hidden.
INCOME, LINE, WEIGHT = "pinto_income", "pinto_line", "pinto_weight"
STRATUM, PSU, KNOWN = "pinto_stratum", "pinto_psu", "pinto_known"


class Asked(Protocol):
    """What is asked of units: by which groups, and how each unit weighs and was drawn."""

    @property
    def size(self) -> str | None: ...
    @property
    def by(self) -> Sequence[tuple[str, ...]]: ...
    @property
    def over(self) -> str | None: ...
    @property
    def design(self) -> Design: ...


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
    there, income and line are not null. Raises ``DataError`` that names the column where a column
    is not there or no number, and where a weight, size or line is not above 0, an
    income is infinite, or a line is given twice for the same keys.
    """
    units = _with_line(incomes, line)
    income = number(units, incomes.income)
    if incomes.negative == "zero":
        income = (income < 0).ifelse(0.0, income)
    elif incomes.negative == "exclude":
        income = (income < 0).ifelse(ibis.null("float64"), income)
    numbers: dict[str, ir.Value] = {INCOME: income}
    above_zero = {}
    if line is not None:
        numbers[LINE] = units[LINE]
        above_zero[line if isinstance(line, str) else "poverty line"] = units[LINE]
    read = weighed(units, incomes, numbers, above_zero)
    [row] = rows_of(units.agg(infinite=income.isinf().sum()))
    if row["infinite"]:
        raise DataError(
            f"{incomes.income}: {row['infinite']} rows are infinite; mend or empty them"
        )
    return read


def weighed(
    units: ir.Table,
    asked: Asked,
    numbers: Mapping[str, ir.Value],
    above_zero: Mapping[str, ir.Value],
) -> ir.Table:
    """The units with what is asked of them, and weight, stratum and PSU under our names.

    ``KNOWN`` is true where the weight and all ``numbers`` are known; elsewhere the numbers
    are null.
    Raises ``DataError`` for no rows, a column that is not there, a weight or size that is no
    number, and any of them or of ``above_zero`` that is not above 0.
    """
    weight = ibis.literal(1.0)
    checked = dict(above_zero)
    for name in (asked.design.weight, asked.size):
        if name is not None:
            checked[name] = number(units, name)
            weight = weight * checked[name]
    kept = dict.fromkeys(name for columns in asked.by for name in columns)
    for column in (*kept, asked.over, asked.design.strata, asked.design.psu):
        present(units, column)
    if asked.over is not None:
        kept[asked.over] = None
    _refuse(units, checked)
    known = ibis.and_(weight.notnull(), *(value.notnull() for value in numbers.values()))
    return units.select(
        *kept,
        **{name: known.ifelse(value, ibis.null(value.type())) for name, value in numbers.items()},
        **{
            WEIGHT: weight,
            STRATUM: _column(units, asked.design.strata),
            PSU: _column(units, asked.design.psu),
            KNOWN: known,
        },
    )


def _refuse(units: ir.Table, above_zero: Mapping[str, ir.Value]) -> None:
    """Raise ``DataError`` for no rows, and for numbers that are not above 0 or without end."""
    wrong = {
        f"wrong{at}": ((value <= 0) | value.isinf()).sum()
        for at, value in enumerate(above_zero.values())
    }
    [row] = rows_of(units.agg(**wrong, rows=units.count()))
    if not row.pop("rows"):
        raise DataError("the data have no rows")
    for name, rows in zip(above_zero, row.values(), strict=True):
        if rows:
            raise DataError(f"{name}: {rows} rows are not above 0; mend or remove them")


def _with_line(incomes: Incomes, line: Line | None) -> ir.Table:
    units = incomes.units
    if line is None:
        return units
    if isinstance(line, str):
        return units.mutate(**{LINE: number(units, line)})
    if not isinstance(line, Lines):
        return units.mutate(**{LINE: ibis.literal(float(line))})
    for key in line.keys:
        present(units, key)
        present(line.table, key)
    found = line.table.select(*line.keys, **{LINE: number(line.table, line.line)})
    twice = found.group_by(*line.keys).agg(lines=found.count())
    for double in rows_of(twice.filter(twice.lines > 1).limit(1)):
        keys = ", ".join(f"{key} {double[key]}" for key in line.keys)
        raise DataError(f"poverty lines: {keys}: {double['lines']} lines; keep one")
    joined = units.left_join(found, list(line.keys))
    return joined.select(*units.columns, LINE)


def number(table: ir.Table, name: str) -> ir.FloatingColumn:
    """The column as float64: wide enough for any sum of baht, and not-a-number is unknown."""
    present(table, name)
    if not table[name].type().is_numeric():
        raise DataError(f"{name}: is {table[name].type()}, not a number")
    wide = table[name].cast("float64")
    return wide.isnan().ifelse(ibis.null("float64"), wide)


def present(table: ir.Table, name: str | None) -> None:
    """Raise ``DataError`` where the column is not there."""
    if name is not None and name not in table.columns:
        raise DataError(f"{name}: there is no such column; there are {', '.join(table.columns)}")


def _column(table: ir.Table, name: str | None) -> ir.Value:
    return ibis.null("string") if name is None else table[name]


def rows_of(table: ir.Table) -> list[dict[str, object]]:
    """The few rows of an answer."""
    rows: list[dict[str, object]] = table.to_pyarrow().to_pylist()
    return rows
