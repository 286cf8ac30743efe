"""Who wrote a household's answers in the round, and whether they changed after the check."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from pinto.evidence.registry.models import HouseholdRevision
from pinto.evidence.registry.queries import COUNTED
from pinto.evidence.verification.models import Step, Verification
from pinto.evidence.verification.rules.transitions import Verb

if TYPE_CHECKING:
    from pinto.ground.access.models import Account


def written_by(account_id: UUID | None) -> Exists:
    """That account wrote answers of the household in the round, on a screen.

    Who loads a file of others' interviews has not interviewed.
    """
    return Exists(
        HouseholdRevision.objects.filter(
            household=OuterRef("household"),
            round=OuterRef("round"),
            batch__isnull=True,
            by=account_id,
            by__isnull=False,
        )
    )


def changed_since_check() -> Exists:
    """Answers of the household are newer than its newest check; never before there is one."""
    checks = Step.objects.filter(
        verification=OuterRef(OuterRef("pk")),
        verb=Verb.CHECK,
        undoes__isnull=True,
        undone_by__isnull=True,
    ).order_by("-number")
    # Ids are in the order of writing; a demonstration dates its steps otherwise.
    return Exists(_answers().filter(pk__gt=Subquery(checks.values("pk")[:1])))


def writers_of(rows: Collection[Verification]) -> dict[UUID, frozenset[UUID]]:
    """Row → the accounts that wrote answers of its household in the round; one query."""
    if not rows:
        return {}
    found = (
        HouseholdRevision.objects.filter(
            household__in={row.household_id for row in rows},
            round__in={row.round_id for row in rows},
            batch__isnull=True,
            by__isnull=False,
        )
        .order_by()
        .values_list("household_id", "round_id", "by_id")
        .distinct()
    )
    wrote: dict[tuple[UUID, UUID], set[UUID]] = {}
    for household_id, round_id, by_id in found:
        wrote.setdefault((household_id, round_id), set()).add(by_id)
    return {row.pk: frozenset(wrote.get((row.household_id, row.round_id), ())) for row in rows}


def changed_among(ids: Collection[UUID]) -> set[UUID]:
    """Those of the rows whose answers changed after their check; one query."""
    found = Verification.objects.filter(changed_since_check(), pk__in=ids)
    return set(found.values_list("pk", flat=True))


def newest_answers(row: Verification) -> tuple[Account | None, HouseholdRevision] | None:
    """The answers that count, and who wrote them; None of a file. The caller checked the row."""
    found = HouseholdRevision.objects.filter(
        COUNTED, household=row.household_id, round=row.round_id
    )
    newest = found.select_related("by").order_by("-pk").first()
    return (newest.by if newest.batch_id is None else None, newest) if newest else None


def _answers() -> QuerySet[HouseholdRevision]:
    return HouseholdRevision.objects.filter(
        COUNTED, household=OuterRef("household"), round=OuterRef("round")
    )
