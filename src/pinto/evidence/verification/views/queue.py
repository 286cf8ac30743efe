"""What waits for an officer, and who is named to visit."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pinto.evidence.registry.queries import home_name, newest_round, rounds
from pinto.evidence.verification.actions.bulk import ask_bulk
from pinto.evidence.verification.actions.steps import Given
from pinto.evidence.verification.permissions import STATE_NAMES, VERB_NAMES, standing_name
from pinto.evidence.verification.queries.queue import (
    Filters,
    chosen_rows,
    forums_for,
    overdue,
    villages_to_assign,
    villages_under_way,
    visitors,
    waiting_by_state,
)
from pinto.evidence.verification.queries.queue import queue as queued
from pinto.evidence.verification.rules.transitions import (
    BULK,
    BULK_MOST,
    NEXT,
    SIGNED_OFF,
    State,
    Verb,
    roles_for,
)
from pinto.evidence.verification.views.opening import page, round_of, url
from pinto.ground.access.permissions import OutOfScope, check_daily_list, check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Viewer
from pinto.ground.access.views.acting import acting, done
from pinto.ground.trail.actions import record_views

_LINES = 50


def filters_of(request: HttpRequest) -> Filters:
    """How the list is narrowed, from the address or the form. 404 for an area of others."""
    given = request.POST if request.method == "POST" else request.GET
    area, state = given.get("area", ""), given.get("state", "")
    if area and not viewer_of(request).serves(area):
        raise OutOfScope
    return Filters(
        area=area,
        state=state if state in set(State) else "",
        mine=given.get("show", "mine") != "all",
    )


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The households that wait for me, or all of my places, the longest overdue first."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.SEE_HOUSEHOLDS)
    filters = filters_of(request)
    if not rounds().exists():
        return page(request, "queue", empty=True, round=newest_round(timezone.localdate()))
    check_daily_list(viewer, filters.area)
    round, today = round_of(request), timezone.localdate()
    lines: Any = Paginator(queued(round, filters, viewer=viewer), _LINES).get_page(
        request.GET.get("page")
    )
    record_views(
        [row.household_id for row in lines], by=viewer, at=timezone.now(), place=filters.area
    )
    waiting = waiting_by_state(round, viewer=viewer)
    return page(
        request,
        "queue",
        round=round,
        rounds=rounds(),
        filters=filters,
        waiting=sum(waiting.values()),
        to_assign=waiting.get(State.PROPOSED, 0),
        page=lines,
        lines=[
            {
                "row": row,
                "name": home_name(row.household),
                "state": standing_name(row.state, row.finding),
                "changed": row.changed and State(row.state) in SIGNED_OFF,
                "merged": row.merged,
                "next": _next(row),
                "overdue": overdue(row, today),
                "url": url("verification_household", row.household_id, round=round),
            }
            for row in lines
        ],
        states=[(state.value, name) for state, name in STATE_NAMES.items() if state != "UNLISTED"],
        villages=villages_under_way(round, viewer=viewer),
        progress_urls=_areas(viewer),
        most=BULK_MOST,
        **_many(filters, lines, viewer),
    )


def _next(row: Any) -> Any:
    """What the household waits for; nothing where another record counts."""
    onward = None if row.merged else NEXT.get(State(row.state))
    return VERB_NAMES[onward] if onward else ""


def _many(filters: Filters, lines: Any, viewer: Viewer) -> dict[str, Any]:
    """What can be done with many lines of this list at once, by this viewer's roles."""
    states = {State(row.state) for row in lines}
    verbs = [
        verb
        for verb in BULK
        if verb is not Verb.PROPOSE
        and any(roles_for(verb, state) & viewer.roles for state in states)
    ]
    area = filters.area or next((row.place.code for row in lines), "")
    certifies = any(roles_for(Verb.CERTIFY, state) & viewer.roles for state in states)
    onward = [verb for verb in (Verb.CHECK, Verb.ENDORSE) if verb in verbs]
    people = visitors(area, viewer=viewer) if Verb.ASSIGN in verbs and area else []
    forums = forums_for(area, viewer=viewer) if certifies and area else []
    return {
        "many": bool(onward or people or forums),  # to return alone is one family's matter
        "plain": [(verb.value, VERB_NAMES[verb]) for verb in onward],
        "people": people,
        "forums": forums,
        "returns": Verb.RETURN in verbs,
    }


def _areas(viewer: Viewer) -> list[str]:
    """The addresses of progress of the viewer's own places."""
    return [
        reverse("verification_progress", args=[code])
        for code in sorted(viewer.areas_for(Capability.SEE_PROFILE))
    ][:1]


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """Each village with households nobody was named for, and who could go."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.SEE_HOUSEHOLDS)
    round = round_of(request)
    if request.method == "POST":
        filters = filters_of(request)
        chosen = chosen_rows(
            round, Filters(filters.area, State.PROPOSED, mine=True), None, viewer=viewer
        )
        who = request.POST.get("assignee", "")
        allowed = {str(each.pk) for each in visitors(filters.area, viewer=viewer)}
        doing = acting(request)
        return done(
            request,
            lambda: ask_bulk(
                verb=Verb.ASSIGN,
                round=round,
                chosen=chosen,
                given=Given(assignee_id=UUID(who) if who in allowed else None),
                by=doing["by"],
                at=doing["at"],
            ),
            _("The visits are being assigned. They are on the volunteer's list in a moment."),
            url("verification_assign", round=round),
        )
    found = villages_to_assign(round, viewer=viewer)
    return page(
        request,
        "assign",
        round=round,
        villages=found,
        back=urlencode({"round": round.label}),
    )
