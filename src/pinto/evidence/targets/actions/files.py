"""A list arrives as a file: read whole, told about, and it counts when a person says so."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from pinto.evidence.intake.queries import PlacesServed
from pinto.evidence.intake.rules.findings import Severity
from pinto.evidence.intake.rules.workbook import Unreadable, open_book
from pinto.evidence.registry.models import Household
from pinto.evidence.registry.queries import households_coded, lying_in
from pinto.evidence.targets.models import TargetEntry, TargetList
from pinto.evidence.targets.permissions import check_may_add
from pinto.evidence.targets.queries import households_with, places_by_code, places_of
from pinto.evidence.targets.rules.reading import ListReading, Named, read_list
from pinto.evidence.targets.rules.sources import RecognisedBy
from pinto.ground.access.permissions import check_may
from pinto.ground.access.rules import Capability, Viewer
from pinto.ground.installation.bulk import insert_rows
from pinto.ground.installation.home import origin
from pinto.ground.installation.ids import new_id
from pinto.ground.installation.keys import lookup, seal
from pinto.ground.places.models import Place
from pinto.ground.trail.actions import record

_AT_ONCE = 500
_FIELDS = (
    "id", "origin", "target_list_id", "household_id", "place_id", "house_code", "house_no",
    "head_name", "national_id", "reason", "row", "doubt", "recognised_by", "batch_id", "by_id",
    "at", "withdrawn_by_id", "withdrawn_at",
)  # fmt: skip


class Unusable(Exception):
    """Nothing of the file can be read; ``report`` holds why."""

    def __init__(self, report: dict[str, Any]) -> None:
        super().__init__("the file cannot be read as a list")
        self.report = report


def receive_list(
    *,
    stream: BinaryIO,
    file_name: str,
    name: str,
    source: str,
    as_of: date,
    place: Place,
    note: str,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> TargetList:
    """The list is there as a draft: who could be recognised, who waits, and what was wrong.

    Nobody but the sender sees it before it is published. Rows elsewhere than the
    sender serves are left out (decision 0014). Raises ``Unusable``, ``Refused``.
    """
    check_may_add(viewer, place.code)
    check_may(viewer, Capability.LOAD_FILES, place.code)
    areas = sorted(viewer.areas_for(Capability.LOAD_FILES))
    with tempfile.NamedTemporaryFile() as kept:
        digest = hashlib.sha256()
        while block := stream.read(1 << 20):
            digest.update(block)
            kept.write(block)
        kept.flush()
        reading = _read(Path(kept.name), PlacesServed(areas), place.code, timezone.localdate(at))
    with transaction.atomic():
        made = TargetList.objects.create(
            name=name,
            source=source,
            as_of=as_of,
            place=place,
            note=note,
            state=TargetList.State.DRAFT,
            file_name=file_name[:200],
            file_digest=digest.hexdigest(),
            by=by,
            at=at,
        )
        rows = list(_recognised(reading, areas))
        insert_rows(TargetEntry, _FIELDS, _written(rows, made, place, by, at))
        made.report = {**reading.findings.as_json(), "rows": reading.seen}
        made.save(update_fields=["report"])
        record(
            what="target_list.received",
            on=("target_list", made.pk),
            by=by,
            at=at,
            rows=reading.seen,
            digest=made.file_digest,
        )
    return made


def _read(path: Path, places: PlacesServed, about: str, latest: date) -> ListReading:
    try:
        reading = read_list(open_book(path), places=places, about=about, latest=latest)
    except Unreadable as error:
        reading = ListReading()
        reading.findings.extend([error.finding()])
    if reading.findings.number(Severity.REFUSED):
        raise Unusable(reading.findings.as_json())
    if not reading.rows:
        if not reading.findings.shown:
            reading.findings.add("file.empty", Severity.REFUSED)
        raise Unusable(reading.findings.as_json())
    return reading


_Row = tuple[Named, UUID | None, str, str]  # the row, its household, how recognised, or the doubt


def _recognised(reading: ListReading, areas: Sequence[str]) -> Iterator[_Row]:
    """Each row with its household: by ID, then by house code, else for a person to say."""
    seen: dict[UUID, int] = {}
    for start in range(0, len(reading.rows), _AT_ONCE):
        some = reading.rows[start : start + _AT_ONCE]
        people = households_with([lookup(n.national_id) for n in some if n.national_id], areas)
        inside = lying_in(areas, "place__code__unindexed")
        coded = households_coded({n.house_code for n in some if n.house_code}, inside)
        for named in some:
            home, how, doubt = _one(named, people, coded)
            if home in seen:
                reading.findings.add(
                    "target.twice",
                    Severity.REPAIR,
                    row=named.row,
                    params={"first": seen[home]},
                )
                continue
            if home is not None:
                seen[home] = named.row
            else:
                reading.findings.add(doubt, Severity.WARNING, row=named.row)
            yield named, home, how, doubt


def _one(
    named: Named, people: Mapping[str, UUID], coded: Mapping[str, list[Household]]
) -> tuple[UUID | None, str, str]:
    by_id = people.get(lookup(named.national_id)) if named.national_id else None
    homes = [home.pk for home in coded.get(named.house_code, [])] if named.house_code else []
    if by_id is not None:
        if homes and by_id not in homes:
            return None, "", "target.two_answers"
        return by_id, RecognisedBy.ID, ""
    if len(homes) == 1:
        return homes[0], RecognisedBy.HOUSE_CODE, ""
    if homes:
        return None, "", "target.several"
    if named.house_code:
        return None, "", "target.unknown_code"
    return None, "", "target.unknown_id" if named.national_id else "target.no_key"


def _written(
    rows: Sequence[_Row], made: TargetList, about: Place, by: Any, at: datetime
) -> Iterator[tuple[Any, ...]]:
    here, by_id = origin(), by.pk if by is not None else None
    places = places_by_code([named.place_code for named, *_rest in rows])
    known = places_of([home for _named, home, *_rest in rows if home is not None])
    for named, home, how, doubt in rows:
        # a household is where the registry has it, whatever the file says
        place = known[home][0] if home in known else places.get(named.place_code, about.pk)
        yield (
            new_id(), here, made.pk, home, place, named.house_code, named.house_no,
            named.head_name, seal(named.national_id) if named.national_id else None,
            named.reason, named.row, doubt, how, None, by_id, at, None, None,
        )  # fmt: skip
