"""Fragments of events on other rooms' pages; `settings.PANELS` names them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from pinto.evidence.events.permissions import may_report
from pinto.evidence.events.queries import events_of
from pinto.evidence.events.rules import overdue
from pinto.ground.access.queries import viewer_of

_LOOK_BACK = timedelta(days=365)


def events_of_household(request: HttpRequest, household: Any) -> str:
    """What befell the household in the last year, and the way to report something.

    The page that shows it has checked that the household may be seen.
    """
    viewer, now = viewer_of(request), timezone.now()
    found = events_of(household.pk, viewer=viewer, since=now - _LOOK_BACK)
    context = {
        "events": [(each, overdue(each.state, each.due_at, now)) for each in found],
        "household": household,
        "reports": may_report(viewer, household.place.code),
    }
    return render_to_string("events/household.html", context, request)
