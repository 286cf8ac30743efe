"""The main menu, and what the shell of every page needs."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Viewer, may
from pinto.insight.selections.queries import unseen

# One part of the menu after the other: its label and icon, and its rooms with label, address
# and what a role must allow somewhere for the room to show.
Room = tuple[Promise, str, Capability]
PARTS: list[tuple[Promise, str, list[Room]]] = [
    (
        _("Area overview"),
        "map-2",
        [
            (_("Area profile"), "/area/", Capability.SEE_PROFILE),
            (_("Poverty measures"), "/measure/", Capability.SEE_PROFILE),
        ],
    ),
    (
        _("Households"),
        "home",
        [
            (_("List of households"), "/hh/", Capability.SEE_HOUSEHOLDS),
            (_("Conditions"), "/selections/", Capability.SEE_HOUSEHOLDS),
            (_("Events"), "/events/", Capability.SEE_HOUSEHOLDS),
        ],
    ),
    (
        _("Verification"),
        "clipboard-list",
        [
            (_("Waiting for me"), "/verify/", Capability.SEE_HOUSEHOLDS),
            (_("Target lists"), "/targets/", Capability.SEE_HOUSEHOLDS),
            (_("Recorded twice"), "/matching/", Capability.EDIT_HOUSEHOLDS),
            (_("Quality"), "/quality/", Capability.SEE_HOUSEHOLDS),
            (_("Meetings"), "/meetings/", Capability.SEE_HOUSEHOLDS),
        ],
    ),
    (
        _("Data"),
        "file-upload",
        [
            (_("Load data"), "/intake/", Capability.LOAD_FILES),
            (_("Files taken out"), "/exports/", Capability.EXPORT),
            (_("Erasures"), "/erasures/", Capability.APPROVE_ERASURE),
        ],
    ),
    (
        _("Officers"),
        "users",
        [
            (_("Accounts"), "/officers/", Capability.MANAGE_OFFICERS),
            (_("Opened with a reason"), "/openings/", Capability.REVIEW_OPENINGS),
        ],
    ),
]
SEARCH = "/hh/"


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    current: str  # "page" on the entry's own page, "true" below it, else empty
    news: int = 0  # what waits there and has not been looked at


@dataclass(frozen=True)
class Part:
    label: str
    icon: str
    rooms: list[Entry]  # never empty

    @property
    def url(self) -> str:
        return self.rooms[0].url

    @property
    def current(self) -> str:
        """ "page" on the first room's own page, "true" anywhere else in the part, else empty."""
        if self.rooms[0].current:
            return self.rooms[0].current
        return "true" if any(room.current for room in self.rooms) else ""

    @property
    def news(self) -> int:
        return sum(room.news for room in self.rooms)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context of the shell: the menu, and where the language switch leads.

    Worked out once a request: every fragment of a page is rendered with it.
    """
    known: dict[str, Any] | None = getattr(request, "_shell", None)
    if known is None:
        known = _shell(request)
        request._shell = known  # type: ignore[attr-defined]  # lives as long as the request
    return known


def _shell(request: HttpRequest) -> dict[str, Any]:
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    parts = menu(viewer_of(request), request.path) if signed_in else []
    here = next((part for part in parts if part.current), None)
    searches = any(room.url == SEARCH for part in parts for room in part.rooms)
    return {
        "menu": parts,
        "rooms": here if here and len(here.rooms) > 1 else None,
        "looks_on": signed_in and bool(viewer_of(request).seen_as),
        "looks_on_as": viewer_of(request).name if signed_in else "",
        "search_url": SEARCH if searches else "",
        "account_url": reverse("account") if signed_in else "",
        "sign_in_url": "" if signed_in else _sign_in_url(request),
        "other_language": other_language(request),
        "theme": theme(request),
    }


def menu(viewer: Viewer, path: str) -> list[Part]:
    """The parts and rooms the viewer may open, those of this path marked.

    An address that answers to nothing is left out: rooms are built one after the other.
    """
    news = {"/selections/": unseen(viewer)} if may(viewer, Capability.SEE_HOUSEHOLDS) else {}
    parts = []
    for label, icon, rooms in PARTS:
        open_to_viewer = [
            Entry(str(name), url, _current(url, path), news.get(url, 0))
            for name, url, capability in rooms
            if may(viewer, capability) and _exists(url)
        ]
        if open_to_viewer:
            parts.append(Part(str(label), icon, open_to_viewer))
    return parts


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


@cache
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
