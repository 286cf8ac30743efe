"""Which place a text or a code means."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cache
from uuid import UUID

from django.utils.translation import get_language, gettext

from pinto.ground.places.models import (
    Coverage,
    FormerParent,
    Place,
    PlaceAlias,
    PlaceCode,
)
from pinto.ground.places.rules.answers import NOTES, Note, Resolution
from pinto.ground.places.rules.codes import CodeClass, Kind, is_municipal, parent_code
from pinto.ground.places.rules.gazetteer import (
    Gazetteer,
    Government,
    Known,
    OtherName,
    StandIn,
)
from pinto.ground.places.rules.resolving import find, resolve
from pinto.ground.thai.calendar import thai_date


class PlaceIndex(Gazetteer):
    """All places above the village in memory: for tables of thousands of rows."""

    def find(
        self, *, province: str = "", amphoe: str = "", tambon: str = "", within: str = ""
    ) -> Resolution:
        """The place that the cells of a row name, each in the column of its level."""
        return find(self, province=province, amphoe=amphoe, tambon=tambon, within=within)

    def resolve(self, text: str, *, within: str = "", kind: Kind | None = None) -> Resolution:
        """The place a free text means, without looking for suggestions."""
        return resolve(self, text, within=within, kind=kind, suggest=False)


def place_index() -> PlaceIndex:
    """Every province, amphoe and tambon, as they are now. Five queries, a tenth of a second."""
    rows = Place.objects.exclude(kind=Kind.VILLAGE).values_list(*_KNOWN)
    return PlaceIndex(
        places={row[1]: _known(row) for row in rows},
        other_names=[
            OtherName(*row) for row in PlaceAlias.objects.values_list("place__code", "name")
        ],
        stand_ins=_stand_ins(),
        former_parents=_former_parents(),
        governments=_governments(),
        villages_of=cache(_villages_of),
    )


_KNOWN = ("id", "code", "kind", "name_th", "name_en")


def _known(row: tuple[UUID, str, str, str, str]) -> Known:
    key, code, kind, *names = row
    return Known(key, code, Kind(kind), *names)


def _villages_of(tambon: str) -> Sequence[Known]:
    rows = Place.objects.filter(parent__code=tambon).order_by("code").values_list(*_KNOWN)
    return [_known(row) for row in rows]


def _stand_ins() -> dict[str, list[StandIn]]:
    found: dict[str, list[StandIn]] = defaultdict(list)
    rows = PlaceCode.objects.order_by("code", "place__code")
    for code, kind, place, certain, source in rows.values_list(
        "code", "kind", "place__code", "certain", "source"
    ):
        found[code].append(StandIn(code, kind, place or "", certain, source))
    return dict(found)


def _former_parents() -> dict[str, list[tuple[str, date]]]:
    found: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for code, parent, until in FormerParent.objects.values_list(
        "place__code", "parent__code", "until"
    ):
        found[code].append((parent, until))
    return dict(found)


def _governments() -> list[Government]:
    """Every local government of which it is known what it serves."""
    found: dict[UUID, Government] = {}
    served: dict[UUID, dict[str, str]] = defaultdict(dict)
    served_places = Coverage.objects.select_related("local_government__seat", "place")
    for each in served_places.order_by("local_government__name_th", "place__code"):
        government = each.local_government
        served[government.pk][each.place.code] = each.part
        found[government.pk] = Government(
            government.name_th,
            government.name_key,
            government.kind,
            government.seat.code,
            served[government.pk],
        )
    return list(found.values())


def resolve_place(
    text: str, *, within: Place | str | None = None, kind: Kind | str | None = None
) -> Resolution:
    """The place the text means: one answer, several candidates, or none with suggestions.

    The text is a code or names, with or without labels, from the smallest area to the
    largest or the other way round. ``within`` (a place or its code) narrows the search,
    ``kind`` says which level is wanted.
    """
    area = within.code if isinstance(within, Place) else within or ""
    return resolve(place_index(), text, within=area, kind=Kind(kind) if kind else None)


def classify_code(code: str) -> CodeClass:
    """What a tambon code found in a table is. For many codes: ``PlaceIndex.classify``."""
    if Place.objects.filter(code=code, kind=Kind.TAMBON).exists():
        return CodeClass.TAMBON
    if is_municipal(code) and Place.objects.filter(code=parent_code(code)).exists():
        return CodeClass.MUNICIPAL
    if PlaceCode.objects.filter(code=code).exists():
        return CodeClass.RETIRED
    return CodeClass.UNKNOWN


def note_sentence(note: Note) -> str:
    """The note as the reader's language says it."""
    params = dict(note.params)
    if "day" in params and get_language() == "th":
        params["day"] = thai_date(date.fromisoformat(params["day"]))
    return gettext(NOTES[note.code]) % params
