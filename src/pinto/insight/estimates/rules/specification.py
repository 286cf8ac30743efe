"""What a measure is, and what of the data it is worked out of.

:class:`Measure` and :class:`Design` are all that counting needs; the rest of a
:class:`Specification` says how raw columns become the deprivation matrix.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from pinto.ground.conditions.tree import Expression
from pinto.ground.conditions.vocabulary import Kind, Level


class SpecificationError(ValueError):
    """A specification cannot be used; the text names file, line and key, one problem a line."""


class DataError(ValueError):
    """The data are not what the specification says; the text names file, column and row."""


class UnusableColumn(DataError):
    """A column was asked for, to group or weight by, that is not there or cannot be used so."""


@dataclass(frozen=True)
class Dimension:
    """What several indicators are about."""

    id: str
    th: str
    en: str


@dataclass(frozen=True)
class Indicator:
    """One thing people can be deprived of; ``weight`` is its share of the whole."""

    id: str
    dimension: str
    weight: Fraction
    th: str
    en: str


@dataclass(frozen=True)
class Measure:
    """A counting measure (Alkire and Foster 2011): weights sum to 1, cut-offs are in (0, 1]."""

    id: str
    version: str
    indicators: tuple[Indicator, ...]
    cutoffs: tuple[Fraction, ...]
    dimensions: tuple[Dimension, ...] = ()
    th: str = ""
    en: str = ""


@dataclass(frozen=True)
class Design:
    """How the rows were drawn: names of columns, or None. A full enumeration has no errors.

    Where strata or weights are named but no PSU, each row was drawn by itself (``ids = ~1``
    of R's survey).
    """

    full_enumeration: bool = False
    strata: str | None = None
    psu: str | None = None
    weight: str | None = None

    @property
    def is_sample(self) -> bool:
        """Whether errors can be told: something says how the rows were drawn."""
        return not self.full_enumeration and bool(self.psu or self.strata or self.weight)


class Rule(StrEnum):
    """What becomes of a unit whose indicator cannot be told."""

    NOT_DEPRIVED = "not_deprived"
    DROP = "drop"  # the unit is left out of everything
    OWN_CATEGORY = "own_category"  # counted as not deprived, and marked in a column of its own


class Count(StrEnum):
    """What is counted."""

    HOUSEHOLD = "household"
    PERSON = "person"


@dataclass(frozen=True)
class Column:
    """A column of a source: ``name`` in conditions, ``raw`` in the file.

    ``codes`` are the values it can have, with their labels; None where it is free.
    ``missing`` are values, as text, that stand for "unknown".
    """

    name: str
    kind: Kind
    raw: str
    codes: Mapping[str, str] | None = field(default=None, compare=False)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A table: its columns, and those that say which household a row belongs to."""

    level: Level
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """The column of that name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True)
class Condition:
    """How an indicator is decided, with everything derived written out.

    ``eligible`` says to whom the indicator applies at all; None is to everybody.
    """

    indicator: str
    deprived: Expression
    eligible: Expression | None
    missing: Rule
    ineligible: Rule


@dataclass(frozen=True)
class Specification:
    """A measure and the way from raw columns to its deprivation matrix.

    ``size`` gives the persons a row stands for; None where each row counts once. A unit
    is counted where indicators that weigh ``least_known`` are known; of those whose rule is
    to drop it, the unknown ones are then taken for not deprived.
    """

    measure: Measure
    households: Source
    members: Source | None
    conditions: tuple[Condition, ...]
    count: Count
    size: Expression | None
    design: Design
    source: str = ""
    least_known: Fraction = Fraction(1)
