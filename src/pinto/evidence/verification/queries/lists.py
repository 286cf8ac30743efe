"""Which households a target list proposes."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast
from uuid import UUID

from pinto.evidence.targets.models import TargetList
from pinto.evidence.targets.queries import Wanted, entries
from pinto.ground.access.rules import Viewer


def homes_on(
    found: TargetList, wanted: Wanted, ticked: Collection[UUID] | None, *, viewer: Viewer
) -> list[UUID]:
    """The households the list names, as it is narrowed, or those ``ticked`` (ids of entries).

    What is withdrawn, or nobody could say which it is, is left out.
    """
    rows = entries(found, wanted, viewer=viewer).filter(
        household__isnull=False, withdrawn_at__isnull=True
    )
    if ticked is not None:
        rows = rows.filter(pk__in=ticked)
    return cast("list[UUID]", list(rows.values_list("household_id", flat=True)))
