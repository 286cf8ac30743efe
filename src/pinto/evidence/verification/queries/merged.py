"""Which rows stand for nobody, since their household was merged into another that was asked.

A merge is a link: undone, the row counts again as it stood.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr

from pinto.evidence.registry.models import Freeze, Household, HouseholdRevision, Round
from pinto.evidence.registry.queries import COUNTED
from pinto.evidence.verification.models import Verification
from pinto.evidence.verification.permissions import visible_to
from pinto.ground.access.rules import Viewer

_AMPHOE = 4  # digits of a code


def merged_away() -> Q:
    """The household's older record was asked in the round too, and counts for both.

    A merge made after the round was frozen changes nothing in it.
    """
    older = HouseholdRevision.objects.filter(
        COUNTED, household=OuterRef("household__same_as"), round=OuterRef("round")
    )
    frozen_before = Freeze.objects.filter(
        round=OuterRef("round"),
        place__code=Substr(OuterRef("tambon"), 1, _AMPHOE),
        at__lt=OuterRef("household__linked_at"),
    )
    return Q(Exists(older), ~Exists(frozen_before), household__same_as__isnull=False)


def merged_among(ids: Collection[UUID]) -> set[UUID]:
    """Those of the rows whose household counts under another record; one query."""
    found = Verification.objects.filter(merged_away(), pk__in=ids)
    return set(found.values_list("pk", flat=True))


def counted_under_another(homes: Collection[Household], round: Round) -> set[UUID]:
    """Those of the households for which an older record counts in the round."""
    older = {home.same_as_id for home in homes if home.same_as_id is not None}
    if not older:
        return set()
    asked = HouseholdRevision.objects.filter(COUNTED, household__in=older, round=round)
    known = set(asked.values_list("household_id", flat=True))
    return {home.pk for home in homes if home.same_as_id in known}


def younger_row(home: Household, round: Round, *, viewer: Viewer) -> Verification | None:
    """The row of a record merged into this household, where the viewer may see it."""
    rows = Verification.objects.filter(visible_to(viewer), merged_away(), round=round)
    return rows.filter(household__same_as=home.pk).select_related("household").first()
