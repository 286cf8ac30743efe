"""What is measured: indicators, weights and cut-offs, and how the sample was drawn."""

from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Design", "Indicator", "Measure"]


@dataclass(frozen=True)
class Indicator:
    """One question of deprivation; ``weight`` is exact, and the weights of a measure sum to 1."""

    id: str
    dimension: str
    weight: Fraction
    th: str
    en: str


@dataclass(frozen=True)
class Measure:
    """A counting measure; ``cutoffs`` are shares of the whole weight, in (0, 1]."""

    id: str
    version: str
    indicators: tuple[Indicator, ...]
    cutoffs: tuple[Fraction, ...]


@dataclass(frozen=True)
class Design:
    """How the units came into the data; names of columns, or None where there is none.

    A full enumeration has no standard errors.
    """

    full_enumeration: bool
    strata: str | None = None
    psu: str | None = None
    weight: str | None = None
