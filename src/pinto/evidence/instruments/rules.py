"""What an instrument is: questions with words, kinds and answers, as versioned data.

The files below ``data/ID/VERSION.yaml`` are the source; their schema is
:func:`schema`. A grid ("eleven expenses, each an amount") is written once and
becomes plain questions, so that everything after this module sees only those.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

_DATA = Path(__file__).parent / "data"
_NAME = r"^[a-z][a-z0-9_]*$"
UNITS = {  # of a question → in Thai, in English
    "baht": ("บาท", "baht"),
    "baht/month": ("บาทต่อเดือน", "baht a month"),
    "baht/year": ("บาทต่อปี", "baht a year"),
    "people": ("คน", "people"),
}


class Level(StrEnum):
    """Of whom a question is asked."""

    HOUSEHOLD = "household"
    MEMBER = "member"


class Kind(StrEnum):
    """What an answer is."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    TEXT = "text"
    CHOICE = "choice"  # one code
    CHOICES = "choices"  # a list of codes


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(_Data):
    """One answer that can be chosen."""

    code: str = Field(pattern=_NAME)
    th: str
    en: str

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.th


class Question(_Data):
    """One question, asked of a household or of each member."""

    id: str = Field(pattern=_NAME)
    level: Level
    kind: Kind
    th: str
    en: str
    unit: str = ""
    min: float | None = None
    max: float | None = None
    choices: tuple[Choice, ...] = ()
    sensitive: bool = False  # health and the like: hidden from village roles
    ours: bool = False  # the score needs it, but the form's wording was not found
    also: tuple[str, ...] = ()  # other headers that mean this question

    @model_validator(mode="after")
    def _choices_fit_kind(self) -> Question:
        if (self.kind in (Kind.CHOICE, Kind.CHOICES)) != bool(self.choices):
            raise ValueError(f"{self.id}: only choice questions have choices, and they must")
        codes = [choice.code for choice in self.choices]
        if len(set(codes)) != len(codes):
            raise ValueError(f"{self.id}: a choice code appears twice")
        return self

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.th

    def unit_label(self, language: str) -> str:
        """The unit in words; empty where an answer has none."""
        thai, english = UNITS.get(self.unit, ("", ""))
        return english if language == "en" else thai

    def answer_label(self, answer: Any, language: str) -> str:
        """The answer in words, as the form has them."""
        if self.kind is Kind.BOOLEAN:
            yes, no = ("Yes", "No") if language == "en" else ("ใช่", "ไม่ใช่")
            return yes if answer else no
        labels = {choice.code: choice.label(language) for choice in self.choices}
        if isinstance(answer, list):
            return ", ".join(str(labels.get(code, code)) for code in answer)
        return labels.get(answer, str(answer))


class Identity(_Data):
    """Who or where: kept by the registry, never among the answers."""

    id: str = Field(pattern=_NAME)
    th: str
    en: str
    also: tuple[str, ...] = ()


class _Column(_Data):
    id: Literal[""] | str = ""
    kind: Kind
    th: str
    en: str
    unit: str = ""
    min: float | None = None
    max: float | None = None
    choices: tuple[Choice, ...] = ()


class Grid(_Data):
    """The same columns asked of several items: one question for each pair."""

    grid: str = Field(pattern=_NAME)
    level: Level
    th: str
    en: str
    items: tuple[Choice, ...]
    columns: tuple[_Column, ...]

    def questions(self) -> Iterator[Question]:
        """``expense_food``, ``debt_baac``, ``debt_baac_default``, …

        >>> from pinto.evidence.instruments.rules import instrument
        >>> instrument("ppp-household", "1").question("debt_baac_default").th
        'หนี้สิน ธ.ก.ส. ผิดนัดชำระ'
        """
        for item in self.items:
            for column in self.columns:
                yield Question(
                    id="_".join(filter(None, (self.grid, item.code, column.id))),
                    level=self.level,
                    kind=column.kind,
                    th=" ".join(filter(None, (self.th, item.th, column.th))),
                    en=" ".join(filter(None, (f"{self.en}:", item.en.lower(), column.en))),
                    unit=column.unit,
                    min=column.min,
                    max=column.max,
                    choices=column.choices,
                )


class Part(_Data):
    """A part of the questionnaire, in the order it is asked."""

    id: str = Field(pattern=_NAME)
    th: str
    en: str
    questions: tuple[Question | Grid, ...]

    def plain(self) -> Iterator[Question]:
        for entry in self.questions:
            if isinstance(entry, Grid):
                yield from entry.questions()
            else:
                yield entry

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.th


class Instrument(_Data):
    """One version of a questionnaire."""

    id: str
    version: str
    th: str
    en: str
    source: str
    identity: dict[Level, tuple[Identity, ...]]
    parts: tuple[Part, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Instrument:
        seen: set[str] = set()
        for question in self.questions():
            if question.id in seen:
                raise ValueError(f"the question {question.id} appears twice")
            seen.add(question.id)
        return self

    def questions(self, level: Level | None = None) -> tuple[Question, ...]:
        """Every question, or those of one level, in the order they are asked."""
        return tuple(
            question
            for part in self.parts
            for question in part.plain()
            if level is None or question.level is level
        )

    def question(self, question_id: str) -> Question:
        """The question of that id. Raises ``KeyError``."""
        return _by_id(self.id, self.version)[question_id]


@cache
def instrument(instrument_id: str, version: str) -> Instrument:
    """The instrument of that id and version. Raises ``LookupError`` when there is none."""
    path = _DATA / instrument_id / f"{version}.yaml"
    if not path.is_file():
        raise LookupError(f"there is no instrument {instrument_id} version {version}")
    return Instrument.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@cache
def _by_id(instrument_id: str, version: str) -> dict[str, Question]:
    return {question.id: question for question in instrument(instrument_id, version).questions()}


def schema() -> dict[str, Any]:
    """The JSON schema of an instrument file."""
    return Instrument.model_json_schema()
