"""What an instrument is: questions with words, kinds and answers, as versioned data.

Its schema is :func:`schema`. A grid ("eleven expenses, each an amount") is written once and
becomes plain questions, so that everything after this module sees only those.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from pinto.ground.access.rules import FieldGroup

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
    group: FieldGroup = FieldGroup.LIVING  # which roles read the answer: access/rules.READS
    ours: bool = False  # the score needs it, but the form's wording was not found
    also: tuple[str, ...] = ()  # other headers that mean this question

    @model_validator(mode="after")
    def _choices_fit_kind(self) -> Question:
        if (self.kind in (Kind.CHOICE, Kind.CHOICES)) != bool(self.choices):
            raise ValueError(f"{self.id}: only choice questions have choices, and they must")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"{self.id}: min is above max")
        codes = [choice.code for choice in self.choices]
        if len(set(codes)) != len(codes):
            raise ValueError(f"{self.id}: a choice code appears twice")
        return self

    @property
    def sensitive(self) -> bool:
        """Whether the law asks for more care than with other answers (PDPA s.26)."""
        return self.group in (FieldGroup.HEALTH, FieldGroup.BELIEFS)

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
    group: FieldGroup = FieldGroup.LIVING
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
                    group=self.group,
                )


def _kind_of_entry(entry: Any) -> str:
    """What an entry of a part is meant to be, so that its mistakes are told once."""
    is_grid = "grid" in entry if isinstance(entry, dict) else isinstance(entry, Grid)
    return "grid" if is_grid else "question"


Entry = Annotated[
    Annotated[Question, Tag("question")] | Annotated[Grid, Tag("grid")],
    Discriminator(_kind_of_entry),
]


class Part(_Data):
    """A part of the questionnaire, in the order it is asked."""

    id: str = Field(pattern=_NAME)
    th: str
    en: str
    questions: tuple[Entry, ...]

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
        return self.by_id[question_id]

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Every question under its id."""
        return {question.id: question for question in self.questions()}


def schema() -> dict[str, Any]:
    """The JSON schema of an instrument file."""
    return Instrument.model_json_schema()
