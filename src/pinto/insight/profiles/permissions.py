"""What of a household's answers a list may be narrowed by."""

from __future__ import annotations

from pinto.evidence.instruments.rules import instrument
from pinto.evidence.registry.models import Round
from pinto.evidence.registry.permissions import hidden_questions
from pinto.ground.access.rules import Capability, Viewer
from pinto.insight.measures.rules.codings import questions_of
from pinto.insight.measures.rules.scorings import Scoring


def closed_questions(round: Round, *, viewer: Viewer, area: str) -> frozenset[str]:
    """The questions a list of that area must not be narrowed by, for this viewer.

    Whoever may not read an answer must not learn it by asking who gave it. Without an
    area the list is about all the viewer serves, and the strictest place counts.
    """
    asked = instrument(round.instrument, round.instrument_version)
    places = [area] if area else sorted(viewer.areas_for(Capability.SEE_HOUSEHOLDS))
    hidden = (hidden_questions(asked, viewer=viewer, at=place) for place in places)
    return frozenset().union(*hidden)


def closed_items(scoring: Scoring, closed: frozenset[str]) -> frozenset[str]:
    """The items that read one of these questions: their scores would tell the answer."""
    return frozenset(
        item.id for item in scoring.items if closed.intersection(questions_of(scoring, item.id))
    )


def closed_capitals(scoring: Scoring, closed: frozenset[str]) -> frozenset[str]:
    """The capitals that hold such an item: with the rest known, their score would tell it."""
    return frozenset(scoring.item(item).capital for item in closed_items(scoring, closed))
