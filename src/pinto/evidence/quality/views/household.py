"""A finding at a household: it is right as it is, or open again."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pinto.evidence.quality.actions.accepting import accept_finding, undo_acceptance
from pinto.evidence.quality.forms import AcceptForm
from pinto.evidence.registry.views import household_of
from pinto.ground.access.views.acting import acting


@require_POST
def accept(request: HttpRequest, household_id: UUID, rule: str) -> HttpResponse:
    """The finding is an accepted exception, with its reason."""
    label, form = request.GET.get("round", ""), AcceptForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        if reason:
            accept_finding(
                household_id=household_id,
                label=label,
                rule=rule,
                reason=reason,
                **acting(request),
            )
        else:
            household_of(request, household_id)
    except (ObjectDoesNotExist, LookupError):
        raise Http404 from None
    if reason:
        messages.success(request, _("Kept as an exception, with your reason."))
    else:
        messages.error(request, _("Say in a few words why it is right."))
    return _back(household_id, label)


@require_POST
def undo(request: HttpRequest, household_id: UUID, rule: str) -> HttpResponse:
    """The finding is open again."""
    label = request.GET.get("round", "")
    try:
        undo_acceptance(
            household_id=household_id,
            label=label,
            rule=rule,
            **acting(request),
        )
    except (ObjectDoesNotExist, LookupError):
        raise Http404 from None
    messages.success(request, _("The finding is open again."))
    return _back(household_id, label)


def _back(household_id: UUID, label: str) -> HttpResponse:
    query = f"?{urlencode({'round': label})}" if label else ""
    return HttpResponseRedirect(f"/hh/{household_id}/{query}#quality")
