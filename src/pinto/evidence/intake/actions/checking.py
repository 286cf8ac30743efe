"""A file is read once, from end to end: what it is, what it holds, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pinto.evidence.intake.actions.foreseeing import foreseen
from pinto.evidence.intake.actions.receiving import folder_of, source_of
from pinto.evidence.intake.models import Load
from pinto.evidence.intake.queries import PlacesServed, learned_meanings
from pinto.evidence.intake.rules.findings import Finding, Findings, Severity
from pinto.evidence.intake.rules.households import read_households
from pinto.evidence.intake.rules.marked import is_marked
from pinto.evidence.intake.rules.reading import Reading
from pinto.evidence.intake.rules.recognise import Kind, recognise, wrong_template
from pinto.evidence.intake.rules.staging import stage, unstage
from pinto.evidence.intake.rules.tables import Refusal, read_table
from pinto.evidence.intake.rules.trust import distrusted, wrong_round
from pinto.evidence.intake.rules.uncoded import settle, uncoded_houses
from pinto.evidence.intake.rules.workbook import Book, Unreadable, open_book
from pinto.evidence.registry.queries import heads_among, house_numbers_taken
from pinto.ground.trail.actions import record

Tell = Callable[[int, int | None, str], None]  # done, total, step


def check_file(*, load: Load, by: Any, at: datetime, tell: Tell) -> Load:
    """The file is staged and its report written, or it is refused and the report says why.

    Nothing of the registry changes. Checking again starts afresh.
    """
    for piece in folder_of(load).glob("*.piece"):
        piece.unlink()
    places = PlacesServed(load.areas)
    try:
        book = open_book(source_of(load))
        if is_marked(book):
            raise Unreadable("file.marked_copy")
        reading = _households(load, book, places, tell)
        if reading is not None:
            return _stage_households(load, reading, tell, by=by, at=at)
        if recognise(book).kind in (Kind.HOUSEHOLD_SURVEY, Kind.PPPCONNEXT_WORKBOOK):
            code = "file.no_house_column" if load.round else "file.needs_round"
            return _refuse(load, Findings([Finding(code, Severity.REFUSED)]), by=by, at=at)
        return _stage_table(load, book, places, by=by, at=at)
    except Unreadable as error:  # it may also break off while its rows are read
        return _refuse(load, Findings([error.finding()]), by=by, at=at)


def _households(load: Load, book: Book, places: PlacesServed, tell: Tell) -> Reading | None:
    if load.round is None:
        return None
    return read_households(
        book,
        asked=(load.round.instrument, load.round.instrument_version),
        places=places,
        learned=learned_meanings(),
        latest=date(load.round.year - 543, 12, 31),
        tell=lambda rows, sheet: tell(rows, None, sheet),
    )


def _stage_households(load: Load, reading: Reading, tell: Tell, *, by: Any, at: datetime) -> Load:
    if damage := distrusted(reading):
        return _refuse(load, Findings([damage]), by=by, at=at)
    _settle_uncoded(load, reading)
    assert load.round is not None  # noqa: S101  (nothing else is read as households)
    if doubt := wrong_round(reading, label=load.round.label, year=load.round.year):
        reading.findings.extend([doubt])
    if not reading.households:
        if not reading.findings.number(Severity.ERROR):
            reading.findings.add("file.empty", Severity.REFUSED)
        return _refuse(load, reading.findings, by=by, at=at)
    load.kind = Load.Kind.HOUSEHOLDS
    load.households, load.members = reading.households, reading.members
    load.covered = reading.covered.as_json()
    codes: set[str] = set()

    def drafts() -> Iterator[dict[str, Any]]:
        for draft in reading.drafts():
            codes.add(draft["place_code"])
            yield draft

    load.pieces = stage(folder_of(load), drafts())
    load.area_code = common_area(codes)
    return _accept(load, reading.findings, by=by, at=at, foreseen=foreseen(load, tell))


def _settle_uncoded(load: Load, reading: Reading) -> None:
    rows = uncoded_houses(reading)
    if rows:
        settle(
            reading,
            rows,
            heads_known=heads_among({row.head_id for row in rows if row.head_id}, load.areas),
            numbers_taken=house_numbers_taken({row.number for row in rows}, load.areas),
        )


def _stage_table(load: Load, book: Book, places: PlacesServed, *, by: Any, at: datetime) -> Load:
    table = read_table(book, places=places)
    findings = table.findings
    if isinstance(table, Refusal):
        if findings.counts.keys() == {"table.no_area"}:
            findings = Findings([wrong_template(book)])
        return _refuse(load, findings, by=by, at=at)
    outside = next(
        (row for row in table.rows if row.place_code and not places.serves(row.place_code)), None
    )
    if outside is not None:
        place = {"place": outside.area_name}
        findings.add("place.not_yours", Severity.REFUSED, value=outside.area_name, params=place)
        return _refuse(load, findings, by=by, at=at)
    load.kind = Load.Kind.FIGURES
    load.dataset = table.dataset or f"file-{load.file_digest[:12]}"
    load.households = table.areas
    load.pieces = stage(folder_of(load), (asdict(row) for row in table.rows))
    load.area_code = common_area({row.place_code for row in table.rows if row.place_code})
    return _accept(load, findings, by=by, at=at)


def common_area(codes: set[str]) -> str:
    """The smallest area that holds all these places; blank for the whole country.

    >>> common_area({"99010101", "99010203"}), common_area({"99010101", "98"})
    ('9901', '')
    """
    if len(codes) == 1:
        return next(iter(codes))
    for digits in (6, 4, 2):
        if len({code[:digits] for code in codes}) == 1:
            return next(iter(codes))[:digits]
    return ""


def _accept(
    load: Load, findings: Findings, *, by: Any, at: datetime, foreseen: dict[str, int] | None = None
) -> Load:
    load.state = Load.State.CHECKED
    load.report = findings.as_json() | ({"foreseen": foreseen} if foreseen else {})
    return _save(load, "load.checked", findings, by=by, at=at)


def _refuse(load: Load, findings: Findings, *, by: Any, at: datetime) -> Load:
    load.state, load.report = Load.State.REFUSED, findings.as_json()
    return _save(load, "load.refused", findings, by=by, at=at)


@transaction.atomic
def _save(load: Load, what: str, findings: Findings, *, by: Any, at: datetime) -> Load:
    """The outcome is stored, unless somebody discarded the file while it was being read."""
    now = Load.objects.select_for_update().get(pk=load.pk)
    if now.state == Load.State.DISCARDED:
        transaction.on_commit(lambda: unstage(folder_of(load)))
        return now
    load.pieces_added = 0
    load.save(
        update_fields=[
            "state",
            "report",
            "kind",
            "dataset",
            "households",
            "members",
            "covered",
            "pieces",
            "pieces_added",
            "area_code",
        ]
    )
    record(what=what, on=("load", load.pk), by=by, at=at, counts=findings.counts)
    if load.state == Load.State.REFUSED:
        transaction.on_commit(lambda: unstage(folder_of(load)))
    return load
