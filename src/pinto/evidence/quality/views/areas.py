"""The quality of an area's answers: read in a minute, and followed down to the households."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pinto.evidence.instruments.rules import Instrument, instrument
from pinto.evidence.quality.permissions import (
    check_may_see_interviewer,
    closed_rules,
    supervises,
)
from pinto.evidence.quality.queries.figures import (
    FEW_HOMES,
    NO_DATA_FROM,
    AreaQuality,
    area_quality,
    areas_below,
    finding_list,
    has_interviewed,
    homes_without_interviewer,
    interviewer_figures,
    interviewers_of,
    quality_round,
    served_places,
)
from pinto.evidence.quality.queries.second import (
    agreements,
    draw_of,
    open_second_interviews,
    second_interviews,
)
from pinto.evidence.quality.queries.words import finding_name
from pinto.evidence.quality.rules.exports import csv_text
from pinto.evidence.quality.rules.library import ruleset
from pinto.evidence.quality.rules.robust import FAR_AMOUNT
from pinto.evidence.quality.rules.rulesets import Ruleset
from pinto.evidence.quality.views.telling import agreement_context
from pinto.evidence.registry.queries import home_name
from pinto.ground.access.permissions import check_daily_list, check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Viewer, may
from pinto.ground.access.views.acting import uuid_of
from pinto.ground.design.charts.bars import Bar
from pinto.ground.design.charts.figures import grouped
from pinto.ground.places.queries import place, short_name
from pinto.ground.trail.actions import record_views

_PER_PAGE = 25
_SHOWN = 8  # questions with the most missing answers
_TAMBON = 6  # digits


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    viewer: Viewer
    place: Any
    path: list[tuple[str, str]]
    round: Any
    label: str  # as the address has it
    instrument: Instrument
    rules: Ruleset | None

    def url(self, name: str, *more: Any, **query: str) -> str:
        """An address about this area, in this round."""
        given = {key: value for key, value in {"round": self.label, **query}.items() if value}
        tail = "&".join(f"{key}={value}" for key, value in given.items())
        return reverse(name, args=[self.place.code, *more]) + (f"?{tail}" if tail else "")

    def called(self, rule: str) -> str:
        return finding_name(rule, self.rules, self.instrument)


def asked(request: HttpRequest, code: str) -> Asked | None:
    """The area and round that were asked for; None before there is any round. Else 404."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.SEE_HOUSEHOLDS, code)
    try:
        here = place(code)
        round = quality_round(request.GET.get("round", ""))
    except (ObjectDoesNotExist, LookupError):
        raise Http404 from None
    if round is None:
        return None
    try:
        rules = ruleset(round.instrument, round.instrument_version)
    except LookupError:
        rules = None
    label = request.GET.get("round", "")
    return Asked(
        viewer=viewer,
        place=here,
        path=_path(viewer, here, label),
        round=round,
        label=label,
        instrument=instrument(round.instrument, round.instrument_version),
        rules=rules,
    )


def _path(viewer: Viewer, here: Any, label: str) -> list[tuple[str, str]]:
    places: list[Any] = []
    while here is not None:
        places.insert(0, here)
        here = here.parent
    query = f"?round={label}" if label else ""
    return [
        (
            short_name(p),
            f"{reverse('quality', args=[p.code])}{query}" if viewer.serves(p.code) else "",
        )
        for p in places
    ]


@require_GET
def own_quality(request: HttpRequest) -> HttpResponse:
    """Leads to the area the viewer serves; to a choice, where these are several."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.SEE_HOUSEHOLDS)
    places = served_places(viewer)
    if len(places) == 1:
        return HttpResponseRedirect(reverse("quality", args=[places[0].code]))
    chosen = [(short_name(each), reverse("quality", args=[each.code])) for each in places]
    return render(request, "quality/choose.html", {"areas": chosen})


@require_GET
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Five figures, what to do first, and what stands behind them."""
    found = asked(request, code)
    if found is None or found.rules is None:
        return render(request, "quality/nothing.html", {"path": found.path if found else []})
    figures = area_quality(found.round, area=code, viewer=found.viewer)
    leads = supervises(found.viewer, code)
    context = {
        "asked": found,
        "name": short_name(found.place),
        "figures": figures,
        "finding": _finding(figures),
        "todo": _todo(found, figures),
        "links": {
            "open": found.url("quality_rule", "all"),
            "grave": found.url("quality_rule", "grave"),
            "accepted": found.url("quality_rule", "all", accepted="1"),
        },
        "rules": [_rule_line(found, each) for each in figures.rules if not _far(each.rule)],
        "far": [_rule_line(found, each) for each in figures.rules if _far(each.rule)],
        "bars": _missing_bars(found, figures),
        "below": [
            {"line": each, "href": reverse("quality", args=[each.key])}
            for each in areas_below(found.round, area=code, viewer=found.viewer)
        ],
        "leads": leads,
        "own": found.url("quality_by", found.viewer.account_id)
        if has_interviewed(found.round, area=code, viewer=found.viewer)
        else "",
        "mine": open_second_interviews(found.viewer),
        "exports": may(found.viewer, Capability.EXPORT, code),
        "csv": found.url("quality_csv"),
        "few": FEW_HOMES,
        **(_led(found) if leads else {}),
    }
    return render(request, "quality/area.html", context)


