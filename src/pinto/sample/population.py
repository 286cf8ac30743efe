"""The invented population, a chunk of houses at a time, in both survey rounds.

Chunks are drawn apart, each from the seed and its own number: memory does not grow
with the sample, and the same seed gives the same people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from pinto.evidence.instruments.rules import Level
from pinto.sample.answers import INSTRUMENT, Answers
from pinto.sample.areas import households_of_villages, villages
from pinto.sample.borders import village_points
from pinto.sample.cast import seat_the_cast
from pinto.sample.draws import Bools, Draws, Floats, Ints
from pinto.sample.families import SEATS, a_year_later, families, replaced
from pinto.sample.financial import financial_answers
from pinto.sample.human import human_answers
from pinto.sample.identifiers import SEQUENCE, house_codes
from pinto.sample.life import Life, life
from pinto.sample.natural import natural_answers
from pinto.sample.people import People, people, traits
from pinto.sample.physical import front_answers, physical_answers
from pinto.sample.social import social_answers

ROUNDS = (2568, 2569)  # พ.ศ.
CHUNK = 5_000  # houses
MOST = 2_000_000  # households; there are ten million numbers for people
_BE = 543
_KEPT = 0.90  # how much of a hidden number a year keeps
_GONE, _MOVED_IN = 0.016, 0.6  # of houses; of those that emptied
_SPREAD = 1.25  # of households within a tambon, in standard deviations
_SKEW = 0.16  # a few live much better than the many
_VILLAGE = 0.22
_RADIUS = 0.0052  # degrees around a village's middle, less than to the tambon's border
_SKIPPED, _IN_GRIDS = 0.025, 0.008  # single answers: some are not given
_UNANSWERED = 0.013  # households that answered hardly anything
# lists that are read out in one go are seldom left open
_GRIDS = (
    "farm_", "expense_", "saving_", "debt_", "group_", "activity_", "hygiene_", "digital_",
    "electricity", "alternative_", "tap_", "other_water", "mobile", "home_phone",
)  # fmt: skip
_ALWAYS = {"relation", "registration", "living_members", "registered_members"}


@dataclass(frozen=True, slots=True)
class Houses:
    """The houses of a chunk; every array has one value a house."""

    village: Ints  # its place among ``villages()``
    code: Ints
    number: Ints
    part: Ints  # of 25/2 the 2; 0 is none
    lane: Ints  # 0 is none
    latitude: Floats
    longitude: Floats
    located: Bools

    def taken(self, rows: Bools) -> Houses:
        """The houses of these rows."""
        return Houses(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


@dataclass(frozen=True, slots=True)
class Wave:
    """A chunk of one survey round: houses with somebody at home, and everybody in them."""

    year: int  # พ.ศ.
    houses: Houses
    day: Ints  # of the survey, from 1 July on
    household: Answers
    people: People
    member: Answers


def population(total: int, seed: int) -> Iterator[tuple[Wave, Wave]]:
    """Chunks of so many households in all, each in both rounds, village by village.

    Raises ``ValueError`` when there are not enough numbers for so many people.
    """
    if not 1 <= total <= MOST:
        raise ValueError(f"between 1 and {MOST:,} households can be drawn")
    village = np.repeat(np.arange(len(villages())), households_of_villages(total))
    first_of_village = np.concatenate([[True], village[1:] != village[:-1]])
    first_person = 0
    for start in range(0, total, CHUNK):
        rng = np.random.default_rng([seed, start // CHUNK])
        rows = slice(start, start + CHUNK)
        chunk = _Chunk(rng, village[rows], first_of_village[rows], start, first_person)
        waves = (chunk.first(), chunk.second())
        first_person = chunk.next_person
        yield waves


class _Chunk:
    """A chunk on its way from the first round to the second."""

    def __init__(
        self,
        rng: np.random.Generator,
        village: Ints,
        first_house: Bools,
        start: int,
        first_person: int,
    ) -> None:
        self.rng = rng
        self.first_house = first_house
        self.count = len(village)
        self.next_person = first_person
        self.start = start
        self.draws = Draws(rng, (self.count,))
        self.seats = Draws(rng, (self.count, SEATS))
        self.houses = _houses(rng, village, start)
        self.drift = _of_village(village, [v.tambon.drift for v in villages()])
        self.base = _of_village(village, _village_welfare())
        self.water = _of_village(village, [v.tambon.water for v in villages()])
        self.town = _of_village(village, [v.tambon.town for v in villages()])

    def first(self) -> Wave:
        """The chunk as the first round found it."""
        welfare = self._welfare(0)
        self.families = families(self.seats, welfare, ROUNDS[0] - _BE)
        self.traits = traits(self.rng, self.count)
        self._seat_the_cast()
        self.number = np.zeros(self.families.taken.shape, np.int64)
        self._number(self.families.taken)
        return self._wave(ROUNDS[0], welfare)

    def second(self) -> Wave:
        """The same houses a year later; some stand empty, in some others live."""
        year = ROUNDS[1] - _BE
        left = (self.rng.random(self.count) < _GONE) & ~self.first_house
        fresh = left & (self.rng.random(self.count) < _MOVED_IN)
        for draws in (self.draws, self.seats):
            draws.next_round(_KEPT, fresh)
        welfare = self._welfare(1)
        before = self.families.taken & ~left[:, None]
        stayed = a_year_later(self.families, self.seats, year)
        self.families = replaced(stayed, families(self.seats, welfare, year), fresh)
        self.traits = self.traits.replaced(traits(self.rng, self.count), fresh)
        self.families.taken[left & ~fresh] = False
        self._seat_the_cast()
        self._number(self.families.taken & ~before)
        new_codes = house_codes(2 * np.arange(self.start, self.start + self.count) + 1)
        self.houses.code[fresh] = new_codes[fresh]
        return self._wave(ROUNDS[1], welfare)

    def _welfare(self, years: int) -> Floats:
        own = self.draws.hidden("welfare")
        own = own + _SKEW * (own * own - 1)
        return np.asarray(self.base + years * self.drift + _SPREAD * own, dtype=np.float32)

    def _seat_the_cast(self) -> None:
        self.families, self.traits = seat_the_cast(
            self.families, self.traits, self.houses.village, self.first_house
        )

    def _number(self, new: Bools) -> None:
        """Numbers for people who had none; no two of a sample have the same."""
        count = int(new.sum())
        self.number[new] = self.next_person + np.arange(count)
        self.next_person += count
        if self.next_person > SEQUENCE:
            raise ValueError("there are no more numbers for people")

    def _wave(self, year: int, welfare: Floats) -> Wave:
        now = life(self.draws, self.families, welfare, self.water, self.town, year - _BE)
        human = human_answers(self.seats, now)
        household = _household_answers(self.draws, now, human)
        lived_in: Bools = np.asarray(self.families.here().any(axis=1))
        self.families.taken[~lived_in] = False
        persons = people(self.families, self.traits, self.number, year - _BE)
        member = {question: answer.taken(self.families.taken) for question, answer in human.items()}
        household, member = _with_gaps(self.rng, household, member, persons.house)
        row = np.cumsum(lived_in) - 1
        return Wave(
            year=year,
            houses=self.houses.taken(lived_in),
            day=self.rng.integers(0, 92, self.count)[lived_in],
            household={question: answer.taken(lived_in) for question, answer in household.items()},
            people=_with_houses(persons, row[persons.house]),
            member=member,
        )


def _household_answers(draws: Draws, now: Life, human: Answers) -> Answers:
    return (
        front_answers(draws, now, human)
        | physical_answers(draws, now)
        | financial_answers(draws, now, human)
        | natural_answers(draws, now)
        | social_answers(draws, now)
    )


def _houses(rng: np.random.Generator, village: Ints, start: int) -> Houses:
    count = len(village)
    middle = np.array([village_points()[v.code] for v in villages()])[village]
    angle, far = rng.uniform(0, 2 * np.pi, count), _RADIUS * rng.random(count) ** 0.5
    house = np.where(rng.random(count) < 0.18, rng.integers(1, 9, count), 0)
    return Houses(
        village=village,
        code=house_codes(2 * np.arange(start, start + count)),
        number=rng.integers(1, 260, count),
        part=house,
        lane=np.where(rng.random(count) < 0.08, rng.integers(1, 9, count), 0),
        latitude=np.round(middle[:, 0] + far * np.sin(angle), 6),
        longitude=np.round(middle[:, 1] + far * np.cos(angle), 6),
        located=rng.random(count) > 0.03,
    )


def _village_welfare() -> list[float]:
    rng = np.random.default_rng(9903)
    return [v.tambon.welfare + _VILLAGE * float(rng.standard_normal()) for v in villages()]


def _of_village(village: Ints, values: list[float]) -> Floats:
    return np.array(values, dtype=np.float32)[village]


def _with_gaps(
    rng: np.random.Generator, household: Answers, member: Answers, house: Ints
) -> tuple[Answers, Answers]:
    """The answers with some not given: here and there one, and in a few houses nearly all."""
    count = len(next(iter(household.values())).values)
    silent = rng.random(count) < _UNANSWERED

    def gap(question: str, silent: Bools) -> Bools:
        if question in _ALWAYS:
            return np.zeros(len(silent), bool)
        luck = rng.random(len(silent), dtype=np.float32)
        share = _IN_GRIDS if question.startswith(_GRIDS) else _SKIPPED
        return (luck < share) | (silent & (luck < 0.85))

    by_level = []
    for level, answers, rows in (
        (Level.HOUSEHOLD, household, silent),
        (Level.MEMBER, member, silent[house]),
    ):
        by_level.append({
            question.id: answers[question.id].without(gap(question.id, rows))
            for question in INSTRUMENT.questions(level)
        })  # fmt: skip
    return by_level[0], by_level[1]


def _with_houses(persons: People, house: Ints) -> People:
    values = {field.name: getattr(persons, field.name) for field in fields(persons)}
    return People(**values | {"house": house})
