"""One sheet with an area in every row, read from its header to its last row."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pinto.evidence.intake.rules.broken_text import spoilt
from pinto.evidence.intake.rules.findings import Finding, Severity

from .areas import Flag, Gazetteer, Link, decide, names_an_office
from .kinds import tell_apart
from .result import AreaRow, Control, Indicator
from .rows import Row, Sheet, read_rows, texts_of
from .shape import Grid, Role, Shape
from .totals import Key, Line, compared
from .values import Number, short


@dataclass(frozen=True, slots=True)
class Part:
    """What one sheet gives."""

    rows: list[AreaRow]
    indicators: list[Indicator]
    lines: list[Line]
    controls: list[Control]
    findings: list[Finding]
    areas: int


def read_sheet(sheet: Sheet, grid: Grid, gazetteer: Gazetteer) -> Part:
    """The figures of the sheet, with the totals compared and every doubt told.

    Raises NoTable where the rows are not areas, or no figure stands in them.
    """
    sheet.shape = _with_headers(sheet)
    rows, totals = read_rows(sheet, grid, gazetteer)
    links = [gazetteer.link(row.area) for row in rows]
    _check_rows(sheet, rows, links)
    tell_apart(sheet, rows)
    keys = _keys(sheet)
    figures, indicators = _figures(sheet, rows, links, keys)
    _warn_of_areas(sheet, rows, links)
    if any(row.year is None for row in figures):
        sheet.warn("table.no_year")
    lines = _lines(keys, rows, totals)
    controls = list(_compare(sheet, lines))
    return Part(figures, indicators, lines, controls, sheet.findings, len(rows))


def _with_headers(sheet: Sheet) -> Shape:
    """The shape without figures that have no header; raises NoTable where none remains."""
    figures = sheet.shape.having(Role.FIGURE)
    if not figures:
        raise sheet.refusal("table.no_figures")
    nameless = [column for column in figures if not column.header]
    if len(nameless) == len(figures):
        raise sheet.refusal("table.no_header")
    if nameless:
        letters = ", ".join(column.letter for column in nameless)
        sheet.warn("table.column_without_header", columns=letters)
    named = tuple(column for column in sheet.shape.columns if column not in nameless)
    return replace(sheet.shape, columns=named)


def _check_rows(sheet: Sheet, rows: list[Row], links: list[Link]) -> None:
    """Raises NoTable where no row is an area, the names are spoilt, or the form is empty."""
    if not rows:
        raise sheet.refusal("table.no_area")
    names = [row.area.name for row in rows]
    if damage := spoilt(names):
        raise sheet.refusal(f"table.{damage.name.lower()}", example=names[-1])
    if not any(link.found for link in links):
        raise sheet.refusal("table.no_known_area", rows=len(rows), example=names[0])
    if all(value is None for row in rows for value in row.values.values()):
        raise sheet.refusal("table.no_values", areas=len(rows))


def _keys(sheet: Sheet) -> dict[int, Key]:
    """Column → indicator and year; headers that stand twice get the letter of their column."""
    figures = sheet.shape.having(Role.FIGURE)
    if any(not column.key for column in figures) and not sheet.shape.title:
        raise sheet.refusal("table.no_indicator")
    keys = {column.index: (column.key or sheet.shape.title, column.year) for column in figures}
    times = Counter(keys.values())
    repeated = [column for column in figures if times[keys[column.index]] > 1]
    for column in repeated:
        keys[column.index] = (f"{keys[column.index][0]} [{column.letter}]", column.year)
    if repeated:
        letters = ", ".join(column.letter for column in repeated)
        sheet.warn("table.same_header", column=repeated[0].header, columns=letters)
    return keys


def _figures(
    sheet: Sheet, rows: list[Row], links: list[Link], keys: dict[int, Key]
) -> tuple[list[AreaRow], list[Indicator]]:
    """Every figure of every area, and what is counted."""
    codes_trusted = _codes_trusted(sheet, rows, links)
    figures: list[AreaRow] = []
    indicators: dict[str, Indicator] = {}
    for row, link in zip(rows, links, strict=True):
        place, flag = decide(link, codes_trusted=codes_trusted)
        for column in sheet.shape.having(Role.FIGURE):
            header, year = keys[column.index]
            full = " · ".join(filter(None, (header, row.part)))
            key = short(full)
            indicators.setdefault(key, Indicator(key, sheet.names.get(header, full)))
            year = year or row.year or sheet.year
            value = row.values[column.index]
            code, name = row.area.code or None, row.area.name
            figures.append(AreaRow(code, name, place, key, year, value, flag))
    _warn_of_names(sheet, rows, figures)
    return figures, list(indicators.values())


def _codes_trusted(sheet: Sheet, rows: list[Row], links: list[Link]) -> bool:
    """Whether the file's codes are those of the country: names and codes hardly ever differ."""
    both = [
        (row, link)
        for row, link in zip(rows, links, strict=True)
        if row.area.code and len(link.by_name) == 1
    ]
    conflicts = [row for row, link in both if link.conflicting]
    if conflicts:
        first = conflicts[0]
        sheet.warn(
            "table.code_conflict",
            row=first.number,
            value=first.area.code,
            code=first.area.code,
            area=first.area.name,
            rows=len(conflicts),
        )
    return len(conflicts) * 20 <= len(both)


