"""Every saved condition, one of them with its living list, and who entered and left."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pinto.evidence.instruments.rules import instrument
from pinto.evidence.verification.actions.proposals import Proposed
from pinto.ground.access.permissions import check_daily_list, check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused, may
from pinto.ground.access.views.acting import acting, done
from pinto.ground.conditions.errors import ConditionError
from pinto.ground.conditions.parsing import parse
from pinto.ground.places.queries import area_name
from pinto.ground.trail.actions import record_views
from pinto.insight.measures.rules.library import scoring_of
from pinto.insight.profiles.queries.answering import names_of
from pinto.insight.profiles.queries.words import household_name
from pinto.insight.profiles.views.links import household_url
from pinto.insight.selections.actions import archive_selection, follow, mark_seen, propose_selection
from pinto.insight.selections.forms import ProposeForm
from pinto.insight.selections.queries import (
    asked_in,
    changes,
    follows,
    listed_in,
    members,
    members_by_place,
    newest_scores,
    places_below,
    selection,
    selections,
)
from pinto.insight.selections.rules.builder import Subjects
from pinto.insight.selections.rules.rows import rows_of
from pinto.insight.selections.views.drawing import by_area, drawn

_PER_PAGE = 25
_NEWS = 8


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The saved conditions of the viewer's places, with what is new."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.SEE_HOUSEHOLDS)
    archived = request.GET.get("show") == "archived"
    found = selections(viewer=viewer, archived=archived)
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    lines = [{"selection": each, "place": area_name(each.place)} for each in page.object_list]
    context = {"page": page, "lines": lines, "archived": archived}
    return render(request, "selections/index.html", context)


def selection_of(request: HttpRequest, selection_id: UUID) -> Any:
    """The saved condition, or 404. Outside the daily work it asks why: its pages name families."""
    viewer = viewer_of(request)
    try:
        found = selection(selection_id, viewer=viewer)
    except ObjectDoesNotExist:
        raise Http404 from None
    check_daily_list(viewer, found.place.code)
    return found


@require_GET
def show(request: HttpRequest, selection_id: UUID) -> HttpResponse:
    """The living list: how many, where, who entered and left, and who they are."""
    viewer, found = viewer_of(request), selection_of(request, selection_id)
    page = Paginator(members(found, viewer=viewer), _PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    follower = follows(found, viewer)
    news = [
        _change(row, follower.seen_at if follower else None)
        for row in changes(found, viewer=viewer)[:_NEWS]
    ]
    scores = newest_scores([row.household_id for row in shown])
    record_views(
        [row.household_id for row in shown], by=viewer, at=timezone.now(), place=found.place.code
    )
    if follower:
        mark_seen(selection=found, by=request.user, at=timezone.now())
    own = found.by_id == viewer.account_id
    context = {
        "selection": found,
        "name": area_name(found.place),
        "said": said_of(found),
        "page": page,
        "lines": [
            {
                "row": row,
                "name": household_name(row.household),
                "place": area_name(row.household.place),
                "score": scores.get(row.household_id),
                "href": household_url(row.household_id),
            }
            for row in shown
        ],
        "news": news,
        "follows": follower is not None,
        "may_propose": may(viewer, Capability.EDIT_HOUSEHOLDS, found.place.code),
        "may_archive": own or may(viewer, Capability.LOAD_FILES, found.place.code),
        "exports": may(viewer, Capability.EXPORT, found.place.code),
        "copy_url": f"{reverse('selection_new')}?"
        + urlencode({"area": found.place.code, "text": found.condition}),
        **_drawn(found, viewer),
    }
    return render(request, "selections/selection.html", context)


def said_of(found: Any) -> list[str]:
    """The condition in words, row by row; none where only its text says it."""
    asked = asked_in(found.place.code)
    if asked is None:
        return []
    newest = asked.newest
    names = names_of(scoring_of(newest.instrument), frozenset())
    try:
        rows = rows_of(parse(found.condition), names)
    except ConditionError:
        return []
    form = instrument(newest.instrument, newest.instrument_version)
    subjects = Subjects(form, names, get_language() or "th", gettext)
    said = [subjects.said(row) for row in rows[0]] if rows else []
    return [f"{_('or')} {each}" if rows and rows[1] == "or" and number else each
            for number, each in enumerate(said)]  # fmt: skip


def _drawn(found: Any, viewer: Any) -> dict[str, Any]:
    counted = members_by_place(found, viewer=viewer)
    every = places_below(found.place.code)
    below = [each for each in every if each.code != found.place.code]
    asked = asked_in(found.place.code)
    listed = listed_in(asked, [each.code for each in every]) if asked else {}
    total = listed.get(found.place.code)

    def href(code: str) -> str:
        return f"{reverse('selection_new')}?" + urlencode({"area": code, "text": found.condition})

    return {
        "number": counted.total(),
        "listed": total,
        "share": counted.total() / total if total else None,
        **drawn(found.place, below, by_area(counted, below), listed, href),
    }


@require_GET
def changed(request: HttpRequest, selection_id: UUID) -> HttpResponse:
    """Everybody who entered or left since the condition was saved, page by page."""
    viewer, found = viewer_of(request), selection_of(request, selection_id)
    page = Paginator(changes(found, viewer=viewer), _PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    record_views(
        [row.household_id for row in shown], by=viewer, at=timezone.now(), place=found.place.code
    )
    context = {"selection": found, "page": page, "news": [_change(row, None) for row in shown]}
    return render(request, "selections/changes.html", context)


def _change(row: Any, seen_at: Any) -> dict[str, Any]:
    return {
        "row": row,
        "left": row.left_at is not None,
        "name": household_name(row.household),
        "place": area_name(row.household.place),
        "href": household_url(row.household_id),
        "is_new": seen_at is not None and row.moved_at > seen_at,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def set_follow(request: HttpRequest, selection_id: UUID) -> HttpResponse:
    """The officer is told of changes, or no more."""
    found = selection_of(request, selection_id)
    if request.method == "POST":
        wants = request.POST.get("follow") == "yes"
        follow(selection=found, follows=wants, **acting(request))
        said = _("You will be told when a household enters or leaves.")
        messages.success(request, said if wants else _("You will not be told any more."))
    return redirect("selection", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, selection_id: UUID) -> HttpResponse:
    """The households on the list are proposed to verification, with a reason."""
    found = selection_of(request, selection_id)
    if request.method != "POST":
        return redirect("selection", found.pk)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words why they shall be verified."))
        return redirect("selection", found.pk)
    try:
        proposed = propose_selection(
            selection=found, reason=form.cleaned_data["reason"], **acting(request)
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("selection", found.pk)
    if isinstance(proposed, Proposed):
        said = _("%(new)s households were proposed; %(already)s were under verification already.")
        counts = {"new": f"{len(proposed.new):,}", "already": f"{len(proposed.already):,}"}
        messages.success(request, said % counts)
    else:
        messages.success(request, _("The households are being proposed in the background."))
    return redirect("selection", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def set_archived(request: HttpRequest, selection_id: UUID) -> HttpResponse:
    """The condition is put away, or taken up again."""
    found = selection_of(request, selection_id)
    if request.method != "POST":
        return redirect("selection", found.pk)
    archived = request.POST.get("archived") == "yes"
    return done(
        request,
        lambda: archive_selection(selection=found, archived=archived, **acting(request)),
        _("Put away. It can be taken up again.") if archived else _("It lives again."),
        reverse("selection", args=[found.pk]),
    )
