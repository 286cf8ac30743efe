"""One step for many households: asked for, watched, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pinto.evidence.verification.actions.bulk import ask_bulk, ask_undo, check_may_undo_bulk
from pinto.evidence.verification.actions.forum import put_to_forum
from pinto.evidence.verification.actions.steps import Given
from pinto.evidence.verification.permissions import VERB_NAMES
from pinto.evidence.verification.queries.bulk import bulk_of
from pinto.evidence.verification.queries.queue import chosen_ids, chosen_rows, visitors
from pinto.evidence.verification.rules.transitions import Verb
from pinto.evidence.verification.views.opening import page, round_of
from pinto.evidence.verification.views.queue import filters_of
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused
from pinto.ground.access.views.acting import acting, done, uuid_of
from pinto.ground.jobs.queries import job, shown

if TYPE_CHECKING:
    from pinto.evidence.verification.models import Bulk

FORUM = "FORUM"  # a question to the forum, which is no step yet
WHY = {
    "OVERTAKEN": gettext_lazy("Somebody else took a step on them meanwhile"),
    "GONE": gettext_lazy("They are not on your list any more"),
    "ALREADY": gettext_lazy("They were proposed before"),
    "NOT_FROM_HERE": gettext_lazy("The step does not follow where they stand"),
    "ROLE": gettext_lazy("Your role does not take this step there"),
    "KIN": gettext_lazy("You declared them as your own or kin's"),
    "SIGNED": gettext_lazy("You have signed on them before"),
    "MERGED": gettext_lazy("They were merged with an older record, which counts"),
    "WROTE": gettext_lazy("You wrote answers of them in this round"),
    "CHANGED": gettext_lazy("Their answers changed after the check: have them checked anew"),
    "FROZEN": gettext_lazy("The round is frozen there"),
    "LACKING": gettext_lazy("Something was not filled in"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The step of the form is asked for, for those ticked or all that the filters leave.

    Who comes by GET, as after a new sign-in, sees the list.
    """
    if request.method != "POST":
        return redirect("verification")
    viewer = viewer_of(request)
    check_may(viewer, Capability.SEE_HOUSEHOLDS)
    round, filters, doing = round_of(request), filters_of(request), acting(request)
    back = request.POST.get("back", "")
    then = reverse("verification") + (f"?{back}" if back else "")
    ticked = None if request.POST.get("which") == "all" else _ids(request)
    verb = request.POST.get("verb", "")
    if verb == FORUM:
        rows = chosen_ids(round, filters, ticked, viewer=viewer)
        return done(
            request,
            lambda: put_to_forum(
                verification_ids=rows,
                meeting_id=uuid_of(request.POST.get("forum", "")),
                voice="PEOPLE",
                closed=False,
                **doing,
            ),
            _("The forum will be asked. Its decision certifies each household."),
            then,
        )
    who = request.POST.get("assignee", "")
    if who and filters.area:
        who = who if who in {str(a.pk) for a in visitors(filters.area, viewer=viewer)} else ""
    try:
        bulk = ask_bulk(
            verb=Verb(verb) if verb in set(Verb) else Verb.VISIT,
            round=round,
            chosen=chosen_rows(round, filters, ticked, viewer=viewer),
            given=Given(
                reason=request.POST.get("reason", "")[:500],
                assignee_id=uuid_of(who) if who else None,
            ),
            by=doing["by"],
            at=doing["at"],
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(then)
    return redirect("verification_bulk", bulk.pk)


def _ids(request: HttpRequest) -> list[UUID]:
    return [uuid_of(text) for text in request.POST.getlist("household")]


def _bulk(request: HttpRequest, bulk_id: UUID) -> Bulk:
    try:
        return bulk_of(bulk_id, viewer=viewer_of(request))
    except ObjectDoesNotExist:
        raise Http404 from None


def _context(request: HttpRequest, bulk: Bulk) -> dict[str, Any]:
    at = timezone.now()
    work = bulk.undo_job or bulk.job
    running = shown(job(work), at=at) if work else None
    try:
        check_may_undo_bulk(bulk, viewer_of(request))
        may_undo = bulk.done > 0
    except Refused:
        may_undo = False
    return {
        "bulk": bulk,
        "name": VERB_NAMES[Verb(bulk.verb)],
        "chosen": len(bulk.chosen),
        "hindered": [(WHY.get(why, why), count) for why, count in bulk.hindered.items()],
        "shown": running if running and running.state != "DONE" else None,
        "waits": running is None or running.ended,
        "may_undo": may_undo,
        "url": reverse("verification_bulk_progress", args=[bulk.pk]),
    }


@require_safe
def show(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    """How far it is, what hindered some, and how to take it back."""
    return page(request, "bulk", **_context(request, _bulk(request, bulk_id)))


@require_safe
def progress(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    """The moving part of that page; when the work has ended, the page itself comes anew."""
    context = _context(request, _bulk(request, bulk_id))
    if context["waits"]:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse("verification_bulk", args=[bulk_id])
        return response
    return render(request, "jobs/progress.html", context)


@require_POST
def undo(request: HttpRequest, bulk_id: UUID) -> HttpResponse:
    """What was done is taken back, but where later steps stand on it."""
    bulk = _bulk(request, bulk_id)
    return done(
        request,
        lambda: ask_undo(bulk=bulk, **acting(request)),
        _("It is being taken back."),
        reverse("verification_bulk", args=[bulk_id]),
    )
