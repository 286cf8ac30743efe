"""Where a household stands, on its own page; `settings.PANELS` names it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from pinto.evidence.registry.queries import newest_round, round_labelled
from pinto.evidence.verification.permissions import STATE_NAMES
from pinto.evidence.verification.queries.queue import overdue
from pinto.evidence.verification.queries.standing import verification
from pinto.evidence.verification.rules.transitions import State
from pinto.ground.access.queries import viewer_of


def where_it_stands(request: HttpRequest, household: Any) -> str:
    """Where the household stands in the round of the page, and the way to its next step.

    The page that shows it has checked that the household may be seen.
    """
    label = request.GET.get("round") or newest_round(timezone.localdate())
    try:
        round = round_labelled(label)
        row = verification(household.pk, round=round, viewer=viewer_of(request))
    except (ObjectDoesNotExist, LookupError):
        row = None
    return render_to_string(
        "verification/panel.html",
        {
            "household": household,
            "label": label,
            "row": row,
            "state": STATE_NAMES[State(row.state)] if row else STATE_NAMES[State.UNLISTED],
            "overdue": row is not None and overdue(row, timezone.localdate()),
        },
        request,
    )
