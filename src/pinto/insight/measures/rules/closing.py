"""What of a score is closed together with answers that somebody may not read."""

from __future__ import annotations

from pinto.insight.measures.rules.codings import questions_of
from pinto.insight.measures.rules.scorings import Scoring


def closed_items(scoring: Scoring, closed: frozenset[str]) -> frozenset[str]:
    """The items whose scores would tell the answer to one of the ``closed`` questions.

    Those that read one; and where they all lie in one capital, those of a second: with the
    overall score and four capitals known, the fifth could be worked out.
    """
    telling = {
        item.id for item in scoring.items if closed.intersection(questions_of(scoring, item.id))
    }
    capitals = {scoring.item(item).capital for item in telling}
    if len(capitals) == 1:
        beside = [capital.id for capital in scoring.capitals if capital.id not in capitals][-1:]
        telling |= {item.id for capital in beside for item in scoring.items_of(capital)}
    return frozenset(telling)


def closed_capitals(scoring: Scoring, closed: frozenset[str]) -> frozenset[str]:
    """The capitals that hold such an item: with the rest known, their score would tell it."""
    return frozenset(scoring.item(item).capital for item in closed_items(scoring, closed))
