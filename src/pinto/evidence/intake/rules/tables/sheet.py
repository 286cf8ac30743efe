"""One sheet with an area in every row, read from its header to its last row."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pinto.evidence.intake.rules.broken_text import spoilt
from pinto.evidence.intake.rules.findings import Finding, Severity
from pinto.evidence.intake.rules.workbook import Cell
from pinto.ground.thai.errors import NotUnderstood

from .areas import Area, Flag, Gazetteer, Link, decide, is_aggregate, names_an_office
from .result import AreaRow, Control, Indicator
from .shape import AREA_ROLES, Column, Grid, Role, Shape, is_code
from .totals import Key, Line, compared
from .values import Number, figure, is_figure, label, years_in


class NoTable(Exception):
    """The sheet is no table of areas; the findings say why, each of them REFUSED."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*(finding.code for finding in findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Part:
    """What one sheet gives."""

    rows: list[AreaRow]
    indicators: list[Indicator]
    lines: list[Line]
    controls: list[Control]
    findings: list[Finding]
    areas: int


@dataclass(slots=True)
class _Row:
    """A row of the sheet on its way."""

    number: int  # as the spreadsheet counts
    area: Area
    values: dict[int, Number | None]
    year: int | None
    cells: list[Cell]
    part: str = ""  # what tells it from other rows of the same area


@dataclass(slots=True)
class _Sheet:
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
        self.findings.append(
            Finding(found, Severity.WARNING, self.name, row, column, value, dict(params))
        )

    def refuse(self, code: str, **params: object) -> NoTable:
        return NoTable(Finding(code, Severity.REFUSED, sheet=self.name, params=params))


def read_sheet(
    name: str,
    grid: Grid,
    shape: Shape,
    gazetteer: Gazetteer,
    *,
    names: dict[str, str],
    year: int | None,
) -> Part:
    """The figures of the sheet, with the totals compared and every doubt told.

    Raises NoTable where the rows are not areas, or no figure stands in them.
    """
    sheet = _Sheet(name, shape, names, year)
    _check_columns(sheet)
    rows, totals = _rows(sheet, grid, gazetteer)
    links = [gazetteer.link(row.area) for row in rows]
    _check_rows(sheet, rows, links)
    _tell_apart(sheet, rows)
    codes_trusted = _codes_trusted(sheet, rows, links)
    keys = _keys(sheet)
    area_rows: list[AreaRow] = []
    doubtful: dict[str, Flag] = {}
    for row, link in zip(rows, links, strict=True):
        place, flag = decide(link, codes_trusted=codes_trusted)
        if flag in (Flag.UNKNOWN, Flag.SEVERAL) and row.area.name not in doubtful:
            doubtful[row.area.name] = flag
            found = "table.area_unknown" if flag is Flag.UNKNOWN else "table.area_several"
            sheet.warn(found, row=row.number, value=row.area.name, name=row.area.name)
        for column in sheet.shape.having(Role.FIGURE):
            indicator, year_of_key = keys[column.index]
            area_rows.append(
                AreaRow(
                    row.area.code or None,
                    row.area.name,
                    place,
                    " · ".join(filter(None, (indicator, row.part))),
                    year_of_key or row.year or sheet.year,
                    row.values[column.index],
                    flag,
                )
            )
    _warn_of_flags(sheet, rows, links)
    lines = _lines(keys, rows, totals)
    controls = list(_compare(sheet, lines))
    if any(row.year is None for row in area_rows):
        sheet.warn("table.no_year")
    return Part(
        area_rows, _indicators(sheet, area_rows), lines, controls, sheet.findings, len(rows)
    )


def _check_columns(sheet: _Sheet) -> None:
    """Leaves out figures without a header; raises NoTable where none remains."""
    figures = sheet.shape.having(Role.FIGURE)
    if not figures:
        raise sheet.refuse("table.no_figures")
    nameless = [column for column in figures if not column.header]
    if len(nameless) == len(figures):
        raise sheet.refuse("table.no_header")
    if nameless:
        letters = ", ".join(column.letter for column in nameless)
        sheet.warn("table.column_without_header", columns=letters)
    sheet.shape = replace(
        sheet.shape, columns=tuple(c for c in sheet.shape.columns if c not in nameless)
    )


