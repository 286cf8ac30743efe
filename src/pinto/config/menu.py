"""The main menu, and what the shell of every page needs."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context of the shell: menu entries, and where the language switch leads."""
    return {}
