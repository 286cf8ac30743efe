"""Write borders: of several shapes of a place, the finest."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from pinto.ground.installation.bulk import insert_rows
from pinto.ground.installation.home import origin
from pinto.ground.installation.ids import new_id
from pinto.ground.places.actions.tally import Tally
from pinto.ground.places.models import Border
from pinto.ground.places.rules.codes import kind_of
from pinto.ground.places.rules.listings import Conflict, Disagreement, ListedShape, conflict
from pinto.ground.places.rules.shapes import Outline, outlines

_FIELDS = (
    "id",
    "origin",
    "place_id",
    "near",
    "far",
    "points",
    "label_longitude",
    "label_latitude",
    "source",
)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A shape ready to be stored."""

    listed: ListedShape
    outline: Outline

    @property
    def near(self) -> str:
        return orjson.dumps(self.outline.near).decode()

    @property
    def far(self) -> str:
        return orjson.dumps(self.outline.far).decode()


def write_borders(
    listed: Sequence[ListedShape], ids: Mapping[str, UUID], heirs: Mapping[str, str]
) -> tuple[Tally, list[Conflict]]:
    """Every place has the finest border any source gave, or its own source's newer one."""
    owned, conflicts = _owned(listed, ids, heirs)
    drawn, flat = _finest(owned)
    conflicts += flat
    stored = {
        code: (points, source, near)
        for code, points, source, near in Border.objects.values_list(
            "place__code", "points", "source", "near"
        )
    }
    new = {code: each for code, each in drawn.items() if code not in stored}
    newer = {code: each for code, each in drawn.items() if _replaces(each, stored.get(code))}
    Border.objects.filter(place_id__in=[ids[code] for code in newer]).delete()
    insert_rows(Border, _FIELDS, (_row(each, ids[code]) for code, each in {**new, **newer}.items()))
    return Tally(len(new), len(newer), len(drawn) - len(new) - len(newer)), conflicts


def _owned(
    listed: Sequence[ListedShape], ids: Mapping[str, UUID], heirs: Mapping[str, str]
) -> tuple[list[tuple[str, ListedShape]], list[Conflict]]:
    """Each shape with the code of its place; a retired code's shape goes to an heir without one."""
    present = {each.code for each in listed}
    owned, conflicts = [], []
    for each in listed:
        heir = heirs.get(each.code, "")
        if each.code in ids:
            owned.append((each.code, each))
        elif heir and heir not in present:
            owned.append((heir, each))
            conflicts.append(
                conflict(Disagreement.BORDER_OF_RETIRED, each.code, heir, each.name_th, each.line)
            )
        else:
            conflicts.append(
                conflict(Disagreement.BORDER_OF_NONE, each.code, "", each.name_th, each.line)
            )
    return owned, conflicts


def _finest(
    owned: Sequence[tuple[str, ListedShape]],
) -> tuple[dict[str, _Drawn], list[Conflict]]:
    """The shape with the most points of each place; files are thinned one by one."""
    files: dict[tuple[str, str], list[tuple[str, ListedShape]]] = defaultdict(list)
    for code, each in owned:
        files[each.line.file, str(kind_of(code))].append((code, each))
    best: dict[str, _Drawn] = {}
    conflicts = []
    for (_, kind), shapes in sorted(files.items()):
        found = outlines(kind, [each.geometry for _, each in shapes])
        for (code, each), outline in zip(shapes, found, strict=True):
            if outline is None:
                conflicts.append(
                    conflict(Disagreement.BORDER_TOO_SMALL, code, "", each.name_th, each.line)
                )
            elif code not in best or outline.points > best[code].outline.points:
                best[code] = _Drawn(each, outline)
    return best, conflicts


def _replaces(drawn: _Drawn, stored: tuple[int, str, str] | None) -> bool:
    if stored is None:
        return False
    points, source, near = stored
    finer = drawn.outline.points > points
    return finer or (source == drawn.listed.line.file[:120] and near != drawn.near)


def _row(drawn: _Drawn, place: UUID) -> tuple[object, ...]:
    return (
        new_id(),
        origin(),
        place,
        drawn.near,
        drawn.far,
        drawn.outline.points,
        *drawn.outline.label,
        drawn.listed.line.file[:120],
    )
