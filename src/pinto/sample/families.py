"""Who lives in a house: families as an ageing countryside has them, year after year.

A family has ten seats: head, spouse, two parents, three children, two grandchildren and
another relative. A seat is taken or empty; whoever sits in it keeps sex, name, number
and birthday for life. Shares of family kinds, ages and deaths are invented, with the
shape of rural Thailand in mind: many old people, few children, grown children away.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from pinto.sample.draws import Bools, Draws, Floats, Ints, uniform_of

SEATS = 10
_SURVEY_MONTH = 8
HEAD, SPOUSE, PARENT, PARENT_2, CHILD, CHILD_2, CHILD_3, GRANDCHILD, GRANDCHILD_2, OTHER = range(
    SEATS
)

# Kind of family: share, age of the head from–to, share of female heads, and how often each
# seat from SPOUSE on is taken. The poorer kinds come first.
KINDS = (
    ("old and alone", 0.08, 62, 86, 0.72, (0, 0, 0, 0, 0, 0, 0, 0, 0)),
    ("skipped generation", 0.10, 56, 77, 0.45, (0.60, 0.05, 0, 0.75, 0.15, 0, 1, 0.45, 0)),
    ("single parent", 0.08, 27, 52, 0.74, (0, 0.20, 0.10, 1, 0.50, 0.12, 0, 0, 0.08)),
    ("single adult", 0.05, 24, 60, 0.40, (0, 0.20, 0.05, 0, 0, 0, 0, 0, 0.20)),
    ("old couple", 0.12, 60, 82, 0.16, (1, 0, 0, 0.25, 0.05, 0, 0, 0, 0.03)),
    (
        "three generations, old head",
        0.16,
        58,
        78,
        0.32,
        (0.66, 0.03, 0, 1, 0.38, 0, 0.92, 0.45, 0.6),
    ),
    ("couple with children", 0.26, 29, 56, 0.17, (1, 0.05, 0.03, 1, 0.62, 0.18, 0, 0, 0.05)),
    ("three generations", 0.09, 36, 58, 0.22, (0.85, 0.9, 0.35, 0.95, 0.5, 0.1, 0, 0, 0.10)),
    ("couple", 0.06, 27, 60, 0.15, (1, 0.05, 0.02, 0, 0, 0, 0, 0, 0.03)),
)
_SHARES = [kind[1] for kind in KINDS]
_ALONE, _SKIPPED = 0, 1

# Who dies within a year, by age: up to so many years, such a share.
_DEATHS_TO = np.array([1, 15, 45, 60, 70, 80])
_DEATHS = np.array([0.005, 0.0004, 0.002, 0.006, 0.014, 0.035, 0.10])

# What each seat is to whoever is the head: rows are the head's seat. Words of `relation`.
_HEAD, _SPOUSE, _CHILD, _PARENT, _GRANDCHILD, _SIBLING, _OTHER = range(7)
RELATIONS = np.full((SEATS, SEATS), _OTHER)
RELATIONS[HEAD] = (0, 1, 3, 3, 2, 2, 2, 4, 4, 6)
RELATIONS[SPOUSE] = (1, 0, 6, 6, 2, 2, 2, 4, 4, 6)
RELATIONS[PARENT] = (2, 6, 0, 1, 4, 4, 4, 6, 6, 6)
RELATIONS[CHILD] = (3, 3, 6, 6, 0, 5, 5, 2, 2, 6)
RELATIONS[CHILD_2] = (3, 3, 6, 6, 5, 0, 5, 6, 6, 6)
np.fill_diagonal(RELATIONS, _HEAD)
_SUCCESSION = (HEAD, SPOUSE, CHILD, CHILD_2, OTHER, PARENT, PARENT_2, CHILD_3, GRANDCHILD)


@dataclass(frozen=True, slots=True)
class Families:
    """Everybody in the houses of a chunk; every array is houses × seats, or houses."""

    kind: Ints  # houses
    taken: Bools  # a member, here or away
    away: Bools  # registered here, living elsewhere
    male: Bools
    born: Ints  # ค.ศ., year of birth
    month: Ints
    day: Ints
    head: Ints  # houses: the seat of the head

    def age(self, year: int) -> Ints:
        """Full years in the August of a year ค.ศ."""
        return np.asarray(year - self.born - (self.month > _SURVEY_MONTH))

    def here(self) -> Bools:
        return self.taken & ~self.away

    def relation(self) -> Ints:
        """The place of each one's `relation` to the head in its list."""
        return np.asarray(RELATIONS[self.head])


def families(draws: Draws, welfare: Floats, year: int) -> Families:
    """New families; the worse off are more often old, alone, or raising grandchildren."""
    houses = len(welfare)
    kind = draws.ordinal("family.kind", welfare[:, None], 0.28, _SHARES)[:, 0]
    luck = draws.rng.random((houses, SEATS))
    chance = np.array([(1.0, *row[5]) for row in KINDS])
    male = _sexes(draws, kind)
    age = _ages(draws, kind)
    month = draws.rng.integers(1, 13, (houses, SEATS))
    everybody = Families(
        kind=kind,
        taken=luck < chance[kind],
        away=np.zeros((houses, SEATS), bool),
        male=male,
        born=year - age - (month > _SURVEY_MONTH),
        month=month,
        day=draws.rng.integers(1, 29, (houses, SEATS)),
        head=np.zeros(houses, np.int64),
    )
    return replace(everybody, away=_away(draws, everybody, year))


