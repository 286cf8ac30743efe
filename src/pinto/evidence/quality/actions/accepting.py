"""A finding is looked at and right: kept as an accepted exception, and taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pinto.evidence.quality.models import Acceptance, Finding
from pinto.evidence.quality.permissions import check_may_accept
from pinto.evidence.quality.queries.standing import acceptable
from pinto.evidence.registry.models import Household, Round
from pinto.evidence.registry.queries import household, rounds_of
from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.trail.actions import record


@transaction.atomic
def accept_finding(
    *, household_id: UUID, label: str, rule: str, reason: str, viewer: Viewer, by: Any, at: datetime
) -> Acceptance:
    """The finding is an accepted exception until an answer it is about changes.

    Accepting it a second time changes nothing. Raises ``DoesNotExist``, ``LookupError``,
    ``OutOfScope``; ``Refused`` where nothing disagrees (any more).
    """
    home = household(household_id, viewer=viewer)
    check_may_accept(viewer, home)
    Household.objects.select_for_update(no_key=True).get(pk=home.pk)
    round = _asked_in(home, label)
    digest = acceptable(home, round, rule, viewer)
    if digest is None:
        raise Refused(_("Nothing disagrees here any more. Open the household again."))
    before = Acceptance.objects.filter(
        household=home, round=round, rule=rule, undone_at__isnull=True
    ).first()
    if before is not None and before.digest == digest:
        return before
    if before is not None:  # of other answers
        _end(before, by, at)
    made = Acceptance.objects.create(
        household=home, round=round, rule=rule, digest=digest, reason=reason, by=by, at=at
    )
    Finding.objects.filter(household=home, round=round, rule=rule).update(acceptance=made)
    record(
        what="finding.accepted", on=("household", home.pk), by=by, at=at, why=reason, rule=rule,
        round=round.label,
    )  # fmt: skip
    return made


@transaction.atomic
def undo_acceptance(
    *, household_id: UUID, label: str, rule: str, viewer: Viewer, by: Any, at: datetime
) -> None:
    """The finding is open again; that it was accepted stays on record."""
    home = household(household_id, viewer=viewer)
    check_may_accept(viewer, home)
    Household.objects.select_for_update(no_key=True).get(pk=home.pk)
    round = _asked_in(home, label)
    standing = Acceptance.objects.filter(
        household=home, round=round, rule=rule, undone_at__isnull=True
    ).first()
    if standing is None:
        return
    _end(standing, by, at)
    record(
        what="finding.reopened", on=("household", home.pk), by=by, at=at, rule=rule,
        round=round.label,
    )  # fmt: skip


def _asked_in(home: Household, label: str) -> Round:
    """The round of that label, else the newest the household was asked in."""
    for round in rounds_of(home.pk):
        if label in ("", round.label):
            return round
    raise LookupError(f"this household was not asked in round {label}")


def _end(standing: Acceptance, by: Any, at: datetime) -> None:
    standing.undone_by, standing.undone_at = by, at
    standing.save(update_fields=["undone_by", "undone_at"])
    Finding.objects.filter(acceptance=standing).update(acceptance=None)
