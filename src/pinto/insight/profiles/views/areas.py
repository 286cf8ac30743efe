"""The area poverty profile (สภาวะความยากจนของพื้นที่)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Viewer, may, may_see_figures
from pinto.ground.design.charts.bars import level_table
from pinto.ground.design.charts.choropleth import choropleth_table
from pinto.ground.design.charts.trend import trend_table
from pinto.ground.places.queries import area_name, level_below, place, short_name
from pinto.ground.places.rules.codes import Kind
from pinto.insight.profiles.queries.areas import NoRoundYet, Profile, profile, served_areas
from pinto.insight.profiles.queries.others import others
from pinto.insight.profiles.queries.words import said
from pinto.insight.profiles.rules import findings
from pinto.insight.profiles.rules.figures import Figures
from pinto.insight.profiles.rules.findings import FEW, Clause, Named
from pinto.insight.profiles.views import drawing, sources
from pinto.insight.profiles.views.links import area_url, households_url, method_link


@require_GET
def own_area(request: HttpRequest) -> HttpResponse:
    """Leads to the area the viewer serves; to a choice, where these are several."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.SEE_PROFILE)
    areas = served_areas(viewer)
    if len(areas) == 1:
        return HttpResponseRedirect(area_url(areas[0].code))
    chosen = [(area_name(area), area_url(area.code)) for area in areas]
    return render(request, "profiles/areas.html", {"areas": chosen})


@require_GET
def area(request: HttpRequest, code: str) -> HttpResponse:
    """The profile of one area in one round."""
    viewer = viewer_of(request)
    try:
        found = asked_profile(request, code)
    except NoRoundYet:
        here = place(code)
        context = {
            "name": area_name(here),
            "loads": may(viewer, Capability.LOAD_FILES, code),
            "others": sources.told(others(here), None),
        }
        return render(request, "profiles/before.html", context)
    metric = request.GET.get("metric", "")
    metric = metric if metric in drawing.METRICS else "low"
    return render(request, "profiles/area.html", _page(found, viewer, metric))


def asked_profile(request: HttpRequest, code: str) -> Profile:
    """The profile the address asks for; what is not there, or not for this viewer, is 404.

    Raises ``NoRoundYet`` where nothing has been loaded at all.
    """
    try:
        return profile(code, label=request.GET.get("round", ""), viewer=viewer_of(request))
    except NoRoundYet:
        raise
    except (ObjectDoesNotExist, LookupError) as missing:
        raise Http404(str(missing)) from None


def _page(found: Profile, viewer: Viewer, metric: str) -> dict[str, Any]:
    now, before = found.now, found.before
    code, label = found.place.code, found.round.label
    named = [Named(area_name(p.place), p.now, p.before) for p in found.parts]
    listed = may(viewer, Capability.SEE_HOUSEHOLDS, code)
    enough = now is not None and now.scored >= FEW
    return {
        "profile": found,
        "name": area_name(found.place),
        "path": _path(found, viewer),
        "finding": [said(clause) for clause in findings.headline(now, before, named)],
        "metric": metric,
        "enough": enough,
        "caution": drawing.caution_few(),
        "decimals": drawing.decimals(now),
        "level_hrefs": _level_hrefs(found) if listed else (),
        "households_href": households_url(code, round=label) if listed else "",
        "todo": list(_todo(found)) if listed else [],
        "method": method_link(found.scoring),
        "others": sources.told(found.others, now),
        "exports": may(viewer, Capability.EXPORT, code),
        "level_twin": level_table(
            _("Households of each level"),
            now.levels,
            before.levels if before else None,
            no_score=now.unscored,
            heads=(label, found.before_round.label if found.before_round else ""),
        )
        if now
        else None,
        **(_below(found, metric) if found.parts else {}),
        **(_sections(found, named, viewer, listed) if now and enough else {}),
    }


def _path(found: Profile, viewer: Viewer) -> list[tuple[str, str]]:
    return [
        (
            area_name(above),
            area_url(above.code, round=found.round.label)
            if may_see_figures(viewer, above.code)
            else "",
        )
        for above in found.path
    ]


