"""The household list and the household page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, OrderBy, OuterRef, Q, QuerySet, Subquery

from pinto.evidence.registry.models import Household, HouseholdRevision, MemberRevision, Round
from pinto.evidence.registry.queries import (
    household,
    households_found,
    latest_revisions,
    rosters,
    rounds,
)
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Viewer, code_range
from pinto.ground.places.models import Place
from pinto.ground.places.rules.codes import lineage
from pinto.insight.measures.models import Score
from pinto.insight.measures.rules.library import scoring_of
from pinto.insight.measures.rules.scorings import Scoring
from pinto.insight.profiles.queries.areas import comparable_round

ORDERS: dict[str, tuple[str | OrderBy, ...]] = {
    "worst": (F("overall").asc(nulls_last=True), "household_id"),
    "best": (F("overall").desc(nulls_last=True), "household_id"),
    "place": ("area_code", "household_id"),
}


@dataclass(frozen=True)
class Wanted:
    """What a list shows: every number on a profile leads to one of these."""

    area: str = ""  # place code
    level: str = ""  # 1–4, none (no score), low (levels 1 and 2)
    lacking: str = ""  # an item of the scoring
    moved: str = ""  # better or worse than in the last comparable round
    boundary: bool = False
    text: str = ""  # name, ID, house number
    order: str = "worst"


def household_scores(*, round: Round, wanted: Wanted, viewer: Viewer) -> QuerySet[Score]:
    """The households of a round that fit, each with its score, inside the viewer's scope."""
    scoring = scoring_of(round.instrument)
    rows = Score.objects.filter(
        within(viewer, "area_code"), _fits(wanted, scoring), round=round, scoring=scoring.id
    )
    if wanted.text:
        rows = rows.filter(household_id__in=households_found(wanted.text, viewer=viewer))
    if wanted.moved in ("better", "worse"):
        rows = _moved(rows, round, scoring, wanted.moved)
    return rows.order_by(*ORDERS.get(wanted.order, ORDERS["worst"]))


def _fits(wanted: Wanted, scoring: Scoring) -> Q:
    fits = Q()
    if wanted.area:
        first, last = code_range(wanted.area)
        fits &= Q(area_code__gte=first, area_code__lte=last)
    if wanted.level == "none":
        fits &= Q(level__isnull=True)
    elif wanted.level == "low":
        fits &= Q(level__in=[1, 2])
    elif wanted.level:
        fits &= Q(level=int(wanted.level))
    if wanted.lacking:
        fits &= Q(**{f"items__{wanted.lacking}__lt": scoring.lacking_below})
    if wanted.boundary:
        fits &= Q(on_boundary=True)
    return fits


def _moved(rows: QuerySet[Score], round: Round, scoring: Scoring, which: str) -> QuerySet[Score]:
    before = comparable_round(round)
    if before is None:
        return rows.none()
    earlier = Score.objects.filter(
        household_id=OuterRef("household_id"), round=before, scoring=scoring.id
    )
    rows = rows.annotate(was=Subquery(earlier.values("level")[:1]))
    return rows.filter(level__gt=F("was")) if which == "better" else rows.filter(level__lt=F("was"))


@dataclass(frozen=True)
class Seen:
    """Everything the household page shows."""

    household: Household
    path: list[Place]
    round: Round
    rounds: list[Round]  # those the household was asked in, newest first
    revision: HouseholdRevision | None
    members: list[MemberRevision]
    scoring: Scoring
    score: Score | None
    before: Score | None  # in the last comparable round


def household_seen(household_id: UUID, *, round: Round | None = None, viewer: Viewer) -> Seen:
    """The household in that round, or in the last one it was asked in.

    Raises ``Household.DoesNotExist`` where it is not this viewer's to see, and
    ``LookupError`` when it was never asked.
    """
    found = household(household_id, viewer=viewer)
    asked_in = _rounds_of(found)
    round = round or next(iter(asked_in), None)
    if round is None:
        raise LookupError("this household has not been asked in any round")
    revision = latest_revisions([found.pk], round).get(found.pk)
    scoring = scoring_of(round.instrument)
    scores = _scores_of(found, scoring)
    earlier = comparable_round(round, asked_in)
    codes = lineage(found.place.code)
    places = {place.code: place for place in Place.objects.filter(code__in=codes)}
    return Seen(
        household=found,
        path=[places[code] for code in codes if code in places],
        round=round,
        rounds=asked_in,
        revision=revision,
        members=rosters([revision.pk]).get(revision.pk, []) if revision else [],
        scoring=scoring,
        score=scores.get(round.pk),
        before=scores.get(earlier.pk) if earlier else None,
    )


def _rounds_of(found: Household) -> list[Round]:
    asked = set(
        HouseholdRevision.objects.filter(household=found)
        .filter(Q(batch__isnull=True) | Q(batch__state="PUBLISHED"))
        .values_list("round_id", flat=True)
    )
    return [round for round in rounds() if round.pk in asked]


def _scores_of(found: Household, scoring: Scoring) -> Mapping[Any, Score]:
    return {
        score.round_id: score for score in Score.objects.filter(household=found, scoring=scoring.id)
    }