def a_year_later(before: Families, draws: Draws, year: int) -> Families:
    """The same families: some died, some were born, some left and some came home."""
    age = before.age(year)
    shape = age.shape
    dies = draws.rng.random(shape) < _DEATHS[np.searchsorted(_DEATHS_TO, age, side="right")]
    moves = draws.rng.random(shape)
    young = before.taken & (age >= 18) & (age <= 32) & ~_is_head(before)
    leaves = young & ~before.away & (moves < 0.05)
    gone = (young & before.away & (moves > 0.94)) | (leaves & (moves < 0.015))
    home = before.taken & before.away & (moves < 0.07)
    taken = before.taken & ~dies & ~gone
    after = replace(before, taken=taken, away=(before.away | leaves) & ~home & taken)
    return _with_heads(_with_births(after, draws, year))


def replaced(families: Families, other: Families, houses: Bools) -> Families:
    """The families, with the other's in these houses."""
    chosen: dict[str, Any] = {}
    for name in (field.name for field in fields(Families)):
        mine, theirs = getattr(families, name), getattr(other, name)
        chosen[name] = np.where(houses.reshape(-1, *(1,) * (mine.ndim - 1)), theirs, mine)
    return Families(**chosen)


def _sexes(draws: Draws, kind: Ints) -> Bools:
    female_head = np.array([row[4] for row in KINDS])[kind]
    male = draws.rng.random((len(kind), SEATS)) < 0.5
    male[:, HEAD] = draws.rng.random(len(kind)) >= female_head
    male[:, SPOUSE] = ~male[:, HEAD]
    male[:, PARENT] = draws.rng.random(len(kind)) < 0.28  # the widowed are mostly women
    male[:, PARENT_2] = ~male[:, PARENT]
    return male


def _ages(draws: Draws, kind: Ints) -> Ints:
    """Ages that fit: children follow their mother's age, grandchildren their parent's."""
    houses = len(kind)
    spread = uniform_of(draws.rng.standard_normal((houses, SEATS)))
    low, high = (np.array([row[i] for row in KINDS])[kind] for i in (2, 3))
    age = np.zeros((houses, SEATS))
    head = age[:, HEAD] = low + spread[:, HEAD] ** 1.1 * (high - low)
    age[:, SPOUSE] = np.clip(head - 2 + 9 * (spread[:, SPOUSE] - 0.5), 19, 90)
    age[:, PARENT] = np.clip(head + 20 + 14 * spread[:, PARENT], 45, 96)
    age[:, PARENT_2] = np.clip(age[:, PARENT] + 3, 45, 97)
    eldest = head - 20 - 13 * spread[:, CHILD]
    for seat, gap in ((CHILD, 0), (CHILD_2, 3), (CHILD_3, 6)):
        age[:, seat] = np.maximum(eldest - gap - 3 * spread[:, seat] * (gap > 0), 0.3)
    parent = np.maximum(eldest, 21)
    age[:, GRANDCHILD] = np.clip(parent - 20 - 8 * spread[:, GRANDCHILD], 0, 17)
    age[:, GRANDCHILD_2] = np.maximum(age[:, GRANDCHILD] - 2 - 3 * spread[:, GRANDCHILD_2], 0)
    age[:, OTHER] = 20 + 35 * spread[:, OTHER]
    return age.astype(np.int64)


def _away(draws: Draws, everybody: Families, year: int) -> Bools:
    """Grown children work elsewhere; of skipped generations always the parents do."""
    age = everybody.age(year)
    grown = (age >= 18) & (age <= 48)
    chance = np.zeros(age.shape)
    chance[:, CHILD : CHILD_3 + 1] = 0.42
    chance[everybody.kind == _SKIPPED, CHILD : CHILD_3 + 1] = 1.0
    chance[:, SPOUSE] = 0.05
    return everybody.taken & grown & (draws.rng.random(age.shape) < chance)


def _is_head(families: Families) -> Bools:
    return np.asarray(np.arange(SEATS) == families.head[:, None])


def _with_births(families: Families, draws: Draws, year: int) -> Families:
    """A child is born to some of the families with a woman of 19 to 38 at home."""
    age = families.age(year)
    mother = families.here() & ~families.male & (age >= 19) & (age <= 38)
    of_head = mother[:, : SPOUSE + 1].any(axis=1)
    seat = np.where(of_head, CHILD_3, GRANDCHILD_2)
    houses = np.arange(len(seat))
    born = (
        mother.any(axis=1) & ~families.taken[houses, seat] & (draws.rng.random(len(seat)) < 0.045)
    )
    new = born[:, None] & (np.arange(SEATS) == seat[:, None])
    month = draws.rng.integers(1, 13, new.shape)
    return replace(
        families,
        taken=families.taken | new,
        away=families.away & ~new,
        born=np.where(new, year - (month > _SURVEY_MONTH), families.born),
        month=np.where(new, month, families.month),
    )


def _with_heads(families: Families) -> Families:
    """Whoever comes next is the head where the head has gone; nobody, where none is left."""
    here = families.here()
    still = here[np.arange(len(here)), families.head]
    order = np.array(_SUCCESSION)
    heir = order[here[:, order].argmax(axis=1)]
    return replace(families, head=np.where(still, families.head, heir))
