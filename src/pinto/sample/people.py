"""Who the members are: names, numbers and birthdays. Nobody of them exists."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from pinto.sample.draws import Bools, Floats, Ints
from pinto.sample.families import CHILD, OTHER, PARENT, SEATS, SPOUSE, Families
from pinto.sample.identifiers import national_ids, phones
from pinto.sample.names import SURNAMES, given_name_of, title_of

_REGISTERED_IN_TIME = 1984  # ค.ศ.; who was born before has a first digit from 3 on
_YOUNG = np.array([1, 2, 8, 7])
_YOUNG_REACHED = (0.955, 0.990, 0.996)
_OLD = np.array([3, 5, 4, 8, 6])
_OLD_REACHED = (0.87, 0.955, 0.99, 0.996)
_NO_STATUS = 0.004  # of families: their number begins with 0, or there is none
_NO_NUMBER = 0.005  # of people: have never had one, or could not show it
_DAY, _MONTH, _YEAR = range(3)


@dataclass(frozen=True, slots=True)
class Traits:
    """What somebody keeps for life; every array is houses × seats."""

    given: Floats  # a draw: which name of the generation's list
    surname: Ints
    category: Floats  # a draw: which first digit
    stateless: Bools
    numbered: Bools  # has a national ID
    phone: Ints  # below zero: none
    birthday: Floats  # a draw: how much of the birthday is known

    def replaced(self, other: Traits, houses: Bools) -> Traits:
        """These traits, with the other's in these houses."""
        rows = houses[:, None]
        return Traits(**{
            field.name: np.where(rows, getattr(other, field.name), getattr(self, field.name))
            for field in fields(self)
        })  # fmt: skip


def traits(rng: np.random.Generator, houses: int) -> Traits:
    """The traits of new families."""
    shape = (houses, SEATS)
    stateless = np.repeat(rng.random((houses, 1)) < _NO_STATUS, SEATS, axis=1)
    without = (rng.random(shape) < _NO_NUMBER) | (stateless & (rng.random(shape) < 0.5))
    phone = rng.integers(0, 10_000, shape)
    return Traits(
        given=rng.random(shape),
        surname=_surnames(rng, houses),
        category=rng.random(shape),
        stateless=stateless,
        numbered=~without,
        phone=np.where(rng.random(shape) < 0.70, phone, -1),
        birthday=rng.random(shape),
    )


def _surnames(rng: np.random.Generator, houses: int) -> Ints:
    """A family shares its surname, except some wives, in-laws and daughters' children."""
    shape = (houses, SEATS)
    own = rng.integers(1, len(SURNAMES), shape)
    differs = np.zeros(SEATS)
    differs[[SPOUSE, PARENT, OTHER]] = 0.10, 0.06, 0.55
    differs[CHILD + 3 : OTHER] = 0.25
    return np.where(rng.random(shape) < differs, own, own[:, :1])


@dataclass(frozen=True, slots=True)
class People:
    """The members of a round, house by house, seat by seat; every array has one a member."""

    house: Ints  # row of the house
    title: Ints
    given: Ints
    surname: Ints
    male: Bools
    national_id: Ints  # below zero: none
    phone: Ints  # below zero: none
    birth_year: Ints  # ค.ศ.
    birth_month: Ints  # 0: not known
    birth_day: Ints  # 0: not known


def people(families: Families, traits: Traits, number: Ints, year: int) -> People:
    """Everybody who has a seat; ``number`` tells each seat's person from all others."""
    house, seat = np.nonzero(families.taken)
    at = (house, seat)
    age = families.age(year)
    spoused = families.taken[:, SPOUSE]
    married = np.where(np.arange(SEATS) <= SPOUSE, spoused[:, None], age >= 45)
    known = _precision(traits.birthday, age)[at]
    category = _category(families.born, traits)[at]
    phone = traits.phone[at]
    return People(
        house=house,
        title=title_of(families.male, age, married)[at],
        given=given_name_of(families.male, families.born, traits.given)[at],
        surname=traits.surname[at],
        male=families.male[at],
        national_id=np.where(traits.numbered[at], national_ids(number[at], category), -1),
        phone=np.where((phone >= 0) & (age[at] >= 15), phones(phone), -1),
        birth_year=families.born[at],
        birth_month=np.where(known == _YEAR, 0, families.month[at]),
        birth_day=np.where(known == _DAY, families.day[at], 0),
    )


def _category(born: Ints, traits: Traits) -> Ints:
    young = _YOUNG[np.searchsorted(_YOUNG_REACHED, traits.category)]
    old = _OLD[np.searchsorted(_OLD_REACHED, traits.category)]
    return np.where(traits.stateless, 0, np.where(born >= _REGISTERED_IN_TIME, young, old))


def _precision(draw: Floats, age: Ints) -> Ints:
    """The older, the less of the birthday is known: one elder in three has only a year."""
    unknown = np.where(age >= 75, 0.38, np.where(age >= 60, 0.22, np.where(age >= 45, 0.03, 0.0)))
    return np.where(draw < unknown * 0.85, _YEAR, np.where(draw < unknown, _MONTH, _DAY))
