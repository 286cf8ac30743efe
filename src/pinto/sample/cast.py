"""The cast: who signs in to the demo, and the family everybody meets there.

All of them are invented. Their surname says so: สมมติสุข, "assumed happiness".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pinto.sample.areas import villages
from pinto.sample.draws import Bools, Ints
from pinto.sample.families import CHILD, GRANDCHILD, HEAD, SPOUSE, Families
from pinto.sample.names import CAST_SURNAME, SURNAMES, draw_of_name
from pinto.sample.people import Traits

HOME = "99010104"  # บ้านโนนคราม, where นางบัวคำ lives


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody who signs in: in which role, and for which place."""

    username: str
    name: str
    role: str  # a value of access.models.Posting.Role
    place_code: str
    agency_th: str
    agency_en: str


def cast() -> list[CastMember]:
    """Everybody who signs in to the demo; the last one is a stranger from another province.

    >>> [member.username for member in cast()][:2]
    ['somsri', 'thongdee']
    """
    khram = ("อบต.ห้วยคราม", "Huai Khram tambon administration")
    province = ("สำนักงานจังหวัดธารคราม", "Than Khram provincial office")
    return [
        CastMember("somsri", _named("สมศรี"), "VOLUNTEER", HOME, *khram),
        CastMember("thongdee", _named("ทองดี"), "VILLAGE_LEADER", HOME, *khram),
        CastMember("prasit", _named("ประสิทธิ์"), "TAMBON_OFFICER", "990101", *khram),
        CastMember(
            "nongluck", _named("นงลักษณ์"), "AMPHOE_OFFICER", "9901",
            "ที่ว่าการอำเภอเมฆคำ", "Mek Kham amphoe office",
        ),
        CastMember("wichai", _named("วิชัย"), "PROVINCE_OFFICER", "99", *province),
        CastMember(
            "pichaya", _named("พิชญา"), "RESEARCHER", "99",
            "มหาวิทยาลัยธารคราม", "Than Khram University",
        ),
        CastMember("udom", _named("อุดม"), "AUDITOR", "99", *province),
        CastMember("manop", _named("มานพ"), "ADMINISTRATOR", "99", *province),
        CastMember(
            "dararat", _named("ดารารัตน์"), "PROVINCE_OFFICER", "98",
            "สำนักงานจังหวัดทะเลหมอก", "Thale Mok provincial office",
        ),
    ]  # fmt: skip


def _named(given: str) -> str:
    return f"{given} {CAST_SURNAME}"


# The family of นางบัวคำ: seat, given name, a man?, born ค.ศ.
_FAMILY = (
    (HEAD, "บัวคำ", False, 1963),
    (SPOUSE, "ใส", True, 1955),
    (CHILD, "แก้ว", False, 1992),
    (GRANDCHILD, "ต้น", True, 2021),
)


def seat_the_cast(
    families: Families, traits: Traits, village: Ints, first_house: Bools
) -> tuple[Families, Traits]:
    """The families with the cast among them: บัวคำ's in the first house of บ้านโนนคราม.

    The family of every village's first house bears the surname of the cast.
    """
    surname = traits.surname.copy()
    surname[first_house] = int(np.flatnonzero(SURNAMES == CAST_SURNAME)[0])
    traits = replace(traits, surname=surname)
    home = next(i for i, found in enumerate(villages()) if found.code == HOME)
    for row in np.flatnonzero(first_house & (village == home)):
        families.taken[row] = False
        for seat, name, male, born in _FAMILY:
            families.taken[row, seat], families.away[row, seat] = True, False
            families.male[row, seat], families.born[row, seat] = male, born
            families.month[row, seat] = 3
            traits.given[row, seat] = draw_of_name(name, male=male, born=born)
            traits.numbered[row, seat] = True
            traits.stateless[row, seat] = False
    return families, traits
