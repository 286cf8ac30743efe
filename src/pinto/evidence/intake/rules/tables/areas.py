"""Which place a row means: by its names, by its code, and what to think where they differ."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pinto.ground.thai.spelling import normalised

MUNICIPAL = "municipal pseudo-code"

_PREFIXES = {
    "province": re.compile(r"^(?:จังหวัด|จ\.)\s*"),
    "amphoe": re.compile(r"^(?:กิ่งอำเภอ|อำเภอ|อ\.|เขต)\s*"),
    "tambon": re.compile(r"^(?:ตำบล|ต\.|แขวง)\s*"),
}
_OFFICE_OF = re.compile(r"\S.*จังหวัด\s*(\S+)$")  # สำนักงาน … จังหวัดปัตตานี
_AGGREGATE = re.compile(
    r"(?:(?:ผล|ยอด)?รวม|ทั้งหมด|ทั้งสิ้น|ทั่วประเทศ|ทั้งประเทศ|ทั่วราชอาณาจักร|ราชอาณาจักร|ภาค\s*[ก-ฮเแโใไ]"
    r"|กรุงเทพ.*(?:ปริมณฑล|จังหวัด)|grand total|sub-?total|total|whole kingdom|kingdom"
    r"|greater bangkok|bangkok and vicinit)",
    re.IGNORECASE,
)
_GRAND = re.compile(r"รวม|ทั้ง|ทั่ว|ราชอาณาจักร|grand|total|whole|kingdom", re.IGNORECASE)
_REGION = re.compile(r".+\bregion\b|(?:north|south|central|east|west)\w*", re.IGNORECASE)


class Flag(StrEnum):
    """What to know about the area of a row."""

    NONE = ""
    MUNICIPAL = MUNICIPAL  # people of a municipal area under a code that no tambon has
    UNKNOWN = "no such place"
    SEVERAL = "several places of that name"
    LOCAL_GOVERNMENT = "local government"  # an area of its own, not a tambon


class PlaceFinder(Protocol):
    """The places of the country, asked by code or by name; it never guesses."""

    def by_code(self, code: str) -> str | None:
        """The present code of the place that has, or had, this code."""

    def find(self, *, province: str = "", amphoe: str = "", tambon: str = "") -> Sequence[str]:
        """The codes of all places of the narrowest given name: one, several, or none."""

    def classify_code(self, code: str) -> str:
        """What the code is; ``municipal pseudo-code`` is the answer that matters here."""


@dataclass(frozen=True, slots=True)
class Area:
    """The area of a row as the file tells it."""

    code: str = ""
    province: str = ""
    amphoe: str = ""
    tambon: str = ""
    government: str = ""  # a local government

    @property
    def name(self) -> str:
        """The names from narrow to wide, or the code where there is no name.

        >>> Area(province="ยะลา", amphoe="เบตง").name, Area(code="96").name
        ('เบตง, ยะลา', '96')
        """
        names = (self.government, self.tambon, self.amphoe, self.province)
        return ", ".join(name for name in names if name) or self.code


@dataclass(frozen=True, slots=True)
class Link:
    """The place of an area, by name and by code, before it is decided which counts."""

    by_name: tuple[str, ...]  # every place the names fit
    by_code: str | None
    municipal: bool = False
    government: bool = False

    @property
    def found(self) -> bool:
        """Whether this is an area at all, of whatever kind."""
        return bool(self.by_name or self.by_code or self.municipal or self.government)

    @property
    def conflicting(self) -> bool:
        """Whether the name is a place and the code is another one, or none."""
        return len(self.by_name) == 1 and self.by_code != self.by_name[0]


class Gazetteer:
    """The place finder with a memory: a table asks for the same areas again and again."""

    def __init__(self, places: PlaceFinder, *, province: str = "", amphoe: str = "") -> None:
        self._places = places
        self._around = {"province": province, "amphoe": amphoe}  # from the title of the table
        self._known: dict[Area, Link] = {}

    def link(self, area: Area) -> Link:
        if area not in self._known:
            self._known[area] = self._find(area)
        return self._known[area]

    def is_province(self, name: str) -> bool:
        return len(self.link(Area(province=name)).by_name) == 1

    def _find(self, area: Area) -> Link:
        if area.code and self._places.classify_code(area.code) == MUNICIPAL:
            return Link((), None, municipal=True)
        by_code = self._places.by_code(area.code) if area.code else None
        if area.government:
            return Link((), by_code, government=True)
        names = {
            level: bare(level, name)
            for level in _PREFIXES
            if (name := getattr(area, level) or self._around.get(level, ""))
        }
        narrowest = next((x for x in ("tambon", "amphoe", "province") if getattr(area, x)), None)
        found = self._places.find(**names) if narrowest else ()
        return Link(tuple(found), by_code)


def bare(level: str, name: str) -> str:
    """The name without the word for its level; the province in which an office stands.

    >>> bare("province", "จังหวัดยะลา"), bare("amphoe", "อ. เบตง"), bare("tambon", "ตำบลบานา")
    ('ยะลา', 'เบตง', 'บานา')
    >>> bare("province", "สำนักงานพัฒนาสังคมฯ จังหวัดปัตตานี")
    'ปัตตานี'
    """
    name = normalised(name)
    if level == "province" and (office := _OFFICE_OF.match(name)):
        return office[1]
    return _PREFIXES[level].sub("", name)


def names_an_office(name: str) -> bool:
    """Whether a province is only the end of the name.

    >>> names_an_office("สำนักงานพัฒนาสังคมฯ จังหวัดยะลา"), names_an_office("จังหวัดยะลา")
    (True, False)
    """
    return _OFFICE_OF.match(name) is not None


def is_aggregate(text: str) -> bool:
    """Whether a row sums up others: a total, a region, the nation.

    >>> [is_aggregate(text) for text in ("รวมทั้งสิ้น", "ภาคใต้", "Whole Kingdom", "ยะลา")]
    [True, True, True, False]
    """
    return bool(_AGGREGATE.match(text) or _REGION.fullmatch(text))


def is_grand_total(text: str) -> bool:
    """Whether the total may be one of all rows; a region's is not.

    >>> is_grand_total("รวมทั้งสิ้น"), is_grand_total("ภาคใต้")
    (True, False)
    """
    return not text or _GRAND.match(text) is not None


def decide(link: Link, *, codes_trusted: bool) -> tuple[str | None, Flag]:
    """The place a row is linked to. Names win; a code counts where the file's codes are ours.

    >>> decide(Link(("81",), "10"), codes_trusted=False), decide(Link((), "10"), codes_trusted=True)
    (('81', <Flag.NONE: ''>), ('10', <Flag.NONE: ''>))
    """
    if link.municipal:
        return None, Flag.MUNICIPAL
    if link.government:
        return None, Flag.LOCAL_GOVERNMENT
    if len(link.by_name) == 1:
        return link.by_name[0], Flag.NONE
    if link.by_code and codes_trusted and (not link.by_name or link.by_code in link.by_name):
        return link.by_code, Flag.NONE
    return None, Flag.SEVERAL if link.by_name else Flag.UNKNOWN
