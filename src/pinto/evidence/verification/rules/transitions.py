"""The one table of verification: who may do what, from which state, and what comes of it.

Four acts never mix: find (ค้นหา), verify on site (สอบทาน: visited by one officer, checked
by another), certify in the village forum (รับรอง), endorse by the amphoe (เห็นชอบ). Who may
do nothing, and why, is answered here too: the page, the refusal and the list of what waits
for an officer all ask :func:`judged`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class State(StrEnum):
    """Where a household stands in a round."""

    UNLISTED = "UNLISTED"  # nobody has proposed it; no row is kept
    PROPOSED = "PROPOSED"
    ASSIGNED = "ASSIGNED"  # somebody is to visit it
    VISITED = "VISITED"  # by one officer, or tried to
    CHECKED = "CHECKED"  # by another, at the desk
    CERTIFIED = "CERTIFIED"  # by the village forum
    ENDORSED = "ENDORSED"  # by the amphoe
    RETURNED = "RETURNED"  # a question waits for an answer
    APPEALED = "APPEALED"  # the family does not agree
    WITHDRAWN = "WITHDRAWN"  # the proposal was taken back


class Verb(StrEnum):
    """What somebody does with a household of a round."""

    PROPOSE = "PROPOSE"
    WITHDRAW = "WITHDRAW"
    ASSIGN = "ASSIGN"
    VISIT = "VISIT"
    CHECK = "CHECK"
    CERTIFY = "CERTIFY"
    ENDORSE = "ENDORSE"
    RETURN = "RETURN"
    ANSWER = "ANSWER"
    APPEAL = "APPEAL"
    UPHOLD = "UPHOLD"  # the appeal changes nothing
    GRANT = "GRANT"  # the appeal is right: visited anew
    REOPEN = "REOPEN"  # answers changed after the check: checked anew
    UNDO = "UNDO"  # takes the newest step back; see actions.undoing


class Outcome(StrEnum):
    """What became of a visit. None of them lowers standing: the forum decides with each."""

    MET = "MET"
    NOT_FOUND = "NOT_FOUND"
    MOVED = "MOVED"
    REFUSED = "REFUSED"
    DIED = "DIED"


class Finding(StrEnum):
    """Whether the household is poor, as somebody who visited, or the forum, found."""

    POOR = "POOR"
    NOT_POOR = "NOT_POOR"
    CANNOT_TELL = "CANNOT_TELL"


class Need(StrEnum):
    """What must be given with a step."""

    REASON = "REASON"
    ASSIGNEE = "ASSIGNEE"
    OUTCOME = "OUTCOME"
    FINDING = "FINDING"
    MEETING = "MEETING"


VOLUNTEER, TAMBON, AMPHOE, PROVINCE = (
    "VOLUNTEER",
    "TAMBON_OFFICER",
    "AMPHOE_OFFICER",
    "PROVINCE_OFFICER",
)
_FIELD = frozenset({VOLUNTEER, TAMBON})
_OFFICES = frozenset({TAMBON, AMPHOE, PROVINCE})
_ANYBODY = _FIELD | _OFFICES


@dataclass(frozen=True)
class Transition:
    """One line of the table. ``target`` None: back to where it was turned from."""

    source: State
    verb: Verb
    target: State | None
    roles: frozenset[str]
    needs: frozenset[Need] = field(default_factory=frozenset)


def _lines(
    verb: Verb,
    sources: str,
    target: State | None,
    roles: Collection[str],
    *needs: Need,
) -> list[Transition]:
    return [
        Transition(State(source), verb, target, frozenset(roles), frozenset(needs))
        for source in sources.split()
    ]


_SEEN = {Need.OUTCOME, Need.FINDING}
TRANSITIONS: tuple[Transition, ...] = (
    *_lines(Verb.PROPOSE, "UNLISTED WITHDRAWN", State.PROPOSED, _ANYBODY, Need.REASON),
    *_lines(Verb.WITHDRAW, "PROPOSED", State.WITHDRAWN, _ANYBODY, Need.REASON),
    *_lines(Verb.ASSIGN, "PROPOSED ASSIGNED RETURNED", State.ASSIGNED, {TAMBON}, Need.ASSIGNEE),
    *_lines(Verb.VISIT, "PROPOSED ASSIGNED VISITED RETURNED", State.VISITED, _FIELD, *_SEEN),
    *_lines(Verb.CHECK, "VISITED", State.CHECKED, {TAMBON, AMPHOE}),
    *_lines(Verb.CERTIFY, "CHECKED", State.CERTIFIED, {TAMBON}, Need.MEETING, Need.FINDING),
    *_lines(Verb.ENDORSE, "CERTIFIED", State.ENDORSED, {AMPHOE}),
    *_lines(Verb.RETURN, "PROPOSED ASSIGNED", State.RETURNED, _FIELD, Need.REASON),
    *_lines(Verb.RETURN, "VISITED CHECKED", State.RETURNED, {TAMBON, AMPHOE}, Need.REASON),
    *_lines(Verb.RETURN, "CERTIFIED ENDORSED", State.RETURNED, {AMPHOE, PROVINCE}, Need.REASON),
    *_lines(Verb.ANSWER, "RETURNED", None, _FIELD, Need.REASON),
    *_lines(Verb.APPEAL, "CHECKED CERTIFIED ENDORSED", State.APPEALED, _ANYBODY, Need.REASON),
    *_lines(Verb.UPHOLD, "APPEALED", None, _OFFICES, Need.REASON),
    *_lines(Verb.GRANT, "APPEALED", State.PROPOSED, _OFFICES, Need.REASON),
    *_lines(Verb.REOPEN, "CHECKED CERTIFIED ENDORSED", State.VISITED, {TAMBON, AMPHOE}),
)
TABLE: Mapping[tuple[State, Verb], Transition] = {
    (line.source, line.verb): line for line in TRANSITIONS
}

# Who did one of these on a household may not do the other on it. The forum's own signature
# is the meeting's, with its quorum; who wrote it down is kept away from endorsing alone.
CONFLICTS: Mapping[Verb, frozenset[Verb]] = {
    Verb.CHECK: frozenset({Verb.VISIT}),
    Verb.ENDORSE: frozenset({Verb.VISIT, Verb.CHECK, Verb.CERTIFY}),
    Verb.UPHOLD: frozenset({Verb.VISIT, Verb.CHECK, Verb.CERTIFY, Verb.ENDORSE}),
    Verb.GRANT: frozenset({Verb.VISIT, Verb.CHECK, Verb.CERTIFY, Verb.ENDORSE}),
}

# Whoever wrote answers of the household in the round, on a screen, does none of these on it:
# to write down what a family says is to interview. To load a file is not.
NOT_BY_WRITERS = frozenset({Verb.CHECK, Verb.ENDORSE, Verb.UPHOLD, Verb.GRANT})

# Answers that changed after the check must be checked again before any of these.
ON_CHECKED_ANSWERS = frozenset({Verb.CERTIFY, Verb.ENDORSE})

# Nobody does these on an own household, or that of declared kin.
IMPARTIAL = frozenset(
    {
        Verb.VISIT,
        Verb.CHECK,
        Verb.CERTIFY,
        Verb.ENDORSE,
        Verb.RETURN,
        Verb.ANSWER,
        Verb.UPHOLD,
        Verb.GRANT,
    }
)

# The steps that lead on, in their order; the others turn a household back or aside.
FORWARD = (Verb.ASSIGN, Verb.VISIT, Verb.CHECK, Verb.CERTIFY, Verb.ENDORSE)
# What each state waits for.
NEXT: Mapping[State, Verb] = {
    State.PROPOSED: Verb.ASSIGN,
    State.ASSIGNED: Verb.VISIT,
    State.VISITED: Verb.CHECK,
    State.CHECKED: Verb.CERTIFY,
    State.CERTIFIED: Verb.ENDORSE,
    State.RETURNED: Verb.ANSWER,
    State.APPEALED: Verb.UPHOLD,
}
SIGNATURES = (Verb.VISIT, Verb.CHECK, Verb.CERTIFY, Verb.ENDORSE)

# What many households can be taken through at once; a visit and an appeal
# are one family's, and the forum decides on each.
BULK = (Verb.PROPOSE, Verb.ASSIGN, Verb.CHECK, Verb.ENDORSE, Verb.RETURN)
BULK_MOST = 10_000  # households

# Days until the next step is overdue (ours: no source gives any).
DAYS: Mapping[State, int] = {
    State.PROPOSED: 7,
    State.ASSIGNED: 14,
    State.VISITED: 7,
    State.CHECKED: 30,
    State.CERTIFIED: 15,
    State.RETURNED: 7,
    State.APPEALED: 30,
}
OPEN = frozenset(DAYS)  # somebody has still to do something
VERIFIED = frozenset({State.CERTIFIED, State.ENDORSED})  # the forum has decided
SIGNED_OFF = VERIFIED | {State.CHECKED}  # on answers that somebody checked
SUBMITTED = VERIFIED  # what a tambon has handed to the amphoe


@dataclass(frozen=True)
class Situation:
    """A household of a round as the table sees it."""

    state: State
    signers: Mapping[Verb, frozenset[UUID]] = field(default_factory=dict)  # undone ones left out
    turned_from: State | None = None  # where it stood before it was returned or appealed
    frozen: bool = False
    writers: frozenset[UUID] = frozenset()  # of its answers in the round, on a screen
    changed: bool = False  # its answers are newer than the check
    merged: bool = False  # an older record of the same family counts


@dataclass(frozen=True)
class Actor:
    """Somebody who would do something with that household."""

    account_id: UUID | None
    roles: frozenset[str]  # held at the household's place
    kin: bool = False  # it is their own household, or declared kin's


class Hindrance(StrEnum):
    """Why a step cannot be taken."""

    FROZEN = "FROZEN"
    NOT_FROM_HERE = "NOT_FROM_HERE"
    ROLE = "ROLE"
    KIN = "KIN"
    SIGNED = "SIGNED"
    MERGED = "MERGED"
    WROTE = "WROTE"
    CHANGED = "CHANGED"
    LACKING = "LACKING"


@dataclass(frozen=True)
class Verdict:
    """Where a step leads and in which role, or what hinders it."""

    verb: Verb
    target: State | None = None
    role: str = ""
    hindrance: Hindrance | None = None
    lacking: frozenset[Need] = frozenset()
    signed: frozenset[Verb] = frozenset()  # what the actor signed, that forbids it
    roles: frozenset[str] = frozenset()  # who could, where the actor's role does not fit

    @property
    def allowed(self) -> bool:
        return self.hindrance is None


def judged(
    verb: Verb,
    situation: Situation,
    actor: Actor,
    given: Collection[Need] | None = None,
) -> Verdict:
    """Whether the actor may take that step now. ``given`` None leaves out what must be given.

    >>> noi, noon = UUID(int=1), UUID(int=2)
    >>> visited = Situation(State.VISITED, {Verb.VISIT: frozenset({noi})})
    >>> judged(Verb.CHECK, visited, Actor(noi, frozenset({"TAMBON_OFFICER"}))).hindrance
    <Hindrance.SIGNED: 'SIGNED'>
    >>> judged(Verb.CHECK, visited, Actor(noon, frozenset({"TAMBON_OFFICER"}))).target
    <State.CHECKED: 'CHECKED'>
    """
    if situation.frozen:
        return Verdict(verb, hindrance=Hindrance.FROZEN)
    line = TABLE.get((situation.state, verb))
    target = (line.target or situation.turned_from) if line else None
    if line is None or target is None or (verb is Verb.REOPEN and not situation.changed):
        return Verdict(verb, hindrance=Hindrance.NOT_FROM_HERE)
    fitting = sorted(actor.roles & line.roles)
    if actor.account_id is None or not fitting:
        return Verdict(verb, hindrance=Hindrance.ROLE, roles=line.roles)
    if situation.merged and verb is not Verb.WITHDRAW:
        return Verdict(verb, hindrance=Hindrance.MERGED)
    if actor.kin and verb in IMPARTIAL:
        return Verdict(verb, hindrance=Hindrance.KIN)
    signed = frozenset(
        other
        for other in CONFLICTS.get(verb, frozenset())
        if actor.account_id in situation.signers.get(other, frozenset())
    )
    if signed:
        return Verdict(verb, hindrance=Hindrance.SIGNED, signed=signed)
    if verb in NOT_BY_WRITERS and actor.account_id in situation.writers:
        return Verdict(verb, hindrance=Hindrance.WROTE)
    if verb in ON_CHECKED_ANSWERS and situation.changed:
        return Verdict(verb, hindrance=Hindrance.CHANGED)
    lacking = line.needs - frozenset(given) if given is not None else frozenset()
    if lacking:
        return Verdict(verb, hindrance=Hindrance.LACKING, lacking=lacking)
    return Verdict(verb, target, fitting[0])


def roles_for(verb: Verb, state: State) -> frozenset[str]:
    """The roles that may take that step from that state; of none, nobody."""
    line = TABLE.get((state, verb))
    return line.roles if line else frozenset()


def verbs_from(state: State) -> list[Verb]:
    """What can be done from there by anybody, in the order of the table."""
    return [line.verb for line in TRANSITIONS if line.source is state]
