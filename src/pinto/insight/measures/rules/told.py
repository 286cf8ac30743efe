"""What a reader is told about a score: plain facts and words, ready for a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pinto.evidence.instruments.rules import Level
from pinto.insight.measures.rules.scorings import Item


@dataclass(frozen=True)
class ToldGroup:
    """Members, or one part of a household item, with the same words and the same score."""

    words: str
    brief: str  # the same in fewer words: the answer that matters most
    score: float | None
    rule: str  # in words; empty where nothing was decided
    condition: str  # as the scoring has it
    people: int = 0  # members; 0 for a household item
    missing: tuple[str, ...] = ()  # what was not answered and left it undecided


@dataclass(frozen=True)
class ToldItem:
    """One sub-score in words."""

    item: Item
    name: str
    score: float | None
    by: str | None
    weight: float
    groups: tuple[ToldGroup, ...]
    working: str  # (2 + 2 + 3) ÷ 3; empty where there is nothing to average
    left_out: int  # members it does not concern, or of whom that is not known
    answered: float | None
    delivered: float | None
    differs: bool
    light: str  # met, at_risk, not_met, unknown
    hidden: bool  # the reader may not see the answers, nor a score that would tell them

    @property
    def product(self) -> float | None:
        return None if self.score is None else self.score * self.weight

    @property
    def words(self) -> str:
        """The answers in one short line; of members, how many gave each."""
        if self.item.level is not Level.MEMBER:
            return " · ".join(group.brief for group in self.groups if group.brief)
        people = Counter[str]()
        for group in self.groups:
            people[group.brief] += group.people
        said = [(words, count) for words, count in people.items() if words]
        if len(said) == 1:
            return said[0][0]
        return " · ".join(f"{words} ({count})" for words, count in said)

    @property
    def missing(self) -> tuple[str, ...]:
        """What was asked and not answered, and so left the score unknown."""
        return tuple(dict.fromkeys(name for group in self.groups for name in group.missing))


@dataclass(frozen=True)
class ToldCapital:
    """One capital in words."""

    id: str
    name: str
    score: float | None
    by: str | None
    known: float
    reweighted: bool
    items: tuple[ToldItem, ...]

    @property
    def hidden(self) -> bool:
        """Whether its score is kept back: with the other items it would tell a hidden one."""
        return any(item.hidden for item in self.items)

    @property
    def total(self) -> float:
        """The sum of score × weight over what is known."""
        return sum(item.product for item in self.items if item.product is not None)


@dataclass(frozen=True)
class ToldNumber:
    """A number worked out of answers, with what went into it."""

    id: str
    name: str
    value: float
    words: str  # the value with its unit
    formula: str  # in words
    parts: tuple[tuple[str, str], ...]  # what is known of it: name, value


def neat(number: float, decimals: int = 4) -> str:
    """Thousands commas, and decimals only as far as they say something.

    >>> neat(2.333333333), neat(3.0), neat(0.1), neat(12500.0)
    ('2.3333', '3', '0.1', '12,500')
    """
    text = f"{number:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
