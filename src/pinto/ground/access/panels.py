"""Fragments of access on other rooms' pages; `settings.PANELS` names them."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from pinto.ground.access.queries import account_names
from pinto.ground.trail.queries import phrase_of, views_of

_LOOK_BACK = timedelta(days=365)
_SHOWN = 20


def who_looked(request: HttpRequest, household: Any) -> str:
    """Who read this household in the last year, newest first, the newest twenty.

    The page that shows it has checked that the household may be seen.
    """
    looks = list(views_of("household", household.pk, since=timezone.now() - _LOOK_BACK)[:_SHOWN])
    names = account_names(entry.by for entry in looks)
    lines = [
        {
            "at": entry.at,
            "name": names.get(entry.by, "Pinto"),
            "phrase": phrase_of(entry.what),
            "why": entry.why,
        }
        for entry in looks
    ]
    return render_to_string("access/who_looked.html", {"lines": lines}, request)
