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
    meetings_to_hold,
    previous_meeting,
    quorum_of,
    quorum_verdict,
)

__all__ = [
    "after_decision",
    "anything_decided",
    "decision_in_force",
    "decisions_about",
    "meeting",
    "meetings",
    "meetings_to_hold",
    "previous_meeting",
    "quorum_of",
    "quorum_verdict",
    "undecided",
    "waiting_about",
]
