"""A copy of a checked file with the bad cells marked: what an officer mends the file by.

The first sheet lists every finding with a link to its cell; the sheets of the file
follow as they were read, IDs and phone numbers hidden. A cell's mark is a colour, a
sign and a note. A small sheet is copied whole, so that every cell stands where it
stands in the file; of a long one only the rows with findings, and their numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from pinto.evidence.intake.rules.cells import Cell
from pinto.evidence.intake.rules.findings import Severity
from pinto.evidence.intake.rules.households import opened_sheet
from pinto.evidence.intake.rules.identities import as_digits
from pinto.evidence.intake.rules.layouts import HEADER_WITHIN, Header, Meanings
from pinto.evidence.intake.rules.reports import OUTCOMES, Group, Report, Said
from pinto.evidence.intake.rules.showing import hidden, shown
from pinto.evidence.intake.rules.workbook import Book
from pinto.ground.design.messages import N_

WHOLE = 200_000  # cells: a sheet with more is cut down to its findings
SIGNATURE = "Pinto ✖ ▲ ✔"  # begins the first cell, so that the copy is never loaded
_LONGEST = 32_000  # characters of a cell; Excel ends at 32,767
_EXACT = 10**15  # Excel keeps no more digits of a number

# severity → sign, fill, letters, border; the sign tells it without the colour
_LOOKS = {
    Severity.REFUSED: ("✖", "#F9D6D0", "#7A1B0C", "#B3402C"),
    Severity.ERROR: ("✖", "#F9D6D0", "#7A1B0C", "#B3402C"),
    Severity.WARNING: ("▲", "#FCE9BE", "#5C4100", "#B58A1B"),
    Severity.REPAIR: ("✔", "#D9EEDB", "#1D4D24", "#4E8F57"),
}
# what a finding that names no column is about: its code, or the beginning of it → fields
_ABOUT = {
    "place.no_such_moo": ("moo",),
    "place.unknown_code": ("place_code", "tambon_code"),
    "place.code_too_long": ("place_code", "tambon_code"),
    "place.code_and_name": ("place_code", "tambon_code", "tambon"),
    "place": ("tambon", "place_code", "tambon_code"),
    "point": ("latitude", "longitude"),
    "national_id": ("national_id",),
    "member": ("given_name", "full_name"),
    "house": ("house_code", "house_no"),
    "household": ("house_code", "house_no"),
}

Translate = Callable[[str], str]
_Marks = dict[int, list[tuple[int, Group, Said]]]  # row → number in the list, finding


def is_marked(book: Book) -> bool:
    """Whether the file is such a copy, which nobody should load."""
    first = next(iter(book.rows(book.sheets[0].name)), []) if book.sheets else []
    return bool(first) and isinstance(first[0], str) and first[0].startswith(SIGNATURE)


def write_marked(
    target: BinaryIO,
    book: Book,
    report: Report,
    *,
    name: str,
    meanings: Meanings,
    translate: Translate,
    folder: Path,
) -> None:
    """The marked copy of the file of that name stands in ``target``.

    ``folder`` takes what is under way: no more than a row is held in memory. Raises
    ``Unreadable`` where the file breaks off, as its check did.
    """
    options = {"constant_memory": True, "tmpdir": str(folder), "in_memory": False}
    with xlsxwriter.Workbook(target, options) as workbook:
        copy = _Copy(workbook, translate)
        listed = copy.sheet(translate(N_("Findings")))
        marks: dict[str, _Marks] = {}
        numbered = enumerate((group, said) for group in report.groups for said in group.findings)
        for number, (group, said) in numbered:
            if said.row is not None:
                marks.setdefault(said.sheet, {}).setdefault(said.row, []).append(
                    (number, group, said)
                )
        shortened = [
            info.name
            for info in book.sheets
            if copy.write(book, info.name, meanings, marks.get(info.name, {}))
        ]
        copy.write_list(listed, report, name, shortened)


@dataclass(slots=True)
class _Columns:
    """The columns of a sheet, as far as their headers are known."""

    head: int  # rows down to the header, it included
    titles: dict[str, int] = field(default_factory=dict)  # header → index
    fields: dict[int, str] = field(default_factory=dict)  # index → what it holds

    def about(self, code: str, said: Said, row: list[Cell]) -> list[int]:
        """The cells of the row that the finding is about; at least one."""
        if said.column in self.titles:
            return [self.titles[said.column]]
        wanted = _ABOUT.get(code) or _ABOUT.get(code.partition(".")[0], ())
        if meant := [index for index, known in self.fields.items() if known in wanted]:
            return meant
        filled = [index for index, cell in enumerate(row) if cell is not None] or [0]
        same = [index for index in filled if said.value and said.value in self._texts(row, index)]
        return same[:1] or filled[:1]

    def _texts(self, row: list[Cell], index: int) -> tuple[str, str]:
        cell = row[index] if index < len(row) else None
        return shown(self.fields.get(index, ""), cell), as_digits(cell)


def _columns(first: list[list[Cell]], header: Header | None) -> _Columns:
    """Of a sheet without houses the header ends above the first row that holds a number."""
    if header is None:
        numbers = (any(isinstance(cell, int | float) for cell in row) for row in first)
        found = _Columns(max(1, next((i for i, has in enumerate(numbers) if has), 1)))
        for row in reversed(first[: found.head]):
            for index, cell in enumerate(row):
                if isinstance(cell, str):
                    found.titles.setdefault(cell.strip(), index)
        return found
    found = _Columns(header.row)
    for index, text, meaning in reversed(header.columns):
        found.titles[text] = index
        found.fields[index] = meaning.field
    for index, cell in enumerate(first[header.row - 1]):
        if cell is not None:
            found.titles.setdefault(str(cell).strip(), index)
    return found


class _Copy:
    """The workbook that is being written."""

    def __init__(self, workbook: xlsxwriter.Workbook, translate: Translate) -> None:
        self.workbook = workbook
        self.translate = translate
        self.names: set[str] = set()
        self.formats: dict[tuple[Any, ...], Any] = {}
        self.cells: dict[int, tuple[str, str]] = {}  # number in the list → sheet, cell

    def sheet(self, wanted: str) -> Any:
        """A new sheet of that name, as far as Excel takes it."""
        plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in wanted).strip(" '")[:31]
        name, times = plain or self.translate(N_("Table")), 1
        while name.casefold() in self.names or name.casefold() == "history":
            times += 1
            name = f"{plain[:27]} {times}"
        self.names.add(name.casefold())
        return self.workbook.add_worksheet(name)

    def format(self, severity: Severity | None, shape: str, **more: Any) -> Any:
        """How a cell looks; ``shape`` is its number format, the sign stands before it."""
        known = (severity, shape, *more.items())
        if known not in self.formats:
            looks: dict[str, Any] = {"num_format": shape, "valign": "top", **more}
            if severity is not None:
                sign, fill, letters, border = _LOOKS[severity]
                parts = (shape, f"-{shape}", shape, "@") if shape in ("General", "0") else (shape,)
                looks["num_format"] = ";".join(f'"{sign} "{part}' for part in parts)
                looks |= {"bg_color": fill, "font_color": letters, "bold": True}
                looks |= {"border": 1, "border_color": border}
            self.formats[known] = self.workbook.add_format(looks)
        return self.formats[known]

    def write(self, book: Book, name: str, meanings: Meanings, marks: _Marks) -> bool:
        """The sheet stands in the copy; the answer is whether it was cut down."""
        long = _is_long(book.rows(name))
        if long and not marks:
            return True
        header, rows = opened_sheet(book, name, meanings)
        first = list(islice(rows, HEADER_WITHIN))
        columns = _columns(first, header)
        sheet = self.sheet(name)
        sheet.freeze_panes(columns.head, 1 if long else 0)
        sheet.set_column(0, max(map(len, first), default=1), 16)
        last = max([columns.head, *marks]) if long else None
        at = 0
        for number, row in enumerate(islice(chain(first, rows), last), start=1):
            if long and number > columns.head and number not in marks:
                continue
            if long:
                self._write_number(sheet, at, number, columns.head)
            found = self._marked(sheet, at, number, row, columns, marks, shift=int(long))
            for index, cell in enumerate(row):
                severity = found.get(index)
                if cell is not None or severity is not None:
                    plain = hidden(columns.fields.get(index, ""), cell)
                    is_head = number == columns.head
                    self._write_cell(sheet, at, index + int(long), plain, severity, bold=is_head)
            for index in found:
                if index >= len(row):
                    self._write_cell(sheet, at, index + int(long), None, found[index])
            at += 1
        return long

    def _marked(
        self,
        sheet: Any,
        at: int,
        number: int,
        row: list[Cell],
        columns: _Columns,
        marks: _Marks,
        *,
        shift: int,
    ) -> dict[int, Severity]:
        """Cell → the worst that is to say about it; its note says all of it."""
        order = list(Severity)
        found: dict[int, Severity] = {}
        notes: dict[int, list[str]] = {}
        for listed, group, said in marks.get(number, ()):
            about = columns.about(group.code, said, row)
            self.cells[listed] = sheet.get_name(), _address(at, about[0] + shift)
            for index in about:
                worst = min(found.get(index, group.severity), group.severity, key=order.index)
                found[index] = worst
                sign = _LOOKS[group.severity][0]
                text = f"{sign} {group.outcome}\n{_safe(said.what)}\n→ {_safe(said.mend)}"
                notes.setdefault(index, []).append(text)
        for index, texts in notes.items():
            note = "\n\n".join(texts)[:_LONGEST]
            lines = sum(1 + len(line) // 38 for line in note.splitlines())
            size = {"width": 300, "height": 24 + 17 * min(lines, 30), "author": "Pinto"}
            sheet.write_comment(at, index + shift, note, size)
        return found

    def _write_number(self, sheet: Any, at: int, number: int, head: int) -> None:
        if number == head:
            sheet.write_string(at, 0, self.translate(N_("Row")), self.format(None, "@", bold=True))
        elif number > head:
            sheet.write_number(at, 0, number, self.format(None, "0", italic=True))

    def _write_cell(
        self,
        sheet: Any,
        at: int,
        column: int,
        cell: Cell,
        severity: Severity | None,
        *,
        bold: bool = False,
    ) -> None:
        """The cell as it was read: texts are texts, also where they look like formulas."""
        more = {"bold": True, "text_wrap": True} if bold else {}
        if isinstance(cell, bool):
            sheet.write_boolean(at, column, cell, self.format(severity, "General", **more))
        elif isinstance(cell, int | float) and abs(cell) < _EXACT:  # neither nan nor infinite
            shape = "0" if isinstance(cell, int) else "General"
            sheet.write_number(at, column, cell, self.format(severity, shape, **more))
        elif isinstance(cell, date) and cell.year >= 1900:
            sheet.write_datetime(at, column, cell, self.format(severity, "dd/mm/yyyy", **more))
        elif cell is None and severity is not None:  # a format shows no sign in an empty cell
            sign = _LOOKS[severity][0]
            sheet.write_string(at, column, sign, self.format(severity, "General", **more))
        else:
            text = self.format(severity, "General", **more)
            sheet.write_string(at, column, str(cell)[:_LONGEST], text)

    def write_list(self, sheet: Any, report: Report, name: str, shortened: list[str]) -> None:
        """Every finding with a link to its cell, the worst first, below what the copy is."""
        say = self.translate
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate((24, 18, 8, 24, 24, 60, 60)):
            sheet.set_column(column, column, width)
        title = self.format(None, "@", bold=True, font_size=14)
        sheet.write_string(0, 0, f"{SIGNATURE} · {name}"[:_LONGEST], title)
        notes = [
            say(N_("Mend the file itself, not this copy: this one cannot be loaded.")),
            say(N_("National IDs and phone numbers are hidden in it.")),
        ]
        if shortened:
            cut = say(N_("Of long sheets only the rows with findings are here: %(sheets)s"))
            notes.append(cut % {"sheets": ", ".join(shortened) or "–"})
        for row, note in enumerate(notes, start=1):
            sheet.write_string(row, 0, note)
        heads = (
            *(N_("What becomes of it"), N_("Sheet"), N_("Row"), N_("Column")),
            *(N_("What stands there"), N_("What is wrong"), N_("What to do")),
        )
        top = len(notes) + 2
        for column, head in enumerate(heads):
            sheet.write_string(top, column, say(head), self.format(None, "@", bold=True, bottom=1))
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        for row, line in enumerate(self._lines(report), start=top + 1):
            self._write_line(sheet, row, *line)

    def _lines(self, report: Report) -> Iterator[tuple[Group, int, Said]]:
        number = 0
        for group in report.groups:
            for said in group.findings:
                yield group, number, said
                number += 1
            if group.hidden:
                more = self.translate(N_("… and %(n)s more of this kind")) % {"n": group.hidden}
                yield group, -1, Said("", None, "", "", more, group.mend)

    def _write_line(self, sheet: Any, row: int, group: Group, number: int, said: Said) -> None:
        text = self.format(None, "@", text_wrap=True)
        outcome = self.format(group.severity, "General")
        sheet.write_string(row, 0, self.translate(OUTCOMES[group.severity]), outcome)
        if number in self.cells:
            name, cell = self.cells[number]
            quoted = name.replace("'", "''")
            link = self.format(None, "0", underline=1, font_color="#0B5A8A")
            shown_as = str(said.row)
            sheet.write_string(row, 1, _safe(said.sheet) or name, text)
            sheet.write_url(row, 2, f"internal:'{quoted}'!{cell}", link, shown_as)
        else:
            sheet.write_string(row, 1, _safe(said.sheet), text)
            sheet.write_string(row, 2, "" if said.row is None else str(said.row), text)
        for column, cell in enumerate((said.column, said.value, said.what, said.mend), start=3):
            sheet.write_string(row, column, _safe(cell), text)


def _safe(text: str) -> str:
    return str(hidden("", text))[:_LONGEST]


def _is_long(rows: Iterable[list[Cell]]) -> bool:
    cells = 0
    for row in rows:
        cells += len(row)
        if cells > WHOLE:
            return True
    return False


def _address(row: int, column: int) -> str:
    """
    >>> _address(0, 0), _address(6, 27)
    ('A1', 'AB7')
    """
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
