"""What meetings answer."""

from pinto.ground.meetings.queries.decisions import (
    after_decision,
    anything_decided,
    decision_in_force,
    decisions_about,
    undecided,
    waiting_about,
)
from pinto.ground.meetings.queries.meetings import (
    meeting,
    meetings,
    meetings_listed,
    meetings_to_hold,
    next_number,
    places_to_meet,
    previous_meeting,
    quorum_of,
    quorum_verdict,
)
from pinto.ground.meetings.queries.papers import (
    Asked,
    agenda_of,
    asked,
    forum_lines,
    proposals_of,
    seats_of,
    whose_voices,
)

__all__ = [
    "Asked",
    "after_decision",
    "agenda_of",
    "anything_decided",
    "asked",
    "decision_in_force",
    "decisions_about",
    "forum_lines",
    "meeting",
    "meetings",
    "meetings_listed",
    "meetings_to_hold",
    "next_number",
    "places_to_meet",
    "previous_meeting",
    "proposals_of",
    "quorum_of",
    "quorum_verdict",
    "seats_of",
    "undecided",
    "waiting_about",
    "whose_voices",
]
