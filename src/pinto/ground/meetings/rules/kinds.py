"""Kinds and states of meetings, voices, duties, outcomes. No Django, no clock."""

from enum import StrEnum


class Kind(StrEnum):
    FORUM = "FORUM"  # เวทีประชาคม
    COMMITTEE = "COMMITTEE"
    BOARD = "BOARD"
    COUNCIL = "COUNCIL"
    WEEKLY = "WEEKLY"  # those who work on it, every week


class State(StrEnum):
    PLANNED = "PLANNED"
    HELD = "HELD"  # attendance is taken; questions are decided and minutes written
    CLOSED = "CLOSED"  # nothing changes any more
    CALLED_OFF = "CALLED_OFF"


class Voice(StrEnum):
    """Whose seat it is."""

    PEOPLE = "PEOPLE"
    STATE = "STATE"
    TECHNICAL = "TECHNICAL"
    TARGET = "TARGET"  # the families themselves


class Duty(StrEnum):
    CHAIR = "CHAIR"
    SECRETARY = "SECRETARY"  # writes the minutes
    MEMBER = "MEMBER"


class Outcome(StrEnum):
    AGREED = "AGREED"
    NOT_AGREED = "NOT_AGREED"
    DEFERRED = "DEFERRED"


class Lack(StrEnum):
    """Why a meeting may not decide."""

    NO_SEATS = "NO_SEATS"
    TOO_FEW = "TOO_FEW"
    VOICES = "VOICES"
