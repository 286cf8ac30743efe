"""What kinds, states, voices, duties and outcomes are called: value and label."""

from pinto.ground.meetings.models import Duty, Kind, Outcome, State, Voice

KINDS = Kind.choices
STATES = State.choices
VOICES = Voice.choices
DUTIES = [(Duty.MEMBER.value, Duty.MEMBER.label), *Duty.choices[:2]]
OUTCOMES = Outcome.choices


def kind_called(kind: str) -> str:
    """The kind of meeting in words."""
    return str(Kind(kind).label)


def voice_called(voice: str) -> str:
    """The voice in words."""
    return str(Voice(voice).label)


def outcome_called(outcome: str) -> str:
    """The outcome in words."""
    return str(Outcome(outcome).label)
