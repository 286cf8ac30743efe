"""The household list: what every number on a profile leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pinto.evidence.registry.queries import rounds
from pinto.ground.access.permissions import check_daily_list, check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Viewer, may
from pinto.ground.design.charts.figures import grouped
from pinto.ground.exports.views.leaving import Leaving, ask_what_for, file_at_once
from pinto.ground.places.queries import area_name
from pinto.ground.trail.actions import record_views
from pinto.insight.measures.rules.closing import closed_capitals
from pinto.insight.measures.rules.library import scoring_of
from pinto.insight.profiles.actions import households_asked
from pinto.insight.profiles.forms import HouseholdsForm
from pinto.insight.profiles.permissions import closed_questions
from pinto.insight.profiles.queries.areas import chosen_round, comparable_round
from pinto.insight.profiles.queries.households import household_scores, lines_of, list_places
from pinto.insight.profiles.queries.words import household_name
from pinto.insight.profiles.views.links import area_url, household_url

_PER_PAGE = 25


@dataclass(frozen=True)
class _Asked:
    """What the address asks for."""

    viewer: Viewer
    area: str
    place: Any  # of the area; None where the list is about all the viewer serves
    path: list[Any]
    round: Any
    before: Any
    form: HouseholdsForm
    closed_capitals: frozenset[str]

    def scores(self, to: Capability = Capability.SEE_HOUSEHOLDS) -> QuerySet[Any]:
        return household_scores(
            round=self.round,
            wanted=self.form.wanted(self.area),
            viewer=self.viewer,
            before=self.before,
            to=to,
        )


def _asked(request: HttpRequest) -> _Asked | None:
    """None while there is no round at all. What is not this viewer's is 404."""
    viewer, area = viewer_of(request), request.GET.get("area", "")
    check_may(viewer, Capability.SEE_HOUSEHOLDS, area)
    every = list(rounds())
    if not every:
        return None
    try:
        round = chosen_round(every, request.GET.get("round", ""))
    except LookupError as missing:
        raise Http404(str(missing)) from None
    places = list_places(viewer, area)
    if area and area not in places:
        raise Http404
    scoring = scoring_of(round.instrument)
    closed = closed_questions(round, viewer=viewer, area=area)
    form = HouseholdsForm(
        request.GET,
        areas=[("", _("All my areas")), *((code, area_name(p)) for code, p in places.items())],
        rounds=[("", every[0].label), *((r.label, r.label) for r in every)],
        round=round,
        scoring=scoring,
        closed=closed,
    )
    return _Asked(
        viewer=viewer,
        area=area,
        place=places.get(area),
        path=[place for code, place in places.items() if area.startswith(code)],
        round=round,
        before=comparable_round(round, every),
        form=form,
        closed_capitals=closed_capitals(scoring, closed),
    )


@require_GET
def households(request: HttpRequest) -> HttpResponse:
    """The households that fit, page by page. Who is on the page is recorded.

    htmx asks the same address and gets the rows alone.
    """
    asked = _asked(request)
    if asked is None:
        return render(request, "profiles/households.html", {"form": None})
    check_daily_list(asked.viewer, asked.area)
    page = Paginator(_light(asked.scores()), _PER_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(
        page.object_list, asked.before, viewer=asked.viewer, closed=asked.closed_capitals
    )
    record_views(
        [line.score.household_id for line in lines if not line.gone],
        by=asked.viewer,
        at=timezone.now(),
        place=asked.area,
    )
    alone = request.headers.get("HX-Request") and not request.headers.get(
        "HX-History-Restore-Request"
    )
    template = "profiles/household_rows.html" if alone else "profiles/households.html"
    response = render(request, template, _page(request, asked, page, lines))
    patch_vary_headers(response, ["HX-Request"])
    return response


def _light(scores: QuerySet[Any]) -> QuerySet[Any]:
    """The scores with what a line shows, without the documents it does not."""
    return scores.select_related("household__place", "household__head").defer("items", "sources")


def _page(request: HttpRequest, asked: _Asked, page: Any, lines: list[Any]) -> dict[str, Any]:
    label = request.GET.get("round", "")
    chips = [{"text": text, "href": _without(request, name)} for name, text in asked.form.chips()]
    return {
        "form": asked.form,
        "round": asked.round,
        "before": asked.before,
        "finding": _finding(asked, page.paginator.count),
        "path": [(area_name(p), area_url(p.code, round=label)) for p in asked.path],
        "profile_href": area_url(asked.area, round=label) if asked.area else "",
        "page": page,
        "lines": [
            {
                "line": line,
                "name": "" if line.gone else household_name(line.score.household),
                "place": "" if line.gone else area_name(line.score.household.place),
                "href": "" if line.gone else household_url(line.score.household_id, round=label),
            }
            for line in lines
        ],
        "chips": chips,
        "searched": bool(asked.form.cleaned_data.get("q")),
        "adds": _add_url(asked),
        "exports": may(asked.viewer, Capability.EXPORT, asked.area),
        "export_href": f"{reverse('households_export')}?{request.GET.urlencode()}",
    }


def _add_url(asked: _Asked) -> str:
    """Where a household is added, for those who may."""
    allowed = may(asked.viewer, Capability.EDIT_HOUSEHOLDS, asked.area)
    return f"{reverse('household_new')}?area={asked.area}" if allowed else ""


def _finding(asked: _Asked, count: int) -> str:
    """How many households are listed, and where."""
    number = grouped(count)
    if asked.place is None:
        return _("%(n)s households in my areas") % {"n": number}
    return _("%(n)s households in %(area)s") % {"n": number, "area": area_name(asked.place)}


def _without(request: HttpRequest, *names: str) -> str:
    kept = request.GET.copy()
    for name in (*names, "page"):
        kept.pop(name, None)
    return f"?{kept.urlencode()}"


@require_http_methods(["GET", "HEAD", "POST"])
def households_export(request: HttpRequest) -> HttpResponse:
    """What the file is for; then it comes at once, or a colleague is asked to sign."""
    asked, leaving = _leaving(request)
    return ask_what_for(
        request,
        leaving,
        finding=_finding(asked, leaving.rows),
        back=reverse("households"),
        files={"csv": reverse("households_csv"), "xlsx": reverse("households_xlsx")},
    )


@require_GET
def households_csv(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV."""
    return file_at_once(request, _leaving(request)[1], "csv")


@require_GET
def households_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The list as an Excel workbook."""
    return file_at_once(request, _leaving(request)[1], "xlsx")


def _leaving(request: HttpRequest) -> tuple[_Asked, Leaving]:
    asked = _asked(request)
    if asked is None:
        raise Http404
    check_may(asked.viewer, Capability.EXPORT, asked.area)
    return asked, Leaving(
        kind="households",
        asked=households_asked(asked.form.wanted(asked.area), asked.round),
        area=asked.area,
        rows=asked.scores(to=Capability.EXPORT).count(),
    )
