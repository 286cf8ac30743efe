"""A refusal anywhere becomes a page that says why."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

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
        context = {
            "title": _("Not part of your role"),
            "text": str(error),
            "advice": _("Nothing was changed."),
        }
        return render(request, "design/message.html", context, status=403)