def _level_hrefs(found: Profile) -> list[str]:
    levels = ("1", "2", "3", "4", "none")
    return [
        households_url(found.place.code, level=level, round=found.round.label) for level in levels
    ]


def _todo(found: Profile) -> Iterator[tuple[int, str, str]]:
    """What a person should look at, each with the list of households it speaks of."""
    now, code, label = found.now, found.place.code, found.round.label
    if now is None:
        return
    if now.unscored:
        text = _("households have too few answers for a score")
        yield now.unscored, text, households_url(code, level="none", round=label)
    if found.duplicates:
        text = _("people share name and birth year with somebody of their tambon")
        yield found.duplicates, text, households_url(code, duplicates="1", round=label)
    if now.on_boundary:
        text = _("households lie exactly between two levels")
        yield now.on_boundary, text, households_url(code, boundary="1", round=label)


def _below(found: Profile, metric: str) -> dict[str, Any]:
    """The areas below: the map and its twin, or the ranking where villages have no borders."""
    label, chosen = found.round.label, drawing.METRICS[metric]
    below = level_below(found.place)
    drawn = None
    if found.place.kind != Kind.TAMBON:
        drawn = drawing.area_map(found, chosen, metric)
    metrics = [
        (str(one.name), area_url(found.place.code, round=label, metric=key), key == metric)
        for key, one in drawing.METRICS.items()
        if drawn or one.unit == "share"
    ]
    context = {"below": below, "metrics": metrics, "chosen": chosen, "map": drawn}
    if drawn:
        context["map_twin"] = choropleth_table(
            str(chosen.name), drawn.areas, (below, str(chosen.name)), chosen.unit, chosen.decimals
        )
    elif chosen.unit == "share" and len(found.parts) > 1:
        context["part_bars"] = drawing.part_bars(found.parts, chosen, label, metric)
    return context


def _sections(found: Profile, named: list[Named], viewer: Viewer, listed: bool) -> dict[str, Any]:
    """The sections below the first screen, each with what it says as its heading."""
    assert found.now is not None  # noqa: S101  (the caller looked)
    language = get_language()
    capitals = {c.id: c.label(language) for c in found.scoring.capitals}
    lacking = {item.id: item.lacking.label(language) for item in found.scoring.items}
    told = {
        "capitals": findings.capitals_finding(capitals, found.now, found.before),
        "items": findings.items_finding(lacking, found.now),
        "parts": findings.places_finding(named),
        "moved": findings.movement_finding(found.moved),
        "quality": findings.quality_finding(found.now),
    }
    worse = households_url(found.place.code, moved="worse", round=found.round.label)
    return {
        "said": {name: _heading(clauses) for name, clauses in told.items()},
        "shapes": drawing.shapes(found),
        "capital_rows": drawing.capital_rows(found),
        "indicators": drawing.indicator_bars(found, viewer=viewer),
        "ranked": _ranked(found),
        **_trend(found),
        "worse_href": worse if listed else "",
    }


def _heading(clauses: list[Clause]) -> SafeString:
    """The clauses as one heading that breaks between them."""
    return format_html_join(" ", '<span class="cl">{}</span>', ((said(each),) for each in clauses))


def _ranked(found: Profile) -> list[dict[str, Any]]:
    return [
        {
            "part": part,
            "name": short_name(part.place),
            "href": area_url(part.place.code, round=found.round.label),
            "share": part.now.low_share if part.now.scored >= FEW else None,
            "percent": _percent(part.now),
            "percent_was": _percent(part.before),
            "doubtful": drawing.is_doubtful(part.now),
        }
        for part in found.parts
        if part.now
    ]


def _percent(figures: Figures | None) -> float | None:
    share = figures.low_share if figures and figures.scored >= FEW else None
    return None if share is None else 100 * share


def _trend(found: Profile) -> dict[str, Any]:
    """The lines, where at least two rounds have something to show."""
    if sum(past.levels is not None for past in found.past) < 2:
        return {}
    labels, lines = [past.round.label for past in found.past], drawing.trend_lines(found)
    return {
        "trend_rounds": labels,
        "trend_lines": lines,
        "trend_twin": trend_table(_("Households of each level"), labels, lines),
    }
