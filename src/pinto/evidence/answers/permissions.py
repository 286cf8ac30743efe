"""Who may correct what a household answered."""

from __future__ import annotations

from pinto.evidence.registry.models import Household
from pinto.ground.access.permissions import check_may
from pinto.ground.access.rules import Capability, Viewer


def check_may_correct(viewer: Viewer, household: Household) -> None:
    """Raises ``OutOfScope`` or ``Refused``, whose text is what the officer reads."""
    check_may(viewer, Capability.EDIT_HOUSEHOLDS, household.place.code)
