"""A condition is put together by a form, or written; count and map stand beside it at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pinto.evidence.instruments.rules import instrument
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Viewer
from pinto.ground.access.views.acting import acting
from pinto.ground.conditions.errors import ConditionError
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.vocabulary import Vocabulary
from pinto.ground.places.queries import area_name
from pinto.ground.places.queries import place as place_of
from pinto.insight.measures.rules.library import scoring_of
from pinto.insight.profiles.queries.answering import names_of
from pinto.insight.profiles.views.links import households_url
from pinto.insight.selections.actions import save_selection
from pinto.insight.selections.forms import (
    MOST_ROWS,
    SaveForm,
    is_filled,
    joined_by,
    kind_of,
    read_rows,
    written,
)
from pinto.insight.selections.queries import (
    Asked,
    asked_in,
    closed_for,
    listed_in,
    places_below,
    places_to_ask,
    selected,
)
from pinto.insight.selections.rules.builder import Subjects
from pinto.insight.selections.rules.rows import COUNT, OPERATORS, VALUELESS, Row, rows_of, text_of
from pinto.insight.selections.rules.words import OPERATOR_WORDS, WHO_WORDS
from pinto.insight.selections.views.drawing import by_area, drawn

_LONGEST = 10_000  # characters of a condition


@dataclass(frozen=True)
class Built:
    """What the address says: an area, and a condition as rows or as text."""

    viewer: Viewer
    area: str
    asked: Asked
    names: Vocabulary
    closed: frozenset[str]
    subjects: Subjects
    rows: list[Row]
    join: str
    condition: str  # blank while nothing is asked
    as_text: bool
    error: str = ""


def built(request: HttpRequest) -> Built | None:
    """None before the first round. What is not this viewer's is 404."""
    viewer, data = viewer_of(request), request.GET
    area = data.get("area", "") or _first_area(viewer)
    if not area.isdigit():
        raise Http404
    check_may(viewer, Capability.SEE_HOUSEHOLDS, area)
    asked = asked_in(area)
    if asked is None:
        return None
    closed = closed_for(viewer, area, asked)
    newest = asked.newest
    names = names_of(scoring_of(newest.instrument), closed)
    form = instrument(newest.instrument, newest.instrument_version)
    subjects = Subjects(form, names, get_language() or "th", gettext)
    rows, join, text, error = read_rows(data, names), joined_by(data), "", ""
    as_text = data.get("mode") == "text"
    if "text" in data:
        text = data["text"].strip()[:_LONGEST]
        try:
            found = rows_of(parse(text), names) if text else ([], join)
        except ConditionError as problem:
            found, as_text, error = None, True, _place_of(problem)
        if found is None:
            as_text = True
        else:
            rows, join = found
    elif filled := [row for row in rows if is_filled(row)]:
        text = text_of(filled, join, names)
    return Built(viewer, area, asked, names, closed, subjects, rows, join, text, as_text, error)


def _first_area(viewer: Viewer) -> str:
    check_may(viewer, Capability.SEE_HOUSEHOLDS)
    return min(viewer.areas_for(Capability.SEE_HOUSEHOLDS), key=lambda code: (len(code), code))


def _place_of(problem: ConditionError) -> str:
    return _("At character %(column)s: %(what)s") % {
        "column": problem.column,
        "what": problem.said(gettext),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form, and what the condition selects; by POST it is saved.

    htmx asks the same address whenever something was chosen, and gets the form anew.
    """
    asked = built(request)
    if asked is None:
        return render(request, "selections/new.html", {"built": None})
    try:
        here = place_of(asked.area)
    except ObjectDoesNotExist:
        raise Http404 from None
    found, error = _found(asked, here)
    form = SaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and asked.condition and not error:
        made = save_selection(
            name=form.cleaned_data["name"],
            condition=asked.condition,
            place=here,
            **acting(request),
        )
        return redirect("selection", made.pk)
    context = {
        "built": asked,
        "place": here,
        "name": area_name(here),
        "areas": [
            (code, area_name(each))
            for code, each in (places_to_ask(asked.viewer, asked.area) | {here.code: here}).items()
        ],
        "rows": _shown(asked),
        "joins": [("and", _("all of these are true")), ("or", _("one of these is true"))],
        "error": error,
        "form": form,
        "query": request.GET.urlencode(),
        "text_url": _url(asked, mode="text", text=asked.condition),
        "rows_url": "" if asked.error else _url(asked, **written(asked.rows, asked.join)),
        "may_be_rows": not asked.error and (not asked.condition or bool(asked.rows)),
        **found,
    }
    alone = request.headers.get("HX-Request") and not request.headers.get(
        "HX-History-Restore-Request"
    )
    template = "selections/builder.html" if alone else "selections/new.html"
    response = render(request, template, context, status=422 if form.is_bound else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _url(asked: Built, **more: str) -> str:
    return f"{reverse('selection_new')}?{urlencode({'area': asked.area, **more})}"


def _found(asked: Built, here: Any) -> tuple[dict[str, Any], str]:
    """How many and where; else what is wrong with the condition."""
    if asked.error or not asked.condition:
        return {}, asked.error
    try:
        counted = selected(
            asked.condition, area=asked.area, asked=asked.asked, viewer=asked.viewer,
            closed=asked.closed,
        )  # fmt: skip
    except ConditionError as problem:
        return {}, _place_of(problem)
    every = places_below(here.code)
    below = [each for each in every if each.code != here.code]
    listed = listed_in(asked.asked, [each.code for each in every])

    def href(code: str) -> str:
        return households_url(code, where=asked.condition)

    number = counted.total()
    return {
        "number": number,
        "listed": listed.get(here.code),
        "share": number / listed[here.code] if listed.get(here.code) else None,
        "households_href": href(here.code),
        "said": [asked.subjects.said(row) for row in asked.rows if is_filled(row)],
        **drawn(here, below, by_area(counted, below), listed, href),
    }, ""


def _shown(asked: Built) -> list[dict[str, Any]]:
    """The rows as the form draws them, and a blank one for the next."""
    lines: list[dict[str, Any]] = []
    for row in asked.rows:
        kind = kind_of(row, asked.names)
        lines.append(
            {
                "row": row,
                "subject": f"{'m' if row.who else 'h'}.{row.name}",
                "who": [(key, gettext(said)) for key, said in WHO_WORDS.items()] if row.who else [],
                "counts": row.who == COUNT,
                "operators": [(key, gettext(OPERATOR_WORDS[key])) for key in OPERATORS[kind]],
                "asks": row.operator not in VALUELESS,
                "answers": asked.subjects.answers(row),
                "unit": asked.subjects.unit(row),
                "blank": not is_filled(row),
            }
        )
    if len(lines) < MOST_ROWS:
        lines.append({"row": None, "subject": ""})
    return lines
