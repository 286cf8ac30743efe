"""Several rows of one area, told apart by what kind or part each is about."""

from .areas import Area
from .rows import Row, Sheet, cell_of
from .shape import Column, Role, is_code
from .values import label

_Identity = tuple[Area, int | None, str]


def tell_apart(sheet: Sheet, rows: list[Row]) -> None:
    """Each row of an area has a ``part`` of its own, where one row per area is not all.

    The part comes from columns of few different texts, such as a kind of help or the
    number of a school district. Raises NoTable where no such column helps: the rows are
    then projects or persons, and not areas.
    """
    candidates = [c for c in sheet.shape.having(Role.TEXT) if _is_kind(c, rows)]
    chosen: list[Column] = []
    while (left := _doubles(rows)) and candidates:
        best = min(candidates, key=lambda column: (_doubles(rows, column), is_code(column.header)))
        candidates.remove(best)
        if _doubles(rows, best) < left:
            chosen.append(best)
            for row in rows:
                row.part = " · ".join(filter(None, (row.part, _kind(best, row))))
    if _doubles(rows):
        one, two = _two_alike(rows)
        raise sheet.refusal("table.not_areas", area=one.area.name, row=one.number, other=two.number)
    if chosen:
        sheet.warn("table.kinds", columns=", ".join(column.shown for column in chosen))
    others = [column.shown for column in sheet.shape.having(Role.TEXT) if column not in chosen]
    if others:
        sheet.warn("table.columns_left_out", columns=", ".join(others))


def _is_kind(column: Column, rows: list[Row]) -> bool:
    """Whether every row has a text here, and on average three rows have the same one."""
    texts = [label(cell_of(row.cells, column)) for row in rows]
    return all(texts) and len(set(texts)) * 3 <= len(rows)


def _kind(column: Column, row: Row) -> str:
    """The text in the column; a mere number with the header before it."""
    text = label(cell_of(row.cells, column))
    return f"{column.header.split(' · ')[-1]} {text}" if text.isdigit() else text


def _identity(row: Row) -> _Identity:
    return row.area, row.year, row.part


def _doubles(rows: list[Row], column: Column | None = None) -> int:
    """How many rows are not the first of their identity; with a column, if it were part of it."""
    parts = {(_identity(row), column and label(cell_of(row.cells, column))) for row in rows}
    return len(rows) - len(parts)


def _two_alike(rows: list[Row]) -> tuple[Row, Row]:
    first: dict[_Identity, Row] = {}
    for row in rows:
        if (known := first.setdefault(_identity(row), row)) is not row:
            return known, row
    raise AssertionError("no two rows are alike")
