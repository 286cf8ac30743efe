"""How any list of households leaves as a file: for a purpose, marked, big ones signed twice.

A room that lets a list out names its writer in ``settings.EXPORTS``, and has an address
that asks what for and one for each format.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from pinto.ground.access.permissions import check_daily_list, check_may, check_may_look_for
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability
from pinto.ground.exports.actions import ask_for_export
from pinto.ground.exports.forms import ExportForm
from pinto.ground.exports.permissions import check_leaves_alone
from pinto.ground.exports.queries import mark_of
from pinto.ground.exports.rules import needs_approval

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Leaving:
    """What is about to be taken out."""

    kind: str  # a key of settings.EXPORTS
    asked: Mapping[str, Any]  # what its writer takes
    area: str  # place code; empty is all that the viewer may take out
    rows: int  # households


def ask_what_for(
    request: HttpRequest, leaving: Leaving, *, finding: str, back: str, files: Mapping[str, str]
) -> HttpResponse:
    """The page that asks what the file is for; then it comes at once, or a colleague is asked.

    ``files`` are the addresses of each format, which get the purpose and this page's query.
    """
    viewer = viewer_of(request)
    check_may(viewer, Capability.EXPORT, leaving.area)
    check_daily_list(viewer, leaving.area)
    form = ExportForm(request.POST or None, purposes=viewer.purposes)
    if request.method == "POST" and form.is_valid():
        purpose, file_format = form.cleaned_data["purpose"], form.cleaned_data["format"]
        if not needs_approval(leaving.rows):
            query = request.GET.copy()
            query["purpose"] = purpose
            return redirect(f"{files[file_format]}?{query.urlencode()}")
        ask_for_export(
            kind=leaving.kind,
            asked=leaving.asked,
            file_format=file_format,
            area=leaving.area,
            purpose=purpose,
            rows=leaving.rows,
            viewer=viewer,
            at=timezone.now(),
        )
        messages.success(request, _("Asked for. A colleague of your area decides."))
        return redirect("exports")
    context = {
        "form": form,
        "finding": finding,
        "big": needs_approval(leaving.rows),
        "back": f"{back}?{request.GET.urlencode()}" if request.GET else back,
    }
    status = 422 if form.is_bound else 200
    return render(request, "exports/take_out.html", context, status=status)


def file_at_once(request: HttpRequest, leaving: Leaving, file_format: str) -> FileResponse:
    """The marked file, written into one of its own that goes when it was sent.

    Without a purpose, or when it needs a second signature, it is refused with the reason.
    """
    viewer, now = viewer_of(request), timezone.now()
    check_may(viewer, Capability.EXPORT, leaving.area)
    check_daily_list(viewer, leaving.area)
    purpose = check_may_look_for(viewer, request.GET.get("purpose", ""))
    check_leaves_alone(leaving.rows)
    viewer = replace(viewer, purpose=str(purpose))
    file = tempfile.TemporaryFile()  # noqa: SIM115  (FileResponse closes it)
    import_string(settings.EXPORTS[leaving.kind])(
        file,
        asked=leaving.asked,
        file_format=file_format,
        viewer=viewer,
        mark=mark_of(viewer, purpose, at=now),
        at=now,
    )
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"pinto-{leaving.kind}.{file_format}",
        content_type=_TYPES[file_format],
    )
