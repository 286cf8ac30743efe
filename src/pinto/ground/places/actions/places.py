"""Write provinces, amphoes, tambons and villages."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from pinto.ground.installation.bulk import insert_rows
from pinto.ground.installation.home import origin
from pinto.ground.installation.ids import new_id
from pinto.ground.places.actions.tally import Tally
from pinto.ground.places.models import Place
from pinto.ground.places.rules.codes import Kind, kind_of, parent_code
from pinto.ground.places.rules.merging import Held, PlaceChanges
from pinto.ground.places.rules.names import name_key
from pinto.ground.thai.collation import sort_key

_FIELDS = (
    "id",
    "origin",
    "kind",
    "code",
    "parent_id",
    "name_th",
    "name_en",
    "name_key",
    "sort_key",
    "variant",
    "moo",
    "latitude",
    "longitude",
    "valid_from",
    "valid_to",
)


def held_places() -> dict[str, Held]:
    """Every place Pinto holds, by its code."""
    rows = Place.objects.values_list(
        "id", "code", "name_th", "name_en", "variant", "latitude", "longitude", "valid_from"
    )
    return {row[1]: Held(*row) for row in rows.iterator(chunk_size=10_000)}


def write_places(
    changes: PlaceChanges, held: Mapping[str, Held], founded: Mapping[str, date]
) -> tuple[dict[str, UUID], dict[str, Tally]]:
    """The places are written; the answer is every place's id by code, and the tallies.

    ``founded`` says since when a province has its present form.
    """
    ids = {code: place.id for code, place in held.items()}
    ids |= {place.code: new_id() for place in changes.added}
    insert_rows(Place, _FIELDS, _rows(changes, ids, founded))
    changed = {code: dict(news) for code, news in changes.changed.items()}
    for code, day in founded.items():
        if code in held and held[code].valid_from != day:
            changed.setdefault(code, {})["valid_from"] = day
    _update(changed, ids)
    return ids, _tallies(changes, changed)


def _rows(
    changes: PlaceChanges, ids: Mapping[str, UUID], founded: Mapping[str, date]
) -> Iterator[tuple[Any, ...]]:
    here = origin()
    for place in changes.added:
        yield (
            ids[place.code],
            here,
            str(place.kind),
            place.code,
            ids.get(parent_code(place.code)),
            place.name_th,
            place.name_en,
            name_key(place.name_th),
            sort_key(place.name_th),
            place.variant,
            int(place.code[6:]) if place.kind is Kind.VILLAGE else None,
            place.latitude,
            place.longitude,
            founded.get(place.code),
            None,
        )


def _update(changed: Mapping[str, Mapping[str, Any]], ids: Mapping[str, UUID]) -> None:
    """Only the fields that differ are written, so that an import undoes nobody's work."""
    by_fields: dict[tuple[str, ...], list[Place]] = {}
    for code, news in changed.items():
        by_fields.setdefault(tuple(sorted(news)), []).append(Place(id=ids[code], **news))
    for fields, places in by_fields.items():
        Place.objects.bulk_update(places, fields, batch_size=500)


def _tallies(changes: PlaceChanges, changed: Mapping[str, Mapping[str, Any]]) -> dict[str, Tally]:
    added = Counter(place.kind for place in changes.added)
    altered = Counter(kind_of(code) for code in changed)
    again = Counter(kind_of(code) for code in set(changed) - set(changes.changed))
    return {
        str(kind): Tally(added[kind], altered[kind], max(0, changes.kept[kind] - again[kind]))
        for kind in Kind
    }
