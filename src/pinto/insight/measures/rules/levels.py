"""From sub-scores to a level: the arithmetic of a capital, of the whole, and of the boundary.

The engine does the same over columns; a test holds the two together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pinto.insight.measures.rules.scorings import Boundary, Item, Scoring

# Weights such as .1 + .2 are not exact in binary: a share or a score within this of a
# limit is at the limit. Scores are looked at with nine decimals where a level is decided.
DECIMALS = 9
EPSILON = 1e-9


@dataclass(frozen=True)
class CapitalScore:
    """A capital's score, and the share of its weight that was known."""

    score: float | None
    known: float

    @property
    def reweighted(self) -> bool:
        """Whether some items were unknown and the others stand for them."""
        return self.score is not None and 0 < self.known < 1 - EPSILON


def capital_score(
    items: Sequence[Item], scores: Mapping[str, float | None], *, reweight_from: float
) -> CapitalScore:
    """The weighted mean of the items that are known, when they weigh enough together.

    >>> from pinto.insight.measures.rules.library import scoring
    >>> human = scoring("ppp-five-capitals", "1").items_of("human")
    >>> given = dict(education_highest=2.5, education_status=1, occupation_skills=3,
    ...              income_monthly=2, health=3.5, welfare=2)
    >>> round(capital_score(human, given, reweight_from=0.8).score, 9)
    2.5
    >>> capital_score(human, {**given, "health": None, "welfare": None}, reweight_from=0.8)
    CapitalScore(score=None, known=0.6)
    """
    known = [(item.weight, scores[item.id]) for item in items if scores.get(item.id) is not None]
    share = sum(weight for weight, _ in known)
    if share < reweight_from - EPSILON:
        return CapitalScore(None, round(share, DECIMALS))
    total = sum(weight * score for weight, score in known if score is not None)
    return CapitalScore(total / share, round(share, DECIMALS))


def overall_score(capitals: Sequence[float | None]) -> float | None:
    """The mean of the capitals; unknown as soon as one of them is.

    >>> round(overall_score([2.45, 2.22, 1.92, 1.80, 1.66]), 9)
    2.01
    >>> overall_score([2.45, 2.22, 1.92, 1.80, None]) is None
    True
    """
    known = [score for score in capitals if score is not None]
    return sum(known) / len(known) if known and len(known) == len(capitals) else None


def level_of(score: float | None, scoring: Scoring, boundary: Boundary | None = None) -> int | None:
    """The level of living, 1–4; None where there is no score.

    >>> from pinto.insight.measures.rules.library import scoring
    >>> ppp = scoring("ppp-five-capitals", "1")
    >>> level_of(1.75, ppp), level_of(1.7499999999999998, ppp), level_of(None, ppp)
    (2, 2, None)
    >>> level_of(1.75, ppp, Boundary.UPPER_INCLUSIVE)
    1
    """
    if score is None:
        return None
    score = round(score, DECIMALS)
    upper = (boundary or scoring.boundary) is Boundary.UPPER_INCLUSIVE
    return 1 + sum(score > cut if upper else score >= cut for cut in scoring.cuts)


def on_boundary(score: float | None, scoring: Scoring) -> bool:
    """Whether the level depends on which side of a boundary counts.

    >>> from pinto.insight.measures.rules.library import scoring
    >>> on_boundary(2.5000000000000004, scoring("ppp-five-capitals", "1"))
    True
    """
    return score is not None and round(score, DECIMALS) in scoring.cuts
