"""A finding at a household: it is right as it is, or open again."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pinto.evidence.quality.actions.accepting import accept_finding, undo_acceptance
from pinto.evidence.quality.forms import AcceptForm
from pinto.evidence.registry.queries import household
from pinto.ground.access.queries import viewer_of


@require_POST
def accept(request: HttpRequest, household_id: UUID, rule: str) -> HttpResponse:
    """The finding is an accepted exception, with its reason."""
    label, form = request.GET.get("round", ""), AcceptForm(request.POST)
    viewer = viewer_of(request)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        if reason:
            accept_finding(
                household_id=household_id,
                label=label,
                rule=rule,
                reason=reason,
                viewer=viewer,
                by=request.user,
                at=timezone.now(),
            )
        else:
            _check_there(request, household_id)
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
            viewer=viewer_of(request),
            by=request.user,
            at=timezone.now(),
        )
    except (ObjectDoesNotExist, LookupError):
        raise Http404 from None
    messages.success(request, _("The finding is open again."))
    return _back(household_id, label)


def _check_there(request: HttpRequest, household_id: UUID) -> None:
    """Raises ``DoesNotExist`` where the household is not this viewer's to see."""
    household(household_id, viewer=viewer_of(request))


def _back(household_id: UUID, label: str) -> HttpResponse:
    query = f"?{urlencode({'round': label})}" if label else ""
    return HttpResponseRedirect(f"/hh/{household_id}/{query}#quality")
