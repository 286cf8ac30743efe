"""From a column as it stands in a file to what conditions read, in plain Ibis.

A value that is not what the specification says becomes null here and is found
by ``strange``; :mod:`soundness` asks for it before anything is worked out.
"""

from __future__ import annotations

import difflib
import operator
from collections.abc import Iterable, Mapping
from functools import reduce

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from pinto.ground.conditions.vocabulary import Kind
from pinto.insight.estimates.rules.specification import Column, DataError, Source

_MARGIN = "^[ \t\n\r]+|[ \t\n\r]+$"
# Without a backslash, which engines read differently; short enough for no double to overflow.
_NUMBER = "^[+-]?([0-9]{1,30}[.]?[0-9]{0,30}|[.][0-9]{1,30})([eE][+-]?[0-9]{1,2})?$"
_YES, _NO = ("true", "t", "yes", "y", "1"), ("false", "f", "no", "n", "0")
_KEY_PARTS = "\u001f"  # between the parts of a key; no file has it in a value


def known(raw: ir.Value, column: Column) -> ir.Value:
    """The value, or null where the file says in its own way that there is none."""
    if raw.type().is_string():
        # not strip(): for Spark Ibis writes \v and \f, which it reads as the letters v and f
        text = raw.re_replace(_MARGIN, "").nullif("")
        return (
            text.isin(column.missing).ifelse(ibis.null("string"), text) if column.missing else text
        )
    if raw.type().is_floating():
        raw = (raw.isnan() | raw.isinf()).ifelse(ibis.null(raw.type()), raw)
    if raw.type().is_array():
        return (raw.length() > 0).ifelse(raw, ibis.null(raw.type()))
    numbers = [number for number in map(_number, column.missing) if number is not None]
    if numbers and raw.type().is_numeric():
        return raw.isin(numbers).ifelse(ibis.null(raw.type()), raw)
    return raw


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def converted(raw: ir.Value, column: Column) -> ir.Value:
    """The column's value in its kind; null where unknown, and where it is not of the kind.

    Raises ``DataError`` where a whole column is of a type that has no such values.
    """
    value, kind = known(raw, column), raw.type()
    match column.kind:
        case Kind.NUMBER if kind.is_string():
            return value.re_search(_NUMBER).ifelse(value, ibis.null("string")).cast("float64")
        case Kind.NUMBER if kind.is_numeric():
            return value
        case Kind.NUMBER if kind.is_boolean():
            return value.ifelse(1.0, 0.0)
        case Kind.BOOLEAN if kind.is_string():
            small = value.lower()
            return ibis.cases((small.isin(_YES), True), (small.isin(_NO), False))
        case Kind.BOOLEAN if kind.is_numeric():
            return ibis.cases((value == 1, True), (value == 0, False))
        case Kind.BOOLEAN if kind.is_boolean():
            return value
        case Kind.TEXT if kind.is_string():
            return value
        case Kind.TEXT if kind.is_integer():
            return value.cast("string")
        case Kind.CHOICES if isinstance(kind, dt.Array) and kind.value_type.is_string():
            return value
    raise DataError(
        f"column {column.raw}: holds {kind}, but the specification says {column.kind.value}; "
        f"mend the type of `{column.name}`, or the file"
    )


def strange(raw: ir.Value, column: Column) -> ir.BooleanValue | None:
    """Whether a value is not of the column's kind or none of its codes; None if no value can be."""
    value = converted(raw, column)
    found = []
    if raw.type().is_string() or (column.kind is Kind.BOOLEAN and raw.type().is_numeric()):
        found.append(known(raw, column).notnull() & value.isnull())
    if column.codes is not None and column.kind is Kind.CHOICES:
        codes = list(column.codes)
        found.append(value.filter(lambda each: ~each.isin(codes)).length() > 0)
    elif column.codes is not None:
        number = column.kind is Kind.NUMBER
        allowed = [float(code) if number else code for code in column.codes]
        found.append(value.notnull() & ~(value.cast("float64") if number else value).isin(allowed))
    return reduce(operator.or_, found).fill_null(False) if found else None


def declared(
    table: ir.Table, source: Source, names: Iterable[str], beside: Mapping[str, ir.Value]
) -> ir.Table:
    """The named columns of a source in their kinds, and what is wanted beside them.

    Raises ``DataError`` for a column that is not there.
    """
    found: dict[str, ir.Value] = {}
    for name in sorted(names):
        column = source.column(name)
        if column is not None:
            found[name] = converted(raw_column(table, column.raw), column)
    return table.select(**found, **beside)


def raw_column(table: ir.Table, raw: str) -> ir.Value:
    """The column of the file. Raises ``DataError`` when there is none."""
    if raw in table.columns:
        return table[raw]
    near = difflib.get_close_matches(raw, table.columns, n=1, cutoff=0.7)
    listed = ", ".join(table.columns[:20]) + (" …" if len(table.columns) > 20 else "")
    raise DataError(
        f"there is no column {raw}"
        + (f"; did you mean {near[0]}?" if near else f"; there are {listed}")
    )


def asked_column(table: ir.Table, source: Source, name: str) -> ir.Value:
    """A column somebody names to group or weight by: a declared one in its kind, or as it is."""
    column = source.column(name)
    if column is not None:
        return converted(raw_column(table, column.raw), column)
    return known(raw_column(table, name), Column(name, Kind.TEXT, name))


def number_column(table: ir.Table, source: Source, name: str) -> ir.Value:
    """Likewise, as a number. Raises ``DataError`` where its type has none."""
    column = source.column(name) or Column(name, Kind.NUMBER, name)
    return converted(raw_column(table, column.raw), column).cast("float64")


def key_of(table: ir.Table, source: Source) -> ir.Value:
    """Which household a row belongs to; null where a part of it is."""
    parts = [known(raw_column(table, raw), Column(raw, Kind.TEXT, raw)) for raw in source.key]
    if len(parts) == 1:
        return parts[0]
    texts = [part.cast("string") for part in parts]
    return reduce(lambda left, right: left + _KEY_PARTS + right, texts)
