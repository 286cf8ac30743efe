"""Households are found: proposed for a round by somebody who says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pinto.evidence.registry.models import Household, Round
from pinto.evidence.registry.permissions import check_may_revise
from pinto.evidence.verification.actions.steps import Given, moved, note, note_many
from pinto.evidence.verification.models import Bulk, Step, Verification
from pinto.evidence.verification.permissions import roles_at
from pinto.evidence.verification.queries.merged import counted_under_another
from pinto.evidence.verification.rules.transitions import (
    Actor,
    Situation,
    State,
    Verb,
    Verdict,
    judged,
)
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Refused, Viewer

_TAMBON, _PIECE = 6, 500


@dataclass
class Proposed:
    """What became of households that were proposed; the rest is not this viewer's to see."""

    new: list[UUID] = field(default_factory=list)
    already: list[UUID] = field(default_factory=list)  # under verification in the round


@transaction.atomic
def propose_household(
    *,
    household_id: UUID,
    round: Round,
    reason: str,
    told_by: str,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Verification:
    """The household is under verification in the round; one that was already is left alone.

    ``told_by`` says where it came from: a list, a neighbour, a condition. Raises
    ``Household.DoesNotExist`` outside the scope, ``Refused`` (also where the round is frozen).
    """
    home = (
        Household.objects.filter(within(viewer), visible=True)
        .select_related("place")
        .get(pk=household_id)
    )
    given = Given(reason=reason, told_by=told_by)
    # Judged before anything is looked up: whether a draft exists must not show in the answer.
    check_may_propose(home, given, viewer=viewer)
    check_may_revise(round, [home.place.code])
    if counted_under_another([home], round):
        raise Refused(
            _("This record was merged with an older one of the same family. Take the step there.")
        )
    found = _rows([home], round)[home.pk]
    if found.state not in ("", State.WITHDRAWN):
        return found
    step = _propose(found, given, viewer=viewer, by=by, at=at)
    _store([step])
    check_may_revise(round, [home.place.code])
    note(step, found, by=by, at=at)
    return found


def propose_households(
    *,
    household_ids: Iterable[UUID],
    round: Round,
    reason: str,
    told_by: str,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Proposed:
    """Those of the households that the viewer may see are under verification in the round.

    In pieces of one transaction each; calling again proposes nothing twice. Raises
    ``Refused`` as :func:`propose_household`.
    """
    ids, answer = list(dict.fromkeys(household_ids)), Proposed()
    given = Given(reason=reason, told_by=told_by)
    for start in range(0, len(ids), _PIECE):
        piece = propose_piece(
            ids[start : start + _PIECE], round, given, bulk=None, viewer=viewer, by=by, at=at
        )
        answer.new += piece.new
        answer.already += piece.already
    return answer


@transaction.atomic
def propose_piece(
    household_ids: Sequence[UUID],
    round: Round,
    given: Given,
    *,
    bulk: Bulk | None,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Proposed:
    """Some hundred households are proposed, together or not at all."""
    homes = Household.objects.filter(within(viewer), visible=True, pk__in=household_ids)
    known = list(homes.select_related("place"))
    elsewhere = counted_under_another(known, round)
    rows = _rows([home for home in known if home.pk not in elsewhere], round)
    answer, steps = Proposed(), []
    for key, row in rows.items():
        if row.state in ("", State.WITHDRAWN):
            steps.append(_propose(row, given, viewer=viewer, by=by, at=at, bulk=bulk))
            answer.new.append(key)
        else:
            answer.already.append(key)
    _store(steps)
    check_may_revise(round, {step.verification.place.code for step in steps})
    note_many(Verb.PROPOSE, [step.verification for step in steps], bulk, by=by, at=at)
    return answer


def _rows(homes: Sequence[Household], round: Round) -> dict[UUID, Verification]:
    """The locked row of each household in the round, or a new one that is not stored."""
    known = {
        row.household_id: row
        for row in Verification.objects.select_for_update(of=("self",))
        .filter(round=round, household__in=homes)
        .select_related("place", "round")
        .order_by("pk")
    }
    return {
        home.pk: known.get(home.pk)
        or Verification(
            household=home,
            round=round,
            place=home.place,
            tambon=home.place.code[:_TAMBON],
            state="",
        )
        for home in homes
    }


def check_may_propose(home: Household, given: Given, *, viewer: Viewer) -> None:
    """The viewer's role proposes households there, and the reason is given. Raises ``Refused``."""
    actor = Actor(viewer.account_id, roles_at(viewer, home.place.code))
    _check(judged(Verb.PROPOSE, Situation(State.UNLISTED), actor, given.needs_met()))


def _check(verdict: Verdict) -> None:
    if not verdict.allowed:
        raise Refused(
            _("Say why.") if verdict.lacking else _("Your role does not propose households here.")
        )


def _propose(
    row: Verification,
    given: Given,
    *,
    viewer: Viewer,
    by: Any,
    at: datetime,
    bulk: Bulk | None = None,
) -> Step:
    situation = Situation(State(row.state) if row.state else State.UNLISTED)
    actor = Actor(viewer.account_id, roles_at(viewer, row.place.code))
    verdict: Verdict = judged(Verb.PROPOSE, situation, actor, given.needs_met())
    _check(verdict)
    return moved(row, verdict, given, by=by, at=at, bulk=bulk)


def _store(steps: Sequence[Step]) -> None:
    """New rows first, then those that were withdrawn once, then the steps."""
    rows = [step.verification for step in steps]
    Verification.objects.bulk_create(row for row in rows if row.steps_taken == 1)
    again = [row for row in rows if row.steps_taken > 1]
    columns = ["state", "turned_from", "due_on", "steps_taken", "changed_at"]
    Verification.objects.bulk_update(again, columns)
    Step.objects.bulk_create(steps)
