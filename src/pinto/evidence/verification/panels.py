"""Fragments of verification on other rooms' pages; `settings.PANELS` names them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pinto.evidence.registry.queries import newest_round, round_labelled, rounds
from pinto.evidence.targets.views.showing import wanted_of
from pinto.evidence.verification.permissions import STATE_NAMES, standing_name
from pinto.evidence.verification.queries.lists import homes_on
from pinto.evidence.verification.queries.progress import Coverage, progress
from pinto.evidence.verification.queries.queue import overdue
from pinto.evidence.verification.queries.standing import verification
from pinto.evidence.verification.rules.transitions import OPEN, State
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Viewer, may
from pinto.ground.meetings.rules import Matter
from pinto.ground.places.queries.places import place


def where_it_stands(request: HttpRequest, household: Any) -> str:
    """Where the household stands in the round of the page, and the way to its next step.

    The page that shows it has checked that the household may be seen.
    """
    label = request.GET.get("round") or newest_round(timezone.localdate())
    try:
        round = round_labelled(label)
        row = verification(household.pk, round=round, viewer=viewer_of(request))
    except (ObjectDoesNotExist, LookupError):
        row = None
    return render_to_string(
        "verification/panel.html",
        {
            "household": household,
            "label": label,
            "row": row,
            "state": standing_name(row.state, row.finding) if row else standing_name("UNLISTED"),
            "overdue": row is not None and overdue(row, timezone.localdate()),
        },
        request,
    )


def propose_list(request: HttpRequest, target_list: Any) -> str:
    """The way from a list that counts to verification, for who may propose.

    The form takes the ticks of the page: boxes named ``entry`` of the form ``ticked``.
    """
    viewer, wanted = viewer_of(request), wanted_of(request)
    if target_list.state != "CURRENT" or not may(viewer, Capability.EDIT_HOUSEHOLDS):
        return ""
    number = len(homes_on(target_list, wanted, None, viewer=viewer))
    if not number or not rounds().exists():
        return ""
    context = {"list": target_list, "number": number, "query": request.GET.urlencode()}
    return render_to_string("verification/propose_list.html", context, request)


def for_the_forum(place_code: str, viewer: Viewer) -> list[Matter]:
    """How many checked households of the place wait for a forum in the newest round; no names."""
    found = _coverage(place_code, viewer)
    if found is None:
        return []
    waiting = _("households are checked and wait for the forum")
    return [Matter(found.at[State.CHECKED], waiting, _queue(place_code, State.CHECKED))]


def for_the_week(place_code: str, viewer: Viewer) -> list[Matter]:
    """How many households of the place are overdue in each step of the newest round; no names."""
    found = _coverage(place_code, viewer)
    if found is None:
        return []
    overdue_in = _("households overdue: %(state)s")
    return [
        Matter(
            found.late[state], overdue_in % {"state": STATE_NAMES[state]}, _queue(place_code, state)
        )
        for state in State
        if state in OPEN
    ]


def _coverage(place_code: str, viewer: Viewer) -> Coverage | None:
    """The place in the newest round; None before there is one."""
    today = timezone.localdate()
    try:
        round = round_labelled(newest_round(today))
    except LookupError:
        return None
    return progress(place(place_code), round, today=today, viewer=viewer)[0]


def _queue(place_code: str, state: State) -> str:
    return f"{reverse('verification')}?area={place_code}&state={state}&show=all"
