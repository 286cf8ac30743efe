"""A target list is proposed to verification."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pinto.evidence.targets.views.showing import list_of, wanted_of
from pinto.evidence.verification.actions.lists import propose_list
from pinto.evidence.verification.actions.proposals import Proposed
from pinto.evidence.verification.forms import ReasonForm
from pinto.evidence.verification.views.opening import round_of
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused
from pinto.ground.access.views.acting import acting, uuid_of


@require_POST
def propose(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """All of the list as it was narrowed, or those ticked, are proposed with a reason."""
    found = list_of(request, list_id)
    check_may(viewer_of(request), Capability.EDIT_HOUSEHOLDS)
    then = reverse("target_list", args=[list_id])
    if request.GET:
        then = f"{then}?{request.GET.urlencode()}"
    form = ReasonForm(request.POST)
    ticked = [uuid_of(text) for text in request.POST.getlist("entry")]
    if not form.is_valid():
        messages.error(request, _("Say in a few words why they shall be verified."))
        return redirect(then)
    if request.POST.get("which") != "all" and not ticked:
        messages.error(request, _("Choose at least one household."))
        return redirect(then)
    try:
        done = propose_list(
            target_list=found,
            wanted=wanted_of(request),
            ticked=None if request.POST.get("which") == "all" else ticked,
            round=round_of(request),
            reason=form.cleaned_data["reason"],
            **acting(request),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(then)
    if not isinstance(done, Proposed):
        return redirect("verification_bulk", done.pk)
    said = _("%(new)s households were proposed; %(already)s were under verification already.")
    counts = {"new": f"{len(done.new):,}", "already": f"{len(done.already):,}"}
    messages.success(request, said % counts)
    return redirect(then)
