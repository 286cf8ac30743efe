"""Totals that a table states, compared with the sums of its rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .areas import is_grand_total
from .result import Control
from .values import Number

Key = tuple[str, int | None]  # indicator and year
Values = Mapping[Key, Number | None]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: of an area, or of a total with its label."""

    row: int  # as the spreadsheet counts
    values: Values
    total: str | None = None
    texts: frozenset[str] = frozenset()  # what else stands in the row, such as its region


def compared(lines: Sequence[Line]) -> Iterator[tuple[Line, Control]]:
    """Every stated total with the sum it fits: of the rows before it, after it, or of all.

    A total that is no greater than the greatest of its rows may as well be a mean or a
    rate, which nothing here can check; it is passed over.
    """
    for position, line in enumerate(lines):
        if line.total is None:
            continue
        groups = _groups(lines, position)
        for (indicator, year), stated in line.values.items():
            if stated is None:
                continue
            columns = [_known(group, (indicator, year)) for group in groups]
            columns = [column for column in columns if column]
            if not columns or (len(columns[0]) > 1 and abs(stated) <= max(map(abs, columns[0]))):
                continue
            fitting = next((c for c in columns if _fits(stated, c)), None)
            computed = sum(fitting if fitting is not None else columns[0])
            control = Control(
                line.total, indicator, year, stated, _tidy(computed), fitting is not None
            )
            yield line, control


def sums(lines: Sequence[Line], stated: Mapping[str, Number]) -> Iterator[Control]:
    """The published totals of a known dataset, each beside the sum over all areas."""
    for indicator, total in stated.items():
        keys = {key for line in lines for key in line.values if key[0] == indicator}
        for key in keys or {(indicator, None)}:
            column = _known([line for line in lines if line.total is None], key)
            computed = _tidy(sum(column)) if column else None
            agrees = bool(column) and _fits(total, column)
            yield Control("", indicator, key[1], total, computed, agrees)


def _groups(lines: Sequence[Line], position: int) -> list[list[Line]]:
    """The rows a total may sum: its block above, its block below, those that name it.

    A total that is not of one region may also be that of all areas, or of all regions.
    """
    stated = lines[position]
    above: list[Line] = []
    for line in reversed(lines[:position]):
        if line.total is not None:
            break
        above.append(line)
    below: list[Line] = []
    for line in lines[position + 1 :]:
        if line.total is not None:
            break
        below.append(line)
    areas = [line for line in lines if line.total is None]
    groups = [above, below, [line for line in areas if stated.total in line.texts]]
    if is_grand_total(stated.total or ""):
        subtotals = [line for line in lines if line.total is not None and line is not stated]
        groups = [above, areas, below, subtotals]
    return [group for group in groups if group]


def _known(lines: Sequence[Line], key: Key) -> list[Number]:
    return [value for line in lines if (value := line.values.get(key)) is not None]


def _fits(stated: Number, column: Sequence[Number]) -> bool:
    """Equal but for the rounding of each number to the digits that are shown."""
    digits = max(_decimals(value) for value in (*column, stated))
    slack = 0.5 * 10.0**-digits * (len(column) + 1) if digits else 0
    return abs(sum(column) - stated) <= slack + abs(stated) * 1e-9


def _decimals(value: Number) -> int:
    """How many decimals a number was written with; beyond six nobody wrote them.

    >>> _decimals(3), _decimals(3.25), _decimals(0.1 + 0.2)
    (0, 2, 1)
    """
    if isinstance(value, int):
        return 0
    return len(f"{value:.6f}".rstrip("0").partition(".")[2]) if value % 1 else 0


def _tidy(value: Number) -> Number:
    return round(value, 6) if isinstance(value, float) else value
