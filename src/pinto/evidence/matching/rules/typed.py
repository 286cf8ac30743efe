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
    found = _names(typed, known)
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


def _names(typed: Seen, known: Seen) -> dict[str, str]:
    """Given name and surname each by itself: one letter in the one is none in the other."""
    if typed.name_key != known.name_key and typed.swapped_key == known.name_key:
        return {"given": "swapped", "surname": "swapped"}
    sounds = [each.sound_key.partition("-") for each in (typed, known)]
    found = {
        "given": _part(_given_key(typed), _given_key(known), sounds[0][0] == sounds[1][0]),
        "surname": _part(typed.surname_key, known.surname_key, sounds[0][2] == sounds[1][2]),
    }
    if not (typed.surname_key and known.surname_key):  # known in one piece alone
        found["surname"] = found["given"]
    return found


def _given_key(seen: Seen) -> str:
    return seen.name_key.removesuffix(seen.surname_key)


def _part(typed: str, known: str, sounds_alike: bool) -> str:
    if typed == known:
        return "same"
    if _one_letter_apart(typed, known):
        return "one_letter"
    return "alike" if sounds_alike else "different"


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
