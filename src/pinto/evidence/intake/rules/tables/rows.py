"""The rows of a table: which are areas, which are totals, which are neither."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pinto.evidence.intake.rules.findings import Finding, Severity
from pinto.evidence.intake.rules.workbook import Cell
from pinto.ground.thai.errors import NotUnderstood

from .areas import Area, Gazetteer, is_aggregate
from .shape import AREA_ROLES, Column, Grid, Role, Shape
from .values import Number, figure, is_figure, label, years_in


class NoTable(Exception):
    """The sheet is no table of areas; the findings say why, each of them REFUSED."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*(finding.code for finding in findings))
        self.findings = findings


@dataclass(slots=True)
class Sheet:
    """The sheet while it is read."""

    name: str
    shape: Shape
    names: dict[str, str]  # key of an indicator → its name, where it is known
    year: int | None  # of figures whose column and row name none
    findings: list[Finding] = field(default_factory=list)

    def warn(
        self,
        found: str,
        *,
        row: int | None = None,
        column: str = "",
        value: str = "",
        **params: object,
    ) -> None:
        """Keeps a doubt about a sheet that is loaded all the same."""
        where = (self.name, row, column, value)
        self.findings.append(Finding(found, Severity.WARNING, *where, dict(params)))

    def refusal(self, code: str, **params: object) -> NoTable:
        """The exception that ends the reading."""
        return NoTable(Finding(code, Severity.REFUSED, sheet=self.name, params=params))


@dataclass(slots=True)
class Row:
    """A row of an area, or of a total."""

    number: int  # as the spreadsheet counts
    area: Area
    values: dict[int, Number | None]  # by column
    year: int | None
    cells: Sequence[Cell]
    total: str = ""  # the label of a total
    part: str = ""  # what tells it from other rows of the same area


def cell_of(cells: Sequence[Cell], column: Column) -> Cell:
    """The cell of the column; None where the row ends before it."""
    return cells[column.index] if column.index < len(cells) else None


def texts_of(cells: Sequence[Cell]) -> list[str]:
    """What stands in the row besides numbers."""
    return [label(cell) for cell in cells if isinstance(cell, str) and not is_figure(cell)]


def read_rows(sheet: Sheet, grid: Grid, gazetteer: Gazetteer) -> tuple[list[Row], list[Row]]:
    """The rows of areas and the rows of totals; notes and headings of sections are neither.

    A row of a place without any figure is an area all the same: its figures are missing.
    """
    areas: list[Row] = []
    totals: list[Row] = []
    above = Area()
    for number, cells in enumerate(grid[sheet.shape.first :], sheet.shape.first + 1):
        area = _area(sheet.shape, cells, above)
        is_place = bool(area.name) and gazetteer.link(area).found
        figures = [cell_of(cells, column) for column in sheet.shape.having(Role.FIGURE)]
        if all(cell is None for cell in figures) and not is_place:
            continue
        row = Row(number, area, _values(sheet, number, cells), _year(sheet.shape, cells), cells)
        title = area.name or next(filter(is_aggregate, texts_of(cells)), "")
        if is_aggregate(title) and not is_place:
            row.total = title
            totals.append(row)
        elif area.name:
            areas.append(row)
            above = area
        elif any(is_figure(cell) for cell in figures):
            totals.append(row)  # a row of figures without a word is mostly a total
    return areas, totals


def _area(shape: Shape, cells: Sequence[Cell], above: Area) -> Area:
    """The area of the row; a wider name that is left blank is the one of the row above."""
    found = dict.fromkeys(AREA_ROLES, "")
    for column in shape.having(*AREA_ROLES):
        text = label(cell_of(cells, column))
        if column.role is not Role.CODE:
            found[column.role] = found[column.role] or text
        elif text.isdigit():
            # of several codes the longest is that of the narrowest area
            found[Role.CODE] = max(found[Role.CODE], text, key=len)
    if found[Role.TAMBON] or found[Role.GOVERNMENT]:
        found[Role.AMPHOE] = found[Role.AMPHOE] or above.amphoe
    if found[Role.TAMBON] or found[Role.GOVERNMENT] or found[Role.AMPHOE]:
        found[Role.PROVINCE] = found[Role.PROVINCE] or above.province
    return Area(**{str(role): text for role, text in found.items()})


def _values(sheet: Sheet, row: int, cells: Sequence[Cell]) -> dict[int, Number | None]:
    values: dict[int, Number | None] = {}
    for column in sheet.shape.having(Role.FIGURE):
        cell = cell_of(cells, column)
        try:
            values[column.index] = figure(cell)
        except NotUnderstood:
            values[column.index] = None
            text = label(cell)
            sheet.warn("table.not_a_number", row=row, column=column.header, value=text, text=text)
    return values


def _year(shape: Shape, cells: Sequence[Cell]) -> int | None:
    for column in shape.having(Role.YEAR):
        if years := years_in(label(cell_of(cells, column))):
            return years[0]
    return None
