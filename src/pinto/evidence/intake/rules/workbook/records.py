"""JSON files: each list of records is a sheet, and what stands alone is one more."""

from typing import Any

import orjson

from .book import Cell, HeldBook, Unreadable

_DEPTH = 12
Table = list[list[Cell]]


def looks_like_json(head: str) -> bool:
    """Whether the text begins as records do, and not as a table in a text file does."""
    start = "".join(head[:4096].split())
    return start.startswith(('{"', "[{", "[[", "{}", "[]"))


def open_records(content: bytes) -> HeldBook:
    """The file as sheets: a list of records is named by its path, as in ``data.provinces``.

    The list at the top, and the single values of an object (two columns: path, value), are
    the sheet without a name. What lies deeper within a record is named with dots.
    """
    try:
        data = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Unreadable("file.json", row=error.lineno) from error
    tables: dict[str, Table] = {}
    if isinstance(data, list):
        _add_list(data, "", tables)
    else:
        _walk(data, "", tables, _DEPTH)
    if not any(tables.values()):
        raise Unreadable("file.empty")
    return HeldBook("json", tables, encoding="utf-8")


def _walk(node: Any, path: str, tables: dict[str, Table], depth: int) -> None:
    if isinstance(node, dict) and depth:
        for key, value in node.items():
            _walk(value, f"{path}.{key}" if path else key, tables, depth - 1)
    elif isinstance(node, list) and any(isinstance(item, dict) for item in node):
        _add_list(node, path, tables)
    else:
        tables.setdefault("", []).append([path, _cell(node)])


def _add_list(items: list[Any], name: str, tables: dict[str, Table]) -> None:
    """A table with a header of all keys in the order they first appear."""
    if all(isinstance(item, list) for item in items):
        tables[name] = [[_cell(value) for value in item] for item in items]
        return
    records: list[dict[str, Cell]] = []
    for item in items:
        record: dict[str, Cell] = {}
        _flatten(item, "", record, _DEPTH)
        records.append(record)
    keys = list(dict.fromkeys(key for record in records for key in record))
    tables[name] = [list(keys), *([record.get(key) for key in keys] for record in records)]


def _flatten(node: Any, path: str, record: dict[str, Cell], depth: int) -> None:
    if isinstance(node, dict) and depth:
        for key, value in node.items():
            _flatten(value, f"{path}.{key}" if path else key, record, depth - 1)
    else:
        record[path] = _cell(node)


def _cell(value: Any) -> Cell:
    """A value as a cell: text of spaces is empty, a whole float is an int, the rest is JSON."""
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return orjson.dumps(value).decode()
