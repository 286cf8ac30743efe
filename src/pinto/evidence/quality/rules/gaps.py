"""Which questions everybody is asked, so that no answer is a gap."""

from __future__ import annotations

from fnmatch import fnmatch

from pinto.evidence.instruments.rules import Instrument, Kind, Level
from pinto.evidence.quality.rules.rulesets import Ruleset


def expected(rules: Ruleset, asked: Instrument) -> tuple[list[str], list[str]]:
    """The questions everybody is asked, of the household and of its members."""

    def of(level: Level) -> list[str]:
        return [
            question.id
            for question in asked.questions(level)
            if question.kind is not Kind.TEXT
            and not any(fnmatch(question.id, skipped) for skipped in rules.not_asked_of_all)
        ]

    return of(Level.HOUSEHOLD), of(Level.MEMBER)
