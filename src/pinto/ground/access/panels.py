"""Fragments of access on other rooms' pages; `settings.PANELS` names them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from pinto.ground.access.queries import looks_told, why_of
from pinto.ground.trail.queries import views_of

if TYPE_CHECKING:
    from pinto.ground.trail.models import Entry

_LOOK_BACK = timedelta(days=365)
_READ = 500  # entries; a page does not wait for more
_SHOWN = 20  # lines


def who_looked(request: HttpRequest, household: Any) -> str:
    """Who read this household in the last year, newest first, the newest twenty lines.

    A line is what one person did on one day for one reason, and how often. The page
    that shows it has checked that the household may be seen.
    """
    looks = list(views_of("household", household.pk, since=timezone.now() - _LOOK_BACK)[:_READ])
    times = Counter(_alike(entry) for entry in looks)
    newest = {_alike(entry): entry for entry in reversed(looks)}
    shown = sorted(newest.items(), key=lambda each: each[1].at, reverse=True)[:_SHOWN]
    told = looks_told(entry for _, entry in shown)
    lines = [(look, times[alike]) for look, (alike, _) in zip(told, shown, strict=True)]
    context = {"lines": lines, "household": household}
    return render_to_string("access/who_looked.html", context, request)


def _alike(entry: Entry) -> tuple[str, str, str, date]:
    return entry.by, entry.what, why_of(entry), timezone.localdate(entry.at)
