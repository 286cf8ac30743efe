"""The figures of a measure as files, and the specification itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability
from pinto.ground.installation.spreadsheets import csv_lines
from pinto.ground.trail.actions import record
from pinto.insight.estimates.extracts import Answer, NobodyListed
from pinto.insight.estimates.rules.estimates import document
from pinto.insight.estimates.rules.library import text_of
from pinto.insight.estimates.rules.specification import DataError
from pinto.insight.estimates.views.asking import Question, answered, known, question_of
from pinto.insight.profiles.queries.areas import NoRoundYet
from pinto.insight.profiles.views.files import attached

_COLUMNS = (
    "measure", "indicator", "dimension", "cutoff", "place", "estimate", "n", "n_missing",
    "population", "publishable",
)  # fmt: skip


@require_safe
def estimate_json(request: HttpRequest, measure_id: str, code: str) -> HttpResponse:
    """The rows as `pinto measure estimate --json` prints them, and what they were made of.

    A survey that cannot be measured so is 422, with the reason.
    """
    question = question_of(request, measure_id, code)
    try:
        found = _answered(request, question)
    except DataError as error:
        return JsonResponse({"error": str(error)}, status=422)
    return JsonResponse(_told(question, found), json_dumps_params={"ensure_ascii": False})


@require_safe
def estimate_csv(request: HttpRequest, measure_id: str, code: str) -> HttpResponse:
    """The same rows, a line each. The trail notes who takes them out."""
    viewer = viewer_of(request)
    question = question_of(request, measure_id, code)
    try:
        found = _answered(request, question)
    except DataError as error:
        return HttpResponse(f"{error}\n", "text/plain; charset=utf-8", status=422)
    check_may(viewer, Capability.EXPORT, code)
    label = found.asked.round.label
    record(
        what="measure.exported",
        on=("place", code),
        by=viewer,
        at=timezone.now(),
        round=label,
        measure=measure_id,
        left_out=found.left_out,
    )
    rows = []
    for row in found.rows:
        told = document(row)
        told["place"] = next((value for value in row.by.values()), code)
        rows.append([told[name] for name in _COLUMNS])
    name = f"pinto-measure-{measure_id}-{code}-{label.replace('/', '-')}.csv"
    return attached("".join(csv_lines(_COLUMNS, rows)), "text/csv; charset=utf-8", name)


@require_safe
def measure_yaml(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The specification's file, to read and to change."""
    known(measure_id)
    return attached(text_of(measure_id), "application/yaml; charset=utf-8", f"{measure_id}.yaml")


def _answered(request: HttpRequest, question: Question) -> Answer:
    try:
        return answered(request, question)
    except (NoRoundYet, NobodyListed) as nothing:
        raise Http404(str(nothing)) from None


def _told(question: Question, found: Answer) -> dict[str, Any]:
    measure, place = question.specification.measure, found.asked.place
    return {
        "measure": {
            "id": measure.id, "version": measure.version, "th": measure.th, "en": measure.en
        },
        "place": {"code": place.code, "name_th": place.name_th},
        "round": found.asked.round.label,
        "state": found.state,
        "full_enumeration": not found.left_out,
        "left_out": found.left_out,
        "command": question.command(found.asked.round.label),
        "rows": [document(row) for row in found.rows],
    }  # fmt: skip
