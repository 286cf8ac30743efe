"""Pages of matching: the queue, two records side by side, and a hint while somebody types."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pinto.evidence.matching.actions import decide, undo
from pinto.evidence.matching.forms import TypedForm
from pinto.evidence.matching.permissions import may_decide
from pinto.evidence.matching.queries import (
    SHOWS,
    counts,
    homes_linked,
    likely_people,
    members_of,
    next_after,
    pair,
    queue,
)
from pinto.evidence.registry.queries import person_name
from pinto.ground.access.permissions import (
    check_daily_list,
    check_daily_work,
    check_may,
    works_there_daily,
)
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused
from pinto.ground.access.views.acting import acting
from pinto.ground.access.views.showing import private_page
from pinto.ground.design.charts.figures import percent
from pinto.ground.places.queries import place_name
from pinto.ground.thai.calendar import PartialDate, thai_date
from pinto.ground.trail.actions import record, record_views

_A_PAGE = 25

COMPARED: dict[str, Promise] = {
    "given": gettext_lazy("Given name"),
    "surname": gettext_lazy("Surname"),
    "birth": gettext_lazy("Date of birth"),
    "sex": gettext_lazy("Sex"),
    "number": gettext_lazy("National ID"),
    "home": gettext_lazy("Home"),
}
# level → words and the light beside them
LEVELS: dict[str, tuple[Promise, str]] = {
    "same": (gettext_lazy("the same"), "met"),
    "swapped": (gettext_lazy("name and surname swapped"), "at_risk"),
    "one_letter": (gettext_lazy("one letter differs"), "at_risk"),
    "one_digit": (gettext_lazy("one digit differs"), "at_risk"),
    "alike": (gettext_lazy("alike or sounds alike"), "at_risk"),
    "same_day": (gettext_lazy("the same day"), "met"),
    "same_month": (gettext_lazy("the same month, day not known"), "met"),
    "same_year": (gettext_lazy("the same year, more is not known"), "at_risk"),
    "turned": (gettext_lazy("day and month changed places"), "at_risk"),
    "one_part": (gettext_lazy("one part of the date differs"), "at_risk"),
    "near_year": (gettext_lazy("a year apart"), "at_risk"),
    "same_house": (gettext_lazy("the same house"), "met"),
    "same_village": (gettext_lazy("the same village"), "met"),
    "same_tambon": (gettext_lazy("the same tambon"), "at_risk"),
    "different": (gettext_lazy("different"), "not_met"),
    "": (gettext_lazy("not known"), "unknown"),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The pairs that wait for somebody, the likeliest first."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.SEE_HOUSEHOLDS)
    check_daily_list(viewer)
    how_many = counts(viewer=viewer)
    show = request.GET.get("show", "")
    if show not in SHOWS:
        show = "suggested" if how_many["suggested"] or not how_many["review"] else "review"
    page = Paginator(queue(show, viewer=viewer), _A_PAGE).get_page(request.GET.get("page"))
    homes = [p.household_id for each in page for p in (each.first, each.second)]
    if homes:
        record_views(list(dict.fromkeys(homes)), by=viewer, at=timezone.now())
    context = {
        "show": show,
        "counts": how_many,
        "tabs": [(name, label, how_many[name]) for name, label in _tabs()],
        "page": page,
        "lines": [_line(each) for each in page],
    }
    return private_page(request, "matching/index.html", context)


def _tabs() -> list[tuple[str, str]]:
    return [
        ("suggested", _("Very likely the same")),
        ("review", _("To be compared")),
        ("unsure", _("Cannot tell yet")),
        ("decided", _("Decided")),
    ]


def _line(found: Any) -> dict[str, Any]:
    agreed = [
        str(COMPARED[name])
        for name, (level, _bits) in found.evidence.items()
        if LEVELS[level][1] == "met"
    ]
    return {
        "pair": found,
        "names": [person_name(person) for person in (found.first, found.second)],
        "homes": [_where(person.household) for person in (found.first, found.second)],
        "agreed": agreed,
        "likely": _likely(found),
    }


def _likely(found: Any) -> str:
    """The likelihood in percent; a model is never certain."""
    share = min(found.probability, 0.999)
    return f"{'>' if found.probability > share else ''}{percent(share, 1)}"


def _where(home: Any) -> str:
    number = _("house no. %(number)s") % {"number": home.house_no} if home.house_no else ""
    return " · ".join(filter(None, (number, place_name(home.place), _parent(home.place))))


def _parent(place: Any) -> str:
    return place_name(place.parent) if place.parent else ""


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Two records side by side, what each comparison weighs, and the three answers."""
    viewer = viewer_of(request)
    try:
        found = pair(pair_id, viewer=viewer)
    except ObjectDoesNotExist:
        raise Http404 from None
    for side in (found.first, found.second):
        check_daily_work(viewer, side.household.place.code)
    if request.method == "POST":
        return _decided(request, found)
    record(
        what="pair.viewed",
        on=("pair", found.pk),
        by=viewer,
        at=timezone.now(),
        people=[str(found.first_id), str(found.second_id)],
    )
    sides = (found.first, found.second)
    homes = [person.household for person in sides]
    record_views([home.pk for home in homes], by=viewer, at=timezone.now())
    rosters = members_of(*(home.pk for home in homes))
    context = {
        "pair": found,
        "likely": _likely(found),
        "names": [person_name(person) for person in sides],
        "homes": [(home, _where(home)) for home in homes],
        "lines": list(_compared(found)),
        "rosters": [
            [(person_name(person), person.pk == side.pk) for person in rosters[side.household_id]]
            for side in sides
        ],
        "apart": homes[0].pk != homes[1].pk,
        "same_house": found.evidence.get("home", [""])[0] == "same_house",
        "may_decide": may_decide(viewer, found),
        "homes_linked": homes_linked(found),
    }
    return private_page(request, "matching/pair.html", context)


