"""How like a person on record somebody is who is just being typed in."""

from __future__ import annotations

from dataclasses import dataclass

from pinto.evidence.matching.rules.weights import bits_of

_ENOUGH = 9.0  # bits; less is no reason to interrupt


@dataclass(frozen=True, slots=True)
class Seen:
    """Who somebody is, as far as it is compared. Keys as ``ground/thai/names`` makes them."""

    name_key: str  # given name and surname
    swapped_key: str  # surname and given name
    sound_key: str
    surname_key: str
    sex: str
    birth: tuple[int | None, int | None, int | None]  # year (ค.ศ.), month, day
    number: str  # digest of the ID; "" where there is none


def agreement(typed: Seen, known: Seen) -> dict[str, str]:
    """Comparison → level, for what both sides tell; the strongest that holds."""
    found = dict.fromkeys(("given", "surname"), _name(typed, known))
    if found["given"] == "different" and typed.surname_key and known.surname_key:
        found["surname"] = "same" if typed.surname_key == known.surname_key else "different"
    if typed.birth[0] and known.birth[0]:
        found["birth"] = _birth(typed.birth, known.birth)
    if typed.sex and known.sex:
        found["sex"] = "same" if typed.sex == known.sex else "different"
    if typed.number and known.number:
        found["number"] = "same" if typed.number == known.number else "different"
    return found


def weight(levels: dict[str, str]) -> float:
    """The bits of all levels together."""
    return sum(bits_of(name, level) for name, level in levels.items())


def is_likely(levels: dict[str, str]) -> bool:
    """Whether whoever types should be shown the record.

    >>> is_likely({"given": "same", "surname": "same"})
    True
    >>> is_likely({"given": "alike", "surname": "alike"})
    False
    """
    return weight(levels) >= _ENOUGH


def _name(typed: Seen, known: Seen) -> str:
    if typed.name_key == known.name_key:
        return "same"
    if typed.swapped_key and typed.swapped_key == known.name_key:
        return "swapped"
    if _one_letter_apart(typed.name_key, known.name_key):
        return "one_letter"
    return "alike" if typed.sound_key == known.sound_key else "different"


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter more, less or other makes them equal.

    >>> _one_letter_apart("สมชาย", "สมชา"), _one_letter_apart("มานี", "มานะ")
    (True, True)
    >>> _one_letter_apart("มานี", "ชูใจ")
    False
    """
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 3:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return True
    return (
        one[at + 1 :] == other[at + 1 :]
        or one[at:] == other[at + 1 :]
        or (one[at + 1 :] == other[at:])
    )


def _birth(one: tuple[int | None, ...], other: tuple[int | None, ...]) -> str:
    if one[0] != other[0]:
        near = one[0] is not None and other[0] is not None and abs(one[0] - other[0]) <= 1
        return "near_year" if near else "different"
    if not one[1] or not other[1]:
        return "same_year"
    if one[1] != other[1]:
        return "turned" if one[1:] == other[:0:-1] else "one_part"
    if not one[2] or not other[2]:
        return "same_month"
    return "same_day" if one[2] == other[2] else "one_part"
