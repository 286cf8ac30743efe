"""What a scoring is: how answers of one instrument become numbers, as versioned data.

The files below ``data/ID/VERSION.yaml`` are the source; their schema is
:func:`schema`. A scoring is read once, checked against the instrument it reads
(:mod:`pinto.insight.measures.rules.checks`), and never changes: another coding
is another version.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pinto.evidence.instruments.rules import Level

_NAME = r"^[a-z][a-z0-9_]*$"
YES, NO = 4.0, 1.0  # what a bare condition in `mean_of` is worth

Score = Annotated[float, Field(ge=1, le=4)]


class Boundary(StrEnum):
    """To which level a score belongs that lies exactly on a boundary."""

    LOWER_INCLUSIVE = "lower_inclusive"  # to the level it begins: 1.75 is level 2
    UPPER_INCLUSIVE = "upper_inclusive"  # to the level it ends: 1.75 is level 1


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Data):
    """The same text in both languages."""

    th: str
    en: str

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.th


class LevelOfLiving(Words):
    """One of the four levels; it begins at ``starts_at``."""

    level: int = Field(ge=1, le=4)
    starts_at: Score


class Step(_Data):
    """Where the condition holds, the item scores so much."""

    when: str
    score: Score


class Coding(_Data):
    """Steps tried in order: the first whose condition is true gives the score.

    A condition that cannot be decided, because an answer is missing, ends the
    search: the score is unknown. ``otherwise`` scores what every condition denies.
    """

    coding: tuple[Step, ...] = Field(min_length=1)
    otherwise: Score | None = None


class Part(Words, Coding):
    """One of several things an item is the mean of."""


class YesNo(Words):
    """One of several things an item is the mean of: yes scores 4, no scores 1."""

    holds: str


class Derived(Words):
    """A number worked out of a household's answers, with a name that conditions can use."""

    id: str = Field(pattern=_NAME)
    unit: str = ""
    formula: str
    assumed: Words | None = None


class Capital(Words):
    """One of the five livelihood capitals."""

    id: str = Field(pattern=_NAME)


class Item(Words):
    """One sub-score: what it weighs in its capital, and how answers become 1–4.

    A member item is the mean over the members for whom ``eligible`` is true and
    the coding gives a score; without such a member it is unknown, never 0.
    """

    id: str = Field(pattern=_NAME)
    capital: str
    weight: float = Field(gt=0, le=1)
    lacking: Words  # what a household lacks whose score is low, in a few words
    level: Level = Level.HOUSEHOLD
    eligible: str = ""  # members only; blank is every member
    coding: tuple[Step, ...] = ()
    otherwise: Score | None = None
    mean_of: tuple[YesNo | Part, ...] = ()
    assumed: Words | None = None  # what of the coding was not found and is ours
    weight_assumed: Words | None = None  # likewise, of the weight

    @model_validator(mode="after")
    def _one_way_to_score(self) -> Item:
        if bool(self.coding) == bool(self.mean_of):
            raise ValueError("an item has either `coding` or `mean_of`")
        if self.mean_of and self.otherwise is not None:
            raise ValueError("`otherwise` belongs to `coding`; a part of `mean_of` has its own")
        if self.eligible and self.level is not Level.MEMBER:
            raise ValueError("`eligible` is for member items")
        return self

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What the item is the mean of; an item with one coding is the mean of itself."""
        if not self.mean_of:
            return (Part(th=self.th, en=self.en, coding=self.coding, otherwise=self.otherwise),)
        return tuple(part if isinstance(part, Part) else _spelled(part) for part in self.mean_of)


def _spelled(part: YesNo) -> Part:
    return Part(th=part.th, en=part.en, coding=(Step(when=part.holds, score=YES),), otherwise=NO)


class Scoring(_Data):
    """One version of a scoring."""

    id: str
    version: str
    th: str
    en: str
    source: Words
    instrument: str
    instrument_version: str
    boundary: Boundary
    boundary_assumed: Words | None = None
    reweight_from: float = Field(gt=0, le=1)  # least share of a capital's weight to be known
    lacking_below: Score  # an item counts as lacking when its score is below this
    levels: tuple[LevelOfLiving, ...] = Field(min_length=4, max_length=4)
    let: tuple[Derived, ...] = ()  # each may use the earlier ones
    capitals: tuple[Capital, ...]
    items: tuple[Item, ...]

    def __hash__(self) -> int:
        # What is worked out of a scoring is remembered by it: pydantic would go through all
        # of it each time that is looked up, hundreds of times a page.
        return hash((self.id, self.version))

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.th

    @cached_property
    def cuts(self) -> tuple[float, ...]:
        """The boundaries between levels, rising: 1.75, 2.5, 3.25."""
        return tuple(level.starts_at for level in self.levels[1:])

    def items_of(self, capital: str) -> tuple[Item, ...]:
        """The items of one capital, in order."""
        return tuple(item for item in self.items if item.capital == capital)

    def item(self, item_id: str) -> Item:
        """The item of that id. Raises ``KeyError``."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)

    def capital(self, capital_id: str) -> Capital:
        """The capital of that id. Raises ``KeyError``."""
        for capital in self.capitals:
            if capital.id == capital_id:
                return capital
        raise KeyError(capital_id)

    def level_words(self, level: int) -> LevelOfLiving:
        """The level of that number, 1–4."""
        return self.levels[level - 1]


def schema() -> dict[str, Any]:
    """The JSON schema of a scoring file."""
    return Scoring.model_json_schema()
