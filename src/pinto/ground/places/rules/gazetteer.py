"""All places above the village in memory, with every name and code they go by."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from pinto.ground.places.rules.codes import (
    CodeClass,
    Kind,
    area_range,
    is_municipal,
    kind_of,
    lineage,
    parent_code,
)
from pinto.ground.places.rules.names import name_key


@dataclass(frozen=True, slots=True)
class Known:
    """A place one can answer with."""

    id: UUID
    code: str
    kind: Kind
    name_th: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class OtherName:
    """A name some source uses for the place of that code."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class StandIn:
    """What a code that no place carries stands for; ``place`` is "" when nobody can say."""

    code: str
    kind: str  # RETIRED or FOREIGN
    place: str
    certain: bool
    source: str


@dataclass(frozen=True, slots=True)
class Government:
    """A local government: its key without the label, and what it serves, code → part."""

    name_th: str
    key: str
    kind: str
    seat: str
    coverage: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a name may mean; ``alias`` is the name it went by, if not its own."""

    place: Known
    alias: str = ""
    likeness: float = 1.0


@dataclass(frozen=True)
class Gazetteer:
    """Places by code and by name. Villages are fetched a tambon at a time."""

    places: Mapping[str, Known]
    other_names: Sequence[OtherName] = ()
    stand_ins: Mapping[str, Sequence[StandIn]] = field(default_factory=dict)
    former_parents: Mapping[str, Sequence[tuple[str, date]]] = field(default_factory=dict)
    governments: Sequence[Government] = ()
    villages_of: Callable[[str], Sequence[Known]] = lambda _tambon: ()

    def by_code(self, code: str) -> Known | None:
        """The place that carries the code today."""
        if len(code) <= 6:
            return self.places.get(code)
        villages = self.villages_of(code[:6]) if kind_of(code) else ()
        return next((village for village in villages if village.code == code), None)

    def classify(self, code: str) -> CodeClass:
        """What a tambon code found in a table is."""
        if kind_of(code) is Kind.TAMBON and code in self.places:
            return CodeClass.TAMBON
        if is_municipal(code) and parent_code(code) in self.places:
            return CodeClass.MUNICIPAL
        if code in self.stand_ins:
            return CodeClass.RETIRED
        return CodeClass.UNKNOWN

    def written_in_full(self, place: Known) -> str:
        """The Thai name with the areas above, as in an address."""
        names = [self.places[code] for code in lineage(place.code)[:-1] if code in self.places]
        return " ".join(labelled(each) for each in (place, *reversed(names)))

    @cached_property
    def _named(self) -> Mapping[str, list[Match]]:
        named: dict[str, dict[str, Match]] = defaultdict(dict)
        for place in self.places.values():
            for name in filter(None, (place.name_th, place.name_en)):
                named[name_key(name)][place.code] = Match(place)
        for other in self.other_names:
            if other.code in self.places:
                named[name_key(other.name)].setdefault(
                    other.code, Match(self.places[other.code], alias=other.name)
                )
        return {key: list(found.values()) for key, found in named.items()}

    @cached_property
    def _sorted_codes(self) -> list[str]:
        return sorted(self.places)

    @cached_property
    def capitals(self) -> list[Known]:
        """The amphoes named "เมือง" and their province."""
        return [
            place
            for place in self.places.values()
            if place.kind is Kind.AMPHOE
            and (province := self.places.get(place.code[:2]))
            and name_key(place.name_th) == "เมือง" + name_key(province.name_th)
        ]

    def named(self, key: str) -> Sequence[Match]:
        """The places with that name, or that other name."""
        return self._named.get(key, ())

    def beginning(self, key: str) -> Iterable[Match]:
        """The places whose name begins so."""
        return (
            match for name, found in self._named.items() if name.startswith(key) for match in found
        )

    def keys_below(self, areas: Iterable[str]) -> Mapping[str, list[Known]]:
        """The Thai name keys of the places in the areas and of the areas themselves."""
        found: dict[str, list[Known]] = defaultdict(list)
        for area in areas:
            lower, upper = (bisect_left(self._sorted_codes, bound) for bound in area_range(area))
            for code in self._sorted_codes[lower:upper]:
                found[name_key(self.places[code].name_th)].append(self.places[code])
        return found


_LABELS = {Kind.PROVINCE: "จ.", Kind.AMPHOE: "อ.", Kind.TAMBON: "ต.", Kind.VILLAGE: "ม."}


def labelled(place: Known) -> str:
    """The name with the short label of its level.

    >>> labelled(Known(None, "340119", Kind.TAMBON, "ขี้เหล็ก"))
    'ต.ขี้เหล็ก'
    >>> labelled(Known(None, "34011903", Kind.VILLAGE, "บ้านโนน"))
    'บ้านโนน ม.3'
    >>> labelled(Known(None, "1001", Kind.AMPHOE, "พระนคร"))
    'เขตพระนคร'
    """
    if place.kind is Kind.VILLAGE:
        return f"{place.name_th} ม.{int(place.code[6:])}"
    if place.code[:2] == "10":  # Bangkok has other words
        words = {Kind.PROVINCE: "", Kind.AMPHOE: "เขต", Kind.TAMBON: "แขวง"}
        return words[place.kind] + place.name_th
    return _LABELS[place.kind] + place.name_th
