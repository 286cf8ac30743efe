"""What the registry answers."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from pinto.evidence.registry.models import (
    Batch,
    Household,
    HouseholdRevision,
    MemberRevision,
    Round,
)

# A revision counts when nobody has to publish it, or when its batch has been published.
COUNTED = Q(batch__isnull=True) | Q(batch__state=Batch.State.PUBLISHED)


def rounds() -> QuerySet[Round]:
    """Every round, newest first."""
    return Round.objects.order_by("-year", "-sequence")


def round_labelled(label: str) -> Round:
    """The round of that label (2569, 2569/2). Raises ``LookupError``, naming those there are."""
    try:
        year, sequence = Round.parse(label)
        return Round.objects.get(year=year, sequence=sequence)
    except (ValueError, Round.DoesNotExist):
        known = ", ".join(round.label for round in rounds()) or "none yet"
        raise LookupError(f"there is no round {label!r} (rounds: {known})") from None


def latest_revisions(household_ids: Iterable[UUID], round: Round) -> dict[UUID, HouseholdRevision]:
    """The revision that counts, for each household that has one in the round."""
    found = HouseholdRevision.objects.filter(
        COUNTED, household_id__in=list(household_ids), round=round
    ).order_by("id")
    return {revision.household_id: revision for revision in found}


def rosters(revision_ids: Iterable[UUID]) -> dict[UUID, list[MemberRevision]]:
    """The members of each revision, in roster order, with the person."""
    found: dict[UUID, list[MemberRevision]] = {}
    rows = MemberRevision.objects.filter(revision_id__in=list(revision_ids))
    for member in rows.select_related("person").order_by("number"):
        found.setdefault(member.revision_id, []).append(member)
    return found


def households_coded(house_codes: Iterable[str]) -> Mapping[str, list[Household]]:
    """The visible households under each of these house codes."""
    found: dict[str, list[Household]] = {}
    for household in Household.objects.filter(house_code__in=list(house_codes), visible=True):
        found.setdefault(household.house_code, []).append(household)
    return found


def counted_households(round: Round) -> QuerySet[HouseholdRevision, dict[str, Any]]:
    """The ids of households that have a revision in the round."""
    return HouseholdRevision.objects.filter(COUNTED, round=round).values("household_id").distinct()
