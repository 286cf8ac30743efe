"""A refusal anywhere becomes a page that says why."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pinto.ground.access.forms import ReasonForm
from pinto.ground.access.permissions import ReasonNeeded
from pinto.ground.access.rules import Refused


class RefusalMiddleware:
    """Answers ``Refused`` with 403 and its sentence. ``OutOfScope`` is a 404 by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        if isinstance(error, ReasonNeeded):
            asked = {"form": ReasonForm(), "tambon": error.tambon, "next": _asked_for(request)}
            return render(request, "access/reason.html", asked, status=403)
        return refusal(request, str(error))


def refusal(request: HttpRequest, text: str) -> HttpResponse:
    """The page that says why something was refused."""
    context = {
        "title": _("Not part of your role"),
        "text": text,
        "advice": _("Nothing was changed."),
    }
    return render(request, "design/message.html", context, status=403)


def _asked_for(request: HttpRequest) -> str:
    """Where the reason leads: the page that was asked for, never a form that was sent."""
    return request.get_full_path() if request.method == "GET" else "/"
