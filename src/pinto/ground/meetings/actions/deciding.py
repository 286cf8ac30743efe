"""Questions are put to a meeting, and decided there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.meetings.actions.opening import opened
from pinto.ground.meetings.models import Decision, Meeting, Objection, Proposal
from pinto.ground.meetings.permissions import (
    check_may_decide,
    check_names_nobody,
    check_sayable,
    check_votes,
)
from pinto.ground.meetings.queries import (
    after_decision,
    closed_before,
    decision_in_force,
    quorum_verdict,
    undecided,
)
from pinto.ground.meetings.rules import Outcome, Raised, Votes
from pinto.ground.trail.actions import record


@transaction.atomic
def propose(
    *,
    meeting_id: UUID,
    question: str,
    voice: str,
    subjects: Sequence[tuple[str, UUID]] = (),
    closed: bool = False,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> list[Proposal]:
    """The question is put to the meeting, once for each subject; without subjects, once.

    A subject is (kind, id) of another room; one that the meeting is asked about already is
    left out, and one that was last put to a meeting to be heard closed is so again. Raises
    ``Refused`` where the question tells something of a family, or names one without being
    about it.
    """
    meeting = opened(meeting_id, viewer)
    check_sayable(question)
    if not subjects:
        check_names_nobody(question, meeting.place.code, viewer)
    asked = set(
        meeting.proposals.filter(subject_id__isnull=False).values_list("subject_kind", "subject_id")
    )
    fresh = [subject for subject in dict.fromkeys(subjects) if subject not in asked]
    kept_closed = _closed_before(fresh)
    first = (meeting.proposals.aggregate(last=Max("number"))["last"] or 0) + 1
    about: Sequence[tuple[str, UUID | None]] = fresh if subjects else [("", None)]
    made = Proposal.objects.bulk_create(
        Proposal(
            meeting=meeting,
            number=number,
            voice=voice,
            question=question,
            subject_kind=kind,
            subject_id=subject_id,
            closed=closed or subject_id in kept_closed,
            by=by,
            at=at,
        )
        for number, (kind, subject_id) in enumerate(about, first)
    )
    _note("meeting.proposed", meeting, by, at, proposals=[str(each.pk) for each in made])
    return made


def _closed_before(subjects: Sequence[tuple[str, UUID]]) -> set[UUID]:
    found: set[UUID] = set()
    for kind in {kind for kind, _id in subjects}:
        found |= closed_before(kind, [key for of_kind, key in subjects if of_kind == kind])
    return found


@transaction.atomic
def withdraw_proposal(*, proposal_id: UUID, viewer: Viewer, by: Any, at: datetime) -> None:
    """The question is no longer put. Raises ``Refused`` once it was ever decided."""
    meeting, proposal = _opened(proposal_id, viewer)
    if proposal.decisions.exists():
        raise Refused(
            _("The question has been decided once: it stays on record. Defer it instead.")
        )
    proposal.delete()
    _note("meeting.proposal_withdrawn", meeting, by, at, proposal=str(proposal_id))


@transaction.atomic
def hear_closed(
    *, proposal_id: UUID, closed: bool, viewer: Viewer, by: Any, at: datetime
) -> Proposal:
    """The family is heard without the public, as it asked; or in public again."""
    meeting, proposal = _opened(proposal_id, viewer)
    proposal.closed = closed
    proposal.save(update_fields=["closed"])
    _note("meeting.hearing_set", meeting, by, at, proposal=str(proposal_id), closed=closed)
    return proposal


@transaction.atomic
def decide(
    *,
    proposal_id: UUID,
    outcome: str,
    votes: Votes | None = None,
    objections: Sequence[Raised] = (),
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Decision:
    """The meeting answered the question so; without ``votes``, without counting hands.

    The room the question is about follows in the same transaction (AFTER_DECISION).
    Raises ``Refused`` without a quorum, before attendance is taken, for votes that do not
    add up, and where somebody else has written down an outcome meanwhile.
    """
    meeting, proposal = _opened(proposal_id, viewer)
    found = quorum_verdict(meeting)
    check_may_decide(meeting, found)
    check_votes(outcome, votes, found)
    if decision_in_force(proposal) is not None:
        raise Refused(_("The question is decided already. Undo that decision to change it."))
    decision = Decision.objects.create(
        proposal=proposal,
        outcome=outcome,
        ayes=votes.ayes if votes else None,
        noes=votes.noes if votes else None,
        abstained=votes.abstained if votes else None,
        quorum=found.as_json(),
        by=by,
        at=at,
    )
    Objection.objects.bulk_create(
        Objection(
            decision=decision, voice=one.voice, role=one.role, text=one.text, answer=one.answer
        )
        for one in objections
    )
    _note(
        "meeting.decided",
        meeting,
        by,
        at,
        proposal=str(proposal_id),
        outcome=outcome,
        objections=len(objections),
    )
    _follow(decision, undone=False, by=by, at=at)
    return decision


@transaction.atomic
def agree_all(*, meeting_id: UUID, viewer: Viewer, by: Any, at: datetime) -> list[Decision]:
    """Nobody objected: every public question without an outcome is agreed.

    A closed hearing is decided on its own. A question that its room does not let be decided
    now, as of a family that has appealed, stays open; where that is so of each, ``Refused``
    is raised as ``decide`` does.
    """
    meeting = opened(meeting_id, viewer)
    check_may_decide(meeting, quorum_verdict(meeting))
    left = undecided(meeting.proposals.filter(closed=False)).values_list("pk", flat=True)
    made: list[Decision] = []
    refusal: Refused | None = None
    for key in list(left):
        try:
            with transaction.atomic():
                made.append(
                    decide(proposal_id=key, outcome=Outcome.AGREED, viewer=viewer, by=by, at=at)
                )
        except Refused as refused:
            refusal = refusal or refused
    if refusal is not None and not made:
        raise refusal
    return made


@transaction.atomic
def undo_decision(*, proposal_id: UUID, viewer: Viewer, by: Any, at: datetime) -> None:
    """The question is open again; what was decided stays on record and counts no more.

    Raises ``Refused`` where nothing is decided, or the room concerned has gone on from it.
    """
    meeting, proposal = _opened(proposal_id, viewer)
    decision = decision_in_force(proposal)
    if decision is None:
        raise Refused(_("The question has no outcome to undo."))
    decision.undone_by, decision.undone_at = by, at
    decision.save(update_fields=["undone_by", "undone_at"])
    _note("meeting.decision_undone", meeting, by, at, proposal=str(proposal_id))
    _follow(decision, undone=True, by=by, at=at)


def _opened(proposal_id: UUID, viewer: Viewer) -> tuple[Meeting, Proposal]:
    """The proposal and its meeting, the meeting locked: one writes into it at a time."""
    meeting_id = Proposal.objects.values_list("meeting_id", flat=True).get(pk=proposal_id)
    meeting = opened(meeting_id, viewer)
    return meeting, meeting.proposals.get(pk=proposal_id)


def _follow(decision: Decision, *, undone: bool, by: Any, at: datetime) -> None:
    follow = after_decision(decision.proposal.subject_kind)
    if follow is not None:
        follow(decision, undone=undone, by=by, at=at)


def _note(what: str, meeting: Meeting, by: Any, at: datetime, **detail: Any) -> None:
    record(what=what, on=("meeting", meeting.pk), by=by, at=at, **detail)
