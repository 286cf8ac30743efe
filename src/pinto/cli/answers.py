"""Rows of estimates as files: whole, or not there at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet


def written(
    documents: Sequence[dict[str, Any]],
    groups: Sequence[str],
    csv_out: Path | None,
    parquet_out: Path | None,
) -> None:
    """The files hold the rows: ``by`` as JSON, and each grouping column on its own.

    A file that was there is replaced in one step. Raises ``OSError``.
    """
    table = _table(documents, groups)
    if csv_out:
        _replaced(csv_out, lambda path: pyarrow.csv.write_csv(table, path))
    if parquet_out:
        _replaced(parquet_out, lambda path: pyarrow.parquet.write_table(table, path))


def _table(documents: Sequence[dict[str, Any]], groups: Sequence[str]) -> pa.Table:
    plain = ("measure", "indicator", "dimension")
    numbers = ("cutoff", "estimate", "se", "ci_low", "ci_high", "population")
    columns: dict[str, pa.Array] = {
        name: pa.array([each[name] for each in documents], pa.string()) for name in plain
    }
    columns["by"] = pa.array([orjson.dumps(each["by"], default=str).decode() for each in documents])
    for name in groups:
        values = [each["by"].get(name) for each in documents]
        kinds = {type(value) for value in values if value is not None}
        alike = values if len(kinds) < 2 else [None if v is None else str(v) for v in values]
        columns[f"by_{name}"] = pa.array(alike)
    for name in numbers:
        columns[name] = pa.array([each[name] for each in documents], pa.float64())
    for name in ("n", "n_missing"):
        columns[name] = pa.array([each[name] for each in documents], pa.int64())
    columns["publishable"] = pa.array([each["publishable"] for each in documents], pa.bool_())
    return pa.table(columns)


def _replaced(path: Path, write: Any) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
