"""Fragments of events on other rooms' pages; `settings.PANELS` names them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pinto.evidence.events.permissions import may_report
from pinto.evidence.events.queries import counts, events_of
from pinto.evidence.events.rules import overdue
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Viewer
from pinto.ground.meetings.rules import Matter

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


def matters(place_code: str, viewer: Viewer) -> list[Matter]:
    """What a weekly meeting of that place looks at: overdue events, then the open ones by kind."""
    found = counts(viewer, place_code, timezone.now())
    here = f"{reverse('events')}?area={place_code}"
    late = Matter(
        found.overdue, _("events nobody has taken in hand in 24 hours"), f"{here}&state=OVERDUE"
    )
    by_kind = [
        Matter(count, _("open events: %(kind)s") % {"kind": label}, f"{here}&kind={kind}")
        for kind, label, count in found.kinds
    ]
    return [late, *by_kind]
