"""What was decided, about what."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from pinto.ground.meetings.models import Decision, Meeting, Proposal
from pinto.ground.meetings.rules import State


def decision_in_force(proposal: Proposal) -> Decision | None:
    """What the meeting said to the question, or None as long as it has not, or took it back."""
    return Decision.objects.filter(proposal=proposal, undone_at__isnull=True).first()


def decisions_about(kind: str, ids: Iterable[UUID]) -> QuerySet[Decision]:
    """What meetings decided about these things, in force, the newest first.

    The caller has checked that the things may be seen.
    """
    found = Decision.objects.filter(
        proposal__subject_kind=kind, proposal__subject_id__in=list(ids), undone_at__isnull=True
    )
    return found.select_related("proposal__meeting__place").order_by("-at")


def waiting_about(kind: str, ids: Iterable[UUID]) -> QuerySet[Proposal]:
    """Questions about these things that are put to a meeting and have no outcome yet."""
    found = Proposal.objects.filter(subject_kind=kind, subject_id__in=list(ids))
    found = found.filter(meeting__state__in=[State.PLANNED, State.HELD])
    return undecided(found).select_related("meeting__place")


def undecided(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Those of the questions that have no outcome, or whose outcome was undone."""
    in_force = Decision.objects.filter(undone_at__isnull=True)
    return proposals.exclude(pk__in=in_force.values("proposal_id"))


def anything_decided(meeting: Meeting) -> bool:
    """Whether a decision of the meeting is in force."""
    return Decision.objects.filter(proposal__meeting=meeting, undone_at__isnull=True).exists()


def votes_cast(meeting: Meeting) -> int:
    """The most hands counted for one of its decisions in force; 0 where none were."""
    in_force = Decision.objects.filter(proposal__meeting=meeting, undone_at__isnull=True)
    counted = in_force.values_list("ayes", "noes", "abstained")
    return max((sum(hands or 0 for hands in each) for each in counted), default=0)


def closed_before(kind: str, ids: Iterable[UUID]) -> set[UUID]:
    """Those of these things whose family asked to be heard closed, when it was last asked about."""
    put = Proposal.objects.filter(subject_kind=kind, subject_id__in=list(ids)).order_by("at", "pk")
    latest = dict(put.values_list("subject_id", "closed"))
    return {key for key, closed in latest.items() if closed and key is not None}


def after_decision(kind: str) -> Callable[..., Any] | None:
    """What the room of that kind does when a meeting decided about it; see `settings`."""
    named = settings.AFTER_DECISION.get(kind)
    return import_string(named) if named else None
