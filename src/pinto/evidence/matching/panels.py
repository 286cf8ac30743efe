"""Fragments of matching on other rooms' pages; `settings.PANELS` names them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from pinto.evidence.matching.queries import linked
from pinto.ground.access.queries import viewer_of


def links_of(request: HttpRequest, household: Any) -> str:
    """What the household and its people are linked with; nothing where there is no link."""
    found = linked(household, viewer=viewer_of(request))
    if not (found.stands_elsewhere or found.others or found.pairs):
        return ""
    return render_to_string("matching/links.html", {"links": found, "home": household}, request)


def likely_duplicates(request: HttpRequest, household: Any) -> str:
    """The place in a form about a person where likely duplicates appear while it is typed."""
    return render_to_string("matching/typing.html", {}, request)
