"""The page of the trail."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pinto.ground.access.forms import TrailFilterForm
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import account_names, officers_within, viewer_of, why_of
from pinto.ground.access.rules import Capability
from pinto.ground.trail.actions import record
from pinto.ground.trail.queries import entries_by, phrase_of

_LINES = 50


@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """What the officers of the viewer's area did and read, newest first. Reading it is recorded."""
    viewer, now = viewer_of(request), timezone.now()
    check_may(viewer, Capability.READ_TRAIL)
    officers = {
        str(officer.pk): str(officer)
        for officer in officers_within(viewer, to=Capability.READ_TRAIL)
    }
    events = {what: str(phrase) for what, phrase in settings.TRAIL_EVENTS.items()}
    form = TrailFilterForm(request.GET or {}, officers=officers, events=events)
    if form.is_valid():
        chosen = form.cleaned_data
        entries = entries_by(officers, by=chosen["by"], what=chosen["what"], since=form.since(now))
    else:
        entries = entries_by([])
    page = Paginator(entries, _LINES).get_page(request.GET.get("page"))
    names = account_names({entry.by for entry in page})
    lines = [
        {
            "at": entry.at,
            "name": names.get(entry.by, "Pinto"),
            "phrase": phrase_of(entry.what),
            "on": entry.on_id if entry.on_kind == "place" else entry.on_id[-8:],
            "count": entry.detail.get("households"),
            "why": why_of(entry),
        }
        for entry in page
    ]
    record(what="trail.viewed", on=("trail", ""), by=viewer, at=now, page=page.number)
    return render(request, "access/trail.html", {"form": form, "page": page, "lines": lines})
