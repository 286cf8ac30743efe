"""Errors of inclusion and exclusion: a list, or a condition, beside what was verified."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pinto.evidence.targets.queries import current_lists, listed_households, target_list
from pinto.ground.access.permissions import check_daily_list, check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Viewer
from pinto.ground.places.queries import area_name
from pinto.ground.trail.actions import record_views
from pinto.insight.estimates.engine.targeting import NUMBERS, RATES
from pinto.insight.estimates.engine.verified import judged, keys_behind
from pinto.insight.estimates.queries import Judged, homes_shown, judge
from pinto.insight.profiles.queries.areas import NoRoundYet
from pinto.insight.profiles.queries.words import household_name
from pinto.insight.profiles.views.links import household_url
from pinto.insight.selections.queries import member_ids, places_to_ask, selection, selections

_PER_PAGE = 25
_OFFERED = 100  # lists, and conditions, to choose from
_LIST, _CONDITION = "list:", "condition:"
NAMES = {
    "matched": gettext_lazy("On the list and verified poor"),
    "inclusion_error": gettext_lazy("Errors of inclusion"),
    "exclusion_error": gettext_lazy("Errors of exclusion"),
    "neither": gettext_lazy("Not on the list, verified not poor"),
    "cannot_tell": gettext_lazy("Cannot tell"),
}
RATE_NAMES = {
    "coverage": gettext_lazy("Coverage"),
    "under_coverage": gettext_lazy("Under-coverage"),
    "leakage": gettext_lazy("Leakage"),
}
FORMULAS = {
    "coverage": gettext_lazy("on the list and poor ÷ all verified poor"),
    "under_coverage": gettext_lazy("errors of exclusion ÷ all verified poor"),
    "leakage": gettext_lazy("errors of inclusion ÷ all on the list of whom it can be told"),
}


@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    """The numbers of a place and its parts, the rates, and the households behind a number."""
    viewer = viewer_of(request)
    area = request.GET.get("area", "")
    check_may(viewer, Capability.SEE_HOUSEHOLDS, area)
    area = area or min(
        viewer.areas_for(Capability.SEE_HOUSEHOLDS), key=lambda code: (len(code), code)
    )
    offered = _offered(viewer)
    of = request.GET.get("of", "") or next(iter(offered), "")
    context: dict[str, Any] = {
        "offered": list(offered.items()),
        "of": of,
        "area": area,
        "areas": [(c, area_name(p)) for c, p in places_to_ask(viewer, area).items()],
    }
    if not of:
        return render(request, "estimates/errors.html", context)
    name, listed = _named(of, viewer)
    try:
        found = judge(area, label=request.GET.get("round", ""), listed=listed, viewer=viewer)
    except NoRoundYet:
        return render(request, "estimates/errors.html", context)
    except (ObjectDoesNotExist, LookupError):
        raise Http404 from None
    context |= {"name": name, "place": area_name(found.place), **_told(found, area, of)}
    show = request.GET.get("show", "")
    if show in NUMBERS:
        context |= _behind(request, found, show)
    return render(request, "estimates/errors.html", context)


def _offered(viewer: Viewer) -> dict[str, str]:
    """What can be judged: the lists that count, then the conditions that live."""
    lists = current_lists(viewer=viewer)[:_OFFERED]
    living = selections(viewer=viewer)[:_OFFERED]
    found = {f"{_LIST}{each.pk}": each.name for each in lists}
    return found | {
        f"{_CONDITION}{each.pk}": _("Condition: %(name)s") % {"name": each.name} for each in living
    }


def _named(of: str, viewer: Viewer) -> tuple[str, Any]:
    """The list, or the condition, of that key and the households it names; else 404."""
    try:
        if of.startswith(_LIST):
            chosen = target_list(UUID(of.removeprefix(_LIST)), viewer=viewer)
            return chosen.name, listed_households(chosen)
        saved = selection(UUID(of.removeprefix(_CONDITION)), viewer=viewer)
        return saved.name, member_ids(saved)
    except (ValueError, ObjectDoesNotExist):
        raise Http404 from None


def _told(found: Judged, area: str, of: str) -> dict[str, Any]:
    whole, parts = judged(found.units)
    label = found.round.label

    def href(number: str, code: str = area) -> str:
        asked = {"area": code, "of": of, "round": label, "show": number}
        return f"{reverse('targeting_errors')}?{urlencode(asked)}#behind"

    return {
        "units": len(found.units),
        "round": found.round,
        "rounds": found.rounds,
        "numbers": [
            (key, name, int(whole[key].estimate or 0) if whole else 0, href(key))
            for key, name in NAMES.items()
        ],
        "rates": [
            (name, whole[key].estimate if whole else None, FORMULAS[key])
            for key, name in RATE_NAMES.items()
            if key in RATES
        ],
        "parts": [
            (
                area_name(place),
                f"{reverse('targeting_errors')}?"
                + urlencode({"area": place.code, "of": of, "round": label}),
                [
                    (name, int(parts[place.code][key].estimate or 0), href(key, place.code))
                    for key, name in NAMES.items()
                ],
            )
            for place in found.below
            if place.code in parts
        ],
    }


def _behind(request: HttpRequest, found: Judged, number: str) -> dict[str, Any]:
    """The households behind a number, page by page; who is on the page is recorded."""
    viewer = viewer_of(request)
    check_daily_list(viewer, found.place.code)
    page = Paginator(keys_behind(found.units, number), _PER_PAGE).get_page(request.GET.get("page"))
    homes = homes_shown(list(page.object_list), viewer=viewer)
    record_views([home.pk for home in homes], by=viewer, at=timezone.now(), place=found.place.code)
    return {
        "show": number,
        "show_name": NAMES[number],
        "page": page,
        "homes": [
            {
                "name": household_name(home),
                "house_no": home.house_no,
                "place": area_name(home.place),
                "href": household_url(home.pk),
            }
            for home in homes
        ],
    }
