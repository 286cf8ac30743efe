"""Groups of rows: which there are, to which each row belongs, and groups of groups."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ["Cells", "Integers", "cells_of", "dense"]

Integers = npt.NDArray[np.int64]
LOOKUP = 16  # up to so many possible codes for each row, a table of places beats sorting


@dataclass(frozen=True)
class Cells:
    """Distinct combinations of keys, in order of their first key, then the next.

    ``codes`` has a row for each cell and a column for each key: the place of the key's
    value in ``values[key]``. None is a value as any other, and comes last.
    """

    keys: tuple[str, ...]
    values: dict[str, list[Hashable]]
    codes: Integers

    def __len__(self) -> int:
        return len(self.codes)

    def labels(self, key: str) -> list[Hashable]:
        """The value of a key for each cell."""
        values = self.values[key]
        return [values[code] for code in self.codes[:, self.keys.index(key)]]

    def onto(self, keys: Sequence[str]) -> tuple["Cells", Integers]:
        """The cells of fewer keys, and for each of ours the place of the one it belongs to."""
        columns = [self.codes[:, self.keys.index(key)] for key in keys]
        sizes = [len(self.values[key]) for key in keys]
        return _distinct(
            tuple(keys), columns, {key: self.values[key] for key in keys}, sizes, len(self)
        )


def cells_of(table: pa.Table, keys: Sequence[str]) -> tuple[Cells, Integers]:
    """The cells of a table, and for each of its rows the place of its cell."""
    values, columns = {}, []
    for key in keys:
        values[key], codes = _coded(table.column(key))
        columns.append(codes)
    sizes = [len(values[key]) for key in keys]
    return _distinct(tuple(keys), columns, values, sizes, table.num_rows)


def _coded(column: Any) -> tuple[list[Hashable], Integers]:
    """The distinct values in order, None last, and the place of each row's value."""
    encoded = column.combine_chunks().dictionary_encode("encode")
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    values = encoded.dictionary.to_pylist()
    order = sorted(range(len(values)), key=lambda at: _sortable(values[at]))
    place = np.empty(len(values), dtype=np.int64)
    place[order] = np.arange(len(values))
    codes = place[encoded.indices.to_numpy(zero_copy_only=False)]
    return [values[at] for at in order], codes


def _sortable(value: Any) -> tuple[bool, Any]:
    return (True, 0) if value is None else (False, value)


def _distinct(
    keys: tuple[str, ...],
    columns: list[Integers],
    values: dict[str, list[Hashable]],
    sizes: list[int],
    rows: int,
) -> tuple[Cells, Integers]:
    """Combinations that occur: each key is folded in, and the places made dense again."""
    place = np.zeros(rows, dtype=np.int64)
    codes = np.zeros((min(rows, 1), 0), dtype=np.int64)
    for column, size in zip(columns, sizes, strict=True):
        combined, place = dense(place * size + column, len(codes) * size)
        codes = np.column_stack([codes[combined // size], combined % size])
    return Cells(keys, values, codes), place


def dense(codes: Integers, limit: int) -> tuple[Integers, Integers]:
    """The distinct codes in order, and the place of each row's code among them."""
    if limit > max(1_000_000, LOOKUP * len(codes)):
        found, place = np.unique(codes, return_inverse=True)
        return found, place.astype(np.int64)
    present = np.zeros(limit, dtype=bool)
    present[codes] = True
    return np.flatnonzero(present), (np.cumsum(present) - 1)[codes]
