"""Two registries of the same people, spoiled as real ones are, in any number.

Chunk by chunk, so memory does not grow; the same number and seed give the same rows.
Nobody in them exists. ``entity`` tells who is who: it is the answer key, and is not
for the one who links them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from pinto.sample.draws import Bools, Ints
from pinto.sample.identifiers import house_codes, national_ids
from pinto.sample.names import SURNAMES

# How often each mistake is made in a record, in each of the two registries on its own.
RATES = {
    "missing": 0.05,  # people one registry does not have
    "number_missing": 0.08,
    "number_wrong": 0.01,  # one digit, or two in the wrong order
    "number_of_another": 0.002,  # of somebody in the same house
    "title_in_name": 0.10,  # นาย, นางสาว, ด.ช. … written into the name
    "letter": 0.02,  # in each name: left out, doubled, another, or two in the wrong order
    "tone": 0.04,  # in each name: a tone mark or ์ left out
    "spelling": 0.02,  # in each name: another letter of the same sound
    "swapped": 0.004,  # given name and surname
    "surname_changed": 0.01,
    "given_name_changed": 0.005,
    "birthday_unknown": 0.06,  # only the year is known
    "day_unknown": 0.02,
    "birth_unknown": 0.005,
    "birth_turned": 0.005,  # day and month
    "birth_slip": 0.015,  # one part is another
    "sex_wrong": 0.002,
    "moved": 0.03,  # another village
    "house_missing": 0.15,
}
TWINS = 0.01  # of people, who have a twin in the house; half of them of a similar name
_CHUNK = 50_000  # people
_VILLAGE = 500  # people

_COMMON = "ณัฐ ธน ศิริ พร สุ กิตติ วร ปิย อภิ ชัย สม บุญ ทอง วิ จิร พัชร์ ภัทร กัญ อร นภ รัตน ธีร พงษ์"
_RARE = "เกียรติ์ อนุ ปรี ประ มา คำ จันทร์ ดวง แสง กาญจ สายัณห์ เพ็ญ รุ่ง เอก ยุทธ์ มนัส ลัก"
_BEGINNINGS = (*_COMMON.split(), *_RARE.split())
_MALE = "พล วัฒน์ ชัย ศักดิ์ พงศ์ เดช กร ภพ วุฒิ สิทธิ์ ฤทธิ์ ชาติ นันท์ ดนัย ยุทธ ธร พันธ์ รักษ์ วิทย์ เทพ"
_FEMALE = "พร ดา ณี วรรณ ภรณ์ นุช ลักษณ์ ทิพย์ รัตน์ มาศ ชนก ธิดา วดี ญา นภา กานต์ สุดา ศรี จิต มล"
_MALE_ENDINGS, _FEMALE_ENDINGS = tuple(_MALE.split()), tuple(_FEMALE.split())
_MALE_TITLES, _FEMALE_TITLES = ("นาย", "นาย ", "ด.ช."), ("นาง", "นางสาว", "น.ส.", "ด.ญ.")
_TONES = "่้๊๋์็"
_SAME_SOUND = str.maketrans("ณนศษสฐถทธภพญยฬล", "นณสศษถฐธทพภยญลฬ")
_LETTERS = "กขคงจชดตนบปพมยรลวสหอ"


def two_registries(people: int, seed: int = 2569) -> Iterator[tuple[pa.Table, pa.Table]]:
    """So many people in both registries together, chunk by chunk, family by family."""
    for first in range(0, people, _CHUNK):
        rng = np.random.default_rng([seed, first])
        truth = _people(rng, min(_CHUNK, people - first), first)
        yield _written(rng, truth, "a"), _written(rng, truth, "b")


_People = dict[str, Any]


def _people(rng: np.random.Generator, count: int, first: int) -> _People:
    """Families of one to seven who share surname and house; some children are twins."""
    sizes = rng.choice(np.arange(1, 8), count, p=[0.12, 0.2, 0.24, 0.22, 0.12, 0.07, 0.03])
    family = np.repeat(np.arange(count), sizes)[:count]
    start = np.r_[True, family[1:] != family[:-1]]
    surname = rng.integers(1, len(SURNAMES), count)[family]
    surname = np.where(rng.random(count) < 0.15, rng.integers(1, len(SURNAMES), count), surname)
    male = rng.random(count) < 0.49
    age = rng.integers(0, 92, count)
    year, month = 2026 - age, rng.integers(1, 13, count)
    day = rng.integers(1, 29, count)
    begins = (rng.random(count) ** 1.4 * len(_BEGINNINGS)).astype(int)
    ends = rng.integers(0, len(_MALE_ENDINGS), count)
    twin = (rng.random(count) < TWINS / 2) & ~start  # of the one before
    one = np.flatnonzero(twin)
    for column in (surname, male, year, month, day):
        column[one] = column[one - 1]
    similar = one[rng.random(len(one)) < 0.5]
    begins[similar] = begins[similar - 1]
    ends[one] = np.where(ends[one] == ends[one - 1], (ends[one] + 1) % 20, ends[one])
    number = first + np.arange(count)
    village = (first + family * count // (family[-1] + 1)) // _VILLAGE
    return {
        "entity": number,
        "family": family,
        "given": np.array([_given(*each) for each in zip(begins, ends, male, strict=True)], object),
        "surname": SURNAMES[surname],
        "male": male,
        "year": year,
        "month": month,
        "day": day,
        "number": national_ids(number, np.where(year >= 1984, 1, 3)),
        "house": house_codes(first + family),
        "village": village,
    }


def _given(begins: int, ends: int, male: bool) -> str:
    return _BEGINNINGS[begins] + (_MALE_ENDINGS if male else _FEMALE_ENDINGS)[ends]


def _written(rng: np.random.Generator, truth: _People, registry: str) -> pa.Table:
    """The people as one registry has them."""
    count = len(truth["entity"])

    def struck(mistake: str) -> Bools:
        return np.asarray(rng.random(count) < RATES[mistake])

    given, surname = _names(rng, truth, struck)
    year, month, day = _birth(rng, truth, struck)
    number = _numbers(rng, truth, struck)
    moved = struck("moved")
    village = np.where(moved, truth["village"] + rng.integers(1, 200, count), truth["village"])
    no_house = moved | struck("house_missing")
    male = truth["male"] ^ struck("sex_wrong")
    codes = [f"99{each // 10:06d}"[-6:] + f"{each % 10 + 1:02d}" for each in village.tolist()]
    table = pa.table(
        {
            "id": [f"{registry}{entity}" for entity in truth["entity"].tolist()],
            "entity": truth["entity"],
            "household": [
                f"{registry}{truth['entity'][0]}-{family}" for family in truth["family"].tolist()
            ],
            "given_name": pa.array(given, pa.string()),
            "surname": pa.array(surname, pa.string()),
            "sex": np.where(male, "M", "F"),
            "birth_year": pa.array(year, pa.int32(), mask=year == 0),
            "birth_month": pa.array(month, pa.int32(), mask=month == 0),
            "birth_day": pa.array(day, pa.int32(), mask=day == 0),
            "number": pa.array([f"{n:013d}" if n >= 0 else None for n in number.tolist()]),
            "house": pa.array(
                [
                    None if none else str(code)
                    for none, code in zip(no_house, truth["house"].tolist(), strict=True)
                ]
            ),
            "village": codes,
            "tambon": [code[:6] for code in codes],
        }
    )
    return table.filter(pa.array(~struck("missing")))


def _names(
    rng: np.random.Generator, truth: _People, struck: Callable[[str], Bools]
) -> tuple[Any, Any]:
    given, surname = truth["given"].copy(), truth["surname"].copy()
    for at in np.flatnonzero(struck("given_name_changed")):
        given[at] = _given(int(rng.integers(40)), int(rng.integers(20)), bool(truth["male"][at]))
    for at in np.flatnonzero(struck("surname_changed")):
        surname[at] = SURNAMES[rng.integers(1, len(SURNAMES))]
    for names in (given, surname):
        for mistake, spoil in _SPOILS.items():
            for at in np.flatnonzero(struck(mistake)):
                names[at] = spoil(rng, names[at])
    swapped = struck("swapped")
    given[swapped], surname[swapped] = surname[swapped], given[swapped]
    for at in np.flatnonzero(struck("title_in_name")):
        titles = _MALE_TITLES if truth["male"][at] else _FEMALE_TITLES
        given[at] = titles[rng.integers(len(titles))] + given[at]
    return given, surname


def misspelled(rng: np.random.Generator, name: str) -> str:
    """The name with one mistake of a hurried typist."""
    spoils = list(_SPOILS.values())
    return spoils[rng.integers(len(spoils))](rng, name)


def _letter(rng: np.random.Generator, name: str) -> str:
    at = int(rng.integers(len(name)))
    other = _LETTERS[rng.integers(len(_LETTERS))]
    turned = name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]
    return str(
        (name[:at] + name[at + 1 :], name[:at] + name[at] * 2 + name[at + 1 :],
         name[:at] + other + name[at + 1 :], turned)[rng.integers(4)]
    )  # fmt: skip


def _tone(rng: np.random.Generator, name: str) -> str:
    marks = [at for at, letter in enumerate(name) if letter in _TONES]
    at = marks[rng.integers(len(marks))] if marks else len(name)
    return name[:at] + name[at + 1 :]


def _spelling(rng: np.random.Generator, name: str) -> str:
    found = [at for at, letter in enumerate(name) if letter.translate(_SAME_SOUND) != letter]
    at = found[rng.integers(len(found))] if found else len(name)
    return name[:at] + name[at : at + 1].translate(_SAME_SOUND) + name[at + 1 :]


_SPOILS = {"letter": _letter, "tone": _tone, "spelling": _spelling}


def _birth(
    rng: np.random.Generator, truth: _People, struck: Callable[[str], Bools]
) -> tuple[Ints, Ints, Ints]:
    """Year, month and day; 0 is not known."""
    year, month, day = (truth[part].copy() for part in ("year", "month", "day"))
    turned = struck("birth_turned") & (day <= 12)
    month[turned], day[turned] = day[turned], month[turned]
    slip, part = struck("birth_slip"), rng.integers(0, 3, len(year))
    year = np.where(slip & (part == 0), year + rng.choice([-10, -1, 1, 10], len(year)), year)
    month = np.where(slip & (part == 1), month % 12 + 1, month)
    day = np.where(slip & (part == 2), day % 28 + 1, day)
    unknown, year_only = struck("birth_unknown"), struck("birthday_unknown")
    day = np.where(unknown | year_only | struck("day_unknown"), 0, day)
    return np.where(unknown, 0, year), np.where(unknown | year_only, 0, month), day


def _numbers(rng: np.random.Generator, truth: _People, struck: Callable[[str], Bools]) -> Ints:
    """National IDs; below zero: none."""
    number, family = truth["number"].copy(), truth["family"]
    own = number.copy()
    for at in np.flatnonzero(struck("number_of_another")):
        beside = at - 1 if at and family[at - 1] == family[at] else min(at + 1, len(own) - 1)
        number[at] = own[beside] if family[beside] == family[at] else number[at]
    for at in np.flatnonzero(struck("number_wrong")):
        digits = f"{number[at]:013d}"
        place = int(rng.integers(1, 12))
        other = str((int(digits[place]) + int(rng.integers(1, 10))) % 10)
        wrong = digits[:place] + other + digits[place + 1 :]
        if rng.random() < 0.4:
            wrong = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        number[at] = int(wrong)
    return np.where(struck("number_missing"), -1, number)
