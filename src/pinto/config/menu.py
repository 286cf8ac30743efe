"""The main menu, and what the shell of every page needs."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Viewer, may

# Label, icon, address, and what a role must allow somewhere for the entry to show.
ENTRIES: list[tuple[Promise, str, str, Capability]] = [
    (_("Area overview"), "map-2", "/area/", Capability.SEE_PROFILE),
    (_("Households"), "home", "/hh/", Capability.SEE_HOUSEHOLDS),
    (_("Verification"), "clipboard-list", "/verify/", Capability.SEE_HOUSEHOLDS),
    (_("Meetings"), "calendar-event", "/meetings/", Capability.SEE_HOUSEHOLDS),
    (_("Poverty measures"), "chart-bar", "/measure/", Capability.SEE_PROFILE),
    (_("Quality"), "circle-check", "/quality/", Capability.SEE_HOUSEHOLDS),
    (_("Load data"), "file-upload", "/intake/", Capability.LOAD_FILES),
]
SEARCH = "/hh/"


@dataclass(frozen=True)
class Entry:
    label: str
    icon: str
    url: str
    current: str  # "page" on the entry's own page, "true" below it, else empty


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context of the shell: menu entries, and where the language switch leads."""
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    entries = menu(viewer_of(request), request.path) if signed_in else []
    return {
        "menu": entries,
        "search_url": SEARCH if any(entry.url == SEARCH for entry in entries) else "",
        "account_url": reverse("account") if signed_in else "",
        "sign_in_url": "" if signed_in else _sign_in_url(request),
        "other_language": other_language(request),
        "theme": theme(request),
    }


def menu(viewer: Viewer, path: str) -> list[Entry]:
    """The entries the viewer may open, the one of this path marked.

    An address that answers to nothing is left out: rooms are built one after the other.
    """
    return [
        Entry(str(label), icon, url, _current(url, path))
        for label, icon, url, capability in ENTRIES
        if may(viewer, capability) and _exists(url)
    ]


def other_language(request: HttpRequest) -> dict[str, str]:
    """The language this page is not in, and the link that switches to it."""
    english = get_language() == "en"
    code, short, name = ("th", "ไทย", "Thai") if english else ("en", "EN", "English")
    query = urlencode({"to": code, "next": request.get_full_path()})
    return {"code": code, "short": short, "name": name, "url": f"{reverse('language')}?{query}"}


def theme(request: HttpRequest) -> str:
    """Light or dark when the address asks for it (?theme=), else what the device prefers."""
    asked = request.GET.get("theme", "")
    return asked if asked in ("light", "dark") else ""


def _current(url: str, path: str) -> str:
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""


def _exists(url: str) -> bool:
    try:
        resolve(url)
    except Resolver404:
        return False
    return True


def _sign_in_url(request: HttpRequest) -> str:
    try:
        url = reverse("account_login")
    except NoReverseMatch:
        return ""
    return "" if request.path == url else url
