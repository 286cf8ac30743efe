"""Which measures there are, what each is made of, and what it says of a place."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, may, may_see_figures
from pinto.ground.places.queries import area_name
from pinto.ground.places.queries import place as place_of
from pinto.ground.places.rules.codes import Kind
from pinto.insight.estimates.extracts import Answer, NobodyListed, groups_of
from pinto.insight.estimates.queries import of_registry, places_inside
from pinto.insight.estimates.rules.library import document_of, specifications, text_of
from pinto.insight.estimates.rules.specification import DataError, Specification
from pinto.insight.estimates.views import telling
from pinto.insight.estimates.views.asking import (
    NO_GROUPS,
    Question,
    answered,
    known,
    question_of,
    written,
)
from pinto.insight.profiles.queries.areas import NoRoundYet, served_areas

_TENTHS = tuple(Fraction(tenths, 10) for tenths in range(1, 11))
_LISTED = 300  # places in one table; the file has all
_ON_A_MAP = ("amphoe", "tambon")


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure there is: those of the survey in the registry first, then those of files."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.SEE_PROFILE)
    areas = [(area_name(area), area.code) for area in served_areas(viewer)]
    told = [_told(each) for each in specifications()]
    return render(
        request,
        "estimates/measures.html",
        {
            "own": [each for each in told if each["own"]],
            "others": [each for each in told if not each["own"]],
            "areas": areas,
        },
    )


@require_safe
def measure(request: HttpRequest, measure_id: str) -> HttpResponse:
    """What a measure is made of: its indicators with their conditions, and its file."""
    found = known(measure_id)
    viewer = viewer_of(request)
    areas = [(area_name(area), area.code) for area in served_areas(viewer)]
    document = document_of(measure_id)
    language = get_language() or "th"

    def words(of: Any) -> str:
        return str(getattr(of, language if language == "en" else "th")) if of else ""

    weights = {each.id: each.weight for each in found.measure.indicators}
    dimensions = [
        {
            "name": words(dimension),
            "indicators": [
                {
                    "name": words(each),
                    "weight": weights[each.id],
                    "deprived": each.deprived,
                    "eligible": each.eligible or "",
                    "assumed": words(each.assumed),
                }
                for each in dimension.indicators
            ],
        }
        for dimension in document.dimensions
    ]
    derived = [
        {"id": each.id, "name": words(each) if each.th else each.id, "formula": each.formula}
        for each in document.derive
    ]
    return render(
        request,
        "estimates/measure.html",
        {
            "told": _told(found),
            "assumed": words(document.assumed),
            "dimensions": dimensions,
            "derived": derived,
            "text": text_of(measure_id),
            "areas": areas,
        },
    )


def _told(found: Specification) -> dict[str, Any]:
    document = document_of(found.measure.id)
    english = get_language() == "en"
    source = document.source
    return {
        "id": found.measure.id,
        "version": found.measure.version,
        "name": telling.label(found.measure),
        "source": source.en if english else source.th,
        "indicators": len(found.measure.indicators),
        "cutoffs": [float(each) for each in found.measure.cutoffs],
        "persons": found.size is not None or found.count == "person",
        "roster": found.members is not None,
        "own": of_registry(found),
    }


@require_safe
def estimate(request: HttpRequest, measure_id: str, code: str) -> HttpResponse:
    """What a measure says of a place in a round."""
    question = question_of(request, measure_id, code)
    try:
        found = answered(request, question)
    except (NoRoundYet, NobodyListed):
        return nothing_to_count(request, question)
    except DataError as error:
        return nothing_to_count(request, question, problem=str(error))
    figures = telling.figures(found, float(question.cutoff))
    if "" not in figures:
        return nothing_to_count(request, question)
    return render(request, "estimates/estimate.html", _page(request, question, found, figures))


def nothing_to_count(request: HttpRequest, question: Question, problem: str = "") -> HttpResponse:
    """The page where there is nothing to count: no survey, or one that cannot be measured so."""
    place = place_of(question.code)
    context = {
        "name": area_name(place),
        "measure": question.specification.measure,
        "title": telling.label(question.specification.measure),
        "problem": problem,
        "own": of_registry(question.specification),
        "loads": may(viewer_of(request), Capability.LOAD_FILES, question.code),
    }
    return render(request, "estimates/nothing.html", context)


def _page(
    request: HttpRequest, question: Question, found: Answer, figures: dict[str, telling.Figure]
) -> dict[str, Any]:
    viewer, code = viewer_of(request), question.code
    measure, label = question.specification.measure, found.asked.round.label
    whole, cutoff = figures[""], float(question.cutoff)
    places, drawn, rows = {}, None, []
    if question.by:
        places = places_inside(code, Kind[question.by.upper()], viewer=viewer)
        above = groups_of(code)[: groups_of(code).index(question.by)][-1:]
        parents = places_inside(code, Kind[above[0].upper()], viewer=viewer) if above else {}
        rows = telling.ranked(question, figures, places, parents)
        if question.by in _ON_A_MAP:
            drawn = telling.area_map(found, rows, places)
    document = document_of(measure.id)
    assumed = document.assumed
    indicators = telling.indicator_rows(measure, whole)
    return {
        "measure": measure,
        "title": telling.label(measure),
        "name": area_name(found.asked.place),
        "path": [
            (
                area_name(above),
                question.url(code=above.code) if may_see_figures(viewer, above.code) else "",
            )
            for above in found.asked.path
        ],
        "changes_href": question.url("estimate_changes", round=label),
        "round": label,
        "rounds": [each.label for each in found.asked.rounds],
        "cutoff": cutoff,
        "cutoffs": cutoffs_to_choose(question),
        "groups": groups_to_choose(question),
        "finding": list(telling.sentences(measure, cutoff, whole, rows)),
        "whole": whole,
        "least_known": float(question.specification.least_known),
        "all_known": question.specification.least_known == 1,
        "figures": {name: whole.of(name) for name in ("H", "A", "M0")},
        "indicators": indicators,
        "bars": telling.indicator_bars(indicators) if whole.of("H") is not None else [],
        "rows": rows[:_LISTED],
        "more": max(0, len(rows) - _LISTED),
        "kind": kind_named(question.by),
        "map": drawn,
        "others": _others(question, found),
        "assumed": (assumed.en if get_language() == "en" else assumed.th) if assumed else "",
        "state": found.state,
        "left_out": found.left_out,
        "command": question.command(label),
        "json_href": question.url("estimate_json", round=label),
        "csv_href": question.url("estimate_csv", round=label)
        if may(viewer, Capability.EXPORT, code)
        else "",
    }


def cutoffs_to_choose(question: Question) -> list[tuple[str, float, bool]]:
    """The cut-offs to choose from: in the address, as a share, whether it is the chosen one."""
    of = question.specification
    found = sorted({*of.measure.cutoffs, *_TENTHS, question.cutoff})
    return [(written(each, of), float(each), each == question.cutoff) for each in found]


def groups_to_choose(question: Question) -> list[tuple[str, str, bool]]:
    """The groups to choose from: in the address, in words, whether it is the chosen one."""
    found = [(name, kind_named(name), name == question.by) for name in groups_of(question.code)]
    return [*found, (NO_GROUPS, _("no division"), not question.by)] if found else []


def kind_named(by: str) -> str:
    return {"amphoe": _("Amphoe"), "tambon": _("Tambon"), "village": _("Village")}.get(by, "")


def _others(question: Question, found: Answer) -> list[dict[str, Any]]:
    """The whole place under each cut-off that was worked out."""
    rows = []
    for cutoff in question.cutoffs:
        whole = telling.figures(found, float(cutoff))[""]
        rows.append(
            {
                "cutoff": float(cutoff),
                "chosen": cutoff == question.cutoff,
                "href": question.url(cutoff=written(cutoff, question.specification)),
                "share": whole.of("H"),
                "depth": whole.of("A"),
                "adjusted": whole.of("M0"),
            }
        )
    return rows
