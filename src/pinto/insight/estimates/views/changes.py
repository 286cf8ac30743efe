"""How a measure of a place changed between two rounds that asked the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import may_see_figures
from pinto.ground.design.charts.bars import Bar
from pinto.ground.design.charts.figures import grouped, percent
from pinto.ground.places.queries import area_name
from pinto.ground.places.rules.codes import Kind
from pinto.insight.estimates.extracts import NobodyListed, groups_of
from pinto.insight.estimates.queries import Asked, earlier_rounds, places_inside
from pinto.insight.estimates.rules.differences import Difference
from pinto.insight.estimates.rules.specification import DataError, Measure
from pinto.insight.estimates.templatetags.changes import signed
from pinto.insight.estimates.views import telling
from pinto.insight.estimates.views.asking import (
    Question,
    answered_in,
    asked_by,
    question_of,
)
from pinto.insight.estimates.views.pages import (
    cutoffs_to_choose,
    groups_to_choose,
    kind_named,
    nothing_to_count,
)
from pinto.insight.estimates.views.telling import Figure
from pinto.insight.profiles.queries.areas import NoRoundYet

if TYPE_CHECKING:
    from pinto.evidence.registry.models import Round

_LISTED = 300  # places in one table
_DRAWN = 12  # bars of places; the table has all


@dataclass(frozen=True)
class Both:
    """The figures of the same places, by code, in an earlier and in a later round."""

    earlier: Asked
    later: Asked
    before: Mapping[str, Figure]
    after: Mapping[str, Figure]

    @property
    def years(self) -> int:
        return int(self.later.round.year - self.earlier.round.year)

    def changed(self, measure: str, indicator: str | None = None, code: str = "") -> Difference:
        """The figure of a place, blank for the whole; not known where a round has none."""
        before, after = (
            side[code].of(measure, indicator) if code in side else None
            for side in (self.before, self.after)
        )
        return Difference(before, after, self.years)


@require_safe
def changes(request: HttpRequest, measure_id: str, code: str) -> HttpResponse:
    """The change of every figure; where there is one round only, what is to be done."""
    question = question_of(request, measure_id, code)
    try:
        later = asked_by(request, question)
        rounds = earlier_rounds(later)
        if not rounds:
            return _one_round(request, question, later)
        earlier = replace(later, round=_chosen(rounds, request.GET.get("from", "")))
        both = _both(request, question, earlier, later)
    except (NoRoundYet, NobodyListed):
        return nothing_to_count(request, question)
    except DataError as error:
        return nothing_to_count(request, question, problem=str(error))
    if "" not in both.before or "" not in both.after:
        return nothing_to_count(request, question)
    page = _page(request, question, both, [each.label for each in rounds])
    return render(request, "estimates/changes.html", page)


def _chosen(rounds: Sequence[Round], label: str) -> Round:
    """The earlier round of that label, or the newest of them; 404 for one not comparable."""
    for round in rounds:
        if not label or round.label == label:
            return round
    raise Http404(f"from: comparable rounds are {', '.join(each.label for each in rounds)}")


def _both(request: HttpRequest, question: Question, earlier: Asked, later: Asked) -> Both:
    cutoff = float(question.cutoff)
    before, after = (
        telling.figures(answered_in(request, question, place), cutoff) for place in (earlier, later)
    )
    return Both(earlier, later, before, after)


def _one_round(request: HttpRequest, question: Question, found: Asked) -> HttpResponse:
    context = {
        "title": telling.label(question.specification.measure),
        "measure": question.specification.measure,
        "name": area_name(found.place),
        "round": found.round.label,
        "back": question.url(),
    }
    return render(request, "estimates/one_round.html", context)


def _page(
    request: HttpRequest, question: Question, both: Both, earlier: list[str]
) -> dict[str, Any]:
    viewer, measure = viewer_of(request), question.specification.measure
    cutoff, then, now = float(question.cutoff), both.earlier.round.label, both.later.round.label
    whole = [(_name(key), both.changed(key), 1 if key != "M0" else 3) for key in ("H", "A", "M0")]
    indicators = _of_indicators(measure, both)
    places = _of_places(request, question, both) if question.by else []
    shown = [Bar(each["name"], each["H"].after, each["H"].before) for each in places[:_DRAWN]]
    own = [Bar(each["name"], each["told"].after, each["told"].before) for each in indicators]
    return {
        "measure": measure,
        "title": telling.label(measure),
        "name": area_name(both.later.place),
        "path": [
            (
                area_name(above),
                question.url("estimate_changes", code=above.code)
                if may_see_figures(viewer, above.code)
                else "",
            )
            for above in both.later.path
        ],
        "then": then,
        "now": now,
        "rounds": [each.label for each in both.later.rounds],
        "earlier": earlier,
        "cutoff": cutoff,
        "cutoffs": cutoffs_to_choose(question),
        "groups": groups_to_choose(question),
        "finding": _sentence(both, places),
        "whole": whole,
        "small": both.before[""].small or both.after[""].small,
        "counted": (both.before[""].counted, both.after[""].counted),
        "left_out": (both.before[""].left_out, both.after[""].left_out),
        "yearly": both.years > 0,
        "years": both.years,
        "bars": shown if any(bar.value is not None for bar in shown) else [],
        "drawn": _DRAWN,
        "indicators": indicators,
        "indicator_bars": own if any(bar.value is not None for bar in own) else [],
        "rows": places[:_LISTED],
        "more": max(0, len(places) - _LISTED),
        "kind": kind_named(question.by),
        "commands": [question.command(then), question.command(now)],
        "estimate_href": question.url(round=now),
    }


def _name(measure: str) -> str:
    return {"H": _("Poor (H)"), "A": _("Intensity (A)"), "M0": _("Adjusted (M0)")}[measure]


def _of_indicators(measure: Measure, both: Both) -> list[dict[str, Any]]:
    """Of each indicator who is poor and goes without; what grew most stands first."""
    rows = [
        {"name": telling.label(each), "told": both.changed("hdk", each.id)}
        for each in measure.indicators
    ]
    return sorted(rows, key=lambda row: -(row["told"].absolute or 0.0))


def _of_places(request: HttpRequest, question: Question, both: Both) -> list[dict[str, Any]]:
    """The places below that a round has; what grew most first, the unknown last."""
    viewer, code = viewer_of(request), question.code
    places = places_inside(code, Kind[question.by.upper()], viewer=viewer)
    groups = groups_of(code)
    above = groups[: groups.index(question.by)][-1:]
    parents = places_inside(code, Kind[above[0].upper()], viewer=viewer) if above else {}
    rows = []
    for key in sorted({*both.before, *both.after} & places.keys()):
        sides = [side[key] for side in (both.before, both.after) if key in side]
        rows.append(
            {
                "name": telling.named(places[key], parents),
                "href": question.url("estimate_changes", code=key),
                "H": both.changed("H", code=key),
                "M0": both.changed("M0", code=key),
                "small": any(side.small for side in sides),
                "hidden": any(side.hidden for side in sides),
            }
        )
    return sorted(rows, key=lambda row: (row["H"].absolute is None, -(row["H"].absolute or 0.0)))


def _sentence(both: Both, places: Sequence[dict[str, Any]]) -> list[str]:
    """What somebody who governs can read: from where to where, and where most."""
    told = both.changed("H")
    if told.absolute is None:
        return [_("So few households are counted here that the share is not shown.")]
    words = {
        "before": percent(told.before, 1),
        "after": percent(told.after, 1),
        "then": both.earlier.round.label,
        "now": both.later.round.label,
        "points": grouped(100 * abs(told.absolute), 1),
    }
    if words["points"] == "0.0":
        found = [_("The share of poor households stayed at %(after)s from %(then)s to %(now)s.")]
    elif told.absolute > 0:
        found = [
            _(
                "The share of poor households rose from %(before)s in %(then)s to %(after)s in"
                " %(now)s, by %(points)s points."
            )
        ]
    else:
        found = [
            _(
                "The share of poor households fell from %(before)s in %(then)s to %(after)s in"
                " %(now)s, by %(points)s points."
            )
        ]
    known = [row for row in places if row["H"].absolute is not None]
    if len(known) > 1 and known[0]["H"].absolute > known[-1]["H"].absolute:
        worst, best = known[0], known[-1]
        words |= {
            "worst": worst["name"],
            "high": signed(100 * worst["H"].absolute, 1),
            "best": best["name"],
            "low": signed(100 * best["H"].absolute, 1),
        }
        found.append(
            _("It changed by %(high)s points in %(worst)s and by %(low)s points in %(best)s.")
        )
    return [sentence % words for sentence in found]
