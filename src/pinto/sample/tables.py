"""A survey round as two tables, household and member, in the words of the form."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pinto.evidence.instruments.rules import Kind, Level, Question
from pinto.sample.answers import INSTRUMENT, Answer
from pinto.sample.areas import villages
from pinto.sample.draws import Bools, Ints
from pinto.sample.names import GIVEN_NAMES, SURNAMES, TITLES
from pinto.sample.population import Houses, Wave

HOUSE_CODE = "รหัสบ้าน"
YES, NO = "ใช่", "ไม่ใช่"
_SURVEY_MONTHS = (7, 8, 9)
_BE = 543
_SHORT_YEAR = 1940  # ค.ศ.; until then the พ.ศ. year changed on 1 April


def household_table(wave: Wave) -> pa.Table:
    """One row a household: where it is, when it was asked, what it answered."""
    houses, year = wave.houses, wave.year
    columns = {_header(Level.HOUSEHOLD, name): text for name, text in house_texts(houses).items()}
    columns[_header(Level.HOUSEHOLD, "surveyed_on")] = survey_dates(wave.day, year)
    for question in INSTRUMENT.questions(Level.HOUSEHOLD):
        columns[question.th] = answer_text(question, wave.household[question.id])
    return pa.table(columns)


def member_table(wave: Wave) -> pa.Table:
    """One row a member, with the code of the house."""
    columns = {HOUSE_CODE: digits(wave.houses.code[wave.people.house], 11)}
    columns |= {_header(Level.MEMBER, name): text for name, text in person_texts(wave).items()}
    for question in INSTRUMENT.questions(Level.MEMBER):
        columns[question.th] = answer_text(question, wave.member[question.id])
    return pa.table(columns)


def house_texts(houses: Houses) -> dict[str, pa.Array]:
    """Where houses are, by identity field."""
    village = houses.village
    number = pa.array(houses.number).cast(pa.string())
    part = pc.binary_join_element_wise(number, pa.array(houses.part).cast(pa.string()), "/")
    lane = pc.binary_join_element_wise("ซอย", pa.array(houses.lane).cast(pa.string()), " ")
    return {
        "house_code": digits(houses.code, 11),
        "house_no": pc.if_else(pa.array(houses.part > 0), part, number),
        "moo": pa.array(np.array([v.moo for v in villages()])[village]),
        "village": _picked([v.th for v in villages()], village),
        "street": pc.if_else(pa.array(houses.lane > 0), lane, None),
        "place_code": _picked([v.code for v in villages()], village),
        "tambon": _picked([v.tambon.th for v in villages()], village),
        "amphoe": _picked([v.province.amphoe_th for v in villages()], village),
        "province": _picked([v.province.th for v in villages()], village),
        "latitude": pa.array(houses.latitude, mask=~houses.located),
        "longitude": pa.array(houses.longitude, mask=~houses.located),
    }


def person_texts(wave: Wave) -> dict[str, pa.Array]:
    """Who people are, by identity field."""
    people = wave.people
    return {
        "title": _picked(TITLES, people.title),
        "given_name": _picked(GIVEN_NAMES, people.given),
        "surname": _picked(SURNAMES, people.surname),
        "national_id": digits(people.national_id, 13, people.national_id >= 0),
        "sex": _picked(["หญิง", "ชาย"], people.male.astype(np.int64)),
        "birth_date": birth_dates(people.birth_year, people.birth_month, people.birth_day),
        "phone": digits(people.phone, 10, people.phone >= 0),
    }


def answer_text(question: Question, answer: Answer) -> pa.Array:
    """The answers as the form writes them; what is not known is null."""
    return _WRITERS[question.kind](question, answer)


def digits(numbers: Ints, length: int, known: Bools | None = None) -> pa.Array:
    """Numbers as text of that many digits.

    >>> digits(np.array([12]), 4).to_pylist()
    ['0012']
    """
    padded = pc.utf8_lpad(pa.array(np.abs(numbers)).cast(pa.string()), length, "0")
    return padded if known is None else pc.if_else(pa.array(known), padded, None)


def survey_dates(day: Ints, year: int) -> pa.Array:
    """The days from 1 July on, as day/month/year of พ.ศ."""
    month = np.searchsorted([31, 62], day, side="right")
    first = np.array([0, 31, 62])[month]
    return _dates(day - first + 1, np.array(_SURVEY_MONTHS)[month], np.full(len(day), year))


def birth_dates(year: Ints, month: Ints, day: Ints) -> pa.Array:
    """Birthdays as day/month/year of พ.ศ.; what is not known is written ``--``.

    >>> birth_dates(np.array([1957, 1938]), np.array([0, 2]), np.array([0, 9])).to_pylist()
    ['--/--/2500', '09/02/2480']
    """
    old_year = (year <= _SHORT_YEAR) & (month >= 1) & (month <= 3)
    return _dates(day, month, year + _BE - old_year)


def _dates(day: Ints, month: Ints, year: Ints) -> pa.Array:
    two = ["--", *(f"{number:02d}" for number in range(1, 32))]
    return pc.binary_join_element_wise(
        _picked(two, day), _picked(two, month), pa.array(year).cast(pa.string()), "/"
    )


def _header(level: Level, identity: str) -> str:
    return next(field.th for field in INSTRUMENT.identity[level] if field.id == identity)


def _number(question: Question, answer: Answer) -> pa.Array:
    return pa.array(answer.values, mask=~answer.known)


def _yes_no(question: Question, answer: Answer) -> pa.Array:
    return _picked([NO, YES], answer.values, answer.known)


def _choice(question: Question, answer: Answer) -> pa.Array:
    return _picked([choice.th for choice in question.choices], answer.values, answer.known)


def _choices(question: Question, answer: Answer) -> pa.Array:
    chosen, place = np.unique(answer.values, return_inverse=True)
    return _picked([_joined(question.id, int(bits)) for bits in chosen], place, answer.known)


@cache
def _joined(question_id: str, bits: int) -> str:
    choices = INSTRUMENT.question(question_id).choices
    return "; ".join(choice.th for place, choice in enumerate(choices) if bits >> place & 1)


def _picked(words: object, place: Ints, known: Bools | None = None) -> pa.Array:
    at = pa.array(place, mask=None if known is None else ~known)
    return pa.array(words, pa.string()).take(at)


_WRITERS: dict[Kind, Callable[[Question, Answer], pa.Array]] = {
    Kind.INTEGER: _number,
    Kind.BOOLEAN: _yes_no,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
}
