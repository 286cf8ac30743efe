"""The account page, and the page of the trail."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pinto.ground.access.actions import choose_language
from pinto.ground.access.forms import AccountForm, TrailFilterForm
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import (
    PURPOSE,
    account_names,
    officers_within,
    postings_of,
    viewer_of,
)
from pinto.ground.access.rules import Capability, may
from pinto.ground.trail.actions import record
from pinto.ground.trail.queries import entries_by, phrase_of

_LINES = 50
_YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Who I am, where I serve, my language, and what I am working on."""
    user = request.user
    assert user.is_authenticated  # noqa: S101  (LoginRequiredMiddleware)
    viewer = viewer_of(request)
    if request.method == "POST":
        form = AccountForm(request.POST)
        if form.is_valid():
            language = form.cleaned_data["language"]
            choose_language(language=language, by=user, at=timezone.now())
            request.session[PURPOSE] = form.cleaned_data["purpose"]
            response = HttpResponseRedirect(reverse("account"))
            remember_language(request, response, language)
            with translation.override(language):
                messages.success(request, _("All saved."))
            return response
    else:
        form = AccountForm(initial={"language": user.language, "purpose": viewer.purpose})
    context = {
        "form": form,
        "viewer": viewer,
        "postings": postings_of(user),
        "reads_trail": may(viewer, Capability.READ_TRAIL),
    }
    return render(request, "access/account.html", context)


def remember_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """The browser shows that language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_YEAR,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )


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
            "why": entry.why,
        }
        for entry in page
    ]
    record(what="trail.viewed", on=("trail", ""), by=viewer, at=now, page=page.number)
    return render(request, "access/trail.html", {"form": form, "page": page, "lines": lines})