def _warn_of_names(sheet: Sheet, rows: list[Row], figures: list[AreaRow]) -> None:
    """Each name that fits no place, or several, once."""
    flags = {figure.area_name: figure.flag for figure in reversed(figures)}
    for name, row in {row.area.name: row for row in reversed(rows)}.items():
        if flags[name] is Flag.UNKNOWN:
            sheet.warn("table.area_unknown", row=row.number, value=name, name=name)
        elif flags[name] is Flag.SEVERAL:
            sheet.warn("table.area_several", row=row.number, value=name, name=name)


def _warn_of_areas(sheet: Sheet, rows: list[Row], links: list[Link]) -> None:
    """Areas of a special kind, once for all rows of that kind."""
    pairs = list(zip(rows, links, strict=True))
    for found, doubted in (
        ("table.municipal_codes", [row for row, link in pairs if link.municipal]),
        ("table.local_governments", [row for row, link in pairs if link.government]),
        ("table.offices", [row for row in rows if names_an_office(row.area.province)]),
    ):
        if doubted:
            first = doubted[0]
            code = first.area.code
            sheet.warn(
                found,
                row=first.number,
                value=code or first.area.name,
                code=code,
                rows=len(doubted),
            )


def _lines(keys: dict[int, Key], rows: list[Row], totals: list[Row]) -> list[Line]:
    lines = [
        Line(row.number, _by_key(keys, row), texts=frozenset(texts_of(row.cells))) for row in rows
    ]
    lines += [Line(row.number, _by_key(keys, row), row.total) for row in totals]
    return sorted(lines, key=lambda line: line.row)


def _by_key(keys: dict[int, Key], row: Row) -> dict[Key, Number | None]:
    return {
        (keys[index][0], keys[index][1] or row.year): value for index, value in row.values.items()
    }


def _compare(sheet: Sheet, lines: list[Line]) -> Iterator[Control]:
    """The totals of the sheet; a nameless row that sums up nothing is a row without an area."""
    confirmed: dict[int, bool] = {}
    for line, control in compared(lines):
        yield control
        confirmed[line.row] = confirmed.get(line.row, True) and control.agrees
        if not control.agrees and line.total:
            sheet.warn(
                "table.total_differs",
                row=line.row,
                column=control.indicator,
                value=str(control.stated),
                total=control.stated,
                sum=control.computed,
            )
    for line in lines:
        if line.total == "" and not confirmed.get(line.row):
            lost = Finding("table.row_without_area", Severity.ERROR, sheet.name, line.row)
            sheet.findings.append(lost)
