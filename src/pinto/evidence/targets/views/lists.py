"""Every list, one list, a new one, and what is decided about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pinto.evidence.intake.rules.findings import Severity
from pinto.evidence.targets.actions.entries import decide_list, make_list
from pinto.evidence.targets.actions.files import Unusable, receive_list
from pinto.evidence.targets.forms import ListForm
from pinto.evidence.targets.queries import entries, lists, places_named, places_to_list
from pinto.evidence.targets.rules.findings import told
from pinto.evidence.targets.rules.sources import RECOGNISED, SOURCES, RecognisedBy, Source
from pinto.evidence.targets.views.showing import entry_lines, list_of, wanted_of
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused, may
from pinto.ground.access.views.acting import acting
from pinto.ground.places.queries import area_name
from pinto.ground.trail.actions import record_views

_PER_PAGE = 25
_FINDINGS = 100


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The lists that name somebody in the viewer's places."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.SEE_HOUSEHOLDS)
    page = Paginator(lists(viewer=viewer), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [
            {"list": each, "source": gettext(SOURCES[Source(each.source)]),
             "place": area_name(each.place)}
            for each in page.object_list
        ],
        "may_add": may(viewer, Capability.EDIT_HOUSEHOLDS),
    }  # fmt: skip
    return render(request, "targets/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A list of one's own, empty or from a file."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.EDIT_HOUSEHOLDS)
    form = ListForm(
        places_to_list(viewer),
        request.POST or None,
        request.FILES or None,
        initial={"source": Source.LEADER},
    )
    if not may(viewer, Capability.LOAD_FILES):
        del form.fields["file"]
    refused: list[Any] = []
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        file = typed.pop("file", None)
        try:
            if not file:
                return redirect("target_list", make_list(**typed, **acting(request)).pk)
            made = receive_list(stream=file.file, file_name=file.name, **typed, **acting(request))
            return redirect("target_list", made.pk)
        except Unusable as unusable:
            refused = list(told(unusable.report, gettext))
            form.add_error("file", _("Nothing of this file can be read; see below why."))
        except Refused as no:
            form.add_error(None, str(no))
    context = {"form": form, "refused": refused[:_FINDINGS]}
    return render(request, "targets/new.html", context, status=422 if form.is_bound else 200)


@require_GET
def show(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """One list: what it is, how many, who, and what waits for a person."""
    viewer, found = viewer_of(request), list_of(request, list_id)
    check_may(viewer, Capability.SEE_HOUSEHOLDS)
    wanted = wanted_of(request)
    rows = entries(found, wanted, viewer=viewer)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    record_views(
        [row.household_id for row in shown if row.household_id],
        by=viewer,
        at=timezone.now(),
        place=wanted.area or found.place.code,
    )
    findings = list(told(found.report, gettext))
    named: int = found.named  # type: ignore[attr-defined]  # the query counts
    own = found.by_id == viewer.account_id
    office = may(viewer, Capability.LOAD_FILES, found.place.code)
    lines = entry_lines(shown, viewer=viewer)
    for line in lines:
        how, mine = line["entry"].recognised_by, line["entry"].by_id == viewer.account_id
        line["how"] = gettext(RECOGNISED[RecognisedBy(how)]) if how else ""
        line["may_withdraw"] = mine or may(viewer, Capability.LOAD_FILES, line["entry"].place.code)
    context = {
        "list": found,
        "source": gettext(SOURCES[Source(found.source)]),
        "place": area_name(found.place),
        "heading": ngettext(
            "%(name)s: %(n)s household", "%(name)s: %(n)s households", named
        ) % {"name": found.name, "n": f"{named:,}"},
        "wanted": wanted,
        "places": [(p.code, area_name(p)) for p in places_named(found, viewer=viewer)],
        "page": page,
        "lines": lines,
        "findings": findings[:_FINDINGS] if own or office else [],
        "errors": sum(each.severity is Severity.ERROR for each in findings),
        "may_decide": own or office,
        "may_add": may(viewer, Capability.EDIT_HOUSEHOLDS),
        "exports": may(viewer, Capability.EXPORT),
        "query": request.GET.urlencode(),
        "panels": [
            panel
            for path in settings.PANELS["target_list"]
            if (panel := import_string(path)(request, found))
        ],
    }  # fmt: skip
    return render(request, "targets/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The list counts from now on, is taken back, or is brought back."""
    found = list_of(request, list_id)
    if request.method != "POST":
        return redirect("target_list", found.pk)
    state, was = request.POST.get("state", ""), found.state
    if state not in ("CURRENT", "WITHDRAWN"):
        return redirect("target_list", found.pk)
    try:
        decide_list(target_list=found, state=state, **acting(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("target_list", list_id)
    if state == "CURRENT":
        messages.success(request, _("The list counts now."))
    elif was == "DRAFT":
        messages.success(request, _("Nothing of the file was kept."))
        return redirect("target_lists")
    else:
        messages.success(request, _("The list was taken back. It can be brought back below."))
    return redirect("target_list", list_id)
