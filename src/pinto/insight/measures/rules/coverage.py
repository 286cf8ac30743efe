"""Whether every step of a coding can be reached, and every answer gets a score.

Tries answers: each choice, each set of choices that matters, numbers on both
sides of every number a condition names. Slow beside the other checks, so it runs
when a scoring is written (``pinto measures check``, tests), not when one is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

from pinto.evidence.instruments.rules import Level as AskedOf
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.plain import to_member_python, to_python
from pinto.ground.conditions.tree import Aggregate, Expression, Literal, Name, walk
from pinto.ground.conditions.vocabulary import Field, Kind, Level
from pinto.insight.measures.rules.codings import vocabulary
from pinto.insight.measures.rules.scorings import Item, Part, Scoring

_MOST = 60_000  # combinations tried for one coding


def gaps(scoring: Scoring) -> list[str]:
    """Steps nobody can reach, and answers that are known and yet get no score."""
    return [
        problem
        for item in scoring.items
        for part in item.parts
        for problem in _gaps(scoring, item, part)
    ]


def _gaps(scoring: Scoring, item: Item, part: Part) -> Iterator[str]:
    where = f"item {item.id}" if len(item.parts) == 1 else f"item {item.id}, {part.en}"
    texts = ([item.eligible] if item.eligible else []) + [step.when for step in part.coding]
    expressions = [parse(text) for text in texts]
    if any(isinstance(node, Aggregate) for each in expressions for node in walk(each)):
        return  # what members can say together is endless
    level = Level.MEMBER if item.level is AskedOf.MEMBER else Level.HOUSEHOLD
    compiler = to_member_python if level is Level.MEMBER else to_python
    functions = [compiler(each, vocabulary(scoring)) for each in expressions]
    eligible = functions.pop(0) if item.eligible else None
    reached: set[int] = set()
    unscored: dict[str, Any] | None = None
    for answers in _answers(scoring, expressions, level):
        case: tuple[Any, Any] = (answers, {}) if level is Level.MEMBER else (answers, [])
        if eligible and eligible(*case) is not True:
            continue
        step = next((i for i, holds in enumerate(functions) if holds(*case) is not False), None)
        if step is None:
            unscored = unscored or answers
        else:
            reached.add(step)
    for i, written in enumerate(part.coding):
        if i not in reached:
            yield f"{where}: when: `{written.when}` is never reached"
    if part.otherwise is None and unscored:
        yield f"{where}: coding: no score for {unscored}; name it, or give `otherwise`"


def _answers(
    scoring: Scoring, expressions: Sequence[Expression], level: Level
) -> Iterator[dict[str, Any]]:
    names = vocabulary(scoring)
    nodes = [node for expression in expressions for node in walk(expression)]
    fields = {node.name: names.field(node.name, level) for node in nodes if isinstance(node, Name)}
    said = [node.value for node in nodes if isinstance(node, Literal)]
    domains = [_domain(field, said) for field in fields.values() if field]
    size = 1
    for domain in domains:
        size *= len(domain)
    if size <= _MOST:
        for values in product(*domains):
            yield dict(zip(fields, values, strict=True))


def _domain(field: Field, said: Sequence[Any]) -> list[Any]:
    """Answers enough to try every side of every condition."""
    if field.kind is Kind.BOOLEAN:
        return [True, False]
    if field.kind is Kind.TEXT:
        return sorted(field.choices or {"some text"})
    if field.kind is Kind.CHOICES:
        return _sets(sorted(field.choices or ()), {str(value) for value in said})
    numbers = {float(v) for v in said if isinstance(v, float) and not isinstance(v, bool)}
    return sorted({n + by for n in numbers for by in (-1, 0, 1)} or {0.0, 1.0})


def _sets(codes: list[str], said: set[str]) -> list[list[str]]:
    """None alone; otherwise sets of the codes a condition names and of three others."""
    some = [code for code in codes if code in said and code != "none"]
    some += [code for code in codes if code not in said and code != "none"][:3]
    found = [list(chosen) for size in range(1, 5) for chosen in combinations(some, size)]
    return [["none"], *found] if "none" in codes else found
