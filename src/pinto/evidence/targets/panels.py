"""Fragments of target lists on other rooms' pages; `settings.PANELS` names them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext

from pinto.evidence.targets.queries import lists_of, reasons_of
from pinto.evidence.targets.rules.sources import SOURCES, Source
from pinto.ground.access.queries import viewer_of


def on_lists(request: HttpRequest, household: Any) -> str:
    """Which lists name the household, who said so, and why, for whom that is to read."""
    viewer = viewer_of(request)
    rows = lists_of(household.pk, viewer=viewer)
    reasons = reasons_of(rows, viewer=viewer)
    lines = [
        {
            "list": row.target_list,
            "source": gettext(SOURCES[Source(row.target_list.source)]),
            "reason": reasons.get(row.pk, ""),
        }
        for row in rows
    ]
    return render_to_string("targets/on_lists.html", {"lines": lines}, request) if lines else ""
