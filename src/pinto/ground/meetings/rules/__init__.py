"""When a meeting may decide, and what its papers may say. No Django, no clock."""

from pinto.ground.meetings.rules.kinds import Duty, Kind, Lack, Outcome, State, Voice
from pinto.ground.meetings.rules.papers import Count, Line, Matter, by_voice, shown_in_public
from pinto.ground.meetings.rules.quorum import (
    QUORUMS,
    Quorum,
    Sitting,
    Verdict,
    others_suffice,
    person_key,
    verdict,
)
from pinto.ground.meetings.rules.votes import Raised, Votes, carried
from pinto.ground.meetings.rules.words import houses_in, labels_in

__all__ = [
    "QUORUMS",
    "Count",
    "Duty",
    "Kind",
    "Lack",
    "Line",
    "Matter",
    "Outcome",
    "Quorum",
    "Raised",
    "Sitting",
    "State",
    "Verdict",
    "Voice",
    "Votes",
    "by_voice",
    "carried",
    "houses_in",
    "labels_in",
    "others_suffice",
    "person_key",
    "shown_in_public",
    "verdict",
]