def _far(rule: str) -> bool:
    return rule.startswith(FAR_AMOUNT)


def _led(found: Asked) -> dict[str, Any]:
    """What only the supervisor of the area is shown."""
    code = found.place.code
    twice = second_interviews(found.round, area=code, viewer=found.viewer)
    agreed = [
        each for each in agreements(found.round, area=code, viewer=found.viewer) if each.enough
    ]
    shares = [each.kappa.agreed for each in agreed if each.kappa and each.kappa.agreed is not None]
    return {
        "interviewers": [
            {
                "line": each,
                "href": found.url("quality_by", each.key),
                "few": each.households < FEW_HOMES,
            }
            for each in interviewers_of(found.round, area=code, viewer=found.viewer)
        ],
        "nobody": homes_without_interviewer(found.round, area=code, viewer=found.viewer),
        "drawn": twice.count(),
        "done": twice.filter(at__isnull=False).count(),
        "agreed": sum(shares) / len(shares) if shares else None,
        "second": found.url("second_interviews"),
        "visits": found.url("quality_visits") if len(code) >= _TAMBON else "",
        "may_draw": len(code) == _TAMBON and draw_of(found.round, code) is None,
    }


def _finding(figures: AreaQuality) -> str:
    """What is most worth knowing, in one sentence."""
    if not figures.checked:
        return _("Nobody has looked through these answers yet")
    counts = {"n": grouped(figures.grave_homes), "all": grouped(figures.households)}
    if figures.grave_homes:
        return _("In %(n)s of %(all)s households two answers cannot both be true") % counts
    if figures.open_homes:
        counts["n"] = grouped(figures.open_homes)
        return (
            _("No contradiction; %(n)s of %(all)s households have an answer worth a second look")
            % counts
        )
    return _("No answer of the %(all)s households disagrees with another") % counts


def _todo(found: Asked, figures: AreaQuality) -> list[tuple[str, str, str]]:
    """At most three things: contradictions, the most frequent doubt, and what waits for oneself."""
    lines = []
    if figures.grave_homes:
        lines.append(
            (
                grouped(figures.grave_homes),
                _("households with a contradiction: ask the family, then correct"),
                found.url("quality_rule", "grave"),
            )
        )
    doubt = next((r for r in figures.rules if r.open and not r.grave and not _far(r.rule)), None)
    if doubt:
        lines.append(
            (grouped(doubt.open), found.called(doubt.rule), found.url("quality_rule", doubt.rule))
        )
    waiting = open_second_interviews(found.viewer)
    if waiting:
        lines.append(
            (
                grouped(waiting),
                _("second interviews wait for you"),
                reverse("second_interviews_own"),
            )
        )
    elif figures.far:
        lines.append(
            (
                grouped(figures.far),
                _("amounts far from the others: a 0 too many?"),
                found.url("quality_rule", "far"),
            )
        )
    return lines[:3]


def _rule_line(found: Asked, count: Any) -> dict[str, Any]:
    return {
        "count": count,
        "title": found.called(count.rule).removeprefix(
            _("Far from the others: %(question)s") % {"question": ""}
        ),
        "href": found.url("quality_rule", count.rule),
        "accepted": found.url("quality_rule", count.rule, accepted="1"),
    }


def _missing_bars(found: Asked, figures: AreaQuality) -> list[Bar]:
    language = get_language() or "th"
    most = [
        (name, share) for name, share in figures.missing if share >= NO_DATA_FROM
    ] or figures.missing[:3]
    return [
        Bar(found.instrument.question(name).label(language), share) for name, share in most[:_SHOWN]
    ]


