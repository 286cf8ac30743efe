"""From which weight on a pair is suggested, or looked at side by side."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

SUGGESTED, REVIEW = "SUGGESTED", "REVIEW"

_SURE = 6.5  # bits beyond even odds: one in a hundred such pairs is two people
_POSSIBLE = 2.0  # bits below even odds that are still worth a look
_TELLS_APART = 6.0  # bits of what tells members of a family apart
_DOUBTFUL = 2.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Weights in bits, of all evidence and of the personal evidence alone."""

    suggested: float
    review: float
    personal_suggested: float = _TELLS_APART
    personal_review: float = _DOUBTFUL


def thresholds(records: int) -> Thresholds:
    """The thresholds for lists of so many records.

    A record has one true partner at most and ``records`` possible ones, so the odds of
    a pair drawn blindly are 1 to ``records``: twice as many records ask for one bit more.

    >>> thresholds(2**20).suggested - thresholds(2**10).suggested
    10.0
    """
    prior = log2(max(records, 2))
    return Thresholds(suggested=prior + _SURE, review=prior - _POSSIBLE)


def probability(weight: float, records: int) -> float:
    """How likely a pair of that weight is one person, as the model has it.

    >>> round(probability(20, 2**20), 2)
    0.5
    """
    odds: float = 2.0 ** min(weight - log2(max(records, 2)), 60)
    return odds / (1 + odds)
