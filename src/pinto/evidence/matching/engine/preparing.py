"""A table of people as it is compared: names as keys of one byte a letter."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from pinto.ground.thai.names import name_key, sound_key, split_name

# What a source of people has: one row a record. Text that is unknown is null or "".
PEOPLE = pa.schema(
    [
        ("id", pa.string()),
        ("household", pa.string()),  # the roster it stands in: its members are different people
        ("given_name", pa.string()),  # a title may stand before it
        ("surname", pa.string()),
        ("sex", pa.string()),
        ("birth_year", pa.int32()),  # ค.ศ.
        ("birth_month", pa.int32()),
        ("birth_day", pa.int32()),
        ("number", pa.string()),  # national ID, or its digest
        ("house", pa.string()),  # house code
        ("village", pa.string()),
        ("tambon", pa.string()),
    ]
)

# DuckDB's string distances count bytes and Spark's count UTF-16 units; a Thai letter has three
# bytes of which two are the same in all. Each letter of a key becomes one byte of its own.
_THAI = [chr(code) for code in (*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E47))]
_BYTES = [chr(code) for code in range(1, 127) if not chr(code).isalnum() or chr(code).isupper()]
_ONE_BYTE = str.maketrans(dict(zip(_THAI, [b for b in _BYTES if b != " "], strict=False)))


def one_byte(key: str) -> str:
    """The key with each Thai letter as one byte; Latin letters and digits stay.

    >>> len(one_byte("สมชาย").encode()), one_byte("somchai2")
    (5, 'somchai2')
    """
    return key.translate(_ONE_BYTE)


def prepared(people: pa.Table) -> pa.Table:
    """The people with the columns that are compared and blocked on; "" is null."""
    given = people["given_name"].combine_chunks()
    surname = people["surname"].combine_chunks()
    first = _mapped(given, lambda text: split_name(text).given_name)
    # a name written whole into one column comes apart; else the surname stands on its own
    rest = _mapped(given, lambda text: split_name(text).surname)
    last = _mapped(pc.coalesce(_or_null(surname), rest), lambda text: text)
    year, month, day = (people[f"birth_{part}"] for part in ("year", "month", "day"))
    return pa.table(
        {
            "id": people["id"],
            "household": people["household"],
            "given": _mapped(first, lambda text: one_byte(name_key(text, ""))),
            "surname": _mapped(last, lambda text: one_byte(name_key(text, ""))),
            "given_sound": _mapped(first, _sound),
            "surname_sound": _mapped(last, _sound),
            "sex": _or_null(people["sex"]),
            "year": year,
            "month": month,
            "day": day,
            "born": pc.add(pc.add(pc.multiply(year, 10_000), pc.multiply(month, 100)), day),
            "number": _or_null(people["number"]),
            "house": _or_null(people["house"]),
            "village": _or_null(people["village"]),
            "tambon": _or_null(people["tambon"]),
        }
    )


def _sound(name: str) -> str:
    return sound_key(name, "").rstrip("-")


def _or_null(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(pc.equal(column, ""), None, column)


def _mapped(column: pa.Array, change: Callable[[str], str]) -> pa.Array:
    """The column with each text changed; each different text is changed once."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    coded = column.dictionary_encode()
    values = [change(text) or None for text in coded.dictionary.to_pylist()]
    return pa.array(values, pa.string()).take(coded.indices)
