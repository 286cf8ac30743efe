"""An officer says which households are their own or their kin's: they sign nothing there."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from pinto.evidence.registry.queries import household
from pinto.evidence.verification.models import Kinship
from pinto.ground.access.rules import Viewer
from pinto.ground.trail.actions import record


@transaction.atomic
def declare_kinship(
    *, household_id: UUID, kind: str, viewer: Viewer, by: Any, at: datetime
) -> None:
    """The officer takes no step on the household that has to be impartial.

    Raises ``Household.DoesNotExist`` outside the scope.
    """
    home = household(household_id, viewer=viewer)
    _kin, made = Kinship.objects.update_or_create(
        account=by, household=home, defaults={"kind": kind, "at": at}
    )
    if made:
        record(what="kinship.declared", on=("household", home.pk), by=by, at=at, kind=kind)


@transaction.atomic
def withdraw_kinship(*, household_id: UUID, viewer: Viewer, by: Any, at: datetime) -> None:
    """The officer's declaration about the household is gone; the trail remembers it.

    Raises ``Household.DoesNotExist`` outside the scope.
    """
    home = household(household_id, viewer=viewer)
    gone, _each = Kinship.objects.filter(account=by, household=home).delete()
    if gone:
        record(what="kinship.withdrawn", on=("household", home.pk), by=by, at=at)
