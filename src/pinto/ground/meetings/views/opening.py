"""What the pages of a meeting begin and end with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.meetings.queries import meeting as meeting_seen
from pinto.ground.trail.actions import record

if TYPE_CHECKING:
    from pinto.ground.meetings.models import Meeting


def seen(request: HttpRequest, meeting_id: UUID, what: str = "meeting.viewed") -> Meeting:
    """The meeting, if it is in the viewer's scope; that its page was opened is recorded."""
    viewer = viewer_of(request)
    try:
        found = meeting_seen(meeting_id, viewer=viewer)
    except ObjectDoesNotExist:
        raise Http404 from None
    if request.method in ("GET", "HEAD"):
        record(what=what, on=("meeting", meeting_id), by=viewer, at=timezone.now())
    return found


def page(
    request: HttpRequest, template: str, meeting: Meeting, status: int = 200, **context: Any
) -> HttpResponse:
    """The page with its way back; it names people and is never cached."""
    own = reverse("meeting", args=[meeting.pk])
    path = [(_("Meetings"), reverse("meetings")), (meeting.title, own)]
    response = render(
        request,
        f"meetings/{template}.html",
        {"meeting": meeting, "path": path, "own": own, **context},
        status=status,
    )
    add_never_cache_headers(response)
    return response


def acting(request: HttpRequest) -> dict[str, Any]:
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
