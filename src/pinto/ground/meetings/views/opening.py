"""What the pages of a meeting begin and end with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pinto.ground.access.permissions import check_daily_list
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.views.showing import private_page
from pinto.ground.meetings.queries import meeting as meeting_seen
from pinto.ground.trail.actions import record

if TYPE_CHECKING:
    from pinto.ground.meetings.models import Meeting


def own(meeting_id: UUID, part: str = "") -> str:
    """The address of the meeting, or of a part of it."""
    return reverse("meeting", args=[meeting_id]) + part


def seen(request: HttpRequest, meeting_id: UUID, what: str = "meeting.viewed") -> Meeting:
    """The meeting, if it is in the viewer's scope; that its page was opened is recorded."""
    viewer = viewer_of(request)
    try:
        found = meeting_seen(meeting_id, viewer=viewer)
    except ObjectDoesNotExist:
        raise Http404 from None
    check_daily_list(viewer, found.place.code)
    if request.method in ("GET", "HEAD"):
        record(what=what, on=("meeting", meeting_id), by=viewer, at=timezone.now())
    return found


def page(
    request: HttpRequest, template: str, meeting: Meeting, status: int = 200, **context: Any
) -> HttpResponse:
    """The page with its way back; it names people and is never cached."""
    way = own(meeting.pk)
    path = [(_("Meetings"), reverse("meetings")), (meeting.title, way)]
    return private_page(
        request,
        f"meetings/{template}.html",
        {"meeting": meeting, "path": path, "own": way, **context},
        status=status,
    )
