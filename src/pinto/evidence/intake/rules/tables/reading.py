"""A whole file read as tables of areas: every sheet tried, the sound ones put together."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pinto.evidence.intake.rules.broken_text import spoilt
from pinto.evidence.intake.rules.findings import Finding, Findings, Severity
from pinto.evidence.intake.rules.workbook import Book, Span, Unreadable

from .areas import Gazetteer, PlaceFinder
from .datasets import Dataset, dataset_of
from .described import read_indicators_in_rows, read_paths
from .result import Control, Indicator, Refusal, TableReading
from .rows import NoTable, Sheet
from .shape import (
    AREA_ROLES,
    MAX_HEADER_ROWS,
    Column,
    Grid,
    Role,
    Shape,
    columns_of,
    first_data_row,
    header_rows,
    joined_headers,
)
from .sheet import Part, read_sheet
from .totals import sums
from .values import label, short, without_year, years_in

MAX_ROWS = 200_000  # of one sheet: more than the country has villages
_HEADER_SEARCHED = 12
_PACKED = re.compile(r"\d{60,}")
_IN_PROVINCE = re.compile(r"จังหวัด\s*([ก-๎]+)")
_IN_AMPHOE = re.compile(r"อำเภอ\s*([ก-๎]+)")


def read_table(book: Book, *, places: PlaceFinder) -> TableReading | Refusal:
    """The figures of all areas in the file, or why it is refused.

    A known dataset is read by its description, any other table by what its headers and
    cells say. Sheets that are no table are told about; only when none is one, the file is
    refused. Nothing is guessed: a name that fits no place or several stays without one.
    """
    parts: list[tuple[str, Dataset | None, Part]] = []
    refused: list[Finding] = []
    for info in book.sheets:
        if info.hidden:
            refused.append(Finding("table.hidden_sheet", Severity.REFUSED, sheet=info.name))
            continue
        try:
            grid = _grid(book, info.name)
            if any(any(cell is not None for cell in row) for row in grid):
                dataset, part = _read(book, info.name, grid, places)
                parts.append((info.name, dataset, part))
        except Unreadable as error:
            return _refusal([error.finding(info.name)])
        except NoTable as error:
            refused.extend(error.findings)
    if not parts:
        return _refusal(refused or [Finding("file.empty", Severity.REFUSED)])
    return _together(parts, [replace(finding, severity=Severity.WARNING) for finding in refused])


def _refusal(reasons: list[Finding]) -> Refusal:
    findings = Findings()
    findings.extend(reasons)
    return Refusal(findings)


def _grid(book: Book, sheet: str) -> Grid:
    grid: Grid = []
    for row in book.rows(sheet):
        if len(grid) == MAX_ROWS:
            raise NoTable(
                Finding("table.too_long", Severity.REFUSED, sheet, params={"rows": MAX_ROWS})
            )
        grid.append(row)
    return grid


def _read(book: Book, sheet: str, grid: Grid, places: PlaceFinder) -> tuple[Dataset | None, Part]:
    spans = book.merged(sheet)
    fill_right = book.kind == "csv"
    known = known_table(grid, spans, fill_right=fill_right)
    if known is None:
        return None, _read_unknown(sheet, grid, spans, places, fill_right=fill_right)
    dataset, first, headers = known
    if dataset.layout == "paths":
        return dataset, read_paths(sheet, grid, dataset)
    columns = _described_columns(headers, dataset)
    gazetteer = Gazetteer(places)
    if dataset.layout == "indicators_in_rows":
        return dataset, read_indicators_in_rows(sheet, grid, first, columns, dataset, gazetteer)
    shape = Shape(dataset.title, first, tuple(columns))
    reading = Sheet(sheet, shape, dataset.indicator_names(), dataset.year)
    return dataset, read_sheet(reading, grid, gazetteer)


def known_table(
    grid: Grid, spans: Sequence[Span], *, fill_right: bool
) -> tuple[Dataset, int, list[str]] | None:
    """The description that fits the sheet, the first row of data, and the headers above it."""
    if dataset := dataset_of([label(row[0]) for row in grid[:500] if row]):
        return dataset, 0, []  # paths stand in the first column
    for last in range(min(_HEADER_SEARCHED, len(grid))):
        for depth in range(min(MAX_HEADER_ROWS, last + 1)):
            rows = range(last - depth, last + 1)
            headers = joined_headers(grid, rows, spans, fill_right=fill_right)
            if dataset := dataset_of(headers):
                return dataset, last + 1, headers
    return None


def _described_columns(headers: list[str], dataset: Dataset) -> list[Column]:
    roles = {header: Role(level) for level, header in dataset.names.items()}
    roles |= {dataset.code: Role.CODE, dataset.year_column: Role.YEAR}
    roles |= dict.fromkeys(dataset.ignored, Role.NONE)
    roles |= dict.fromkeys(dataset.indicator_names(), Role.FIGURE)
    columns = []
    for index, header in enumerate(headers):
        years = years_in(header) if header not in roles else []
        key = without_year(header) if years else header
        role = roles.get(header, roles.get(key, Role.TEXT)) if header else Role.NONE
        columns.append(Column(index, header, role, key, years[0] if len(years) == 1 else None))
    return columns


def _read_unknown(
    sheet: str, grid: Grid, spans: Sequence[Span], places: PlaceFinder, *, fill_right: bool
) -> Part:
    """A table nobody described. Raises NoTable with the reason an officer understands."""
    refused = Severity.REFUSED
    if column := _packed_column(grid):
        raise NoTable(Finding("table.fixed_width", refused, sheet, params={"column": column}))
    first = first_data_row(grid, Gazetteer(places))
    if first is None:
        texts = [cell for row in grid[:500] for cell in row if isinstance(cell, str)]
        damage = spoilt(texts)
        code = f"table.{damage.name.lower()}" if damage else "table.no_area"
        params = {"example": texts[0][:40]} if damage else {}
        raise NoTable(Finding(code, refused, sheet, params=params))
    rows = header_rows(grid, first)
    if not rows:
        raise NoTable(Finding("table.no_header", refused, sheet))
    title = " ".join(label(cell) for row in grid[: rows[0]] for cell in row if cell is not None)
    headers = joined_headers(grid, rows, spans, fill_right=fill_right)
    around = Gazetteer(
        places, province=_found(_IN_PROVINCE, title, sheet), amphoe=_found(_IN_AMPHOE, title, sheet)
    )
    columns = columns_of(grid, first, headers, around)
    if not any(column.role in AREA_ROLES for column in columns):
        raise NoTable(Finding("table.no_area", refused, sheet))
    years = years_in(title) or years_in(sheet)
    year = years[0] if len(years) == 1 else None
    shape = Shape(without_year(title), first, tuple(columns))
    return read_sheet(Sheet(sheet, shape, {}, year), grid, around)


def _found(pattern: re.Pattern[str], *texts: str) -> str:
    return next((match[1] for text in texts if (match := pattern.search(text))), "")


def _packed_column(grid: Grid) -> str:
    """The letter of a column whose cells pack many numbers into one long row of digits."""
    times = Counter(
        index
        for row in grid[:50]
        for index, cell in enumerate(row)
        if isinstance(cell, str) and _PACKED.fullmatch(cell)
    )
    most = times.most_common(1)
    return Column(most[0][0], "", Role.NONE).letter if most and most[0][1] > 2 else ""


def _together(
    parts: list[tuple[str, Dataset | None, Part]], refused: list[Finding]
) -> TableReading:
    """The sheets as one reading; an indicator that two of them share carries its sheet's name."""
    dataset = next((known for _, known, _ in parts if known), None)
    rows = [row for _, _, part in parts for row in part.rows]
    times = Counter((row.area_code, row.area_name, row.indicator, row.year) for row in rows)
    indicators: dict[str, Indicator] = {}
    if any(count > 1 for count in times.values()):
        rows = []
        for name, _, part in parts:
            renamed = {known.key: f"{name} · {known.name}" for known in part.indicators}
            rows += [replace(row, indicator=short(renamed[row.indicator])) for row in part.rows]
            indicators |= {short(full): Indicator(short(full), full) for full in renamed.values()}
    else:
        indicators = {i.key: i for _, _, part in parts for i in part.indicators}
    findings = [finding for _, _, part in parts for finding in part.findings] + refused
    controls = [control for _, _, part in parts for control in part.controls]
    if dataset:
        lines = [line for _, _, part in parts for line in part.lines]
        published = list(sums(lines, dataset.controls))
        controls += published
        findings += [_differs(control) for control in published if not control.agrees]
    gathered = Findings()
    gathered.extend(findings)
    return TableReading(
        dataset=dataset.id if dataset else "",
        source=dataset.source if dataset else "",
        rows=tuple(rows),
        indicators=tuple(indicators.values()),
        controls=tuple(controls),
        findings=gathered,
        areas=sum(part.areas for _, _, part in parts),
    )


def _differs(control: Control) -> Finding:
    params = {"total": control.stated, "sum": control.computed}
    return Finding(
        "table.published_differs", Severity.WARNING, column=control.indicator, params=params
    )