@require_GET
def rule(request: HttpRequest, code: str, rule: str) -> HttpResponse:
    """The households behind a figure, page by page. Who is on the page is recorded."""
    found = asked(request, code)
    if found is None:
        raise Http404
    check_daily_list(found.viewer, code)
    title, about, kinds = _about(found, rule)
    by = _by(request, found)
    accepted = request.GET.get("accepted") == "1"
    rows = _listed(found, rule, accepted, by)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    lines = list(page.object_list)
    record_views(
        list({line.household_id: None for line in lines}),
        by=found.viewer,
        at=timezone.now(),
        place=code,
    )
    context = {
        "asked": found,
        "name": short_name(found.place),
        "title": title,
        "about": about,
        "accepted": accepted,
        "other": found.url(
            "quality_rule",
            rule,
            by=str(by) if by else "",
            accepted="" if accepted else "1",
        ),
        "kinds": kinds,
        "page": page,
        "lines": [
            {
                "name": home_name(line.household),
                "place": short_name(line.household.place),
                "finding": line,
                "title": found.called(line.rule),
                "href": f"/hh/{line.household_id}/?round={found.round.label}#quality",
            }
            for line in lines
        ],
    }
    return render(request, "quality/rule.html", context)


def _about(found: Asked, rule: str) -> tuple[str, Any, bool]:
    """The heading of a list, its rule if it is about one, and whether lines differ in kind."""
    if rule == "all":
        return _("Everything worth a second look"), None, True
    if rule == "grave":
        return _("Answers that cannot both be true"), None, True
    if rule == "far":
        return _("Amounts far from those of the tambon"), None, True
    known = found.rules.by_id.get(rule) if found.rules else None
    question = found.instrument.by_id.get(rule.removeprefix(FAR_AMOUNT)) if _far(rule) else None
    if (known is None and question is None) or rule in closed_rules(
        found.round, viewer=found.viewer, area=found.place.code
    ):
        raise Http404
    language = get_language() or "th"
    about = known and {
        "disagrees": known.disagrees.label(language),
        "mend": known.mend.label(language),
        "source": known.source,
    }
    return found.called(rule), about, False


def _by(request: HttpRequest, found: Asked) -> UUID | None:
    """Whose interviews the list is narrowed to; whoever may not see that person's is refused."""
    by = uuid_of(request.GET["by"]) if request.GET.get("by") else None
    if by is not None:
        check_may_see_interviewer(found.viewer, found.place.code, by)
    return by


def _listed(found: Asked, rule: str, accepted: bool, by: UUID | None) -> Any:
    alone = "" if rule in ("all", "grave", "far") else rule
    rows = finding_list(
        found.round,
        area=found.place.code,
        viewer=found.viewer,
        rule=alone,
        accepted=accepted,
        interviewer=by,
    )
    if rule == "grave":
        rows = rows.filter(grave=True)
    return rows.filter(rule__startswith=FAR_AMOUNT) if rule == "far" else rows


@require_GET
def interviewer(request: HttpRequest, code: str, account_id: UUID) -> HttpResponse:
    """One interviewer's households in the area: for the two who talk about it, nobody else."""
    found = asked(request, code)
    if found is None or found.rules is None:
        raise Http404
    check_may_see_interviewer(found.viewer, code, account_id)
    try:
        figures = interviewer_figures(
            found.round, area=code, interviewer=account_id, viewer=found.viewer
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    context = {
        "asked": found,
        "name": short_name(found.place),
        "figures": figures,
        "few": FEW_HOMES,
        "rules": [
            (
                found.called(each.rule),
                found.url("quality_rule", each.rule, by=str(account_id)),
                each,
            )
            for each in figures.rules
        ],
        "bars": [
            Bar(found.instrument.question(name).label(get_language() or "th"), share)
            for name, share in figures.missing[:_SHOWN]
        ],
        **agreement_context(
            agreements(found.round, area=code, viewer=found.viewer, interviewer=account_id)
        ),
    }
    return render(request, "quality/interviewer.html", context)


_COLUMNS = ("household_id", "village", "house_no", "finding", "rule", "grave", "state", "reason")


@require_GET
def findings_csv(request: HttpRequest, code: str) -> HttpResponseBase:
    """What disagrees in the area as CSV, without a name. Who takes it out is recorded."""
    found = asked(request, code)
    if found is None:
        raise Http404
    check_may(found.viewer, Capability.EXPORT, code)
    rows = [
        *finding_list(found.round, area=code, viewer=found.viewer),
        *finding_list(found.round, area=code, viewer=found.viewer, accepted=True),
    ]
    record_views(
        list({row.household_id: None for row in rows}),
        by=found.viewer,
        at=timezone.now(),
        verb="exported",
        place=code,
    )
    return StreamingHttpResponse(
        csv_text(_COLUMNS, _exported(found, rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="pinto-quality-{code}.csv"'},
    )


def _exported(found: Asked, rows: list[Any]) -> Iterator[list[str]]:
    for row in rows:
        yield [
            str(row.household_id),
            row.area_code,
            row.household.house_no,
            found.called(row.rule),
            row.rule,
            "1" if row.grave else "0",
            "accepted" if row.acceptance else "open",
            row.acceptance.reason if row.acceptance else "",
        ]
