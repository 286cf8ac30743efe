"""Second interviews: drawn, given to another person, asked, and kept apart from the facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pinto.evidence.quality.models import Draw, SecondInterview
from pinto.evidence.quality.permissions import (
    check_another_asks,
    check_may_ask_again,
    check_may_supervise,
)
from pinto.evidence.quality.queries.fieldwork import interviewer_of, interviewers
from pinto.evidence.quality.queries.second import frame_of
from pinto.evidence.quality.rules.drawing import drawn, frame_digest
from pinto.evidence.registry.models import Round
from pinto.evidence.registry.queries import latest_revisions
from pinto.ground.access.models import Account
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused, Viewer, may
from pinto.ground.trail.actions import record


@transaction.atomic
def draw_second_interviews(
    *, round: Round, tambon: str, seed: str, viewer: Viewer | None, by: Any, at: datetime
) -> Draw:
    """One household in twenty of the tambon, drawn by the seed, waits for a second interview.

    Drawn once a round and tambon: nobody draws until the draw pleases. Without ``viewer``
    it is the house itself. Raises ``OutOfScope``, ``Refused``.
    """
    if viewer is not None:
        check_may_supervise(viewer, tambon)
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    if Draw.objects.filter(round=round, tambon=tambon).exists():
        raise Refused(_("The households of this round are drawn already."))
    frame = frame_of(round, tambon)
    if not frame:
        raise Refused(_("No household of this tambon was asked in this round yet."))
    chosen = [UUID(key) for key in drawn((key.hex for key in frame), seed=seed)]
    made = Draw.objects.create(
        round=round,
        tambon=tambon,
        seed=seed,
        households=len(frame),
        frame=frame_digest(key.hex for key in frame),
        by=by,
        at=at,
    )
    revisions = latest_revisions(chosen, round)
    first = interviewers(round, tambon)
    known = {key.hex: key for key in Account.objects.values_list("pk", flat=True)}
    SecondInterview.objects.bulk_create(
        SecondInterview(
            draw=made,
            household_id=key,
            place_id=revisions[key].place_id,
            revision=revisions[key].pk,
            first_by_id=known.get(first.get(key.hex, "")),
        )
        for key in chosen
    )
    record(
        what="second_interviews.drawn",
        on=("round", round.pk),
        by=by,
        at=at,
        tambon=tambon,
        seed=seed,
        households=len(frame),
        drawn=len(chosen),
        frame=made.frame,
    )
    return made


@transaction.atomic
def assign_second_interview(
    *, interview: SecondInterview, to: Account, viewer: Viewer | None, by: Any, at: datetime
) -> None:
    """That person asks the household again. Raises ``OutOfScope``, ``Refused``.

    Refused for whoever asked first, and for somebody who does not work in the village.
    """
    held = _held(interview)
    if viewer is not None:
        check_may_supervise(viewer, held.place.code)
    check_another_asks(held.first_by_id, to)
    if held.at is not None:
        raise Refused(_("The second interview is done already."))
    if not may(viewer_of(to), Capability.EDIT_HOUSEHOLDS, held.place.code):
        raise Refused(_("%(name)s does not work in this village.") % {"name": to})
    held.assignee = to
    held.save(update_fields=["assignee", "first_by"])
    record(
        what="second_interview.assigned",
        on=("household", held.household_id),
        by=by,
        at=at,
        to=str(to.pk),
    )


@transaction.atomic
def enter_second_interview(
    *,
    interview: SecondInterview,
    answers: Mapping[str, Any],
    note: str,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> None:
    """The household answered this a second time. Its facts stay as they are.

    Entering again replaces what the same person entered. Raises ``OutOfScope``, ``Refused``.
    """
    held = _held(interview)
    check_may_ask_again(viewer, code=held.place.code, assignee=held.assignee_id)
    check_another_asks(held.first_by_id, by)
    held.answers = {name: answer for name, answer in answers.items() if answer is not None}
    held.note, held.by, held.at = note, by, at
    held.save(update_fields=["answers", "note", "by", "at", "first_by"])
    record(
        what="second_interview.entered",
        on=("household", held.household_id),
        by=by,
        at=at,
        questions=sorted(held.answers),
    )


def _held(interview: SecondInterview) -> SecondInterview:
    """The interview as it is now, locked, with its place."""
    locked = SecondInterview.objects.select_for_update(of=("self",))
    held = locked.select_related("place", "draw__round").get(pk=interview.pk)
    if held.first_by_id is None:  # the visit may have come after the draw
        held.first_by_id = interviewer_of(held.household_id, held.draw.round)
    return held
