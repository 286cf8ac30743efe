"""Files as Ibis tables: CSV and Parquet, on one machine or on a cluster.

What is in a CSV file stays text until the specification says what it is, so that
a code such as 010203 keeps its zero and a word among numbers is found.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir

from pinto.ground.conditions.vocabulary import Level
from pinto.insight.estimates.engine.matrix import Wanted, needed
from pinto.insight.estimates.rules.specification import DataError, Specification

_WHOLE = "^(0|-?[1-9][0-9]{0,17})$"  # without leading zeros, which make it a code
_TABLES = {Level.HOUSEHOLD: "households", Level.MEMBER: "members"}


def connected(engine: str) -> Any:
    """An engine to read and reckon with. Raises ``DataError`` when it cannot be had."""
    if engine == "duckdb":
        found = ibis.duckdb.connect()
        # Ibis writes looks into a list of choices in the older of DuckDB's two ways
        found.raw_sql("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
        return found
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise DataError(
            "Spark needs the package pyspark, which is not installed; leave out --engine"
        ) from None
    session = (
        SparkSession.builder.master(engine)
        .appName("pinto")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    return ibis.pyspark.connect(session)


@contextmanager
def explained(what: str) -> Iterator[None]:
    """An engine's complaint becomes a ``DataError`` that names what was being done."""
    try:
        yield
    except duckdb.Error as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        raise DataError(f"{what}: {' '.join(lines[:3])[:400]}") from None


def opened(connection: Any, path: Path) -> ir.Table:
    """The table in a file, or in a folder of Parquet files. Raises ``DataError``."""
    # To the engines x[1].csv is a pattern, which x1.csv fits.
    name = glob.escape(str(path))
    with explained(f"{path.name}: cannot be read"):
        if path.is_dir():
            # Spark reads a folder with all below it; DuckDB wants the files themselves.
            below = f"{name}/**/*.parquet" if connection.name == "duckdb" else name
            table: ir.Table = connection.read_parquet(below)
        elif path.suffix.lower() in (".parquet", ".pq"):
            table = connection.read_parquet(name)
        elif connection.name == "duckdb":
            table = connection.read_csv(name, all_varchar=True, header=True)
        else:
            table = connection.read_csv(name, header=True, inferSchema=False)
        return table


def sorted_out(
    tables: dict[str, ir.Table],
    specification: Specification,
    wanted: Wanted,
    *,
    certain: bool = False,
) -> dict[Level, dict[str, ir.Table]]:
    """Which file is of households and which of members: each by the columns it has.

    ``certain`` is whether the rosters are known, so that these are all of households.
    Raises ``DataError`` where that cannot be told.
    """
    wants = {level: _raw(specification, wanted, level) for level in _TABLES}
    if certain or not wants[Level.MEMBER]:
        return {Level.HOUSEHOLD: tables, Level.MEMBER: {}}
    found: dict[Level, dict[str, ir.Table]] = {Level.HOUSEHOLD: {}, Level.MEMBER: {}}
    for name, table in tables.items():
        lacks = {level: sorted(wants[level] - set(table.columns)) for level in _TABLES}
        fits = [level for level in _TABLES if not lacks[level]]
        if len(fits) > 1:
            raise DataError(
                f"{Path(name).name}: has the columns of households and of members; name it with "
                "--members, or leave the one's columns out of the file"
            )
        if not fits:
            said = "; ".join(f"for {_TABLES[at]} {', '.join(lacks[at])}" for at in _TABLES)
            raise DataError(
                f"{Path(name).name}: is neither of households nor of members: it lacks {said}"
            )
        found[fits[0]][name] = table
    for level, word in _TABLES.items():
        if not found[level]:
            raise DataError(
                f"there is no file of {word} among the data; "
                f"it has the columns {', '.join(sorted(wants[level]))}"
            )
    return found


def _raw(specification: Specification, wanted: Wanted, level: Level) -> set[str]:
    columns, others = needed(specification, wanted, level)
    return {column.raw for column in columns} | set(others)


def together(
    tables: Sequence[ir.Table], specification: Specification, wanted: Wanted, level: Level
) -> ir.Table:
    """The needed columns of several files, one below the other."""
    return stacked(tables, sorted(_raw(specification, wanted, level)))


def stacked(tables: Sequence[ir.Table], names: Sequence[str]) -> ir.Table:
    """These columns of all tables, one below the other; a single table as it is.

    A column that is text in one and something else in another becomes text.
    """
    if len(tables) == 1:
        return tables[0]
    mixed = {name for name in names if len({table[name].type() for table in tables}) > 1}
    alike = [
        table.select(
            **{name: table[name].cast("string") if name in mixed else table[name] for name in names}
        )
        for table in tables
    ]
    return reduce(lambda one, other: one.union(other), alike)


def with_whole_numbers(table: ir.Table, names: Sequence[str]) -> ir.Table:
    """The table where columns of text that hold whole numbers, and nothing else, are numbers."""
    texts = [name for name in dict.fromkeys(names) if table[name].type().is_string()]
    if not texts:
        return table
    whole = {
        name: (table[name].re_search(_WHOLE) | (table[name] == "")).fill_null(True).all()
        for name in texts
    }
    (row,) = table.aggregate(**whole).to_pyarrow().to_pylist()
    return table.mutate(
        **{name: table[name].nullif("").cast("int64") for name in texts if row[name]}
    )
