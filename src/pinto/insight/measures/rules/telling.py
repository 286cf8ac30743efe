"""A reckoning in words: what was answered, which rule decided, what it weighs.

Written so that somebody with paper and pencil comes to the same score: every
number that enters is told, with four decimals where it is not round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pinto.evidence.instruments.rules import UNITS, Kind, Level, Question, instrument
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.tree import Call, Name, names_in, walk
from pinto.insight.measures.rules.closing import closed_items
from pinto.insight.measures.rules.codings import derived_numbers
from pinto.insight.measures.rules.levels import EPSILON
from pinto.insight.measures.rules.reckoning import (
    Answers,
    CapitalReckoning,
    Decision,
    ItemScore,
    Reckoning,
)
from pinto.insight.measures.rules.scorings import Item, Scoring
from pinto.insight.measures.rules.told import (
    ToldCapital,
    ToldGroup,
    ToldItem,
    ToldNumber,
    neat,
)
from pinto.insight.measures.rules.words import in_words, name_in_words

_UNITS = {
    **UNITS,
    "baht/person/month": ("บาทต่อคนต่อเดือน", "baht a person a month"),
    "debts": ("แหล่ง", "debts"),
    "groups": ("ประเภท", "kinds"),
    "years": ("ปี", "years"),
}
_REGISTERED = {"age": "years", "people": "people"}


def tell_numbers(
    scoring: Scoring,
    reckoning: Reckoning,
    household: Answers,
    members: Sequence[Answers],
    *,
    language: str,
    hidden: frozenset[str] = frozenset(),
) -> tuple[ToldNumber, ...]:
    """The derived numbers that are known, each after those it is made of."""
    teller = _Teller(scoring, language, {**reckoning.derived, **household}, members)
    return tuple(
        ToldNumber(
            id=number.id,
            name=number.label(language),
            value=value,
            words=teller.answer(number.id, value),
            formula=in_words(number.formula, scoring, language),
            parts=tuple(teller.parts(number.formula)),
        )
        for number in scoring.let
        if (value := reckoning.derived[number.id]) is not None
        and hidden.isdisjoint(names_in(derived_numbers(scoring)[number.id]))
    )


def tell(
    scoring: Scoring,
    reckoning: Reckoning,
    household: Answers,
    members: Sequence[Answers],
    *,
    language: str,
    hidden: frozenset[str] = frozenset(),
) -> tuple[ToldCapital, ...]:
    """The five capitals in words. ``hidden`` are questions the reader may not see answered."""
    teller = _Teller(scoring, language, {**reckoning.derived, **household}, members)
    kept_back = closed_items(scoring, hidden)
    return tuple(teller.capital(capital, kept_back) for capital in reckoning.capitals)


@dataclass(frozen=True)
class _Teller:
    scoring: Scoring
    language: str
    household: Mapping[str, Any]  # answers and derived numbers
    members: Sequence[Answers]

    def capital(self, capital: CapitalReckoning, kept_back: frozenset[str]) -> ToldCapital:
        items = tuple(
            self.closed(each.item) if each.item.id in kept_back else self.item(each)
            for each in capital.items
        )
        closed = any(item.hidden for item in items)
        return ToldCapital(
            id=capital.id,
            name=self.scoring.capital(capital.id).label(self.language),
            score=None if closed else capital.score.score,
            by="" if closed else capital.by,
            known=0.0 if closed else capital.score.known,
            reweighted=not closed and capital.score.reweighted,
            items=items,
        )

    def item(self, scored: ItemScore) -> ToldItem:
        item = scored.item
        groups = tuple(self.groups(scored))
        return ToldItem(
            item=item,
            name=item.label(self.language),
            score=scored.score,
            by=scored.by,
            weight=item.weight,
            groups=groups,
            working=_working(scored),
            left_out=sum(member.eligible is not True for member in scored.members),
            answered=scored.answered,
            delivered=scored.delivered,
            differs=scored.differs,
            light=self.light(scored.score),
            hidden=False,
        )

    def closed(self, item: Item) -> ToldItem:
        """The item without anything that would tell an answer, its score least of all."""
        return ToldItem(
            item=item,
            name=item.label(self.language),
            score=None,
            by=None,
            weight=item.weight,
            groups=(),
            working="",
            left_out=0,
            answered=None,
            delivered=None,
            differs=False,
            light="unknown",
            hidden=True,
        )

    def light(self, score: float | None) -> str:
        if score is None:
            return "unknown"
        if score < self.scoring.lacking_below - EPSILON:
            return "not_met"
        return "at_risk" if score < self.scoring.cuts[1] - EPSILON else "met"

    def groups(self, scored: ItemScore) -> Iterator[ToldGroup]:
        if scored.item.level is Level.HOUSEHOLD:
            for decision in scored.decisions:
                yield self.group(scored.item, [decision], self.household, 0)
            return
        told = Counter(
            self.group(scored.item, member.decisions, self.members[member.position], 1)
            for member in scored.members
            if member.eligible is True
        )
        for group, people in told.items():
            yield replace(group, people=people)

    def group(
        self, item: Item, decisions: Sequence[Decision], answers: Answers, people: int
    ) -> ToldGroup:
        names = list(dict.fromkeys(name for each in decisions for name in _read(each)))
        known = [name for name in names if answers.get(name) not in (None, [])]
        missing = {
            name
            for each in decisions
            if each.undecided
            for name in _names(each.undecided.when)
            if name not in known
        }
        undecided = {
            name for each in decisions if each.undecided for name in _names(each.undecided.when)
        }
        # A number worked out of other answers says nothing here without what is missing.
        known = [n for n in known if n not in undecided or _question(self.scoring, n)]
        scores = [each.score for each in decisions]
        return ToldGroup(
            words=self.said(item, decisions, known, answers),
            brief=self.in_brief(item, decisions, known, answers),
            score=None if None in scores else sum(s for s in scores if s) / len(scores),
            rule="; ".join(self.rule(each) for each in decisions if each.score is not None),
            condition="; ".join(_condition(each) for each in decisions if each.score is not None),
            people=people,
            missing=tuple(self.label(name) for name in names if name in missing),
        )

    def rule(self, decision: Decision) -> str:
        if decision.step is None:
            return self.say("กรณีอื่น", "otherwise")
        return in_words(decision.step.when, self.scoring, self.language)

    def said(
        self, item: Item, decisions: Sequence[Decision], known: Sequence[str], answers: Answers
    ) -> str:
        """The answers in words, with names wherever it could be asked: what of?"""
        if len(item.parts) > 1 and len(decisions) == 1:
            words = [
                self.named(name, answers)
                if self.is_yes_no(name) and len(known) > 1
                else self.answer(name, answers[name])
                for name in known
            ]
            part = decisions[0].part.label(self.language)
            return f"{part}: {', '.join(words)}" if words else ""
        asked = {name for part in item.parts for step in part.coding for name in _names(step.when)}
        if len(known) == 1 and (len(asked) == 1 or known[0] == item.id):
            return self.answer(known[0], answers[known[0]])
        return " · ".join(self.named(name, answers) for name in known)

    def in_brief(
        self, item: Item, decisions: Sequence[Decision], known: Sequence[str], answers: Answers
    ) -> str:
        """The item's own question, or a member's first; else everything that was looked at."""
        asked = [name for name in known if _question(self.scoring, name)]
        if item.id in asked:
            return self.answer(item.id, answers[item.id])
        if item.level is Level.MEMBER and asked:
            return self.answer(asked[0], answers[asked[0]])
        return self.said(item, decisions, known, answers)

    def parts(self, formula: str) -> Iterator[tuple[str, str]]:
        """What a formula reads and is not nothing, in words; of members, each one's."""
        for name in dict.fromkeys(_names(formula)):
            if self.household.get(name):
                yield self.label(name), self.answer(name, self.household[name])
                if _first_known(formula) == name:
                    return
            elif any(member.get(name) for member in self.members):
                said = [self.answer(name, m[name]) for m in self.members if m.get(name)]
                yield self.label(name), " + ".join(said)

    def named(self, name: str, answers: Answers) -> str:
        return f"{self.label(name)}: {self.answer(name, answers[name])}"

    def is_yes_no(self, name: str) -> bool:
        question = _question(self.scoring, name)
        return question is not None and question.kind is Kind.BOOLEAN

    def answer(self, name: str, answer: Any) -> str:
        question = _question(self.scoring, name)
        unit = question.unit if question else _REGISTERED.get(name, "")
        if question is not None and question.kind not in (Kind.INTEGER, Kind.DECIMAL):
            return question.answer_label(answer, self.language)
        unit = next((number.unit for number in self.scoring.let if number.id == name), unit)
        return f"{neat(float(answer), 0)} {self.say(*_UNITS.get(unit, ('', '')))}".strip()

    def label(self, name: str) -> str:
        return name_in_words(name, self.scoring, self.language)

    def say(self, th: str, en: str) -> str:
        return en if self.language == "en" else th


