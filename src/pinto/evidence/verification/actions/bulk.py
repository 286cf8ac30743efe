"""One step for up to ten thousand households: one job, in pieces, that can be taken back.

A piece is one transaction that also moves the job's cursor: a killed worker leaves whole
pieces behind, and the next one goes on after them. The table of steps forbids a second step
of one bulk on one household, whatever happens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pinto.evidence.registry.models import Round
from pinto.evidence.verification.actions.proposals import propose_piece
from pinto.evidence.verification.actions.steps import (
    GONE,
    Given,
    Outcome,
    step_many,
)
from pinto.evidence.verification.actions.undoing import undo_many
from pinto.evidence.verification.models import Bulk, Step, Verification
from pinto.evidence.verification.permissions import refused, visible_to
from pinto.evidence.verification.queries.standing import freezes_of
from pinto.evidence.verification.rules.transitions import (
    BULK,
    BULK_MOST,
    TRANSITIONS,
    Hindrance,
    State,
    Verb,
    Verdict,
)
from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.design.messages import N_
from pinto.ground.jobs.actions import Progress, ask_for
from pinto.ground.jobs.queries import has_ended
from pinto.ground.trail.actions import record

PIECE = 250
# What a step needs from wherever it is taken: asked for before a job begins.
NEEDED = {
    verb: frozenset.intersection(*(line.needs for line in TRANSITIONS if line.verb is verb))
    for verb in BULK
}


@transaction.atomic
def ask_bulk(
    *,
    verb: Verb,
    round: Round,
    chosen: Sequence[tuple[UUID, int]],
    given: Given,
    by: Any,
    at: datetime,
) -> Bulk:
    """A job waits that takes the step for each (household, steps seen).

    Raises ``Refused`` where a step is one family's only, or there are too many.
    """
    if verb not in BULK:
        raise Refused(_("This step is taken one household at a time."))
    if not chosen:
        raise Refused(_("Choose at least one household."))
    if lacking := NEEDED[verb] - given.needs_met():
        verdict = Verdict(verb, hindrance=Hindrance.LACKING, lacking=frozenset(lacking))
        raise refused(verdict, State.UNLISTED)
    if len(chosen) > BULK_MOST:
        raise Refused(
            _("At most %(most)s households at once. Narrow the list, for example by village.")
            % {"most": f"{BULK_MOST:,}"}
        )
    bulk = Bulk.objects.create(
        verb=verb,
        round=round,
        chosen=[[str(key), seen] for key, seen in chosen],
        given=_as_json(given),
        by=by,
        at=at,
    )
    bulk.job = ask_for("verification.bulk", by=by, at=at, bulk=str(bulk.pk)).pk
    bulk.save(update_fields=["job"])
    record(
        what="bulk.begun",
        on=("verification", bulk.pk),
        by=by,
        at=at,
        verb=verb.value,
        households=len(chosen),
    )
    return bulk


def do_bulk(*, bulk: Bulk, viewer: Viewer, at: datetime, progress: Progress) -> Bulk:
    """Every chosen household has taken the step, or is counted with what hindered it.

    Call again after a crash: it goes on where it stood.
    """
    total = len(bulk.chosen)
    start: int = progress.cursor or 0
    while start < total:
        end = min(start + PIECE, total)
        with transaction.atomic():
            bulk = (
                Bulk.objects.select_for_update(of=("self",))
                .select_related("round", "by")
                .get(pk=bulk.pk)
            )
            outcome = _piece(bulk, bulk.chosen[start:end], viewer=viewer, at=at)
            bulk.done += len(outcome.steps)
            for why, count in outcome.hindered.items():
                bulk.hindered[why] = bulk.hindered.get(why, 0) + count
            bulk.save(update_fields=["done", "hindered"])
            progress.report(end, total, step=N_("Taking the step"), cursor=end)
        start = end
    return bulk


def _piece(
    bulk: Bulk, chosen: Sequence[tuple[str, int]], *, viewer: Viewer, at: datetime
) -> Outcome:
    verb, given = Verb(bulk.verb), _from_json(bulk.given)
    seen = {UUID(key): number for key, number in chosen}
    if verb is Verb.PROPOSE:
        outcome = Outcome()
        proposed = propose_piece(
            list(seen), bulk.round, given, bulk=bulk, viewer=viewer, by=bulk.by, at=at
        )
        outcome.steps = list(
            Step.objects.filter(bulk=bulk, verification__household__in=proposed.new)
        )
        outcome.hinder("ALREADY", len(proposed.already))
        outcome.hinder(GONE, len(seen) - len(proposed.new) - len(proposed.already))
        return outcome
    return take_together(
        round=bulk.round,
        seen=seen,
        verb=verb,
        given=given,
        bulk=bulk,
        viewer=viewer,
        by=bulk.by,
        at=at,
    )


@transaction.atomic
def take_together(
    *,
    round: Round,
    seen: Mapping[UUID, int],
    verb: Verb,
    given: Given,
    bulk: Bulk | None = None,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> Outcome:
    """Those of some hundred households that may take the step have taken it, in one transaction.

    ``seen`` says how many steps of each household were seen.
    """
    allowed = Verification.objects.filter(
        visible_to(viewer), round=round, household__in=seen
    ).values_list("pk", flat=True)
    rows = list(
        Verification.objects.select_for_update(of=("self",))
        .filter(pk__in=list(allowed))
        .select_related("place", "round")
        .order_by("pk")
    )
    outcome = step_many(rows, seen, verb, given, bulk=bulk, viewer=viewer, by=by, at=at)
    outcome.hinder(GONE, len(seen) - len(rows))
    return outcome


@transaction.atomic
def ask_undo(*, bulk: Bulk, viewer: Viewer, by: Any, at: datetime) -> Bulk:
    """A job waits that takes the bulk back. Raises ``Refused``."""
    bulk = Bulk.objects.select_for_update(of=("self",)).get(pk=bulk.pk)
    check_may_undo_bulk(bulk, viewer)
    bulk.undo_job = ask_for("verification.undo", by=by, at=at, bulk=str(bulk.pk)).pk
    bulk.save(update_fields=["undo_job"])
    record(what="bulk.undo_asked", on=("verification", bulk.pk), by=by, at=at)
    return bulk


def check_may_undo_bulk(bulk: Bulk, viewer: Viewer) -> None:
    """Who did it takes it back, once, when it has ended. Raises ``Refused``."""
    if viewer.account_id is None or bulk.by_id != viewer.account_id:
        raise Refused(_("Only who took these steps takes them back."))
    if bulk.undo_job is not None:
        raise Refused(_("These steps were taken back already."))
    if bulk.job is not None and not has_ended(bulk.job):
        raise Refused(_("Wait until it has ended."))


def undo_bulk(*, bulk: Bulk, at: datetime, progress: Progress) -> Bulk:
    """Every household stands as before the bulk, but those with a later step, which are counted.

    Call again after a crash: it goes on where it stood.
    """
    total = bulk.done
    after: str = progress.cursor or ""
    while True:
        with transaction.atomic():
            bulk = Bulk.objects.select_for_update(of=("self",)).select_related("by").get(pk=bulk.pk)
            steps = _steps_to_undo(bulk, after)
            if not steps:
                break
            undone, kept = undo_many(
                steps, bulk=bulk, by=bulk.by, at=at, freezes=freezes_of(bulk.round_id)
            )
            bulk.undone += undone
            bulk.kept += kept
            bulk.save(update_fields=["undone", "kept"])
            after = str(steps[-1].verification_id)
            progress.report(bulk.undone + bulk.kept, total, step=N_("Taking it back"), cursor=after)
    return bulk


def _steps_to_undo(bulk: Bulk, after: str) -> list[Step]:
    """The next piece of the bulk's steps, the rows behind them locked."""
    found = Step.objects.filter(bulk=bulk, undoes__isnull=True, undone_by__isnull=True)
    if after:
        found = found.filter(verification__gt=UUID(after))
    steps = list(found.order_by("verification_id")[:PIECE])
    rows = {
        row.pk: row
        for row in Verification.objects.select_for_update(of=("self",))
        .filter(pk__in=[step.verification_id for step in steps])
        .select_related("place", "round")
        .order_by("pk")
    }
    for step in steps:
        step.verification = rows[step.verification_id]
    return steps


def _as_json(given: Given) -> dict[str, Any]:
    return {
        "reason": given.reason,
        "assignee_id": str(given.assignee_id) if given.assignee_id else None,
        "finding": given.finding,
        "meeting": str(given.meeting) if given.meeting else None,
        "told_by": given.told_by,
    }


def _from_json(given: dict[str, Any]) -> Given:
    who, where = given["assignee_id"], given["meeting"]
    return Given(
        reason=given["reason"],
        assignee_id=UUID(who) if who else None,
        finding=given["finding"],
        meeting=UUID(where) if where else None,
        told_by=given["told_by"],
    )
