"""Whoever looks on as another officer reads, and changes nothing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from pinto.config.refusals import refusal
from pinto.ground.access.queries import viewer_of

_READING = {"GET", "HEAD", "OPTIONS"}
_WAYS_OUT = ("look_away", "account_logout")


class LookingOnMiddleware:
    """Refuses every request that would change something; the way back to one's own eyes is open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if request.method in _READING or request.path in map(reverse, _WAYS_OUT):
            return None
        if not viewer_of(request).seen_as:
            return None
        text = _("You are looking on as another officer: nothing can be changed.")
        return refusal(request, text)
