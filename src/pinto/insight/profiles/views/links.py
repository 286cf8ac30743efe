"""Addresses: every number leads to the households it counts."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pinto.insight.measures.rules.scorings import Scoring


def area_url(code: str, *, round: str = "", metric: str = "") -> str:
    """The page of an area."""
    return _with(reverse("area", args=[code]), round=round, metric=metric)


def households_url(area: str = "", *, round: str = "", **wanted: str) -> str:
    """The list of the households that fit; blank filters are left out."""
    return _with(reverse("households"), area=area, **wanted, round=round)


def household_url(key: object, *, round: str = "") -> str:
    """The page of a household."""
    return _with(reverse("household", args=[key]), round=round)


def method_link(scoring: Scoring) -> SafeString:
    """The version of the scoring, as a link to how it works."""
    return format_html(
        '<a href="/method/{}/{}/">{} {}</a>',
        scoring.id,
        scoring.version,
        scoring.label(get_language() or "th"),
        scoring.version,
    )


def _with(path: str, **query: str) -> str:
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path
