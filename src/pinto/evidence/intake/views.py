"""Pages of intake: hand in a file, read its report, decide, take it back."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pinto.evidence.instruments.rules import instrument
from pinto.evidence.intake.actions.foreseeing import preview
from pinto.evidence.intake.actions.marking import can_be_marked, take_out_marked
from pinto.evidence.intake.actions.receiving import (
    discard_load,
    explain_columns,
    hand_over,
    receive_file,
)
from pinto.evidence.intake.forms import MeaningsForm, UploadForm
from pinto.evidence.intake.permissions import (
    check_may_load,
    check_may_publish,
    check_may_withdraw,
)
from pinto.evidence.intake.queries import load, loads, reported
from pinto.evidence.intake.rules.blank_form import blank_form
from pinto.evidence.registry.actions.rounds import open_round
from pinto.evidence.registry.rules import INSTRUMENT
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused, may
from pinto.ground.jobs.queries import job, shown

if TYPE_CHECKING:
    from pinto.evidence.intake.models import Load

_SHOWN = 50
_PAGE = "intake_load"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _command(view: Callable[[HttpRequest, UUID], HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, asked by POST; who comes by GET, as after a new sign-in, sees the load's page."""

    @wraps(view)
    @require_http_methods(["GET", "HEAD", "POST"])
    def asked(request: HttpRequest, load_id: UUID) -> HttpResponse:
        if request.method == "POST":
            return view(request, load_id)
        return redirect(_PAGE, _load(request, load_id).pk)

    return asked


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The files so far, and the form for the next one."""
    viewer = viewer_of(request)
    check_may_load(viewer)
    year = timezone.localdate().year + 543
    form = UploadForm(request.POST or None, request.FILES or None, initial={"round": str(year)})
    if request.method == "POST" and form.is_valid():
        return _receive(request, form)
    return render(
        request,
        "intake/index.html",
        {"form": form, "loads": loads(viewer=viewer)[:_SHOWN]},
        status=422 if form.is_bound else 200,
    )


def _receive(request: HttpRequest, form: UploadForm) -> HttpResponse:
    now = timezone.now()
    year, sequence = form.cleaned_data["round"]
    upload = form.cleaned_data["file"]
    received = receive_file(
        stream=upload.file,
        name=upload.name,
        round=open_round(
            year=year,
            sequence=sequence,
            by=request.user,
            at=now,
        ),
        viewer=viewer_of(request),
        by=request.user,
        at=now,
    )
    hand_over(load=received, task="intake.check", by=request.user, at=now)
    return redirect(_PAGE, received.pk)


@require_safe
def show(request: HttpRequest, load_id: UUID) -> HttpResponse:
    """One file: how far it is, what it holds, what to mend, and what can be decided."""
    found = _load(request, load_id)
    return render(request, "intake/load.html", _context(request, found))


@require_safe
def progress(request: HttpRequest, load_id: UUID) -> HttpResponse:
    """The moving part of that page; when the work has ended, the page itself comes anew."""
    found = _load(request, load_id)
    context = _context(request, found)
    if context["shown"] is None or context["shown"].ended:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse(_PAGE, args=[found.pk])
        return response
    return render(request, "jobs/progress.html", context)


def _context(request: HttpRequest, found: Load) -> dict[str, Any]:
    work = shown(job(found.job), at=timezone.now()) if found.job else None
    waits = work is None or work.ended
    report = reported(found)
    unexplained = [each.column for each in report.of("column.unknown")]
    asked = instrument(*INSTRUMENT)
    return {
        "load": found,
        "foreseen": found.report.get("foreseen"),
        "preview": preview(found, viewer=viewer_of(request), language=get_language() or "th")
        if waits
        else [],
        "report": report,
        "shown": work if work and work.state != "DONE" else None,
        "waits": waits,  # nobody works on it: the officer decides what comes next
        "url": reverse("intake_progress", args=[found.pk]),
        "may_decide": waits and may(viewer_of(request), Capability.LOAD_FILES, found.area_code),
        "marked": waits and can_be_marked(found, viewer=viewer_of(request)),
        "meanings": MeaningsForm(unexplained, asked) if unexplained else None,
    }


@require_safe
def findings(request: HttpRequest, load_id: UUID) -> HttpResponse:
    """The findings as a table, to mend the file beside it."""
    found = _load(request, load_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="findings-{found.pk.hex[-6:]}.csv"'
    response.write("\ufeff")  # so that Excel reads it as UTF-8
    table = csv.writer(response)
    table.writerow(
        [
            _("What becomes of it"),
            _("Sheet"),
            _("Row"),
            _("Column"),
            _("What stands there"),
            _("What is wrong"),
            _("What to do"),
        ]
    )
    for group in reported(found).groups:
        for each in group.findings:
            table.writerow(
                [
                    group.outcome,
                    each.sheet,
                    each.row or "",
                    each.column,
                    _plain(each.value),
                    each.what,
                    each.mend,
                ]
            )
    return response


def _plain(value: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t") else value


@require_safe
def marked(request: HttpRequest, load_id: UUID) -> HttpResponseBase:
    """The file as a workbook in which the bad cells are marked, while the file is kept."""
    found = _load(request, load_id)
    try:
        copy = take_out_marked(
            load=found, translate=_, viewer=viewer_of(request), at=timezone.now()
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(_PAGE, load_id)
    name = f"marked-{found.pk.hex[-6:]}.xlsx"
    return FileResponse(copy, as_attachment=True, filename=name, content_type=_XLSX)


@require_safe
def form(request: HttpRequest) -> HttpResponse:
    """The empty form to fill in: two sheets, every question, every answer that is possible."""
    check_may_load(viewer_of(request))
    asked = instrument(*INSTRUMENT)
    response = HttpResponse(
        blank_form(asked),
        content_type=_XLSX,
    )
    response["Content-Disposition"] = f'attachment; filename="{asked.id}-{asked.version}.xlsx"'
    return response


@_command
def explain(request: HttpRequest, load_id: UUID) -> HttpResponse:
    """Columns get their meaning, and the file is checked again."""
    found = _load(request, load_id)
    check_may_load(viewer_of(request), found.area_code)
    unexplained = [each.column for each in reported(found).of("column.unknown")]
    form = MeaningsForm(unexplained, instrument(*INSTRUMENT), request.POST)
    now = timezone.now()
    if form.is_valid() and form.meanings():
        explain_columns(load=found, meanings=form.meanings(), by=request.user, at=now)
        hand_over(load=found, task="intake.check", by=request.user, at=now)
    return redirect(_PAGE, load_id)


@_command
def publish(request: HttpRequest, load_id: UUID) -> HttpResponse:
    """The rows without errors are loaded in the background."""
    return _ask(request, load_id, check_may_publish, "intake.publish")


@_command
def withdraw(request: HttpRequest, load_id: UUID) -> HttpResponse:
    """The loaded file is taken back in the background."""
    return _ask(request, load_id, check_may_withdraw, "intake.withdraw")


def _ask(request: HttpRequest, load_id: UUID, check: Any, task: str) -> HttpResponseRedirect:
    found = _load(request, load_id)
    check_may_load(viewer_of(request), found.area_code)
    try:
        check(found)
        hand_over(load=found, task=task, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(_PAGE, load_id)


@_command
def discard(request: HttpRequest, load_id: UUID) -> HttpResponse:
    """The checked file is not loaded; its rows are forgotten."""
    found = _load(request, load_id)
    check_may_load(viewer_of(request), found.area_code)
    discard_load(load=found, by=request.user, at=timezone.now())
    messages.success(request, _("Nothing of %(file)s was loaded.") % {"file": found.file_name})
    return redirect("intake")


def _load(request: HttpRequest, load_id: UUID) -> Load:
    try:
        return load(load_id, viewer=viewer_of(request))
    except ObjectDoesNotExist:
        raise Http404 from None