def _rows(sheet: _Sheet, grid: Grid, gazetteer: Gazetteer) -> tuple[list[_Row], list[_Row]]:
    """The rows of areas and the rows of totals; notes and headings of sections are neither."""
    rows: list[_Row] = []
    totals: list[_Row] = []
    above = Area()
    for index, cells in enumerate(grid[sheet.shape.first :], sheet.shape.first + 1):
        area = _area(sheet.shape, cells, above)
        figures = [_cell(cells, column) for column in sheet.shape.having(Role.FIGURE)]
        if all(cell is None for cell in figures) and not _is_place(area, gazetteer):
            continue
        row = _Row(index, area, _values(sheet, index, cells), _year(sheet.shape, cells), cells)
        title = area.name or _total_of(cells)
        if is_aggregate(title) and not _is_place(area, gazetteer):
            totals.append(replace(row, part=title))
        elif area.name:
            rows.append(row)
            above = area
        elif any(is_figure(cell) for cell in figures):
            totals.append(row)
    return rows, totals


def _cell(cells: Sequence[Cell], column: Column) -> Cell:
    return cells[column.index] if column.index < len(cells) else None


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [label(cell) for cell in cells if isinstance(cell, str) and not is_figure(cell)]


def _total_of(cells: Sequence[Cell]) -> str:
    return next((text for text in _texts(cells) if is_aggregate(text)), "")


def _is_place(area: Area, gazetteer: Gazetteer) -> bool:
    return bool(area.name) and gazetteer.link(area).found


def _area(shape: Shape, cells: Sequence[Cell], above: Area) -> Area:
    """The area of the row; a wider name that is left blank is the one of the row above."""
    found = dict.fromkeys(AREA_ROLES, "")
    for column in shape.having(*AREA_ROLES):
        text = label(_cell(cells, column))
        if column.role is Role.CODE:
            text = text if text.isdigit() else ""
            # the code of the narrowest area counts: it is the longest
            found[Role.CODE] = max(found[Role.CODE], text, key=len)
        else:
            found[column.role] = found[column.role] or text
    if found[Role.TAMBON] or found[Role.GOVERNMENT]:
        found[Role.AMPHOE] = found[Role.AMPHOE] or above.amphoe
    if found[Role.TAMBON] or found[Role.GOVERNMENT] or found[Role.AMPHOE]:
        found[Role.PROVINCE] = found[Role.PROVINCE] or above.province
    return Area(**{str(role): text for role, text in found.items()})


def _values(sheet: _Sheet, row: int, cells: Sequence[Cell]) -> dict[int, Number | None]:
    values: dict[int, Number | None] = {}
    for column in sheet.shape.having(Role.FIGURE):
        cell = _cell(cells, column)
        try:
            values[column.index] = figure(cell)
        except NotUnderstood:
            values[column.index] = None
            text = label(cell)
            sheet.warn("table.not_a_number", row=row, column=column.header, value=text, text=text)
    return values


def _year(shape: Shape, cells: Sequence[Cell]) -> int | None:
    for column in shape.having(Role.YEAR):
        if years := years_in(label(_cell(cells, column))):
            return years[0]
    return None


def _check_rows(sheet: _Sheet, rows: list[_Row], links: list[Link]) -> None:
    """Raises NoTable where no row is an area, the names are spoilt, or the form is empty."""
    names = [row.area.name for row in rows]
    if not rows:
        raise sheet.refuse("table.no_area")
    if damage := spoilt(names):
        raise sheet.refuse(f"table.{damage.name.lower()}", example=names[-1])
    if not any(link.found for link in links):
        raise sheet.refuse("table.no_known_area", rows=len(rows), example=names[0])
    if all(value is None for row in rows for value in row.values.values()):
        raise sheet.refuse("table.no_values", areas=len(rows))


def _tell_apart(sheet: _Sheet, rows: list[_Row]) -> None:
    """Several rows of one area are told apart by a column of few different texts.

    Such a column says which kind or part the row is about. Raises NoTable where there is
    none: the rows are then projects or persons, and not areas.
    """
    chosen: list[Column] = []
    candidates = [c for c in sheet.shape.columns if c.role is Role.TEXT and _is_kind(c, rows)]
    while (left := _doubles(rows)) and candidates:
        best = min(candidates, key=lambda c: (_doubles_with(c, rows), is_code(c.header)))
        candidates.remove(best)
        if _doubles_with(best, rows) < left:
            chosen.append(best)
            for row in rows:
                row.part = " · ".join(filter(None, (row.part, _kind(best, row))))
    if _doubles(rows):
        one, two = _two_alike(rows)
        raise sheet.refuse("table.not_areas", area=one.area.name, row=one.number, other=two.number)
    if chosen:
        sheet.warn("table.kinds", columns=", ".join(c.shown for c in chosen))
    others = [c for c in sheet.shape.having(Role.TEXT) if c not in chosen]
    if others:
        sheet.warn("table.columns_left_out", columns=", ".join(c.shown for c in others))


