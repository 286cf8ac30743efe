"""What intake answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from pinto.evidence.intake.models import ColumnMeaning, Load
from pinto.evidence.intake.permissions import visible_to
from pinto.evidence.intake.rules.layouts import Into, Meaning
from pinto.evidence.registry.models import HouseholdRevision
from pinto.ground.access.rules import Viewer, lies_in
from pinto.ground.places.models import Place


def loads(*, viewer: Viewer) -> QuerySet[Load]:
    """The files this officer may see, newest first."""
    return Load.objects.filter(visible_to(viewer)).select_related("by", "round").order_by("-at")


def load(load_id: UUID, *, viewer: Viewer) -> Load:
    """One file. Raises ``Load.DoesNotExist`` when it is not there or not for this officer."""
    return loads(viewer=viewer).get(pk=load_id)


def any_load(load_id: UUID) -> Load:
    """One file, for the worker, which acts for the officer who handed it in."""
    return Load.objects.select_related("by", "round", "batch").get(pk=load_id)


def learned_meanings() -> dict[str, Meaning]:
    """Headers that officers explained, as the reader of files wants them."""
    return {row.header: Meaning(Into(row.into), row.field) for row in ColumnMeaning.objects.all()}


def unfinished_load(digest: str, round_id: UUID | None) -> Load | None:
    """An earlier, interrupted load of the same file into the same round."""
    return (
        Load.objects.filter(
            file_digest=digest,
            round_id=round_id,
            state__in=[Load.State.LOADING, Load.State.CHECKED],
        )
        .order_by("-at")
        .first()
    )


def place_ids(codes: Iterable[str]) -> dict[str, UUID]:
    """The id of each of these places."""
    return dict(Place.objects.filter(code__in=list(codes)).values_list("code", "pk"))


def tambons_touched(load: Load) -> set[str]:
    """The tambons whose extract the load changes: where its households are, and where they were."""
    revisions = HouseholdRevision.objects.filter(batch_id=load.batch_id)
    codes = revisions.values_list("place__code", flat=True).distinct()
    before = HouseholdRevision.objects.filter(pk__in=revisions.values("based_on")).values_list(
        "place__code", flat=True
    )
    return {code[:6] for code in [*codes, *before.distinct()]}
