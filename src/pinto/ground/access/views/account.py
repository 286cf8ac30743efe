"""The account page: how somebody works and where they are signed in."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pinto.ground.access.actions import choose_language, sign_out_device
from pinto.ground.access.forms import AccountForm
from pinto.ground.access.queries import (
    PURPOSE,
    colleagues_places,
    devices_of,
    postings_of,
    viewer_of,
)
from pinto.ground.access.rules import Capability, may

_YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Who I am, where I serve, my language, and what I am working on."""
    user = request.user
    assert user.is_authenticated  # noqa: S101  (LoginRequiredMiddleware)
    viewer = viewer_of(request)
    if request.method == "POST":
        form = AccountForm(request.POST, purposes=viewer.purposes)
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
        form = AccountForm(
            purposes=viewer.purposes,
            initial={"language": user.language, "purpose": viewer.looks_for},
        )
    context = {
        "form": form,
        "viewer": viewer,
        "postings": postings_of(user),
        "reads_trail": may(viewer, Capability.READ_TRAIL),
        "reviews": may(viewer, Capability.REVIEW_OPENINGS),
        "exports": may(viewer, Capability.EXPORT),
        "stands_in": colleagues_places(viewer).exists(),
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
def devices(request: HttpRequest) -> HttpResponse:
    """Where the account is signed in now."""
    assert request.user.is_authenticated  # noqa: S101  (LoginRequiredMiddleware)
    shown = devices_of(request.user, current=request.session.session_key or "")
    return render(request, "access/devices.html", {"devices": shown})


@require_POST
def sign_out_there(request: HttpRequest, device_id: int) -> HttpResponse:
    """One of the account's own devices is signed out."""
    user = request.user
    assert user.is_authenticated  # noqa: S101  (LoginRequiredMiddleware)
    try:
        sign_out_device(device_id=device_id, by=user, at=timezone.now())
    except LookupError:
        raise Http404 from None
    messages.success(request, _("Signed out there."))
    return redirect("devices")
