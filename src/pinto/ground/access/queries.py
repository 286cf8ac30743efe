"""What access answers: who is looking, where somebody serves, and who works in an area."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from pinto.ground.access.models import Account, Posting, Role
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Capability, Viewer
from pinto.ground.installation.home import home

PURPOSE = "purpose"  # the key of the session


@dataclass(frozen=True)
class SampleSignIn:
    """An invented account of the demo, told to everybody on the sign-in page."""

    username: str
    password: str
    role: str
    place: str

    @property
    def role_name(self) -> str:
        """The role in words, in the language of the page."""
        return str(Role(self.role).label)


def viewer_of(who: HttpRequest | Account) -> Viewer:
    """Who is looking. One query a request, none for somebody who has not signed in.

    The clock is read here because a posting ends by itself, on its day.
    """
    if not isinstance(who, HttpRequest):
        return _viewer(who, purpose="")
    known: Viewer | None = getattr(who, "_viewer", None)
    if known is None:
        session = getattr(who, "session", {})
        known = _viewer(who.user, purpose=session.get(PURPOSE, ""))
        who._viewer = known  # type: ignore[attr-defined]  # lives as long as the request
    return known


def _viewer(account: Account | AnonymousUser, *, purpose: str) -> Viewer:
    if not account.is_authenticated or not account.is_active:
        return Viewer(None, "", frozenset(), purpose, "th")
    postings = postings_in_force(account).values_list("role", "place__code")
    return Viewer(account.pk, str(account), frozenset(postings), purpose, account.language)


def postings_in_force(account: Account) -> QuerySet[Posting]:
    """Where the account serves today."""
    today = timezone.localdate()
    return Posting.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today), account=account, since__lte=today
    )


def postings_of(account: Account) -> QuerySet[Posting]:
    """Where the account serves today, with place and agency, the largest area first."""
    return postings_in_force(account).select_related("place", "agency").order_by("place__code")


def everybody_posted() -> QuerySet[Posting]:
    """Who serves where today, in the whole installation; for whoever sits at its computer."""
    today = timezone.localdate()
    in_force = Q(until__isnull=True) | Q(until__gte=today)
    found = Posting.objects.filter(in_force, since__lte=today, account__is_active=True)
    return found.select_related("account", "place", "agency").order_by(
        "place__code", "account__username"
    )


def officers_within(viewer: Viewer, to: Capability) -> QuerySet[Account]:
    """Accounts that serve, or once served, a place where the viewer may do this."""
    postings = Posting.objects.filter(within(viewer, "place__code", to=to))
    return Account.objects.filter(pk__in=postings.values("account_id")).order_by("name", "username")


def account_names(ids: Iterable[str]) -> dict[str, str]:
    """The name to show for each account id of the trail; a blank id is Pinto itself."""
    known = Account.objects.in_bulk({UUID(key) for key in ids if key})
    return {str(key): str(account) for key, account in known.items()}


def has_account(username: str) -> bool:
    """Whether somebody signs in under that name."""
    return Account.objects.filter(username=username).exists()


def sample_sign_ins() -> list[SampleSignIn]:
    """The sign-ins of the invented sample; none unless `pinto demo` has written them here."""
    path = home() / "demo.json"
    if not path.exists():
        return []
    return [
        SampleSignIn(*(str(entry[key]) for key in ("username", "password", "role", "place")))
        for entry in json.loads(path.read_text())
    ]
