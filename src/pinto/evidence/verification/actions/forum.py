"""Households are put to a village forum, and what it decides is their next step.

The meeting holds the quorum, the voices, the objections and the minutes; here its decision
certifies the household, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pinto.evidence.verification.actions.steps import (
    SUBJECT,
    Given,
    note,
    save_steps,
    take_step,
)
from pinto.evidence.verification.actions.undoing import taken_back
from pinto.evidence.verification.models import Verification
from pinto.evidence.verification.permissions import (
    check_may_certify,
    visible_to,
)
from pinto.evidence.verification.queries.standing import checked_on, effective_steps, freezes_of
from pinto.evidence.verification.rules.transitions import Finding, State, Verb
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.design.words import written_date
from pinto.ground.meetings.actions import propose
from pinto.ground.meetings.permissions import check_others_decide
from pinto.ground.meetings.queries import meeting, quorum_verdict, seats_of, sittings, waiting_about
from pinto.ground.meetings.rules import Outcome, Sitting, Voice

FOUND = {Outcome.AGREED: Finding.POOR, Outcome.NOT_AGREED: Finding.NOT_POOR}


@transaction.atomic
def put_to_forum(
    *,
    verification_ids: Sequence[UUID],
    meeting_id: UUID,
    voice: str,
    closed: bool,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> int:
    """The forum is asked about each of these that was checked; the answer is how many are new.

    Those about which a forum is asked already are left out. Raises ``Refused``, also where the
    viewer may not certify one of them, or the forum was held before one was checked.
    """
    rows = Verification.objects.filter(visible_to(viewer), pk__in=list(verification_ids))
    checked = list(rows.filter(state=State.CHECKED).select_related("place").order_by("pk"))
    if not checked:
        raise Refused(_("Only households that were checked are put to the forum."))
    for row in checked:
        check_may_certify(viewer, row.place.code)
    waiting = {asked.subject_id for asked in waiting_about(SUBJECT, [row.pk for row in checked])}
    asked = [(SUBJECT, row.pk) for row in checked if row.pk not in waiting]
    if not asked:
        raise Refused(_("A forum is asked already. A household stands before one forum at a time."))
    days = checked_on([key for _kind, key in asked])
    if meeting(meeting_id, viewer=viewer).held_on < max(days.values()):
        raise Refused(
            _(
                "The forum comes after the check: the last of these was checked on %(day)s."
                " Choose a forum of that day or later."
            )
            % {"day": written_date(max(days.values()))}
        )
    return len(
        propose(
            meeting_id=meeting_id,
            question=_("Does the forum agree that this family is one to help first?"),
            voice=voice,
            subjects=asked,
            closed=closed,
            viewer=viewer,
            by=by,
            at=at,
        )
    )


def _check_others(row: Verification, forum: Any) -> None:
    """The forum's quorum holds beside those who visited and checked the household."""
    signed = effective_steps().filter(
        verification=row, verb__in=(Verb.VISIT, Verb.CHECK), by__isnull=False
    )
    check_others_decide(
        quorum_verdict(forum),
        sittings(seats_of(forum)),
        [
            Sitting(Voice.STATE, True, str(step.by), str(step.by_id))
            for step in signed.select_related("by")
        ],
    )


@transaction.atomic
def follow_forum(decision: Any, *, undone: bool, by: Any, at: datetime) -> None:
    """The household is certified as the forum decided, or no longer where it took that back.

    A deferred question changes nothing. Raises ``Refused`` where the table forbids the step,
    or the household has gone on since.
    """
    finding = FOUND.get(decision.outcome)
    if finding is None:
        return
    decided_in = decision.proposal.meeting_id
    row = (
        Verification.objects.select_for_update(of=("self",))
        .select_related("place", "round")
        .get(pk=decision.proposal.subject_id)
    )
    if not undone:
        _check_others(row, decision.proposal.meeting)
        take_step(
            verification_id=row.pk,
            verb=Verb.CERTIFY,
            given=Given(finding=finding, meeting=decided_in),
            seen=row.steps_taken,
            viewer=viewer_of(by),
            by=by,
            at=at,
        )
        return
    newest = effective_steps().filter(verification=row).order_by("-number").first()
    frozen = row.tambon[:4] in freezes_of(row.round_id)
    if newest is None or newest.verb != Verb.CERTIFY or newest.meeting != decided_in or frozen:
        raise Refused(
            _("The household has gone on since the forum decided. Return it with a question.")
        )
    check_may_certify(viewer_of(by), row.place.code)
    step = taken_back(row, newest, by=by, at=at)
    save_steps([row], [step], Given())
    note(step, row, by=by, at=at)