def _compared(found: Any) -> Any:
    for name, label in COMPARED.items():
        level, bits = found.evidence.get(name, ["", 0.0])
        words, light = LEVELS[level]
        values = [_value(name, person) for person in (found.first, found.second)]
        yield {"label": label, "values": values, "words": words, "light": light, "bits": bits}


def _value(name: str, person: Any) -> str:
    match name:
        case "given":
            return f"{person.title}{person.given_name}"
        case "surname":
            return person.surname or "–"
        case "birth":
            born = PartialDate.of(person.birth_year, person.birth_month, person.birth_day)
            return thai_date(born) if person.birth_year else "–"
        case "sex":
            return {"M": _("Male"), "F": _("Female")}.get(person.sex, "–")
        case "number":  # the number itself is masked everywhere
            return _("on record") if person.national_id_lookup else "–"
        case _:
            return _where(person.household)


def _decided(request: HttpRequest, found: Any) -> HttpResponse:
    viewer, decision = viewer_of(request), request.POST.get("decision", "")
    if decision not in ("SAME", "DIFFERENT", "UNSURE"):
        return redirect("pair", found.pk)
    following = next_after(found, viewer=viewer)
    try:
        decide(
            pair_id=found.pk,
            decision=decision,
            households=bool(request.POST.get("households")),
            **acting(request),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("pair", found.pk)
    said = {
        "SAME": _("Recorded as one person. Both records stay; the older one is counted."),
        "DIFFERENT": _("Recorded as two people. The pair is not suggested again."),
        "UNSURE": _("Put aside: the pair stands under “Cannot tell yet”."),
    }
    messages.success(request, said[decision])
    if request.POST.get("stay") or following is None:
        return redirect("pair", found.pk)
    return redirect("pair", following)


@require_POST
def take_back(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """The decision is taken back; both records stand as before."""
    try:
        undo(pair_id=pair_id, **acting(request))
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, _("Taken back. Both records stand on their own again."))
    return HttpResponseRedirect(f"/matching/{pair_id}/")


@require_http_methods(["GET", "HEAD", "POST"])
def likely(request: HttpRequest) -> HttpResponse:
    """Who on record may be the person that is being typed. POST: no name stands in an address."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.EDIT_HOUSEHOLDS)
    form = TypedForm(request.POST)
    typed = form.cleaned_data if form.is_valid() else {}
    likely = likely_people(**typed, viewer=viewer) if typed else []
    found = [e for e in likely if works_there_daily(viewer, e.person.household.place.code)]
    if found:
        homes = [each.person.household_id for each in found]
        record_views(list(dict.fromkeys(homes)), by=viewer, at=timezone.now())
    lines = [
        {
            "person": each.person,
            "name": person_name(each.person),
            "where": _where(each.person.household),
            "born": thai_date(
                PartialDate.of(
                    each.person.birth_year, each.person.birth_month, each.person.birth_day
                )
            )
            if each.person.birth_year
            else "",
            "why": [
                f"{COMPARED[name]}: {LEVELS[level][0]}"
                for name, level in each.levels.items()
                if LEVELS[level][1] in ("met", "at_risk")
            ],
        }
        for each in found
    ]
    return private_page(request, "matching/likely.html", {"lines": lines})
