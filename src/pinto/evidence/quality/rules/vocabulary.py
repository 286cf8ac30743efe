"""The names a rule may use: every answer, and what the registry knows besides."""

from __future__ import annotations

from functools import cache

from pinto.evidence.instruments.rules import Instrument, Question, instrument
from pinto.evidence.instruments.rules import Kind as Asked
from pinto.evidence.instruments.rules import Level as AskedOf
from pinto.ground.conditions.vocabulary import Field, Kind, Level, Vocabulary

_KINDS = {
    Asked.INTEGER: Kind.NUMBER,
    Asked.DECIMAL: Kind.NUMBER,
    Asked.BOOLEAN: Kind.BOOLEAN,
    Asked.CHOICE: Kind.TEXT,
    Asked.CHOICES: Kind.CHOICES,
}
_SEXES = frozenset({"M", "F"})
# Known of people without being asked. None of them is a name or a number of a person.
REGISTERED = (
    Field("people", Kind.NUMBER, Level.HOUSEHOLD),  # on the roster
    Field("age", Kind.NUMBER, Level.MEMBER),
    Field("sex", Kind.TEXT, Level.MEMBER, _SEXES),
    Field("title_sex", Kind.TEXT, Level.MEMBER, _SEXES),  # which the title says
    Field("listed_twice", Kind.BOOLEAN, Level.MEMBER),  # looks like another on the roster
)


@cache
def vocabulary(instrument_id: str, version: str) -> Vocabulary:
    """Every name a rule about that version of the instrument may use."""
    asked: Instrument = instrument(instrument_id, version)
    answers = [_field(question) for question in asked.questions() if question.kind in _KINDS]
    return Vocabulary([*answers, *REGISTERED])


def _field(question: Question) -> Field:
    level = Level.MEMBER if question.level is AskedOf.MEMBER else Level.HOUSEHOLD
    codes = frozenset(choice.code for choice in question.choices)
    return Field(question.id, _KINDS[question.kind], level, codes or None)
