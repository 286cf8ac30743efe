"""What a family agreed to, and writing it down."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pinto.evidence.consents.actions.recording import record_consents
from pinto.evidence.consents.forms import ConsentForm
from pinto.evidence.consents.permissions import check_may_record
from pinto.evidence.consents.queries.consents import consents_of, history_of
from pinto.evidence.consents.queries.people import people_of
from pinto.evidence.consents.queries.words import BASES, METHODS, STATES
from pinto.evidence.consents.rules.notices import Notice, newest_notice, notice
from pinto.evidence.consents.rules.uses import GROUNDS, State, Use
from pinto.evidence.consents.views.shown import rendered
from pinto.evidence.registry.views import household_of
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, may
from pinto.ground.access.views.acting import acting

if TYPE_CHECKING:
    from pinto.evidence.registry.models import Household


@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Where each consent stands, how that came to be, and the form that writes down a new one."""
    home = household_of(request, household_id)
    viewer, told = viewer_of(request), newest_notice()
    writes = may(viewer, Capability.EDIT_HOUSEHOLDS, home.place.code)
    standing = consents_of(home.pk, today=timezone.localdate())
    form = ConsentForm(told, standing, people_of(home.pk), request.POST or None)
    if request.method == "POST":
        check_may_record(viewer, home)
        if form.is_valid():
            return _recorded(request, home, form)
    language = get_language() or "th"
    return rendered(
        request,
        "consent",
        home,
        form=form,
        writes=writes,
        told=told,
        promise=told.promise.said(language),
        states=[(_asked(told, each.use, language), STATES[each.state], each) for each in standing],
        others=[
            (each.text.said(language), BASES[GROUNDS[each.use].basis], GROUNDS[each.use].section)
            for each in told.told
        ],
        history=[
            {
                "event": event,
                "by": by,
                "text": _asked(notice(event.notice), Use(event.use), language),
                "state": STATES[State(event.state)],
                "method": METHODS[event.method],
            }
            for event, by in history_of(home.pk)
        ],
    )


def _asked(told: Notice, use: Use, language: str) -> str:
    """The question about that use, as that notice asks it."""
    asked = told.purpose(use).ask
    return asked.said(language) if asked else str(use)


def _recorded(request: HttpRequest, home: Household, form: ConsentForm) -> HttpResponse:
    person = form.cleaned_data["person"]
    language = get_language() or "th"
    added = record_consents(
        household_id=home.pk,
        said=form.said(),
        method=form.cleaned_data["method"],
        person_id=UUID(person) if person else None,
        witness=form.cleaned_data["witness"],
        language=language,
        **acting(request),
    )
    told = newest_notice()
    for event in added:
        effect = told.purpose(Use(event.use)).effect
        if event.state != State.GIVEN and effect:
            messages.info(request, effect.said(language))
    if added:
        messages.success(request, _("Written down. What was said before stays in the history."))
    else:
        messages.info(request, _("Nothing differs from what was written down before."))
    return redirect("consents", home.pk)
