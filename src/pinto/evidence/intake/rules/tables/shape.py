"""Where the table stands on its sheet: header, first row of data, and what each column is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from pinto.evidence.intake.rules.workbook import Cell, Span

from .areas import Gazetteer, is_aggregate
from .values import is_figure, is_missing, label, without_year, years_in

MAX_HEADER_ROWS = 4
_SEARCHED_ROWS = 60  # from the top, for the first row of data
Grid = list[list[Cell]]


class Role(StrEnum):
    """What a column is for."""

    PROVINCE = "province"
    AMPHOE = "amphoe"
    TAMBON = "tambon"
    GOVERNMENT = "government"
    CODE = "code"
    YEAR = "year"
    FIGURE = "figure"
    TEXT = "text"  # may tell rows of one area apart
    NONE = "none"


AREA_ROLES = (Role.PROVINCE, Role.AMPHOE, Role.TAMBON, Role.GOVERNMENT, Role.CODE)

_CODE = re.compile(r"รหัส|code|(?:^|_|\b)id\b", re.IGNORECASE)
_LEVELS = {  # narrowest first: "ตำบล" also stands in "อำเภอ/ตำบล"
    Role.TAMBON: re.compile(r"ตำบล|แขวง|tambon|tumbol|tambol|sub-?district", re.IGNORECASE),
    Role.AMPHOE: re.compile(r"อำเภอ|amphoe|amphur|amphor|district", re.IGNORECASE),
    Role.PROVINCE: re.compile(r"จังหวัด|province|changwat", re.IGNORECASE),
}
_NAMED = re.compile(r"(?:จังหวัด|อำเภอ|กิ่งอำเภอ|ตำบล|แขวง|[จอต]\.)\s*[ก-ฮเ-ไ]")
_AREA = re.compile(r"พื้นที่|\barea", re.IGNORECASE)
_GOVERNMENT = re.compile(r"อปท|อบต|เทศบาล|\blao\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:ปี.{0,12}|พ\.?ศ\.?|year(?:_be)?|be_year|fiscal_year\w*)", re.IGNORECASE)
_ORDER = re.compile(r"(?:ลำดับ(?:ที่)?|ที่|no\.?|order|#|หมายเลข|id)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table."""

    index: int  # from 0
    header: str  # all its header cells, joined with " · "
    role: Role
    key: str = ""  # of an indicator: the header without its year
    year: int | None = None  # the year in the header

    @property
    def shown(self) -> str:
        """The header and the letter, for a message."""
        return f"{self.header} ({self.letter})" if self.header else self.letter

    @property
    def letter(self) -> str:
        """As the spreadsheet calls it.

        >>> Column(27, "", Role.NONE).letter
        'AB'
        """
        letters, number = "", self.index + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return letters


@dataclass(frozen=True, slots=True)
class Shape:
    """A table found on a sheet."""

    title: str  # what stands above the header
    first: int  # index of the first row of data
    columns: tuple[Column, ...]

    def having(self, *roles: Role) -> list[Column]:
        return [column for column in self.columns if column.role in roles]


def first_data_row(grid: Grid, gazetteer: Gazetteer) -> int | None:
    """The first row that names an area, or a sum of areas, where figures stand beside them.

    The areas right above the first figure have none and belong to it. In an empty form no
    row has any; then the first area is it. None when no row names an area.
    """
    naming = [
        index
        for index, row in enumerate(grid[:_SEARCHED_ROWS])
        if _names_area(row, gazetteer, header=_area_header(grid[:index]))
    ]
    first = next((index for index in naming if any(map(_says_figure, grid[index]))), None)
    if first is None:
        return naming[0] if naming else None
    while first - 1 in naming:
        first -= 1
    return first


def _says_figure(cell: Cell) -> bool:
    return is_figure(cell) or is_missing(cell)


