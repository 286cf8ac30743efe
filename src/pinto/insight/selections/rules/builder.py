"""What the form offers: the subjects a row may be about, by part, and the answers to each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pinto.evidence.instruments.rules import Instrument
from pinto.evidence.instruments.rules import Level as AskedOf
from pinto.ground.conditions.vocabulary import Level, Vocabulary
from pinto.insight.selections.rules.rows import Row
from pinto.insight.selections.rules.words import (
    GROUP_WORDS,
    OPERATOR_WORDS,
    REGISTERED_WORDS,
    SCORE_WORDS,
    SEX_WORDS,
    WHO_WORDS,
)

Translate = Callable[[str], str]
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Subjects:
    """The questions of an instrument as a form names them."""

    asked: Instrument
    names: Vocabulary
    language: str
    translate: Translate

    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Headings with what stands below them: scores, who is there, then part by part."""
        t = self.translate
        known = set(self.names.names(Level.HOUSEHOLD))
        scores = [(f"h.{name}", t(words)) for name, words in SCORE_WORDS.items() if name in known]
        there = [
            ("h.people", t(REGISTERED_WORDS["people"])),
            ("m.age", t(REGISTERED_WORDS["age"])),
            ("m.sex", t(REGISTERED_WORDS["sex"])),
        ]
        groups = [(t(GROUP_WORDS[0]), scores), (t(GROUP_WORDS[1]), there)]
        for part in self.asked.parts:
            found = [
                (f"{'m' if q.level is AskedOf.MEMBER else 'h'}.{q.id}", q.label(self.language))
                for q in part.plain()
                if self.names.field(q.id, Level(q.level.value)) is not None
            ]
            if found:
                groups.append((part.label(self.language), found))
        return groups

    def label(self, row: Row) -> str:
        """What the row is about."""
        if row.name in self.asked.by_id:
            return self.asked.question(row.name).label(self.language)
        return self.translate((SCORE_WORDS | REGISTERED_WORDS)[row.name])

    def answers(self, row: Row) -> Choices:
        """The answers the row's question can have; none where it is a number."""
        if row.name == "sex" and row.who:
            return [(code, self.translate(words)) for code, words in SEX_WORDS.items()]
        if row.name not in self.asked.by_id:
            return []
        choices = self.asked.question(row.name).choices
        return [(choice.code, choice.label(self.language)) for choice in choices]

    def unit(self, row: Row) -> str:
        """The unit of the row's number; blank where there is none."""
        known = row.name in self.asked.by_id
        return self.asked.question(row.name).unit_label(self.language) if known else ""

    def said(self, row: Row) -> str:
        """The row in words: "Welfare received, of nobody: includes State welfare card"."""
        t = self.translate
        answer = dict(self.answers(row)).get(row.value, row.value)
        who = t(WHO_WORDS[row.who]).replace("…", str(row.number)) if row.who else ""
        subject = f"{self.label(row)} ({who})" if who else self.label(row)
        parts = (subject, t(OPERATOR_WORDS[row.operator]), answer, self.unit(row) if answer else "")
        return " ".join(filter(None, parts))