def _question(scoring: Scoring, name: str) -> Question | None:
    try:
        return instrument(scoring.instrument, scoring.instrument_version).question(name)
    except KeyError:
        return None


def _read(decision: Decision) -> Iterator[str]:
    """The names that were looked at, up to the step that decided."""
    for step in decision.part.coding:
        yield from _names(step.when)
        if step in (decision.step, decision.undecided):
            return


def _first_known(formula: str) -> str:
    """The name a ``coalesce`` takes when it is known: what follows it then does not count."""
    match parse(formula):
        case Call(function="coalesce", arguments=(Name(name=name), *_)):
            return name
    return ""


def _names(condition: str) -> Iterator[str]:
    return (node.name for node in walk(parse(condition)) if isinstance(node, Name))


def _condition(decision: Decision) -> str:
    return decision.step.when if decision.step else "otherwise"


def _working(scored: ItemScore) -> str:
    """The mean, written out."""
    scores = [member.score for member in scored.members if member.score is not None]
    if scored.item.level is Level.HOUSEHOLD:
        scores = [decision.score for decision in scored.decisions if decision.score is not None]
        if len(scores) < len(scored.decisions):
            return ""
    if len(scores) < 2:
        return ""
    return f"({' + '.join(neat(score) for score in scores)}) ÷ {len(scores)}"
