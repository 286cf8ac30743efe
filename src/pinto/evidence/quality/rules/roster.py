"""What a roster tells without a question: the sex of a title, and somebody listed twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_MEN = ("นาย", "เด็กชาย", "ด.ช.", "ดช.", "พระ", "สามเณร", "mr", "master")
_MARRIED_OR_NOT = ("นาง", "นางสาว", "น.ส.", "นส.", "mrs", "ms", "miss")
_WOMEN = (*_MARRIED_OR_NOT, "เด็กหญิง", "ด.ญ.", "ดญ.", "แม่ชี", "คุณหญิง", "ท่านผู้หญิง")


def title_sex(title: str) -> str | None:
    """M or F where the title can only be a man's or a woman's, else None.

    >>> title_sex("นางสาว"), title_sex("นาย"), title_sex("ดร."), title_sex("นายแพทย์")
    ('F', 'M', None, None)
    """
    written = title.strip().lower()
    if written.removesuffix(".") in {each.removesuffix(".") for each in _WOMEN}:
        return "F"
    if written.removesuffix(".") in {each.removesuffix(".") for each in _MEN}:
        return "M"
    return None


class Somebody(NamedTuple):
    """As much of a person as tells whether two are one."""

    name_key: str
    birth_year: int | None
    id_digest: str  # of the national ID; "" where there is none


def listed_twice(roster: Sequence[Somebody]) -> list[bool]:
    """For each member, whether another one of the roster looks like the same person.

    The same national ID, or the same name and no other year of birth; two IDs that differ
    are two people.

    >>> one, same, other = ("a b", 2500, ""), ("a b", None, ""), ("c b", 2500, "")
    >>> listed_twice([Somebody(*each) for each in (one, same, other)])
    [True, True, False]
    """
    return [
        any(_alike(one, other) for place, other in enumerate(roster) if place != at)
        for at, one in enumerate(roster)
    ]


def _alike(one: Somebody, other: Somebody) -> bool:
    if one.id_digest and other.id_digest:
        return one.id_digest == other.id_digest
    years = {one.birth_year, other.birth_year} - {None}
    return bool(one.name_key) and one.name_key == other.name_key and len(years) < 2
