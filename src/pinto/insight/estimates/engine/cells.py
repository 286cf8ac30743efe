"""Groups of rows: which there are, to which each row belongs, and groups of groups."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["Cells", "Integers", "cells_of", "dense", "joined"]

Integers = npt.NDArray[np.signedinteger[Any]]
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
        return _distinct(tuple(keys), columns, {key: self.values[key] for key in keys}, len(self))


def cells_of(table: pa.Table, keys: Sequence[str]) -> tuple[Cells, Integers]:
    """The cells of a table, and for each of its rows the place of its cell."""
    values, columns = {}, []
    for key in keys:
        values[key], codes = _coded(table.column(key))
        columns.append(codes)
    return _distinct(tuple(keys), columns, values, table.num_rows)


def joined(parts: Sequence[Cells]) -> tuple[Cells, list[Integers]]:
    """The cells of several tables with the same keys, and the places of each one's own."""
    if len(parts) == 1:
        return parts[0], [np.arange(len(parts[0]))]
    keys, values, columns = parts[0].keys, {}, []
    for at, key in enumerate(keys):
        theirs = [part.values[key] for part in parts]
        values[key], place = _coded(pa.chunked_array([pa.array([*chain.from_iterable(theirs)])]))
        own = np.split(place, np.cumsum([len(each) for each in theirs])[:-1])
        codes = [each.take(part.codes[:, at]) for each, part in zip(own, parts, strict=True)]
        columns.append(np.concatenate(codes))
    cells, places = _distinct(keys, columns, values, sum(map(len, parts)))
    return cells, np.split(places, np.cumsum([len(part) for part in parts])[:-1])


def _coded(column: Any) -> tuple[list[Hashable], Integers]:
    """The distinct values in order, None last, and the place of each row's value."""
    if len(column) and pa.types.is_integer(column.type) and not column.null_count:
        found = _numbered(np.asarray(column.to_numpy()))
        if found is not None:
            return found
    encoded = column.combine_chunks().dictionary_encode("encode")
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    order = np.asarray(pc.array_sort_indices(_sortable(encoded.dictionary)))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    codes = place.take(encoded.indices.to_numpy(zero_copy_only=False))
    return encoded.dictionary.take(pa.array(order)).to_pylist(), codes


def _numbered(values: npt.NDArray[Any]) -> tuple[list[Hashable], Integers] | None:
    """Likewise, of whole numbers that lie near each other: without hashing them."""
    least, most = int(values.min()), int(values.max())
    if most - least > max(1_000_000, LOOKUP * len(values)):
        return None
    found, codes = dense(np.subtract(values, least, dtype=np.int64), most - least + 1)
    return (found + least).tolist(), codes


def _sortable(values: Any) -> Any:
    return values.cast(pa.int8()) if pa.types.is_boolean(values.type) else values


def _distinct(
    keys: tuple[str, ...],
    columns: list[Integers],
    values: dict[str, list[Hashable]],
    rows: int,
) -> tuple[Cells, Integers]:
    """Combinations that occur, and which each row has.

    The key of most values goes first: those it tells by itself - the province of a
    tambon, the stratum of a PSU - then split nothing further and cost one look.
    """
    place: Integers = np.zeros(rows, dtype=np.int64)
    codes: dict[str, Integers] = {}
    count = min(rows, 1)
    for at in sorted(range(len(keys)), key=lambda at: -len(values[keys[at]])):
        key, column, size = keys[at], columns[at], len(values[keys[at]])
        if not codes:
            codes[key], place = dense(column, size)
            count = len(codes[key])
            continue
        theirs = np.empty(count, dtype=np.int64)
        theirs[place] = column
        others = np.flatnonzero(theirs.take(place) != column)
        if len(others) > rows // 8:
            found, place = dense(place * size + column, count * size)
            kept, theirs = np.divmod(found, size)
        else:  # all but a few follow from what is there: those are further cells
            new, extra = np.unique(place[others] * size + column[others], return_inverse=True)
            kept = np.concatenate([np.arange(count), new // size])
            theirs = np.concatenate([theirs, new % size])
            place[others] = count + extra
        codes = {known: each.take(kept) for known, each in codes.items()} | {key: theirs}
        count = len(theirs)
    table = np.column_stack([codes[key] for key in keys]) if keys else np.zeros((count, 0), int)
    return _in_order(Cells(keys, values, table), place)


def _in_order(cells: Cells, place: Integers) -> tuple[Cells, Integers]:
    """The same cells sorted by their keys, and the places moved with them."""
    if len(cells.keys) < 2:
        return cells, place
    order = np.lexsort(cells.codes.T[::-1])
    if np.array_equal(order, np.arange(len(order))):
        return cells, place
    new = np.empty(len(order), dtype=np.int64)
    new[order] = np.arange(len(order))
    return Cells(cells.keys, cells.values, cells.codes[order]), new.take(place)


def dense(codes: Integers, limit: int) -> tuple[Integers, Integers]:
    """The distinct codes in order, and the place of each row's code among them."""
    if limit > max(1_000_000, LOOKUP * len(codes)):
        found, place = np.unique(codes, return_inverse=True)
        return found, place
    present = np.zeros(limit, dtype=bool)
    present[codes] = True
    found = np.flatnonzero(present)
    table = np.empty(limit, dtype=np.int64)
    table[found] = np.arange(len(found), dtype=np.int64)
    return found, table.take(codes)
