"""What each agreement between two records weighs, in bits.

A comparison has levels, the strongest first. ``m`` is how often two records of one person
stand at the level, ``u`` how often two strangers do; the level weighs log2(m / u). The
model is Fellegi and Sunter (1969). The values are assumed from the errors that Thai
registries show (docs/explanation/matching.md); Splink is given them as they stand, so
that the same pair weighs the same in every run and can be explained.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison."""

    id: str
    m: float
    u: float
    by_frequency: bool = False  # a rare name that agrees weighs more: u is its frequency

    @property
    def bits(self) -> float:
        """The weight of the level where frequency plays no part.

        >>> round(Level("same", 0.99, 0.5).bits, 2)
        0.99
        """
        return log2(self.m / self.u)


# Dates of which a part is unknown are levels of their own: m / u says what the known part
# tells, for m and u hold the same share of pairs that lack the part.
COMPARISONS: dict[str, tuple[Level, ...]] = {
    "given": (
        Level("same", 0.85, 0.004, by_frequency=True),
        Level("swapped", 0.008, 1e-5),
        Level("one_letter", 0.07, 0.005),
        Level("alike", 0.045, 0.02),
        Level("different", 0.015, 0.97),
    ),
    "surname": (
        Level("same", 0.84, 0.0004, by_frequency=True),
        Level("swapped", 0.008, 1e-5),
        Level("one_letter", 0.07, 0.002),
        Level("alike", 0.04, 0.01),
        Level("different", 0.04, 0.98),
    ),
    "birth": (
        Level("same_day", 0.82, 3.5e-5),
        Level("same_month", 0.03, 0.03 / 800),  # the day is not known
        Level("same_year", 0.10, 0.10 / 68),  # the month is not known
        Level("turned", 0.012, 4e-5),  # day and month changed places
        Level("one_part", 0.03, 0.004),  # year, month or day differs
        Level("near_year", 0.006, 0.03),
        Level("different", 0.006, 0.96),
    ),
    "sex": (Level("same", 0.995, 0.5), Level("different", 0.005, 0.5)),
    "number": (
        Level("same", 0.955, 3e-7),
        Level("one_digit", 0.015, 1e-5),  # the next number differs in the check digit too
        Level("different", 0.03, 1.0),
    ),
    "home": (
        Level("same_house", 0.70, 5e-6),
        Level("same_village", 0.20, 0.001),
        Level("same_tambon", 0.03, 0.01),
        Level("different", 0.07, 0.99),
    ),
}

# Members of one family share surname, home and sometimes the birthday (twins) or, in a
# careless file, the number: what tells them apart must agree by itself.
PERSONAL = ("given", "birth", "sex", "number")
MOST_WITHIN_FAMILY = {"birth": 6.6, "number": 7.0}  # bits; 1 in 100 siblings is a twin


def bits_of(comparison: str, level: str) -> float:
    """What that level weighs before frequency; 0 where nothing could be compared.

    >>> round(bits_of("sex", "different"), 1), bits_of("sex", "")
    (-6.6, 0.0)
    """
    found = (each.bits for each in COMPARISONS[comparison] if each.id == level)
    return next(found, 0.0)
