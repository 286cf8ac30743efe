"""A file becomes the rows of a list, and findings about what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import Any

from pinto.evidence.instruments.rules import Level, instrument
from pinto.evidence.intake.rules.addresses import Places, locate
from pinto.evidence.intake.rules.cells import BadCell, Cell, Reader, key
from pinto.evidence.intake.rules.findings import Findings, Severity
from pinto.evidence.intake.rules.identities import Mended, identity_reader
from pinto.evidence.intake.rules.showing import shown
from pinto.evidence.intake.rules.workbook import Book
from pinto.evidence.registry.rules import INSTRUMENT

MOST = 20_000  # rows of one list
HEADER_WITHIN = 15  # the header is one of the first rows of a sheet
_REASON = ("เหตุผล", "สาเหตุ", "หมายเหตุ", "ปัญหา", "ความเดือดร้อน", "reason", "note")
_ALSO = {
    "full_name": ("หัวหน้าครัวเรือน", "ชื่อหัวหน้าครัวเรือน", "ชื่อ", "head of household", "head"),
    "national_id": ("เลขบัตรประจำตัวประชาชน", "เลขประชาชน", "cid", "pid"),
}
_WHO = ("national_id", "house_code", "full_name", "given_name", "house_no")
_PLACED_BY = ("place_code", "tambon_code", "tambon", "amphoe", "province")
_LONGEST = 300  # letters of a reason


@dataclass(frozen=True, slots=True)
class Named:
    """One row: whom it names, where, and why. Blank is what the row does not say."""

    row: int  # as the spreadsheet counts
    place_code: str
    house_code: str
    house_no: str
    head_name: str
    national_id: str
    reason: str


@dataclass(slots=True)
class ListReading:
    """The rows of a file that name somebody where the sender serves."""

    findings: Findings = field(default_factory=Findings)
    rows: list[Named] = field(default_factory=list)
    seen: int = 0  # filled rows


def read_list(book: Book, *, places: Places, about: str, latest: date) -> ListReading:
    """The rows of the first sheet that names its columns.

    ``about`` is the code of the place the list is about: a row that says no place is
    there. A row elsewhere than the sender serves is left out (decision 0014). Raises
    :class:`Unreadable` when the file breaks off in its middle.
    """
    reading = ListReading()
    for info in book.sheets:
        rows = iter(book.rows(info.name))
        first = list(islice(rows, HEADER_WITHIN))
        header = _header(first)
        if header is None:
            continue
        sheet = _Sheet(info.name, first[header[0] - 1], header[1], places, about, latest, reading)
        for number, row in enumerate(chain(first, rows), start=1):
            if number > header[0] and any(cell is not None for cell in row):
                reading.seen += 1
                if reading.seen > MOST:
                    reading.findings.add(
                        "target.too_long", Severity.REFUSED, params={"most": f"{MOST:,}"}
                    )
                    return reading
                sheet.take(number, row)
        return reading
    reading.findings.add("target.no_header", Severity.REFUSED)
    return reading


def _known_headers() -> dict[str, str]:
    """Normalised header → field."""
    form, found = instrument(*INSTRUMENT), {}
    for name, also in _ALSO.items():
        found.update(dict.fromkeys(map(key, also), name))
    for level in Level:
        for identity in form.identity[level]:
            for header in (identity.id, identity.th, identity.en, *identity.also):
                found[key(header)] = identity.id
    found.update(dict.fromkeys(map(key, _REASON), "reason"))
    return found


def _header(rows: list[list[Cell]]) -> tuple[int, dict[int, str]] | None:
    """The number of the row that names most columns, one of which says who, and its columns."""
    known, best = _known_headers(), None
    for number, row in enumerate(rows, start=1):
        columns = {
            index: known[key(cell)]
            for index, cell in enumerate(row)
            if cell is not None and key(cell) in known
        }
        if "given_name" in columns.values() and "full_name" in columns.values():
            columns = {i: name for i, name in columns.items() if name != "full_name"}
        if set(columns.values()) & set(_WHO) and (best is None or len(columns) > len(best[1])):
            best = number, columns
    return best


class _Sheet:
    def __init__(
        self,
        name: str,
        header: list[Cell],
        columns: dict[int, str],
        places: Places,
        about: str,
        latest: date,
        reading: ListReading,
    ) -> None:
        self.name, self.places, self.about, self.reading = name, places, about, reading
        self.columns: list[tuple[int, str, str, Reader]] = [
            (index, str(header[index]).strip(), field, identity_reader(field, latest))
            for index, field in columns.items()
        ]
        for index, cell in enumerate(header):
            if cell is not None and index not in columns:
                self._say("target.column_left_out", Severity.REPAIR, None, column=str(cell).strip())

    def take(self, number: int, row: list[Cell]) -> None:
        """The row stands among those read, or a finding says why it does not."""
        values = dict(self._values(number, row))
        name = values.get("full_name") or " ".join(
            filter(None, (f"{values.get('title', '')}{values.get('given_name', '')}",
                          values.get("surname", "")))
        )  # fmt: skip
        if not name and not any(values.get(who) for who in _WHO):
            self._say("target.nobody", Severity.ERROR, number)
            return
        try:
            code = self._place(number, values)
        except BadCell as bad:
            self._say(bad.code, Severity.ERROR, number, params=bad.params)
            return
        self.reading.rows.append(
            Named(
                row=number,
                place_code=code,
                house_code=values.get("house_code", ""),
                house_no=values.get("house_no", ""),
                head_name=name[:240],
                national_id=values.get("national_id", ""),
                reason=values.get("reason", "")[:_LONGEST],
            )
        )

    def _values(self, number: int, row: list[Cell]) -> Iterator[tuple[str, Any]]:
        for index, header, name, read in self.columns:
            cell = row[index] if index < len(row) else None
            if cell is None:
                continue
            try:
                value = read(cell)
            except BadCell as bad:
                self._say(
                    bad.code, Severity.WARNING, number, column=header, value=shown(name, cell),
                    params=bad.params,
                )  # fmt: skip
                continue
            if isinstance(value, Mended):
                self._say(
                    value.code, value.severity, number, column=header, value=shown(name, cell),
                    params={"read": value.value},
                )  # fmt: skip
                value = value.value
            if value is not None:
                yield name, value

    def _place(self, number: int, values: dict[str, Any]) -> str:
        if not any(values.get(name) for name in _PLACED_BY):
            moo = values.get("moo")
            if moo and len(self.about) == 6:
                return self.places.village(self.about, moo) or self.about
            return self.about
        located = locate(values, self.places)
        for code, params in located.notes:
            self._say(code, Severity.WARNING, number, params=params)
        return located.code

    def _say(self, code: str, severity: Severity, row: int | None, **where: Any) -> None:
        if code == "target.column_left_out":
            where["params"] = {"column": where["column"]}
        self.reading.findings.add(code, severity, sheet=self.name, row=row, **where)
