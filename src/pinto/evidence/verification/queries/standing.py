"""Where households stand: now, at an earlier moment, and what that says about who is poor."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from pinto.evidence.registry.models import Freeze, Round
from pinto.evidence.registry.permissions import freeze_over
from pinto.evidence.verification.models import Kinship, Step, Verification
from pinto.evidence.verification.permissions import roles_at, visible_to
from pinto.evidence.verification.queries.answered import changed_among, writers_of
from pinto.evidence.verification.queries.merged import merged_among, merged_away
from pinto.evidence.verification.rules.transitions import (
    SIGNATURES,
    VERIFIED,
    Actor,
    Finding,
    Situation,
    State,
    Verb,
)
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Capability, Viewer, code_range
from pinto.ground.places.models import Place


def verification(household_id: UUID, *, round: Round, viewer: Viewer) -> Verification:
    """Where the household stands in the round.

    Raises ``Verification.DoesNotExist`` where nobody proposed it or the viewer may not know.
    """
    found = Verification.objects.filter(visible_to(viewer), household=household_id, round=round)
    return found.select_related("round", "place", "household__place", "household__head").get()


def effective_steps() -> QuerySet[Step]:
    """The steps that were neither taken back nor take one back."""
    return Step.objects.filter(undoes__isnull=True, undone_by__isnull=True)


def checked_on(ids: Collection[UUID]) -> dict[UUID, date]:
    """The day of the newest check of each row that was checked; one query."""
    checks = effective_steps().filter(verification__in=ids, verb=Verb.CHECK).order_by("number")
    return {key: timezone.localdate(at) for key, at in checks.values_list("verification_id", "at")}


def signers_of(ids: Collection[UUID]) -> dict[UUID, dict[Verb, frozenset[UUID]]]:
    """Who signed what on each of these, undone signatures left out; one query."""
    rows = (
        effective_steps()
        .filter(verification__in=ids, verb__in=SIGNATURES, by__isnull=False)
        .values_list("verification_id", "verb", "by_id")
    )
    found: dict[UUID, dict[Verb, frozenset[UUID]]] = {}
    for key, verb, account in rows:
        signed = found.setdefault(key, {})
        signed[Verb(verb)] = signed.get(Verb(verb), frozenset()) | {account}
    return found


def situations(
    rows: Collection[Verification], freezes: Mapping[str, Freeze]
) -> dict[UUID, Situation]:
    """Each row as the table of steps sees it. ``freezes`` are those of its round, by amphoe."""
    ids = [row.pk for row in rows]
    signers, writers, changed = signers_of(ids), writers_of(rows), changed_among(ids)
    merged = merged_among([row.pk for row in rows])
    return {
        row.pk: Situation(
            state=State(row.state),
            signers=signers.get(row.pk, {}),
            turned_from=State(row.turned_from) if row.turned_from else None,
            frozen=row.tambon[:4] in freezes,
            writers=writers.get(row.pk, frozenset()),
            changed=row.pk in changed,
            merged=row.pk in merged,
        )
        for row in rows
    }


def kin_among(household_ids: Collection[UUID], account_id: UUID | None) -> set[UUID]:
    """Those of the households the account declared as its own or its kin's."""
    found = Kinship.objects.filter(account=account_id, household__in=household_ids)
    return set(found.values_list("household_id", flat=True))


def kin_declared(household_id: UUID, *, viewer: Viewer) -> list[Kinship]:
    """Which colleagues declared the household as their own or kin's, for who leads there."""
    found = Kinship.objects.filter(
        within(viewer, "household__place__code", to=Capability.SUPERVISE), household=household_id
    )
    return list(found.exclude(account=viewer.account_id).select_related("account"))


def freezes_of(round_id: UUID) -> dict[str, Freeze]:
    """Amphoe code → the freeze of that round."""
    found = Freeze.objects.filter(round=round_id).select_related("place", "round")
    return {freeze.place.code: freeze for freeze in found}


def standing(row: Verification, *, viewer: Viewer) -> tuple[Situation, Actor, Freeze | None]:
    """One household, and this viewer before it, as the table of steps sees them."""
    freeze = freeze_over(row.round_id, row.place.code)
    frozen = {freeze.place.code: freeze} if freeze else {}
    kin = bool(kin_among([row.household_id], viewer.account_id))
    actor = Actor(viewer.account_id, roles_at(viewer, row.place.code), kin)
    return situations([row], frozen)[row.pk], actor, freeze


def timeline(row: Verification, *, until: datetime | None = None) -> list[Step]:
    """The steps so far, or up to that moment, oldest first. The caller has checked the row."""
    steps = Step.objects.filter(verification=row).select_related(
        "by", "assignee", "visit", "undoes", "undone_by"
    )
    if until is not None:
        steps = steps.filter(at__lte=until)
    return list(steps.order_by("number"))


@dataclass(frozen=True)
class Standing:
    """Where a household stood at a moment."""

    state: State
    finding: str
    since: datetime | None


def verification_as_of(
    household_id: UUID, round: Round, at: datetime, *, viewer: Viewer
) -> Standing:
    """Where the household stood at that moment, as far as the viewer may know it now.

    Never proposed by then is ``UNLISTED``. A step that was taken back later still counted
    until it was.
    """
    seen = Verification.objects.filter(visible_to(viewer), household=household_id, round=round)
    steps = list(Step.objects.filter(verification__in=seen, at__lte=at).order_by("number"))
    if not steps:
        return Standing(State.UNLISTED, "", None)
    findings = {0: ""}
    for step in steps:
        earlier = findings[step.number - 1]
        if step.undoes_id is not None:
            undone = next(other for other in steps if other.pk == step.undoes_id)
            earlier = findings[undone.number - 1]
        findings[step.number] = step.finding or earlier
    last = steps[-1]
    return Standing(State(last.target), findings[last.number], last.at)


def verified_truth(place: Place, round: Round, *, viewer: Viewer) -> dict[UUID, Finding]:
    """Household → poor, not poor, or cannot tell, for each under verification in the place.

    Decided is what the village forum certified or the amphoe endorsed; a household before
    that, returned, appealed, or certified without a finding is CANNOT_TELL. Households that
    nobody proposed are absent: they cannot be told either; so are those that count under another
    record. Within the viewer's scope.
    """
    first, last = code_range(place.code)
    rows = Verification.objects.filter(
        visible_to(viewer), round=round, place__code__gte=first, place__code__lte=last
    ).exclude(Q(state=State.WITHDRAWN) | merged_away())
    return {
        household: Finding(finding) if state in VERIFIED and finding else Finding.CANNOT_TELL
        for household, state, finding in rows.values_list("household_id", "state", "finding")
    }
