"""Write aliases, codes that stand for places, and former parents."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from pinto.ground.places.actions.tally import Tally
from pinto.ground.places.models import FormerParent, PlaceAlias, PlaceCode
from pinto.ground.places.rules.listings import (
    Conflict,
    Disagreement,
    ListedAlias,
    ListedCode,
    ListedMove,
    conflict,
)
from pinto.ground.places.rules.merging import Heir, Names, merge_aliases, merge_codes
from pinto.ground.places.rules.names import name_key


def write_aliases(
    listed: Sequence[ListedAlias], names: Names, ids: Mapping[str, UUID]
) -> tuple[Tally, list[Conflict]]:
    """The aliases that are not a neighbour's name are written."""
    held = set(PlaceAlias.objects.values_list("place__code", "name_key"))
    added, conflicts = merge_aliases(listed, names, held)
    PlaceAlias.objects.bulk_create(
        [
            PlaceAlias(
                place_id=ids[alias.code],
                name=alias.name[:120],
                name_key=name_key(alias.name)[:120],
                kind=alias.kind,
                source=alias.source[:120],
            )
            for alias in added
        ],
        batch_size=500,
    )
    listed_keys = {(alias.code, name_key(alias.name)) for alias in listed}
    return Tally(added=len(added), kept=len(listed_keys & held)), conflicts


def write_codes(
    listed: Sequence[ListedCode], names: Names, ids: Mapping[str, UUID]
) -> tuple[Tally, list[Conflict], dict[str, str]]:
    """The codes no place carries are written; also which retired code has a certain heir."""
    found, conflicts = merge_codes(listed, names)
    held: dict[str, set[Heir]] = defaultdict(set)
    for code, place, certain in PlaceCode.objects.values_list("code", "place__code", "certain"):
        held[code].add(Heir(place or "", certain))
    new = {code for code in found if code not in held}
    altered = {code for code in found if code in held and held[code] != found[code][1]}
    PlaceCode.objects.filter(code__in=altered).delete()
    PlaceCode.objects.bulk_create(
        [
            PlaceCode(
                code=code,
                kind=row.kind,
                place_id=ids.get(heir.place),
                certain=heir.certain,
                name_th=row.name_th[:120],
                source=row.source[:120],
            )
            for code, (row, heirs) in found.items()
            if code in new | altered
            for heir in sorted(heirs, key=lambda heir: heir.place)
        ],
        batch_size=500,
    )
    told = {code: set(heirs) for code, (_, heirs) in found.items()}
    successors = {
        code: heir.place for code, heirs in (held | told).items() for heir in heirs if heir.certain
    }
    tally = Tally(len(new), len(altered), len(found) - len(new) - len(altered))
    return tally, conflicts, successors


def write_moves(
    listed: Sequence[ListedMove], ids: Mapping[str, UUID]
) -> tuple[Tally, list[Conflict]]:
    """The former provinces of amphoes are written."""
    held = {
        (code, parent): until
        for code, parent, until in FormerParent.objects.values_list(
            "place__code", "parent__code", "until"
        )
    }
    added: dict[tuple[str, str], FormerParent] = {}
    changed, conflicts = 0, []
    for move in listed:
        pair = move.code, move.province
        if unknown := [code for code in pair if code not in ids]:
            conflicts.append(
                conflict(Disagreement.UNKNOWN_CODE, unknown[0], "", move.code, move.line)
            )
        elif pair not in held:
            added[pair] = FormerParent(
                place_id=ids[move.code],
                parent_id=ids[move.province],
                until=move.until,
                source=move.line.file[:120],
            )
        elif held[pair] != move.until:
            changed += FormerParent.objects.filter(
                place_id=ids[move.code], parent_id=ids[move.province]
            ).update(until=move.until)
    FormerParent.objects.bulk_create(added.values(), batch_size=500)
    kept = len({(move.code, move.province) for move in listed} & set(held)) - changed
    return Tally(len(added), changed, kept), conflicts
