"""Many rows at once, past the ORM's cost but not past its constraints.

Django's ``bulk_create`` takes about eleven times the CPU of the database's own
way (measured in docs/decisions/0006). PostgreSQL gets COPY, SQLite ``executemany``.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

_BATCH = 5_000


def insert_rows(
    model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """The rows are in the table of ``model``; the answer is how many.

    ``fields`` are field names (``place_id`` for a foreign key) and every row has
    a value for each, as Python has it; JSON comes as text. Runs inside the
    caller's transaction.
    """
    kinds: list[Any] = [model._meta.get_field(name) for name in fields]
    columns = [kind.column for kind in kinds]
    table = connection.ops.quote_name(model._meta.db_table)
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    if connection.vendor == "postgresql":
        return _copy(f"COPY {table} ({quoted}) FROM STDIN", rows)
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({quoted}) VALUES ({places})"  # noqa: S608
    return _execute(statement, _as_sqlite_stores(kinds, rows))


def _as_sqlite_stores(kinds: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """SQLite has no type for ids and times: ids are 32 hex digits, times are text in UTC."""
    ids = [i for i, kind in enumerate(kinds) if isinstance(_target(kind), models.UUIDField)]
    times = [
        i for i, kind in enumerate(kinds) if isinstance(kind, models.DateField | models.TimeField)
    ]
    for row in rows:
        stored = list(row)
        for i in ids:
            if stored[i] is not None:
                stored[i] = stored[i].hex
        for i in times:
            if stored[i] is not None:
                stored[i] = kinds[i].get_db_prep_save(stored[i], connection)
        yield stored


def _target(field: Any) -> Any:
    """The field a foreign key points at, or the field itself."""
    return field.target_field if field.is_relation else field


def _copy(statement: str, rows: Iterable[Sequence[Any]]) -> int:
    """Some rows at a time: while rows are copied the connection answers no other question."""
    count, waiting = 0, iter(rows)
    with connection.cursor() as cursor:
        while chunk := list(islice(waiting, _BATCH)):
            with cursor.copy(statement) as copy:
                for row in chunk:
                    copy.write_row(row)
            count += len(chunk)
    return count


def _execute(statement: str, rows: Iterable[Sequence[Any]]) -> int:
    count = 0
    chunk: list[Sequence[Any]] = []
    # Django's cursor would rewrite every placeholder and log every row.
    statement = statement.replace("%s", "?")
    connection.ensure_connection()
    raw = connection.connection.cursor()
    for row in rows:
        chunk.append(row)
        if len(chunk) == _BATCH:
            raw.executemany(statement, chunk)
            count += len(chunk)
            chunk = []
    raw.executemany(statement, chunk)
    return count + len(chunk)
