"""Households of a list are proposed: at once, or by a job where they are many."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pinto.evidence.registry.models import Round
from pinto.evidence.targets.models import TargetList
from pinto.evidence.targets.permissions import check_is_current
from pinto.evidence.targets.queries import Wanted
from pinto.evidence.verification.actions.bulk import ask_bulk
from pinto.evidence.verification.actions.proposals import Proposed, propose_households
from pinto.evidence.verification.actions.steps import Given
from pinto.evidence.verification.models import Bulk, Step
from pinto.evidence.verification.queries.lists import homes_on
from pinto.evidence.verification.rules.transitions import Verb
from pinto.ground.access.rules import Viewer
from pinto.ground.trail.actions import record

_AT_ONCE = 500  # households that a page waits for
_TOLD_BY: int = Step._meta.get_field("told_by").max_length or 0


def propose_many(
    *,
    household_ids: Sequence[UUID],
    round: Round,
    reason: str,
    told_by: str,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Proposed | Bulk:
    """Those of the households that the viewer may see are under verification in the round.

    Many at once are a job that can be taken back; the answer is then its ``Bulk``. A name of
    a list that is too long for a step is cut. Raises ``Refused``.
    """
    told_by = told_by[:_TOLD_BY]
    if len(household_ids) > _AT_ONCE:
        return ask_bulk(
            verb=Verb.PROPOSE,
            round=round,
            chosen=[(home, 0) for home in household_ids],
            given=Given(reason=reason, told_by=told_by),
            by=by,
            at=at,
        )
    return propose_households(
        household_ids=household_ids,
        round=round,
        reason=reason,
        told_by=told_by,
        viewer=viewer,
        by=by,
        at=at,
    )


def propose_list(
    *,
    target_list: TargetList,
    wanted: Wanted,
    ticked: Collection[UUID] | None,
    round: Round,
    reason: str,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Proposed | Bulk:
    """Who stands on the list as it is narrowed, or was ticked there, is proposed in the round.

    ``ticked`` are ids of entries. Raises ``Refused`` where the list does not count, the role
    does not propose, or the round is frozen.
    """
    check_is_current(target_list)
    homes = homes_on(target_list, wanted, ticked, viewer=viewer)
    done = propose_many(
        household_ids=homes,
        round=round,
        reason=reason,
        told_by=target_list.name,
        viewer=viewer,
        by=by,
        at=at,
    )
    record(
        what="target_list.proposed",
        on=("target_list", target_list.pk),
        by=by,
        at=at,
        households=len(homes),
    )
    return done
