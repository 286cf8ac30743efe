"""What of a household's answers a list may be narrowed by."""

from __future__ import annotations

from pinto.evidence.instruments.rules import instrument
from pinto.evidence.registry.models import Round
from pinto.evidence.registry.permissions import hidden_questions
from pinto.ground.access.rules import Capability, Viewer


def closed_questions(round: Round, *, viewer: Viewer, area: str) -> frozenset[str]:
    """The questions a list of that area must not be narrowed by, for this viewer.

    Whoever may not read an answer must not learn it by asking who gave it. Without an
    area the list is about all the viewer serves, and the strictest place counts.
    """
    asked = instrument(round.instrument, round.instrument_version)
    places = [area] if area else sorted(viewer.areas_for(Capability.SEE_HOUSEHOLDS))
    hidden = (hidden_questions(asked, viewer=viewer, at=place) for place in places)
    return frozenset().union(*hidden)
