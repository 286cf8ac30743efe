"""The page of exports: what I asked for, and what waits for my signature."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import PURPOSE_WORDS, viewer_of
from pinto.ground.access.rules import Capability, Purpose, may
from pinto.ground.exports.actions import approve, record_fetched, refuse
from pinto.ground.exports.forms import RefusalForm
from pinto.ground.exports.queries import (
    export_to_decide,
    export_to_fetch,
    own_exports,
    path_of,
    to_decide,
)
from pinto.ground.places.queries import area_name
from pinto.ground.places.queries.places import places_coded

_LINES = 25


@require_GET
def exports(request: HttpRequest) -> HttpResponse:
    """What waits for my signature, and what I asked for."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.EXPORT)
    page = Paginator(own_exports(viewer), _LINES).get_page(request.GET.get("page"))
    signs = may(viewer, Capability.APPROVE_EXPORTS)
    waiting = list(to_decide(viewer) if signs else [])
    names = {p.code: area_name(p) for p in places_coded(c for e in waiting for c in e.areas)}
    context = {
        "page": page,
        "lines": [(export, PURPOSE_WORDS[Purpose(export.purpose)]) for export in page],
        "waiting": [
            (
                export,
                PURPOSE_WORDS[Purpose(export.purpose)],
                ", ".join(names.get(code, code) for code in export.areas),
            )
            for export in waiting
        ],
        "form": RefusalForm(),
        "now": timezone.now(),
    }
    return render(request, "exports/exports.html", context)


@require_POST
def decide(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """A colleague's export is approved, or refused with a reason."""
    viewer, now = viewer_of(request), timezone.now()
    try:
        export_to_decide(export_id, viewer=viewer)
        if request.POST.get("decision") == "approve":
            approve(export_id=export_id, viewer=viewer, at=now)
            messages.success(request, _("Approved. Your colleague can fetch the file soon."))
        else:
            form = RefusalForm(request.POST)
            if not form.is_valid():
                messages.error(request, _("Say in a few words why not."))
                return redirect("exports")
            refuse(export_id=export_id, why=form.cleaned_data["why"], viewer=viewer, at=now)
            messages.success(request, _("Refused. Your colleague reads the reason."))
    except ObjectDoesNotExist:
        raise Http404 from None
    return redirect("exports")


@require_GET
def fetch(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """The file of one's own export, until it expires."""
    viewer, now = viewer_of(request), timezone.now()
    try:
        export = export_to_fetch(export_id, viewer=viewer, at=now)
        file = path_of(export).open("rb")
    except (ObjectDoesNotExist, FileNotFoundError):
        raise Http404 from None
    record_fetched(export=export, viewer=viewer, at=now)
    return FileResponse(file, as_attachment=True, filename=f"pinto-{export.kind}.{export.format}")
