"""The sheet of a forum, for any room that has families to put before one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

from pinto.ground.access.views.showing import private_page
from pinto.ground.meetings.rules import Line, shown_in_public

if TYPE_CHECKING:
    from pinto.ground.meetings.models import Meeting


def forum_sheet(
    request: HttpRequest, meeting: Meeting, lines: Sequence[Line], *, closed: bool = False
) -> HttpResponse:
    """The sheet with these lines: those heard in public, or (``closed``) the others alone.

    A ``Line`` has room for a name, a house and a question, and for nothing else. The caller
    has checked that the viewer may see the meeting and everybody on the lines.
    """
    apart = [line for line in lines if line.closed]
    shown = apart if closed else shown_in_public(lines)
    context = {"meeting": meeting, "lines": shown, "closed": closed, "apart": len(apart)}
    return private_page(request, "meetings/paper_sheet.html", context)
