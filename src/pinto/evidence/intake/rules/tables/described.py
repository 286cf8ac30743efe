"""Known tables whose rows are not areas: one area, told by the sheet or by the description."""

from pinto.evidence.intake.rules.findings import Finding, Severity
from pinto.ground.thai.errors import NotUnderstood

from .areas import Area, Flag, Gazetteer, decide
from .datasets import Dataset
from .result import AreaRow, Indicator
from .rows import NoTable
from .shape import Column, Grid
from .sheet import Part
from .values import Number, figure, label, short


def _refused(code: str, sheet: str, **params: object) -> NoTable:
    return NoTable(Finding(code, Severity.REFUSED, sheet=sheet, params=params))


def read_indicators_in_rows(
    name: str, grid: Grid, first: int, columns: list[Column], dataset: Dataset, gazetteer: Gazetteer
) -> Part:
    """A report on the area after which its sheet is named: an indicator in every row.

    Raises NoTable where the sheet is named after no place, or the figures that matter are
    all missing.
    """
    area = Area(province=label(name))
    place, flag = decide(gazetteer.link(area), codes_trusted=False)
    if flag is not Flag.NONE:
        raise _refused("table.sheet_is_no_area", name)
    names = dataset.indicator_names()
    known = [column for column in columns if column.key in names]
    year = dataset.year or next((c.year for c in columns if c.year), None)
    rows: list[AreaRow] = []
    indicators: list[Indicator] = []
    about = {"name": area.name}
    findings = [
        Finding("table.area_from_sheet", Severity.WARNING, name, value=area.name, params=about)
    ]
    needed: list[Number | None] = []
    for number, cells in enumerate(grid[first:], first + 1):
        item = label(cells[0]) if cells else ""
        if not item or all(cell is None for cell in cells[1:]):
            continue
        for column in known:
            cell = cells[column.index] if column.index < len(cells) else None
            try:
                value = figure(cell)
            except NotUnderstood:
                value = None
                findings.append(_not_a_number(name, number, column, label(cell)))
            if column.key in dataset.needed:
                needed.append(value)
            key = short(f"{item} · {column.key}")
            rows.append(AreaRow(None, area.name, place, key, year, value, flag))
            indicators.append(Indicator(key, f"{item} · {names[column.key]}"))
    if all(value is None for value in needed):
        raise _refused("table.no_values", name, areas=1)
    return Part(rows, indicators, [], [], findings, 1)


def read_paths(name: str, grid: Grid, dataset: Dataset) -> Part:
    """Single values of a JSON file, about the one area that the description names."""
    names = dataset.indicator_names()
    rows: list[AreaRow] = []
    for path, cell, *_ in grid:
        key = label(path)
        if key in names:
            value = figure(cell)
            rows.append(AreaRow(None, dataset.area, None, key, dataset.year, value, Flag.NONE))
    if all(row.value is None for row in rows if row.indicator in dataset.needed):
        raise _refused("table.no_values", name, areas=1)
    indicators = [Indicator(row.indicator, names[row.indicator]) for row in rows]
    return Part(rows, indicators, [], [], [], 1)


def _not_a_number(sheet: str, row: int, column: Column, value: str) -> Finding:
    return Finding(
        "table.not_a_number",
        Severity.WARNING,
        sheet=sheet,
        row=row,
        column=column.header,
        value=value,
    )
