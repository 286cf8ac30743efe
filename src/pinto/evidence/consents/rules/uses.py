"""What household data are used for, on which legal basis, and what a refusal changes.

The law is the Personal Data Protection Act B.E. 2562 (PDPA). The codes that
``access.rules.Purpose`` has too mean the same there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pinto.ground.access.rules import Purpose


class Basis(StrEnum):
    """Why the law allows a use."""

    PUBLIC_TASK = "PUBLIC_TASK"  # s.24(4); for health and disability s.26(5)
    LEGAL_DUTY = "LEGAL_DUTY"  # s.24(6)
    VITAL_INTEREST = "VITAL_INTEREST"  # s.24(2); s.26(1)
    RESEARCH = "RESEARCH"  # s.24(1), with safeguards, until somebody objects (s.32)
    CONSENT = "CONSENT"  # s.19; s.26


class Use(StrEnum):
    """Something household data are used for."""

    VERIFICATION = "VERIFICATION"
    HELP = "HELP"
    PLANNING = "PLANNING"
    AUDIT = "AUDIT"
    ADMINISTRATION = "ADMINISTRATION"
    EMERGENCY = "EMERGENCY"
    RESEARCH = "RESEARCH"
    SHARING = "SHARING"  # with a foundation, a temple, a company, another agency
    PHOTO = "PHOTO"  # of the house or the people in it


class State(StrEnum):
    """Where a consent stands (event states of ISO/IEC TS 27560)."""

    GIVEN = "GIVEN"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"  # never recorded: time does it
    NOT_ASKED = "NOT_ASKED"


RECORDED = (State.GIVEN, State.REFUSED, State.WITHDRAWN)


@dataclass(frozen=True)
class Ground:
    """On what a use rests."""

    basis: Basis
    section: str  # of the PDPA


# The one table.
GROUNDS: Mapping[Use, Ground] = {
    Use.VERIFICATION: Ground(Basis.PUBLIC_TASK, "24(4), 26(5)"),
    Use.HELP: Ground(Basis.PUBLIC_TASK, "24(4), 26(5)"),
    Use.PLANNING: Ground(Basis.PUBLIC_TASK, "24(4)"),
    Use.AUDIT: Ground(Basis.LEGAL_DUTY, "24(6)"),
    Use.ADMINISTRATION: Ground(Basis.LEGAL_DUTY, "24(6), 37, 39"),
    Use.EMERGENCY: Ground(Basis.VITAL_INTEREST, "24(2), 26(1)"),
    Use.RESEARCH: Ground(Basis.RESEARCH, "24(1), 32"),
    Use.SHARING: Ground(Basis.CONSENT, "19, 26, 27"),
    Use.PHOTO: Ground(Basis.CONSENT, "19"),
}
# What the family is asked, because its answer decides.
ASKED = tuple(
    use for use, ground in GROUNDS.items() if ground.basis in (Basis.RESEARCH, Basis.CONSENT)
)


def use_of(purpose: Purpose | None) -> Use:
    """The use a viewer's purpose stands for; somebody without one plans.

    >>> use_of(Purpose.RESEARCH), use_of(None)
    (<Use.RESEARCH: 'RESEARCH'>, <Use.PLANNING: 'PLANNING'>)
    """
    return Use(purpose) if purpose else Use.PLANNING


def state_on(day: date, recorded: State | None, expires_on: date | None) -> State:
    """Where a consent stands on a day, from the newest thing recorded about it.

    >>> state_on(date(2027, 1, 1), State.GIVEN, date(2026, 12, 31)).value
    'EXPIRED'
    >>> state_on(date(2027, 1, 1), None, None).value
    'NOT_ASKED'
    """
    if recorded is None:
        return State.NOT_ASKED
    if recorded is State.GIVEN and expires_on is not None and expires_on < day:
        return State.EXPIRED
    return recorded


def may_use(use: Use, state: State) -> bool:
    """Whether the data of somebody whose consent stands so may be used for this.

    A public task, a legal duty and a life in danger do not wait for consent, research
    ends where somebody objects, and anything else begins only when it was agreed to.

    >>> [may_use(Use.HELP, State.REFUSED), may_use(Use.RESEARCH, State.NOT_ASKED)]
    [True, True]
    >>> [may_use(Use.RESEARCH, State.WITHDRAWN), may_use(Use.SHARING, State.NOT_ASKED)]
    [False, False]
    """
    basis = GROUNDS[use].basis
    if basis is Basis.CONSENT:
        return state is State.GIVEN
    if basis is Basis.RESEARCH:
        return state not in (State.REFUSED, State.WITHDRAWN)
    return True


def may_follow(before: State, after: State) -> bool:
    """Whether this can be recorded now: only what was given can be withdrawn.

    >>> may_follow(State.GIVEN, State.WITHDRAWN), may_follow(State.NOT_ASKED, State.WITHDRAWN)
    (True, False)
    """
    if after is State.WITHDRAWN:
        return before in (State.GIVEN, State.EXPIRED)
    if after is State.REFUSED:
        return before is not State.GIVEN  # who agreed and changes their mind withdraws
    return after is State.GIVEN
