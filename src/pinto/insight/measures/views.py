"""Pages of measures: how one score came about, and how scores are made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pinto.evidence.registry.queries import round_labelled
from pinto.ground.access.queries import viewer_of
from pinto.ground.design.charts.pentagon import Shape
from pinto.ground.trail.actions import record
from pinto.insight.measures.panels import finding
from pinto.insight.measures.queries.explanations import (
    Explanation,
    explanation,
    for_researchers,
    newest_round_of,
)
from pinto.insight.measures.rules.library import scoring, scorings
from pinto.insight.measures.rules.scorings import schema
from pinto.insight.measures.rules.told import neat
from pinto.insight.measures.rules.words import in_words


@require_safe
def household_score(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The score on one sheet, to be reckoned again with paper and pencil. The view is recorded."""
    told = _told(request, household_id)
    context = {
        "told": told,
        "finding": finding(told),
        "now": Shape(told.round.label, told.scores),
        "sum": " + ".join("…" if score is None else neat(score) for score in told.scores),
        "levels": zip(told.scoring.levels, (*told.scoring.cuts, 4.0), strict=True),
    }
    return render(request, "measures/score.html", context)


@require_safe
def household_score_json(request: HttpRequest, household_id: UUID) -> JsonResponse:
    """The same for a machine: versions, conditions, weights, what is assumed. Recorded too."""
    told = _told(request, household_id)
    return JsonResponse(
        for_researchers(told), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


def _told(request: HttpRequest, household_id: UUID) -> Explanation:
    viewer = viewer_of(request)
    try:
        label = request.GET.get("round", "")
        round = round_labelled(label) if label else newest_round_of(household_id, viewer=viewer)
        told = explanation(
            household_id, round=round, viewer=viewer, language=get_language() or "th"
        )
    except (ObjectDoesNotExist, LookupError):
        raise Http404 from None
    record(
        what="household.explained",
        on=("household", household_id),
        by=viewer,
        at=timezone.now(),
        round=round.label,
    )
    return told


@require_safe
def method(request: HttpRequest, scoring_id: str, version: str) -> HttpResponse:
    """How answers become a score, in words written from the scoring itself."""
    try:
        found = scoring(scoring_id, version)
    except LookupError:
        raise Http404 from None
    language = get_language() or "th"

    def words(text: str) -> str:
        return in_words(text, found, language)

    capitals: list[dict[str, Any]] = [
        {
            "name": capital.label(language),
            "items": [
                {
                    "item": item,
                    "name": item.label(language),
                    "eligible": words(item.eligible) if item.eligible else "",
                    "parts": [
                        {
                            "name": part.label(language) if len(item.parts) > 1 else "",
                            "steps": [(words(step.when), step.score) for step in part.coding],
                            "otherwise": part.otherwise,
                        }
                        for part in item.parts
                    ],
                    "assumed": item.assumed.label(language) if item.assumed else "",
                    "weight_assumed": item.weight_assumed.label(language)
                    if item.weight_assumed
                    else "",
                }
                for item in found.items_of(capital.id)
            ],
        }
        for capital in found.capitals
    ]
    context = {
        "scoring": found,
        "name": found.label(language),
        "source": found.source.label(language),
        "boundary_assumed": found.boundary_assumed.label(language)
        if found.boundary_assumed
        else "",
        "levels": [
            {"level": level.level, "name": level.label(language), "from": level.starts_at}
            for level in found.levels
        ],
        "numbers": [
            {
                "name": number.label(language),
                "formula": words(number.formula),
                "assumed": number.assumed.label(language) if number.assumed else "",
            }
            for number in found.let
        ],
        "capitals": capitals,
    }
    return render(request, "measures/method.html", context)


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """Every scoring there is."""
    language = get_language() or "th"
    listed = [
        {"id": found.id, "version": found.version, "name": found.label(language)}
        for found in scorings()
    ]
    return render(request, "measures/methods.html", {"scorings": listed})


@require_safe
def scoring_schema(request: HttpRequest) -> JsonResponse:
    """The JSON schema a scoring file follows."""
    return JsonResponse(schema())
