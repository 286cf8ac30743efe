"""One household's score with every step it took, so that it can be told and checked by hand.

The same expressions as in :mod:`codings`, worked out step by step in plain Python
to see *which* condition decided. The engine gives the same scores for all
households at once; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pinto.evidence.instruments.rules import Level
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.plain import to_member_python, to_python
from pinto.insight.measures.rules.codings import derived_numbers, vocabulary, with_derived
from pinto.insight.measures.rules.levels import (
    CapitalScore,
    capital_score,
    level_of,
    on_boundary,
    overall_score,
)
from pinto.insight.measures.rules.scorings import Item, Part, Scoring, Step

Answers = Mapping[str, Any]
ANSWERS, DELIVERED = "answers", "delivered"  # where a score comes from


@dataclass(frozen=True)
class Decision:
    """How one coding came to its score."""

    part: Part
    score: float | None
    step: Step | None = None  # the step that decided; None with a score is `otherwise`
    undecided: Step | None = None  # the step whose condition hangs on a missing answer


@dataclass(frozen=True)
class MemberScore:
    """One member's share in an item."""

    position: int  # among the members given
    eligible: bool | None  # None: cannot be told
    decisions: tuple[Decision, ...] = ()
    score: float | None = None


@dataclass(frozen=True)
class ItemScore:
    """One sub-score, and where it came from."""

    item: Item
    score: float | None
    by: str | None  # ANSWERS, DELIVERED or None
    answered: float | None  # what the answers give
    delivered: float | None  # what a file brought
    decisions: tuple[Decision, ...] = ()  # of a household item
    members: tuple[MemberScore, ...] = ()  # of a member item

    @property
    def differs(self) -> bool:
        """Whether answers and file give different scores."""
        return (
            self.answered is not None
            and self.delivered is not None
            and abs(self.answered - self.delivered) > 0.005  # files carry two decimals
        )


@dataclass(frozen=True)
class CapitalReckoning:
    """A capital with its items."""

    id: str
    score: CapitalScore
    by: str | None
    items: tuple[ItemScore, ...]


@dataclass(frozen=True)
class Reckoning:
    """Everything that made one household's score."""

    capitals: tuple[CapitalReckoning, ...]
    overall: float | None
    level: int | None
    on_boundary: bool
    derived: Mapping[str, float | None]

    @property
    def items(self) -> dict[str, ItemScore]:
        return {item.item.id: item for capital in self.capitals for item in capital.items}


def reckon(
    scoring: Scoring,
    household: Answers,
    members: Sequence[Answers],
    delivered: Mapping[str, float],
) -> Reckoning:
    """The score of one household out of its answers, its members' and what a file delivered.

    ``members`` hold ``age`` and ``sex`` beside their answers. A list of choices with
    nothing in it is no answer.
    """
    household, members = _answered(household), [_answered(member) for member in members]
    household = {"people": len(members), **household}
    sound = {name: score for name, score in delivered.items() if 1 <= score <= 4}
    capitals = tuple(
        _capital(scoring, capital.id, household, members, sound) for capital in scoring.capitals
    )
    overall = overall_score([capital.score.score for capital in capitals])
    return Reckoning(
        capitals=capitals,
        overall=overall,
        level=level_of(overall, scoring),
        on_boundary=on_boundary(overall, scoring),
        derived={name: number(household, members) for name, number in _derived(scoring).items()},
    )


def _answered(answers: Answers) -> dict[str, Any]:
    return {name: answer for name, answer in answers.items() if answer not in (None, [])}


def _capital(
    scoring: Scoring,
    capital: str,
    household: Answers,
    members: Sequence[Answers],
    delivered: Mapping[str, float],
) -> CapitalReckoning:
    items = tuple(
        _item(scoring, item, household, members, delivered.get(item.id))
        for item in scoring.items_of(capital)
    )
    score = capital_score(
        [item.item for item in items],
        {item.item.id: item.score for item in items},
        reweight_from=scoring.reweight_from,
    )
    if score.known == 0 and capital in delivered:
        return CapitalReckoning(capital, CapitalScore(delivered[capital], 0), DELIVERED, items)
    return CapitalReckoning(capital, score, ANSWERS if score.score is not None else None, items)


def _item(
    scoring: Scoring,
    item: Item,
    household: Answers,
    members: Sequence[Answers],
    delivered: float | None,
) -> ItemScore:
    decisions: tuple[Decision, ...] = ()
    shares: tuple[MemberScore, ...] = ()
    if item.level is Level.MEMBER:
        shares = tuple(
            _member(scoring, item, position, member, household)
            for position, member in enumerate(members)
        )
        known = [share.score for share in shares if share.score is not None]
        answered = sum(known) / len(known) if known else None
    else:
        decisions = _decisions(scoring, item, household, members)
        answered = _mean(decisions)
    score = answered if answered is not None else delivered
    by = ANSWERS if answered is not None else DELIVERED if delivered is not None else None
    return ItemScore(item, score, by, answered, delivered, decisions, shares)


def _member(
    scoring: Scoring, item: Item, position: int, member: Answers, household: Answers
) -> MemberScore:
    eligible, coding = _programs(scoring)[item.id]
    concerned = eligible(member, household) if eligible else True
    if concerned is not True:
        return MemberScore(position, concerned)
    decisions = _decided(item, coding, member, household)
    return MemberScore(position, True, decisions, _mean(decisions))


def _decisions(
    scoring: Scoring, item: Item, household: Answers, members: Sequence[Answers]
) -> tuple[Decision, ...]:
    _, coding = _programs(scoring)[item.id]
    return _decided(item, coding, household, members)


def _decided(item: Item, coding: _Coding, *answers: Any) -> tuple[Decision, ...]:
    return tuple(
        _decision(part, conditions, *answers)
        for part, conditions in zip(item.parts, coding, strict=True)
    )


def _decision(part: Part, conditions: Sequence[Callable[..., Any]], *answers: Any) -> Decision:
    """The first step whose condition is true; none, as soon as one cannot be decided."""
    for step, condition in zip(part.coding, conditions, strict=True):
        holds = condition(*answers)
        if holds is None:
            return Decision(part, None, undecided=step)
        if holds:
            return Decision(part, step.score, step)
    return Decision(part, part.otherwise)


def _mean(decisions: Sequence[Decision]) -> float | None:
    known = [decision.score for decision in decisions if decision.score is not None]
    return sum(known) / len(known) if known and len(known) == len(decisions) else None


_Coding = tuple[tuple[Callable[..., Any], ...], ...]  # the conditions of each part's steps


@cache
def _programs(scoring: Scoring) -> Mapping[str, tuple[Callable[..., Any] | None, _Coding]]:
    """For each item: who is concerned, and the conditions of every part, as functions."""
    names, derived = vocabulary(scoring), derived_numbers(scoring)

    def function(text: str, level: Level) -> Callable[..., Any]:
        expression = with_derived(parse(text), derived)
        compiler = to_member_python if level is Level.MEMBER else to_python
        return compiler(expression, names)

    return {
        item.id: (
            function(item.eligible, Level.MEMBER) if item.eligible else None,
            tuple(
                tuple(function(step.when, item.level) for step in part.coding)
                for part in item.parts
            ),
        )
        for item in scoring.items
    }


@cache
def _derived(scoring: Scoring) -> Mapping[str, Callable[..., Any]]:
    names = vocabulary(scoring)
    return {
        name: to_python(expression, names) for name, expression in derived_numbers(scoring).items()
    }
