"""Places, photos and durations of visits: what is worth asking about. For the supervisor."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pinto.evidence.quality.permissions import check_may_supervise
from pinto.evidence.quality.queries.visits import Warned, visit_checks
from pinto.evidence.quality.rules.durations import ENOUGH, SHORT, Durations, minutes
from pinto.evidence.quality.rules.places import FAR_FROM_HOUSE
from pinto.evidence.quality.views.areas import asked
from pinto.evidence.registry.queries import home_name
from pinto.ground.access.permissions import check_daily_list
from pinto.ground.access.queries import viewer_of
from pinto.ground.places.queries import short_name
from pinto.ground.trail.actions import record_views

_TAMBON = 6  # digits


@require_GET
def visits(request: HttpRequest, code: str) -> HttpResponse:
    """Visits far from the house, houses outside, photos used twice, how long visits took."""
    found = asked(request, code)
    if found is None or len(code) < _TAMBON:
        raise Http404
    viewer = viewer_of(request)
    check_may_supervise(viewer, code)
    check_daily_list(viewer, code)
    checks = visit_checks(found.round, area=code, viewer=viewer)
    shown = [*checks.far, *checks.outside, *checks.photos, *checks.short]
    record_views(
        list({each.household.pk: None for each in shown}),
        by=viewer,
        at=timezone.now(),
        place=code,
    )
    context = {
        "asked": found,
        "name": short_name(found.place),
        "checks": checks,
        "far": [_line(found.round.label, each) for each in checks.far],
        "outside": [_line(found.round.label, each) for each in checks.outside],
        "photos": [_line(found.round.label, each) for each in checks.photos],
        "short": [_line(found.round.label, each) for each in checks.short],
        "took": [(who, _minutes(each)) for who, each in checks.took_each],
        "took_all": _minutes(checks.took),
        "limit": int(FAR_FROM_HOUSE),
        "short_minutes": minutes(SHORT),
        "enough": ENOUGH,
    }
    return render(request, "quality/visits.html", context)


def _minutes(took: Durations) -> dict[str, int | None]:
    median = None if took.median is None else minutes(took.median)
    return {"visits": took.visits, "median": median}


def _line(label: str, warned: Warned) -> dict[str, Any]:
    home = warned.household
    return {
        "name": home_name(home),
        "place": short_name(home.place),
        "href": f"/hh/{home.pk}/?round={label}",
        "warned": warned,
    }
