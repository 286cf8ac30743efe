"""The household's page: what was agreed, by whom and when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import get_language

from pinto.evidence.consents.queries.consents import consents_of
from pinto.evidence.consents.queries.words import STATES
from pinto.evidence.consents.rules.notices import newest_notice
from pinto.evidence.consents.rules.uses import State
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, may

KINDS = {State.GIVEN: "good", State.EXPIRED: "warn"}  # the colour of a sign; others have none


def consents(request: HttpRequest, household: Any) -> str:
    """Where each consent stands. The page that shows it has checked that it may be seen."""
    viewer, code, told = viewer_of(request), household.place.code, newest_notice()
    language = get_language() or "th"
    lines = []
    for consent in consents_of(household.pk, today=localdate()):
        asked = told.purpose(consent.use).ask
        lines.append(
            {
                "text": asked.said(language) if asked else consent.use,
                "state": STATES[consent.state],
                "kind": KINDS.get(consent.state, ""),
                "consent": consent,
            }
        )
    context = {
        "home": household,
        "lines": lines,
        "records": may(viewer, Capability.EDIT_HOUSEHOLDS, code),
        "hands_out": may(viewer, Capability.ASK_ERASURE, code),
    }
    return render_to_string("consents/panel.html", context, request)
