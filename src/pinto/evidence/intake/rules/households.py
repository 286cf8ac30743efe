"""A household file becomes drafts of households, and findings about what could not.

Sheets are read one after the other, each once, row by row. The first sheet whose
rows are households is the primary one: only it makes households; rows of other
sheets (members, a capital) join by house code. A household whose row cannot be
trusted is left out whole, with everything that belongs to it, and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Any

from pinto.evidence.instruments.rules import Instrument, instrument
from pinto.evidence.intake.rules.addresses import Places, locate
from pinto.evidence.intake.rules.broken_text import is_broken
from pinto.evidence.intake.rules.cells import BadCell, Cell, Reader, mark, reader
from pinto.evidence.intake.rules.findings import Findings, Severity
from pinto.evidence.intake.rules.identities import Mended, as_digits, identity_reader
from pinto.evidence.intake.rules.layouts import (
    HEADER_WITHIN,
    Header,
    Into,
    Meaning,
    Meanings,
    find_header,
    meanings_of_sheet,
    own_meanings,
)
from pinto.evidence.intake.rules.reading import House, Reading, digest_of, packed, same_family
from pinto.evidence.intake.rules.showing import shown
from pinto.evidence.intake.rules.workbook import Book
from pinto.evidence.registry.rules import Covered
from pinto.ground.thai.names import split_name
from pinto.ground.thai.national_id import masked

Tell = Callable[[int, str], None]  # rows read so far, sheet
_EVERY = 2_000  # rows between two reports


@dataclass(frozen=True, slots=True)
class _Column:
    index: int
    header: str
    into: Into
    field: str
    read: Reader


@dataclass(frozen=True, slots=True)
class _Mark:
    """A column that stands for one choice."""

    index: int
    header: str
    into: Into
    field: str
    choice: str
    negated: bool  # "no" in the column means the choice


def read_households(
    book: Book,
    *,
    asked: tuple[str, str],
    places: Places,
    learned: Meanings,
    latest: date,
    tell: Tell = lambda rows, sheet: None,
) -> Reading | None:
    """The households of a file; None when no sheet of it names houses.

    ``asked`` is the instrument's id and version; ``learned`` are headers that
    officers explained before; ``latest`` is the last day a date may be of.
    Raises :class:`Unreadable` when the file breaks off in its middle.
    """
    form = instrument(*asked)
    findings, headers = Findings(), []
    reading: Reading | None = None
    left_out: dict[str, int] = {}
    read = 0
    for name, header, rows in _sheets(book, {**own_meanings(*asked), **learned}):
        makes = reading is None
        reading = reading or Reading(findings, sheet=name)
        headers.append(header)
        for text in header.unknown:
            findings.add(
                "column.unknown", Severity.WARNING, sheet=name, row=header.row, column=text
            )
        sheet = _SheetReader(name, header, form, places, latest, reading, left_out, makes=makes)
        for number, row in enumerate(rows, start=1):
            if number > header.row:
                sheet.take(number, row)
            if number % _EVERY == 0:
                tell(read + number, name)
        read += sheet.seen
        reading.seen += sheet.seen
        tell(read, name)
    if reading is not None:
        reading.covered = _covered(headers)
    return reading


_Rows = Iterator[list[Cell]]


def _sheets(book: Book, own: Meanings) -> Iterator[tuple[str, Header, _Rows]]:
    """The sheets that name houses, each read once, the one that makes households first."""
    names = [info.name for info in book.sheets]
    done: set[str] = set()
    for position, name in enumerate(names):
        header, rows = opened_sheet(book, name, own)
        if header is None:
            continue
        if not done and header.has_members:  # a roster comes first: is there a household sheet?
            for later in names[position + 1 :]:
                other, its_rows = opened_sheet(book, later, own)
                if other is not None and not other.has_members:
                    done.add(later)
                    yield later, other, its_rows
                    break
        if name not in done:
            done.add(name)
            yield name, header, rows


def opened_sheet(book: Book, name: str, own: Meanings) -> tuple[Header | None, _Rows]:
    """The header of a sheet, if one of its first rows names houses, and all its rows."""
    theirs = meanings_of_sheet(name)
    rows = iter(book.rows(name))
    first = list(islice(rows, HEADER_WITHIN))
    return find_header(first, {**own, **theirs} if theirs else own), chain(first, rows)


def _covered(headers: Iterable[Header]) -> Covered:
    asked: dict[Into, set[str]] = {Into.ANSWER: set(), Into.MEMBER_ANSWER: set()}
    roster = False
    for header in headers:
        roster = roster or header.has_members
        for _, _, meaning in header.columns:
            if meaning.into in asked:
                asked[meaning.into].add(meaning.field)
    return Covered(frozenset(asked[Into.ANSWER]), frozenset(asked[Into.MEMBER_ANSWER]), roster)


class _SheetReader:
    """One sheet: its columns, and what each row does to the households."""

    def __init__(
        self,
        name: str,
        header: Header,
        form: Instrument,
        places: Places,
        latest: date,
        reading: Reading,
        left_out: dict[str, int],
        *,
        makes: bool,
    ) -> None:
        self.name = name
        self.header = header
        self.makes = makes  # this sheet's rows make households; those of others join them
        self.has_members = header.has_members
        self.fields = header.fields
        self.places = places
        self.reading = reading
        self.findings = reading.findings
        self.left_out = left_out  # households that were refused, and in which row
        self.seen = 0
        self.columns = [
            _Column(index, text, meaning.into, meaning.field, _reader(meaning, form, latest))
            for index, text, meaning in header.columns
            if not meaning.choice and self._reads(meaning)
        ]
        self.marks = [
            _Mark(
                index,
                text,
                meaning.into,
                meaning.field,
                meaning.choice,
                meaning.form == "none_if_no",
            )
            for index, text, meaning in header.columns
            if meaning.choice
        ]
        self.code_at = next(
            (c.index for c in self.columns if c.into is Into.HOUSE and c.field == "house_code"),
            None,
        )
        self.number_at = next(
            (c.index for c in self.columns if c.field == "household_number"), None
        )

    def _reads(self, meaning: Meaning) -> bool:
        """Addresses are read where households are made; elsewhere only what joins them."""
        if meaning.into is Into.HOUSE and not self.makes and "house_code" in self.fields:
            return meaning.field in ("house_code", "household_number")
        return meaning.into is not Into.SKIP

    def take(self, number: int, row: list[Cell]) -> None:
        """The row has found its household, or a finding says why not."""
        if not any(cell is not None for cell in row):
            return
        self.seen += 1
        values = self._values(number, row)
        code = self._key(row, values[Into.HOUSE])
        if code in self.left_out and not (self.makes and not self.has_members):
            return  # said once, at the household's own row
        house = self.reading.houses.get(code)
        if self.makes and (house is None or not self.has_members):
            house = self._make(number, code, values, house)
        elif house is None:
            self._say("row.no_household", Severity.ERROR, number, value=code)
        if house is None:
            return
        if values[Into.ANSWER]:
            house.answers.append(packed(values[Into.ANSWER]))
        if values[Into.DELIVERED]:
            house.delivered = packed(values[Into.DELIVERED])
        if self.has_members:
            self._seat(number, house, values)

    def _values(self, number: int, row: list[Cell]) -> dict[Into, dict[str, Any]]:
        values: dict[Into, dict[str, Any]] = {into: {} for into in Into}
        width = len(row)
        for column in self.columns:
            cell = row[column.index] if column.index < width else None
            if cell is None:
                continue
            try:
                value = column.read(cell)
            except BadCell as bad:
                self._bad_cell(number, column, cell, bad, values)
                continue
            if value.__class__ is Mended:
                self._say(
                    value.code,
                    value.severity,
                    number,
                    column=column.header,
                    value=str(cell),
                    params={"read": value.value},
                )
                value = value.value
            if value is not None:
                values[column.into][column.field] = value
        for tick in self.marks:
            cell = row[tick.index] if tick.index < width else None
            if cell is not None and mark(cell) is not tick.negated:
                values[tick.into].setdefault(tick.field, []).append(tick.choice)
        return values

    def _bad_cell(
        self,
        number: int,
        column: _Column,
        cell: Cell,
        bad: BadCell,
        values: dict[Into, dict[str, Any]],
    ) -> None:
        """A bad house code spoils the household; any other bad cell is left unknown."""
        if isinstance(cell, str) and is_broken(cell):
            bad = BadCell("cell.broken_text") if column.field != "house_code" else bad
            self.reading.broken.add((self.name, number))
        if column.into is Into.HOUSE and column.field == "house_code":
            values[Into.HOUSE]["bad"] = bad
            values[Into.HOUSE]["bad_column"] = column.header
            return
        self._say(
            bad.code,
            Severity.WARNING,
            number,
            column=column.header,
            value=shown(column.field, cell),
            params=bad.params,
        )

    def _key(self, row: list[Cell], identity: dict[str, Any]) -> str:
        """What rows of one household share: the code as written, and which family of the house."""
        if self.code_at is not None and self.code_at < len(row) and row[self.code_at] is not None:
            code = as_digits(row[self.code_at])
        else:
            code = "|".join(
                str(identity.get(name, ""))
                for name in ("place_code", "tambon_code", "tambon", "moo", "house_no")
            )
        family = identity.get("household_number", "")
        return f"{code}#{family}" if family not in ("", "1") else code

    def _make(
        self,
        number: int,
        code: str,
        values: dict[Into, dict[str, Any]],
        known: House | None,
    ) -> House | None:
        identity = values[Into.HOUSE]
        try:
            if "bad" in identity:
                raise identity["bad"]
            if not identity.get("house_code") and not identity.get("house_no"):
                raise BadCell("house.unnamed")
            located = locate(identity, self.places)
            if code in self.left_out:
                raise BadCell("household.twice", first=self.left_out[code])
        except BadCell as bad:
            self._leave_out(number, code, bad, str(identity.get("bad_column", "")))
            return None
        for note, params in located.notes:
            self._say(note, Severity.WARNING, number, value=params.get("given", ""), params=params)
        self._mend_point(number, identity, located.code)
        house = House(
            row=number,
            place_code=located.code,
            identity=packed(identity),
            head=dict(values[Into.HEAD]),
            written=digest_of([values[Into.HOUSE], values[Into.HEAD], values[Into.ANSWER]]),
            edited_on=identity.get("edited_on", ""),
        )
        self.reading.rows += 1
        self.reading.dated(identity)
        if self.code_at is not None and not identity.get("house_code"):
            self.reading.uncoded.add(code)
        if known is not None:
            return self._second_row(number, code, known, house)
        self.reading.houses[code] = house
        return house

    def _second_row(self, number: int, code: str, known: House, house: House) -> House | None:
        """The same household twice: the later edit counts; without one, neither does."""
        if known.written == house.written:
            self._say(
                "household.repeated",
                Severity.REPAIR,
                number,
                value=code,
                params={"first": known.row},
            )
            return None
        edited = known.edited_on and house.edited_on and known.edited_on != house.edited_on
        if edited and same_family(known, house):
            newer = max(known, house, key=lambda each: each.edited_on)
            self._say(
                "household.superseded",
                Severity.WARNING,
                number,
                value=code,
                params={"used": newer.row, "first": known.row},
            )
            if newer is house:
                self.reading.houses[code] = house
                return house
            return None
        self.reading.houses.pop(code)
        self._leave_out(number, code, BadCell("household.twice", first=known.row), "")
        return None

    def _leave_out(self, number: int, code: str, bad: BadCell, column: str) -> None:
        self.left_out.setdefault(code, number)
        self._say(bad.code, Severity.ERROR, number, column=column, value=code, params=bad.params)

    def _mend_point(self, number: int, identity: dict[str, Any], place: str) -> None:
        """A point of Thailand has a latitude of 5–21 and a longitude of 97–106 degrees."""
        latitude, longitude = identity.pop("latitude", None), identity.pop("longitude", None)
        if latitude is None or longitude is None:
            return
        read = f"{latitude}, {longitude}"
        if 97 <= latitude <= 106 and 5 <= longitude <= 21:
            latitude, longitude = longitude, latitude
            self._say("point.swapped", Severity.REPAIR, number, value=read)
        elif not (5 <= latitude <= 21 and 97 <= longitude <= 106):
            self._say("point.abroad", Severity.WARNING, number, value=read)
            return
        if self.places.lies_outside(place, latitude, longitude):
            params = {"place": self.places.name(place[:6])}
            self._say("point.outside", Severity.WARNING, number, value=read, params=params)
        identity |= {"latitude": latitude, "longitude": longitude}

    def _seat(self, number: int, house: House, values: dict[Into, dict[str, Any]]) -> None:
        person = values[Into.PERSON]
        full = person.pop("full_name", "")
        if full and not person.get("given_name"):
            name = split_name(full)
            person |= {"given_name": name.given_name, "surname": name.surname}
            person.setdefault("title", name.title)
        if not person.get("given_name") and not person.get("national_id"):
            if values[Into.MEMBER_ANSWER]:
                self._say("member.unnamed", Severity.WARNING, number)
            return
        national_id = person.get("national_id")
        if national_id and national_id in self.reading.ids:
            del person["national_id"]
            self._say("national_id.twice", Severity.WARNING, number, value=masked(national_id))
        elif national_id:
            self.reading.ids.add(national_id)
        house.members.append(packed([person, values[Into.MEMBER_ANSWER]]))

    def _say(
        self,
        code: str,
        severity: Severity,
        number: int,
        *,
        column: str = "",
        value: str = "",
        params: Mapping[str, Any] | None = None,
    ) -> None:
        self.findings.add(
            code,
            severity,
            sheet=self.name,
            row=number,
            column=column,
            value=value,
            params=dict(params or {}),
        )


def _reader(meaning: Meaning, form: Instrument, latest: date) -> Reader:
    if meaning.into in (Into.ANSWER, Into.MEMBER_ANSWER):
        return reader(form.question(meaning.field), from_zero=meaning.form == "code")
    if meaning.into is Into.DELIVERED:
        return _score
    return identity_reader(meaning.field, latest)


def _score(cell: Cell) -> float | None:
    """A delivered score; anything but 1 to 4 is not one."""
    try:
        value = float(cell)
    except (TypeError, ValueError):
        raise BadCell("cell.not_a_number") from None
    if not 1 <= value <= 4:
        raise BadCell("cell.out_of_range", low=1, high=4)
    return value
