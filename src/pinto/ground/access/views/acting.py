"""How the pages of every room act: who does it and when, on what, what is said, where it leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused, Viewer


class Acting(TypedDict):
    """What every action takes besides its own: in whose scope, by whom, and when."""

    viewer: Viewer
    by: Any  # an account: nobody acts who has not signed in
    at: datetime


def acting(request: HttpRequest) -> Acting:
    """Who acts, and when: what every action takes."""
    return {"viewer": viewer_of(request), "by": request.user, "at": timezone.now()}


def done(request: HttpRequest, act: Callable[[], Any], said: str, then: str) -> HttpResponse:
    """The action is taken and said, or its refusal is; either way the page ``then`` follows."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    except ObjectDoesNotExist:
        raise Http404 from None
    else:
        messages.success(request, said)
    return HttpResponseRedirect(then)


def own_address(text: str, otherwise: str) -> str:
    """The address a page was asked to go on to, where it is one of ours; else ``otherwise``."""
    ours = url_has_allowed_host_and_scheme(text, allowed_hosts=None) and not text.startswith("//")
    return text if ours else otherwise


def uuid_of(text: str) -> UUID:
    """The id that was sent; 404 where it is none."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
