"""What a set of consistency rules is: conditions that are true where something disagrees.

The files below ``data/INSTRUMENT/VERSION.yaml`` are the source, their schema is :func:`schema`.
A set belongs to one version of an instrument and never changes: another rule is another version.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from pinto.evidence.instruments.rules import Level
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.tree import Aggregate, Expression, names_in

_NAME = r"^[a-z][a-z0-9_]*$"


class Severity(StrEnum):
    """How sure it is that something is wrong."""

    ERROR = "error"  # both cannot be true
    WARNING = "warning"  # both can be true, but seldom are


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Data):
    """The same text in both languages."""

    th: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.th


class Rule(_Data):
    """Where ``when`` is true, two answers disagree. Where it is unknown, nothing is said.

    A rule of level ``member`` is asked of each member; it finds the household of which
    one member disagrees, and names that member.
    """

    id: str = Field(pattern=_NAME)
    level: Level = Level.HOUSEHOLD
    severity: Severity
    when: str
    title: Words  # a heading: "More debt than lenders"
    disagrees: Words  # the sentence for the officer: what cannot both be so
    mend: Words  # and what to do
    concerns: tuple[str, ...] = Field(min_length=1)  # shown beside it; at least what decides
    source: str = ""  # of the limit in it; blank is ours

    @cached_property
    def expression(self) -> Expression:
        """The condition, as asked of what ``level`` names."""
        return parse(self.when)

    @cached_property
    def of_household(self) -> Expression:
        """The same, asked of the household: is there anybody."""
        if self.level is Level.HOUSEHOLD:
            return self.expression
        return Aggregate("any", self.expression)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every answer the condition reads."""
        return names_in(self.expression)


class SecondQuestions(_Data):
    """What a second interviewer asks again."""

    questions: tuple[str, ...] = Field(min_length=1)


class Ruleset(_Data):
    """One version of the rules for one version of an instrument."""

    instrument: str
    instrument_version: str
    version: str
    ours: bool  # written by this project, not taken from an official source
    th: str
    en: str
    second: SecondQuestions
    not_asked_of_all: tuple[str, ...] = ()  # ids, with * for any letters: missing is no gap there
    rules: tuple[Rule, ...] = Field(min_length=1)

    @property
    def key(self) -> str:
        return f"{self.instrument}/{self.instrument_version}/{self.version}"

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.th


def schema() -> dict[str, Any]:
    """The JSON schema of a file of rules."""
    return Ruleset.model_json_schema()
