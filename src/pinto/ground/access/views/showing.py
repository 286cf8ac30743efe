"""How the pages of every room show people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers


def private_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page that names people or families: no browser and nothing on the way keeps it."""
    response = render(request, template, dict(context), status=status)
    add_never_cache_headers(response)
    return response
