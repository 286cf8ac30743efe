"""From the text of a scoring to expressions of the conditions language.

An item becomes one expression whose value is its score, whatever its kind: steps
are nested ``if``, the mean over members is ``mean(members where …, …)``. What
unknown means is therefore decided in one place, the language, and the engine
compiles all items together.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache, reduce
from typing import Any, get_args

from pinto.evidence.instruments.rules import Instrument, Question, instrument
from pinto.evidence.instruments.rules import Kind as Asked
from pinto.evidence.instruments.rules import Level as AskedOf
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.tree import (
    Aggregate,
    Arithmetic,
    Call,
    Expression,
    Literal,
    Name,
    names_in,
)
from pinto.ground.conditions.vocabulary import Field, Kind, Level, Vocabulary
from pinto.insight.measures.rules.scorings import Coding, Item, Scoring

_KINDS = {
    Asked.INTEGER: Kind.NUMBER,
    Asked.DECIMAL: Kind.NUMBER,
    Asked.BOOLEAN: Kind.BOOLEAN,
    Asked.CHOICE: Kind.TEXT,
    Asked.CHOICES: Kind.CHOICES,
}
# What the registry knows of a household and its members besides their answers.
REGISTERED = (
    Field("people", Kind.NUMBER, Level.HOUSEHOLD),
    Field("age", Kind.NUMBER, Level.MEMBER),
    Field("sex", Kind.TEXT, Level.MEMBER, frozenset({"M", "F"})),
)
Node = get_args(Expression)  # what an expression can be made of
_UNKNOWN = parse("1 / 0")  # the language's way to say it: what is divided by zero is unknown


@cache
def vocabulary(scoring: Scoring) -> Vocabulary:
    """Every name a condition of the scoring may use: answers, what is registered, ``let``."""
    asked = instrument(scoring.instrument, scoring.instrument_version)
    derived = [Field(number.id, Kind.NUMBER, Level.HOUSEHOLD) for number in scoring.let]
    return Vocabulary([*_fields(asked), *REGISTERED, *derived])


def _fields(asked: Instrument) -> list[Field]:
    return [_field(question) for question in asked.questions() if question.kind in _KINDS]


def _field(question: Question) -> Field:
    codes = frozenset(choice.code for choice in question.choices)
    level = Level.MEMBER if question.level is AskedOf.MEMBER else Level.HOUSEHOLD
    return Field(question.id, _KINDS[question.kind], level, codes or None)


@cache
def derived_numbers(scoring: Scoring) -> Mapping[str, Expression]:
    """The formula of every ``let``, each with the earlier ones put in."""
    found: dict[str, Expression] = {}
    for number in scoring.let:
        found[number.id] = with_derived(parse(number.formula), found)
    return found


@cache
def item_expressions(scoring: Scoring) -> Mapping[str, Expression]:
    """For each item the expression that gives a household's score, unknown where it has none."""
    derived = derived_numbers(scoring)
    return {item.id: with_derived(_item(item), derived) for item in scoring.items}


def _item(item: Item) -> Expression:
    scores = [score_expression(part) for part in item.parts]
    score = scores[0]
    if len(scores) > 1:
        total = reduce(lambda sum_, each: Arithmetic(sum_, "+", each), scores)
        score = Arithmetic(total, "/", Literal(float(len(scores))))
    if item.level is AskedOf.MEMBER:
        return Aggregate("mean", score, parse(item.eligible) if item.eligible else None)
    return score


def score_expression(coding: Coding) -> Expression:
    """The steps as nested ``if``: a condition that cannot be decided leaves the score unknown.

    >>> from pinto.insight.measures.rules.scorings import Step
    >>> score_expression(Coding(coding=(Step(when="helping = 'never'", score=1),), otherwise=4)
    ... ) == parse("if(helping = 'never', 1, 4)")
    True
    """
    score = _UNKNOWN if coding.otherwise is None else Literal(float(coding.otherwise))
    for step in reversed(coding.coding):
        score = Call("if", (parse(step.when), Literal(float(step.score)), score))
    return score


def with_derived(expression: Expression, derived: Mapping[str, Expression]) -> Expression:
    """The expression with derived numbers written out."""
    if isinstance(expression, Name):
        return derived.get(expression.name, expression)
    changes = {
        field.name: _within(getattr(expression, field.name), derived)
        for field in dataclasses.fields(expression)
        if field.name != "at"
    }
    return dataclasses.replace(expression, **changes)


def _within(value: Any, derived: Mapping[str, Expression]) -> Any:
    if isinstance(value, tuple):
        return tuple(_within(each, derived) for each in value)
    return with_derived(value, derived) if isinstance(value, Node) else value


@cache
def questions_of(scoring: Scoring, item_id: str) -> tuple[str, ...]:
    """The questions an item reads, in the order of the instrument."""
    asked = instrument(scoring.instrument, scoring.instrument_version)
    named = names_in(item_expressions(scoring)[item_id])
    return tuple(question.id for question in asked.questions() if question.id in named)