def _is_kind(column: Column, rows: list[_Row]) -> bool:
    texts = [label(_cell(row.cells, column)) for row in rows]
    return all(texts) and len(set(texts)) * 3 <= len(rows)


def _kind(column: Column, row: _Row) -> str:
    text = label(_cell(row.cells, column))
    return f"{column.header.split(' · ')[-1]} {text}" if text.isdigit() else text


def _identity(row: _Row) -> tuple[Area, int | None, str]:
    return row.area, row.year, row.part


def _doubles(rows: list[_Row]) -> int:
    return len(rows) - len({_identity(row) for row in rows})


def _doubles_with(column: Column, rows: list[_Row]) -> int:
    return len(rows) - len({(*_identity(row), label(_cell(row.cells, column))) for row in rows})


def _two_alike(rows: list[_Row]) -> tuple[_Row, _Row]:
    first: dict[tuple[Area, int | None, str], _Row] = {}
    for row in rows:
        if (known := first.setdefault(_identity(row), row)) is not row:
            return known, row
    raise AssertionError("no two rows are alike")


def _codes_trusted(sheet: _Sheet, rows: list[_Row], links: list[Link]) -> bool:
    """Whether the file's codes are those of the country: names and codes hardly ever differ."""
    both = [
        (row, link)
        for row, link in zip(rows, links, strict=True)
        if row.area.code and len(link.by_name) == 1
    ]
    conflicts = [row for row, link in both if link.conflicting]
    if conflicts:
        row = conflicts[0]
        sheet.warn(
            "table.code_conflict",
            row=row.number,
            value=row.area.code,
            code=row.area.code,
            area=row.area.name,
            rows=len(conflicts),
        )
    return len(conflicts) * 20 <= len(both)


def _keys(sheet: _Sheet) -> dict[int, Key]:
    """Column → indicator and year; headers that stand twice get the letter of their column."""
    figures = sheet.shape.having(Role.FIGURE)
    if any(not column.key for column in figures) and not sheet.shape.title:
        raise sheet.refuse("table.no_indicator")
    keys = {column.index: (column.key or sheet.shape.title, column.year) for column in figures}
    times = Counter(keys.values())
    repeated = [column for column in figures if times[keys[column.index]] > 1]
    for column in repeated:
        keys[column.index] = (f"{keys[column.index][0]} [{column.letter}]", column.year)
    if repeated:
        letters = ", ".join(column.letter for column in repeated)
        sheet.warn("table.same_header", column=repeated[0].header, columns=letters)
    return keys


def _warn_of_flags(sheet: _Sheet, rows: list[_Row], links: list[Link]) -> None:
    municipal = [row for row, link in zip(rows, links, strict=True) if link.municipal]
    governments = [row for row, link in zip(rows, links, strict=True) if link.government]
    offices = [row for row in rows if names_an_office(row.area.province)]
    for found, doubted in (
        ("table.municipal_codes", municipal),
        ("table.local_governments", governments),
        ("table.offices", offices),
    ):
        if doubted:
            area = doubted[0].area
            sheet.warn(
                found,
                row=doubted[0].number,
                value=area.code if doubted is municipal else area.name,
                code=area.code,
                rows=len(doubted),
            )


def _lines(keys: dict[int, Key], rows: list[_Row], totals: list[_Row]) -> list[Line]:
    lines = [
        Line(row.number, _by_key(keys, row), texts=frozenset(_texts(row.cells))) for row in rows
    ]
    lines += [Line(row.number, _by_key(keys, row), row.part) for row in totals]
    return sorted(lines, key=lambda line: line.row)


def _by_key(keys: dict[int, Key], row: _Row) -> dict[Key, Number | None]:
    return {
        (keys[index][0], keys[index][1] or row.year): value for index, value in row.values.items()
    }


def _compare(sheet: _Sheet, lines: list[Line]) -> Iterator[Control]:
    for line, control in compared(lines):
        yield control
        if not control.agrees and line.total:
            sheet.warn(
                "table.total_differs",
                row=line.row,
                column=control.indicator,
                value=str(control.stated),
                total=control.stated,
                sum=control.computed,
            )
    nameless = [line for line in lines if line.total == ""]
    for line in nameless:
        known = [c for other, c in compared(lines) if other is line]
        if not known or not all(control.agrees for control in known):
            lost = Finding("table.row_without_area", Severity.ERROR, sheet.name, line.row)
            sheet.findings.append(lost)


def _indicators(sheet: _Sheet, rows: list[AreaRow]) -> list[Indicator]:
    keys = dict.fromkeys(row.indicator for row in rows)
    return [Indicator(key, sheet.names.get(key, key)) for key in keys]
