"""What is wrong with a scoring, before it scores anybody."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator

from pinto.evidence.instruments.rules import Instrument
from pinto.evidence.instruments.rules import Level as AskedOf
from pinto.ground.conditions.checking import check
from pinto.ground.conditions.errors import ConditionError
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.vocabulary import Kind, Level
from pinto.insight.measures.rules.codings import vocabulary
from pinto.insight.measures.rules.levels import EPSILON
from pinto.insight.measures.rules.scorings import Item, Scoring


def problems(scoring: Scoring, asked: Instrument) -> list[str]:
    """Every problem, each naming item and key; empty for a scoring that can be used."""
    return [
        *_structure(scoring, asked),
        *_weights(scoring),
        *_levels(scoring),
        *(problem for number in scoring.let for problem in _formula(scoring, number.id)),
        *(problem for item in scoring.items for problem in _conditions(scoring, item)),
    ]


def _structure(scoring: Scoring, asked: Instrument) -> Iterator[str]:
    capitals = [capital.id for capital in scoring.capitals]
    questions = {question.id for question in asked.questions()}
    for kind, ids in (
        ("let", [number.id for number in scoring.let]),
        ("capital", capitals),
        ("item", [item.id for item in scoring.items]),
    ):
        for twice in (name for name, count in Counter(ids).items() if count > 1):
            yield f"{kind} {twice}: id: appears twice"
    for number in scoring.let:
        if number.id in questions:
            yield f"let {number.id}: id: the instrument has a question of that name"
    for item in scoring.items:
        if item.capital not in capitals:
            yield f"item {item.id}: capital: there is no capital {item.capital}"
        if item.id in capitals:
            yield f"item {item.id}: id: a capital has that name"


def _weights(scoring: Scoring) -> Iterator[str]:
    for capital in scoring.capitals:
        total = sum(item.weight for item in scoring.items_of(capital.id))
        if abs(total - 1) > EPSILON:
            yield f"capital {capital.id}: weight: its items weigh {total:.4g} together, not 1"


def _levels(scoring: Scoring) -> Iterator[str]:
    starts = [level.starts_at for level in scoring.levels]
    if [level.level for level in scoring.levels] != [1, 2, 3, 4]:
        yield "levels: level: the levels are not 1, 2, 3, 4 in order"
    if starts[0] != 1 or any(low >= high for low, high in itertools.pairwise(starts)):
        yield "levels: starts_at: level 1 starts at 1 and each level above the one before"


def _formula(scoring: Scoring, name: str) -> Iterator[str]:
    position = [number.id for number in scoring.let].index(name)
    earlier = scoring.model_copy(update={"let": scoring.let[:position]})
    formula = scoring.let[position].formula
    yield from _sound(
        f"let {name}: formula",
        formula,
        lambda: check(parse(formula), vocabulary(earlier)),
        Kind.NUMBER,
    )


def _conditions(scoring: Scoring, item: Item) -> Iterator[str]:
    names = vocabulary(scoring)
    level = Level.MEMBER if item.level is AskedOf.MEMBER else Level.HOUSEHOLD
    texts = [("eligible", item.eligible)] if item.eligible else []
    for part in item.parts:
        whens = [step.when for step in part.coding]
        for twice in (when for when, count in Counter(whens).items() if count > 1):
            yield f"item {item.id}: when: `{twice}` stands twice; the second is never reached"
        texts += [("when", when) for when in whens]
    for key, text in texts:
        yield from _sound(
            f"item {item.id}: {key}",
            text,
            lambda text=text: check(parse(text), names, level),  # type: ignore[misc]  # mypy cannot type a default
            Kind.BOOLEAN,
        )


def _sound(where: str, text: str, kind_of: Callable[[], Kind], wanted: Kind) -> Iterator[str]:
    try:
        found = kind_of()
    except ConditionError as error:
        yield f"{where}: `{text}`: {error}"
        return
    if found is not wanted:
        yield f"{where}: `{text}`: gives a {found.value}, not a {wanted.value}"
