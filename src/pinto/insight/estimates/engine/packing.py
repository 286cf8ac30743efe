"""Units packed small: the groups of each, its profile as one whole number, its weight.

A *profile* is the row of zeros and ones of a unit, packed into one integer (bit j is
indicator j). Everything counting needs of a unit is its profile and its weight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, reduce
from operator import add
from typing import Any

import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from ibis.expr.operations import InMemoryTable

__all__ = ["PROFILE", "WEIGHT", "batches", "is_here", "numbers", "packed"]

PROFILE, WEIGHT = "__profile", "__weight"
BATCH = 4_000_000  # rows that are held at once: some 300 MB with what is made of them
_COMPILED = 64  # texts of queries that are kept: writing one takes as long as reading 100,000 rows


def packed(matrix: ir.Table, indicators: Sequence[str], keys: Sequence[str]) -> ir.Table:
    """The units of a matrix: ``keys``, ``__profile`` (int16, int64 beyond 14) and ``__weight``."""
    width = "int16" if len(indicators) < 15 else "int64"  # half the width of int32: 2/3 of the time
    bits = [matrix[name].cast(width) * (1 << at) for at, name in enumerate(indicators)]
    profile = reduce(add, bits).cast(width)
    return matrix.select(*keys, **{PROFILE: profile, WEIGHT: matrix.weight.cast("float64")})


def is_here(table: ir.Table) -> bool:
    """Whether the engine runs in this process, so that its rows can be had without a network."""
    return bool(table.get_backend().name == "duckdb")


def batches(matrix: ir.Table, indicators: Sequence[str], keys: Sequence[str]) -> Iterator[pa.Table]:
    """The packed units of a matrix of DuckDB, so many rows at a time; at least one table.

    The next rows are read while whoever asked works on these.
    """
    if matrix.op().find(InMemoryTable):  # Ibis hands such a table over only with its query
        yield packed(matrix, indicators, keys).to_pyarrow()
        return
    backend: Any = matrix.get_backend()
    text = _text(_Same(matrix), tuple(indicators), tuple(keys))
    reader = backend.con.sql(text).to_arrow_reader(BATCH)  # its own batches are smaller
    with ThreadPoolExecutor(1) as elsewhere:
        table = _next(reader)
        if table is None:
            yield reader.schema.empty_table()
        while table is not None:
            coming = elsewhere.submit(_next, reader)
            yield table
            table = coming.result()


def _next(reader: pa.RecordBatchReader) -> pa.Table | None:
    """The next rows of an engine as one table; None when there are no more."""
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in reader:
        held.append(batch)
        rows += batch.num_rows
        if rows >= BATCH:
            break
    return pa.Table.from_batches(held).combine_chunks() if rows else None


class _Same:
    """A table that is found again: equal where it is the same expression."""

    def __init__(self, table: ir.Table) -> None:
        self.table = table

    def __hash__(self) -> int:
        return hash(self.table.op())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.table.equals(other.table)


@lru_cache(maxsize=_COMPILED)
def _text(matrix: _Same, indicators: tuple[str, ...], keys: tuple[str, ...]) -> str:
    """The query as Ibis writes it for the engine."""
    table = packed(matrix.table, indicators, keys)
    return str(table.get_backend().compile(table))


def numbers(table: pa.Table, name: str) -> npt.NDArray[Any]:
    """A column without nulls as an array."""
    column = table.column(name)
    if pa.types.is_decimal(column.type):  # what an engine makes of a number written in a query
        column = column.cast(pa.float64())
    return np.asarray(column.to_numpy())