def _names_area(row: list[Cell], gazetteer: Gazetteer, header: dict[int, Role]) -> bool:
    """A province or a total by its name; a narrower area or a code by the header above it."""
    for index, cell in enumerate(row):
        text = label(cell)
        if not text:
            continue
        role = header.get(index)
        if role is Role.CODE and text.isdigit():
            return True
        if role in (Role.AMPHOE, Role.TAMBON) and not is_figure(cell) and not is_header(text):
            return True
        if isinstance(cell, str) and not is_figure(cell) and gazetteer.is_province(text):
            return True
    texts = [label(cell) for cell in row if isinstance(cell, str)]
    # beside "จังหวัด", "รวม" is the header of a column
    return any(map(is_aggregate, texts)) and not any(map(is_header, texts))


def _area_header(above: Grid) -> dict[int, Role]:
    """Which columns the rows above call an area; a title that mentions one is not a header."""
    roles: dict[int, Role] = {}
    for row in above[-MAX_HEADER_ROWS:]:
        if sum(cell is not None for cell in row) < 2:
            continue
        for index, cell in enumerate(row):
            text = label(cell)
            if is_header(text) and (role := role_of(text)):
                roles[index] = role
    return roles


def is_header(text: str) -> bool:
    """Whether the text speaks of areas in general, and is not the name of one.

    >>> is_header("อำเภอ"), is_header("จังหวัด/อำเภอ"), is_header("อำเภอเบตง"), is_header("เบตง")
    (True, True, False, False)
    """
    return role_of(text) is not None and _NAMED.match(text) is None


def is_code(header: str) -> bool:
    """Whether a header speaks of a code."""
    return _CODE.search(header) is not None


def role_of(header: str) -> Role | None:
    """What a header says the column is, if it speaks of an area.

    >>> role_of("จังหวัด"), role_of("tumbol_ID"), role_of("amphur_name"), role_of("จำนวนคน")
    (<Role.PROVINCE: 'province'>, <Role.CODE: 'code'>, <Role.AMPHOE: 'amphoe'>, None)
    """
    if len(header) > 40:
        return None
    level = next((role for role, words in _LEVELS.items() if words.search(header)), None)
    if _CODE.search(header):
        return Role.CODE if level or _AREA.search(header) else None
    if level is None and _GOVERNMENT.search(header):
        return Role.GOVERNMENT
    return level


def header_rows(grid: Grid, first: int) -> list[int]:
    """The indexes of the one to four rows right above the data that are its header.

    Rows of sections and totals between header and data are passed over; an empty row and
    a title (one cell alone) end it.
    """
    index = first - 1
    while index >= 0 and _is_section(grid[index]):
        index -= 1
    found: list[int] = []
    while index >= 0 and len(found) < MAX_HEADER_ROWS and _filled(grid[index]) > 1:
        found.insert(0, index)
        index -= 1
    return found


def _filled(row: list[Cell]) -> int:
    return sum(cell is not None for cell in row)


def _is_section(row: list[Cell]) -> bool:
    return _filled(row) == 1 and any(is_aggregate(label(cell)) for cell in row if cell is not None)


def joined_headers(
    grid: Grid, rows: Sequence[int], spans: Sequence[Span], *, fill_right: bool
) -> list[str]:
    """The header of every column, from top to bottom, joined with " · "; each text once.

    Merged cells count for all columns they cover. A text file cannot merge cells, so there
    (``fill_right``) a group's name holds until the next one.
    """
    width = max((len(grid[row]) for row in rows), default=0)
    levels = [
        [label(grid[row][index]) if index < len(grid[row]) else "" for index in range(width)]
        for row in rows
    ]
    for span in spans:
        inside = [level for level, row in enumerate(rows) if span.top <= row <= span.bottom]
        if inside and span.top in rows and span.left < width:
            text = levels[rows.index(span.top)][span.left]
            for level in inside:
                for index in range(span.left, min(span.right + 1, width)):
                    levels[level][index] = text
    if fill_right:
        _fill_right(levels)
    headers = []
    for column in zip(*levels, strict=True):
        texts = [text for text, _ in groupby(text for text in column if text)]
        headers.append(" · ".join(texts))
    return headers


