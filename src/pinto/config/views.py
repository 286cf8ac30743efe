"""Views that belong to no room: the language switch, and the icon browsers ask for."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_GET

from pinto.config.language import COOKIE
from pinto.ground.access.views.acting import own_address

_YEAR = 365 * 24 * 3600


@login_not_required
@require_GET
def language(request: HttpRequest) -> HttpResponse:
    """The browser remembers the language, and the page it came from is shown in it.

    A link, not a form: it changes nothing but how pages read. Where it leads
    back to must be an address of ours.
    """
    response = HttpResponseRedirect(own_address(request.GET.get("next", ""), "/"))
    code = "en" if request.GET.get("to") == "en" else "th"
    response.set_cookie(
        COOKIE, code, max_age=_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return response


@login_not_required
@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon, where browsers look for it without having been told."""
    return HttpResponseRedirect(static("design/icon.svg"))
