"""What may befall a family, whose list it comes on, and until when. No Django, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from pinto.ground.access.rules import lies_in

DUE = timedelta(hours=24)  # from the report until an officer says "I have it"
MOST = 500  # households in one report: more than a village has


class Kind(StrEnum):
    DEATH = "DEATH"
    BIRTH = "BIRTH"
    ILLNESS = "ILLNESS"
    JOB_LOSS = "JOB_LOSS"
    FLOOD = "FLOOD"
    FIRE = "FIRE"
    FOOD_SHORTAGE = "FOOD_SHORTAGE"
    MOVED = "MOVED"


# About health: village roles read only what they reported themselves.
SENSITIVE = frozenset({Kind.ILLNESS})


class State(StrEnum):
    REPORTED = "REPORTED"  # waits on the list of its officer
    ACKNOWLEDGED = "ACKNOWLEDGED"  # an officer has it
    HANDLED = "HANDLED"  # and says what was done
    TAKEN_BACK = "TAKEN_BACK"  # it was a mistake


OPEN = (State.REPORTED, State.ACKNOWLEDGED)


@dataclass(frozen=True)
class Officer:
    """Somebody who may be given an event: in which role, of which place, since when."""

    account_id: UUID
    role: str
    area: str  # a place code
    since: date


# Nearest first: the amphoe stands in where a tambon has nobody.
_TURN = ("TAMBON_OFFICER", "AMPHOE_OFFICER", "PROVINCE_OFFICER")


def assigned(place_code: str, officers: Iterable[Officer]) -> UUID | None:
    """Whose list an event of that place comes on; None where nobody serves it.

    The tambon's officer before the amphoe's and the province's; of several, who has
    served the smallest area the longest. The same officers give the same answer.

    >>> some, other = UUID(int=1), UUID(int=2)
    >>> tambon = Officer(some, "TAMBON_OFFICER", "990101", date(2025, 10, 1))
    >>> amphoe = Officer(other, "AMPHOE_OFFICER", "9901", date(2020, 10, 1))
    >>> assigned("99010104", [amphoe, tambon]) == some
    True
    >>> assigned("99010201", [amphoe, tambon]) == other
    True
    """
    able = [one for one in officers if one.role in _TURN and lies_in(place_code, one.area)]
    if not able:
        return None
    nearest = min(
        able,
        key=lambda one: (_TURN.index(one.role), -len(one.area), one.since, one.account_id),
    )
    return nearest.account_id


def due(reported_at: datetime) -> datetime:
    """Until when an officer should have it."""
    return reported_at + DUE


def overdue(state: str, due_at: datetime, now: datetime) -> bool:
    """Whether nobody has it although somebody should."""
    return state == State.REPORTED and now > due_at
