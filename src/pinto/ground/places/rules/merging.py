"""What a listing changes in what Pinto holds, and what it contradicts.

Nothing here takes one source's word over another's: a place keeps the Thai and the
English name it came with, and each other name is reported. Only who asks for it by name
gets the names of the list instead.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from pinto.ground.places.rules.codes import Kind, kind_of, lineage, parent_code
from pinto.ground.places.rules.listings import (
    Claim,
    Conflict,
    Disagreement,
    Line,
    ListedAlias,
    ListedCode,
    ListedMove,
    ListedPlace,
    conflict,
)
from pinto.ground.places.rules.names import name_key
from pinto.ground.thai.collation import sort_key


@dataclass(frozen=True, slots=True)
class Held:
    """A place as Pinto holds it."""

    id: UUID
    code: str
    name_th: str
    name_en: str
    variant: str = ""
    latitude: float | None = None
    longitude: float | None = None
    valid_from: date | None = None


Names = Mapping[str, tuple[str, str]]  # code → Thai and English name
_OTHER_NAMES = (Disagreement.NAME, Disagreement.ENGLISH_NAME)


@dataclass(frozen=True, slots=True)
class Renamed:
    """A place that takes the names of a list: Thai and English, before and after."""

    code: str
    was: tuple[str, str]
    now: tuple[str, str]
    line: Line


@dataclass(slots=True)
class PlaceChanges:
    """The places to add, the fields to change, by code, and how many stay as they are.

    ``renamed`` says which of the changes are other names.
    """

    added: list[ListedPlace] = field(default_factory=list)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    kept: Counter[Kind] = field(default_factory=Counter)
    conflicts: list[Conflict] = field(default_factory=list)
    renamed: list[Renamed] = field(default_factory=list)


def merge_places(
    listed: Sequence[ListedPlace], held: Mapping[str, Held], *, rename: bool = False
) -> PlaceChanges:
    """How the list changes the places; a place whose parent nobody knows is left out.

    With ``rename`` the places held take the names of the list, but for those the files
    disagree on, and those of a province most of whose tambons would have other names:
    such a list has its codes wrong. These stay reported.
    """
    changes = PlaceChanges()
    winners = _first_of_each(listed, changes.conflicts)
    unsure = {each.code for each in changes.conflicts}
    known = set(held)
    for code in sorted(winners, key=lambda code: (len(code), code)):
        place = winners[code]
        if code in held:
            if new := _news(place, held[code], changes.conflicts):
                changes.changed[code] = new
            else:
                changes.kept[place.kind] += 1
        elif len(code) == 2 or parent_code(code) in known:
            known.add(code)
            changes.added.append(place)
        else:
            changes.conflicts.append(
                conflict(
                    Disagreement.PARENT_UNKNOWN, code, parent_code(code), place.name_th, place.line
                )
            )
    if rename:
        disputed = {each.code for each in disputed_provinces(changes.conflicts, listed)}
        sure = {code for code in winners if code not in unsure and code[:2] not in disputed}
        _rename({code: winners[code] for code in sorted(sure & set(held))}, held, changes)
    return changes


def _rename(
    listed: Mapping[str, ListedPlace], held: Mapping[str, Held], changes: PlaceChanges
) -> None:
    """The places take the names listed, which no longer contradict them."""
    for code, place in listed.items():
        was = held[code].name_th, held[code].name_en
        now = place.name_th, place.name_en or held[code].name_en
        english_alone_is_new = not was[1] and was[0] == now[0]  # a gap that is filled anyhow
        if now == was or english_alone_is_new:
            continue
        if code not in changes.changed:
            changes.kept[place.kind] -= 1
        changes.changed.setdefault(code, {}).update(
            name_th=now[0], name_en=now[1], name_key=name_key(now[0]), sort_key=sort_key(now[0])
        )
        changes.renamed.append(Renamed(code, was, now, place.line))
    agreed = {each.code for each in changes.renamed}
    changes.conflicts = [
        each
        for each in changes.conflicts
        if each.code not in agreed or each.kind not in _OTHER_NAMES
    ]


def _first_of_each(
    listed: Sequence[ListedPlace], conflicts: list[Conflict]
) -> dict[str, ListedPlace]:
    """One listing per code: of the longest list that has it, its gaps filled from the others."""
    lengths = Counter(place.line.file for place in listed)
    winners: dict[str, ListedPlace] = {}
    for place in sorted(listed, key=lambda p: (-lengths[p.line.file], p.line.file, p.line.row)):
        first = winners.setdefault(place.code, place)
        if first is place:
            continue
        if first.line.file == place.line.file:
            conflicts.append(
                conflict(
                    Disagreement.DUPLICATE, place.code, first.name_th, place.name_th, place.line
                )
            )
            continue
        conflicts.extend(
            _other_names(place.code, (first.name_th, first.name_en), place, place.line)
        )
        gaps = {
            name: getattr(place, name)
            for name in ("name_en", "variant", "latitude", "longitude")
            if getattr(first, name) in ("", None)
        }
        winners[place.code] = replace(first, **gaps)
    return winners


def _news(place: ListedPlace, held: Held, conflicts: list[Conflict]) -> dict[str, Any]:
    conflicts.extend(_other_names(held.code, (held.name_th, held.name_en), place, place.line))
    news: dict[str, Any] = {}
    if place.name_en and not held.name_en:
        news["name_en"] = place.name_en
    for name in ("variant", "latitude", "longitude"):
        if getattr(place, name) not in ("", None, getattr(held, name)):
            news[name] = getattr(place, name)
    return news


def _other_names(
    code: str, ours: tuple[str, str], theirs: ListedPlace | Claim, line: Line
) -> Iterable[Conflict]:
    for kind, mine, other in zip(_OTHER_NAMES, ours, (theirs.name_th, theirs.name_en), strict=True):
        if mine and other and name_key(mine) != name_key(other):
            yield conflict(kind, code, mine, other, line)


def contradicted(claims: Iterable[Claim], names: Names) -> list[Conflict]:
    """The names and counts that files mention in passing and that are not ours, each once."""
    counts = Counter(
        (above, kind_of(code)) for code in names for above in lineage(code)[:-1] if len(code) < 8
    )
    found: dict[tuple[object, ...], Conflict] = {}
    for claim in claims:
        if claim.code not in names:
            continue
        for each in _other_names(claim.code, names[claim.code], claim, claim.line):
            found.setdefault((each.kind, each.code, each.theirs, each.file), each)
        for kind, number in claim.areas.items():
            ours = counts[claim.code, kind]
            if ours and ours != number:  # none listed yet is no contradiction
                each = conflict(
                    Disagreement.COUNT, claim.code, f"{ours} {kind}", number, claim.line
                )
                found.setdefault((each.kind, each.code, each.theirs, each.file), each)
    return list(found.values())


def disputed_provinces(
    conflicts: Iterable[Conflict], listed: Iterable[ListedPlace]
) -> list[Conflict]:
    """One line for each province where a file's tambon names are mostly contradicted.

    A popular code list has 52 of 53 tambons of one province under wrong codes:
    that is no handful of spellings, and whoever used the list must know.
    """
    rows = Counter(
        (place.line.file, place.code[:2]) for place in listed if place.kind is Kind.TAMBON
    )
    against: dict[tuple[str, str], dict[str, Conflict]] = defaultdict(dict)
    for each in conflicts:
        named = each.kind in (Disagreement.NAME, Disagreement.SOURCES_DISAGREE)
        if named and kind_of(each.code) is Kind.TAMBON:
            against[each.file, each.code[:2]].setdefault(each.code, each)
    return [
        conflict(
            Disagreement.PROVINCE_DISPUTED,
            province,
            rows[file, province],
            len(found),
            Line(file, min(each.row for each in found.values())),
        )
        for (file, province), found in sorted(against.items())
        if rows[file, province] >= 5 and len(found) * 2 > rows[file, province]
    ]


def merge_aliases(
    listed: Iterable[ListedAlias], names: Names, held: set[tuple[str, str]]
) -> tuple[list[ListedAlias], list[Conflict]]:
    """The other names to add; ``held`` has (code, key) of those that are there.

    A name that a neighbour carries is more likely an error of the source than an
    alias, and would answer for the wrong place: it is reported and not taken.
    """
    own: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for code in names:
        for name in filter(None, names[code]):
            own[parent_code(code)][name_key(name)].add(code)
    added: dict[tuple[str, str], ListedAlias] = {}
    conflicts = []
    for alias in listed:
        if alias.code not in names:
            conflicts.append(
                conflict(Disagreement.UNKNOWN_CODE, alias.code, "", alias.name, alias.line)
            )
            continue
        key = name_key(alias.name)
        bearers = own[parent_code(alias.code)].get(key, set())
        if bearers - {alias.code} and alias.code not in bearers:
            neighbour = min(bearers)
            conflicts.append(
                conflict(Disagreement.ALIAS_TAKEN, alias.code, neighbour, alias.name, alias.line)
            )
        elif key and not bearers:
            added.setdefault((alias.code, key), alias)
    conflicts.extend(_shared(added))
    return [alias for pair, alias in added.items() if pair not in held], conflicts


def _shared(aliases: Mapping[tuple[str, str], ListedAlias]) -> Iterable[Conflict]:
    first: dict[tuple[str, str], str] = {}
    for (code, key), alias in aliases.items():
        other = first.setdefault((parent_code(code), key), code)
        if other != code:
            yield conflict(Disagreement.ALIAS_SHARED, code, other, alias.name, alias.line)


@dataclass(frozen=True, slots=True)
class Heir:
    """A place a code may stand for; no place when nobody can say."""

    place: str
    certain: bool


def merge_codes(
    listed: Iterable[ListedCode], names: Names
) -> tuple[dict[str, tuple[ListedCode, frozenset[Heir]]], list[Conflict]]:
    """What each retired code stands for: one place for certain, or candidates, or none.

    Certain is a code whose named heir exists and carries the same name. A place
    of the same name elsewhere in the province is only a candidate.
    """
    found: dict[str, tuple[ListedCode, frozenset[Heir]]] = {}
    conflicts = []
    for row in listed:
        if row.code in names:
            ours = names[row.code][0]
            conflicts.append(
                conflict(Disagreement.CODE_IN_USE, row.code, ours, row.name_th, row.line)
            )
            continue
        heir_name = names.get(row.heir, ("", ""))[0]
        if heir_name and name_key(heir_name) == name_key(row.name_th):
            found[row.code] = (row, frozenset({Heir(row.heir, certain=True)}))
            continue
        candidates = sorted({row.heir, *row.namesakes} & set(names))
        kind = Disagreement.SUCCESSOR_NAME if heir_name else Disagreement.SUCCESSOR_UNKNOWN
        ours = heir_name or "|".join(candidates)
        conflicts.append(conflict(kind, row.code, ours, row.name_th, row.line))
        heirs = frozenset(Heir(code, certain=False) for code in candidates or [""])
        found[row.code] = (row, heirs)
    return found, conflicts


def founded(moves: Iterable[ListedMove]) -> dict[str, date]:
    """The day a province took its present form, where all its amphoes came on one day."""
    days: dict[str, set[date]] = defaultdict(set)
    for move in moves:
        days[parent_code(move.code)].add(move.until)
    return {province: min(found) for province, found in days.items() if len(found) == 1}
