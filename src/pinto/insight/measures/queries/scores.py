"""The stored scores."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models.functions import Substr

from pinto.evidence.registry.models import Round
from pinto.insight.measures.models import Score
from pinto.insight.measures.rules.scorings import Scoring

_TAMBON = 6  # digits


def scored_tambon_codes(round: Round, scoring: Scoring) -> set[str]:
    """The tambons of which somebody has a row in the round."""
    rows = Score.objects.filter(round=round, scoring=scoring.id)
    return set(rows.values_list(Substr("area_code", 1, 6), flat=True).distinct())


def tambons_of(households: Collection[UUID], round: Round, scoring: Scoring) -> set[str]:
    """The tambons in which these households have a row in the round."""
    rows = Score.objects.filter(round=round, scoring=scoring.id, household_id__in=households)
    return {code[:_TAMBON] for code in rows.values_list("area_code", flat=True)}


def stored_score(household_id: UUID, round: Round, scoring: Scoring) -> Score | None:
    """The score that lists and profiles show. The caller has checked that it may be seen."""
    return Score.objects.filter(household_id=household_id, round=round, scoring=scoring.id).first()
