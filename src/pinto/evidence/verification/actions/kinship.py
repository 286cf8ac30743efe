"""An officer says which households are their own or their kin's: they sign nothing there."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from pinto.evidence.registry.queries import household
from pinto.evidence.verification.models import Kinship
from pinto.evidence.verification.permissions import check_may_withdraw_kinship
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
def withdraw_kinship(
    *, household_id: UUID, account_id: UUID, viewer: Viewer, by: Any, at: datetime
) -> None:
    """That officer's declaration about the household is gone; the trail remembers it.

    Another officer says that it was a mistake. Raises ``Household.DoesNotExist`` outside the
    scope, ``Refused`` for one's own declaration and for roles that lead no interviews.
    """
    home = household(household_id, viewer=viewer)
    check_may_withdraw_kinship(viewer, account_id, home.place.code)
    gone, _each = Kinship.objects.filter(account=account_id, household=home).delete()
    if gone:
        record(
            what="kinship.withdrawn", on=("household", home.pk), by=by, at=at,
            account=str(account_id),
        )  # fmt: skip