def _fill_right(levels: list[list[str]]) -> None:
    """A group's name goes on over the columns that have only a name of the lowest level."""
    raw = [list(level) for level in levels]
    for depth, level in enumerate(levels[:-1]):
        for index in range(1, len(level)):
            alone = not any(row[index] for row in raw[:-1]) and raw[-1][index]
            grouped_left = any(row[index - 1] for row in raw[depth + 1 :])
            if alone and grouped_left:
                level[index] = level[index - 1]


def columns_of(grid: Grid, first: int, headers: list[str], gazetteer: Gazetteer) -> list[Column]:
    """Every column with what it is for, by its header and by what stands in it."""
    width = max((len(row) for row in grid[first:]), default=0)
    headers = headers + [""] * (width - len(headers))
    columns = [
        _column(index, headers[index], [row[index] for row in grid[first:] if index < len(row)])
        for index in range(width)
    ]
    return _with_province(_without_empty(columns, grid[first:]), grid, first, gazetteer)


def _without_empty(columns: list[Column], data: Grid) -> list[Column]:
    """Columns of figures without any, such as those between others for looks, are no columns.

    Where all are empty they stay: it is an empty form.
    """
    filled = {index for row in data for index, cell in enumerate(row) if cell is not None}
    figures = [column for column in columns if column.role is Role.FIGURE]
    if not any(column.index in filled for column in figures):
        return columns
    return [
        column
        if column.index in filled or column.role is not Role.FIGURE
        else replace(column, role=Role.NONE)
        for column in columns
    ]


def _column(index: int, header: str, cells: list[Cell]) -> Column:
    filled = [cell for cell in cells if cell is not None]
    known = [cell for cell in filled if not is_missing(cell)]
    numbers = sum(is_figure(cell) for cell in known)
    mostly_numbers = bool(filled) and numbers * 2 >= len(known)
    role = role_of(header)
    parts = header.split(" · ")
    if not filled:
        role = Role.FIGURE if header and role is None else role or Role.NONE
    elif all(_ORDER.fullmatch(part) for part in parts):
        role = Role.NONE
    elif role is Role.CODE or (role is not None and not mostly_numbers):
        pass
    elif role is not None and all(len(label(cell)) in (2, 4, 6, 8, 9) for cell in known):
        role = Role.CODE  # codes under a header that only says "จังหวัด"
    elif _YEAR.fullmatch(parts[-1]) and all(years_in(label(cell)) for cell in known):
        role = Role.YEAR
    elif mostly_numbers and not _CODE.search(header):
        role = Role.FIGURE
    else:
        role = Role.TEXT
    if role is not Role.FIGURE:
        return Column(index, header, role or Role.TEXT)
    years = years_in(header)
    if len(years) == 1:
        return Column(index, header, role, without_year(header), years[0])
    return Column(index, header, role, header)


def _with_province(
    columns: list[Column], grid: Grid, first: int, gazetteer: Gazetteer
) -> list[Column]:
    """The province column is the one with most names of provinces, whatever its header says."""

    def provinces(column: Column) -> int:
        cells = (row[column.index] for row in grid[first:] if column.index < len(row))
        names = (label(cell) for cell in cells if isinstance(cell, str))
        return sum(gazetteer.is_province(name) for name in names)

    texts = [c for c in columns if c.role in (Role.TEXT, Role.PROVINCE)]
    best = max(texts, key=provinces, default=None)
    if best is None or not provinces(best):
        return columns
    return [
        replace(column, role=Role.PROVINCE)
        if column is best
        else replace(column, role=Role.TEXT)
        if column.role is Role.PROVINCE
        else column
        for column in columns
    ]
