"""What access answers: who is looking, and where somebody serves."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from pinto.ground.access.models import Account, Posting
from pinto.ground.access.rules import Viewer

PURPOSE = "purpose"  # the key of the session


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
