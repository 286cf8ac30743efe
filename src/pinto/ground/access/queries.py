"""What access answers: who is looking, where somebody serves, and who works in an area."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pinto.ground.access.models import Account, Opening, Posting, Role
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Capability, FieldGroup, Purpose, Viewer, may
from pinto.ground.installation.home import home
from pinto.ground.trail.queries import phrase_of

# keys of the session
PURPOSE = "purpose"
OPENINGS = "openings"  # ids of what was opened in this sitting
SEEN_AS = "seen_as"  # {"account": whose pages an administrator looks at, "until": ISO time}

ROLE_WORDS = Role.choices
PURPOSE_WORDS = {
    Purpose.VERIFICATION: _("Finding and verifying households"),
    Purpose.HELP: _("Help and case work"),
    Purpose.PLANNING: _("Planning"),
    Purpose.RESEARCH: _("Research"),
    Purpose.AUDIT: _("Audit"),
    Purpose.ADMINISTRATION: _("Administration"),
}
GROUP_WORDS = {
    FieldGroup.IDENTITY: _("Who somebody is"),
    FieldGroup.CONTACT: _("Telephone"),
    FieldGroup.LOCATION: _("Where the house stands"),
    FieldGroup.LIVING: _("House, work and daily life"),
    FieldGroup.WELFARE: _("Welfare received"),
    FieldGroup.MONEY: _("Income, spending and debt"),
    FieldGroup.HEALTH: _("Health"),
    FieldGroup.BELIEFS: _("Beliefs"),
}


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

    What was opened in this sitting, and whose pages an administrator looks at, cost one more.
    The clock is read here because a posting ends by itself, on its day.
    """
    if not isinstance(who, HttpRequest):
        return _viewer(who)
    known: Viewer | None = getattr(who, "_viewer", None)
    if known is None:
        known = _sitting(who.user, getattr(who, "session", {}))
        who._viewer = known  # type: ignore[attr-defined]  # lives as long as the request
    return known


def _viewer(account: Account | AnonymousUser) -> Viewer:
    if not account.is_authenticated or not account.is_active:
        return Viewer(None, "", frozenset(), "", "th")
    postings = postings_in_force(account).values_list("role", "place__code")
    return Viewer(account.pk, str(account), frozenset(postings), "", account.language)


def _sitting(account: Account | AnonymousUser, session: Mapping[str, Any]) -> Viewer:
    viewer = replace(_viewer(account), purpose=session.get(PURPOSE, ""), sitting=True)
    if viewer.pk and session.get(SEEN_AS):
        viewer = _looking_on(viewer, session[SEEN_AS])
    elif viewer.pk and session.get(OPENINGS):
        viewer = _opened(viewer, session[OPENINGS])
    return viewer


def _looking_on(viewer: Viewer, told: Mapping[str, str]) -> Viewer:
    """The officer's places for the administrator's eyes, while that is still allowed."""
    officer = Account.objects.filter(pk=told["account"], is_active=True).first()
    if officer is None or datetime.fromisoformat(told["until"]) <= timezone.now():
        return viewer
    theirs = _viewer(officer)
    if not all(may(viewer, Capability.MANAGE_OFFICERS, code) for code in theirs.area_codes):
        return viewer
    return replace(
        viewer, name=theirs.name, served=theirs.served, purpose="", seen_as=theirs.account_id
    )


def _opened(viewer: Viewer, ids: list[str]) -> Viewer:
    """The viewer with what is still open: fields of a household, and a colleague's place."""
    open_now = Opening.objects.filter(
        pk__in=ids, account_id=viewer.somebody, until__gt=timezone.now()
    ).exclude(kind=Opening.Kind.RECORDS)
    fields, places, keys = set(), set(), []
    for opening in open_now:
        keys.append(str(opening.pk))
        if opening.kind == Opening.Kind.PLACE:
            places.add((opening.role, opening.place_code))
        elif opening.household:
            fields.add((FieldGroup(opening.group), opening.household))
    return replace(
        viewer,
        served=viewer.served | places,
        opened=frozenset(fields),
        openings=tuple(sorted(keys)),
    )


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


def colleagues_places(viewer: Viewer) -> QuerySet[Posting]:
    """Postings of others in the viewer's agencies, at places the viewer does not serve.

    Whoever stands in for a colleague does it in a role of her own there.
    """
    today = timezone.localdate()
    agencies = Posting.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        account_id=viewer.somebody,
        since__lte=today,
        role__in=viewer.roles,
    ).values("agency_id", "role")
    same = Q(pk__in=[])
    for each in agencies:
        if each["agency_id"]:
            same |= Q(agency_id=each["agency_id"], role=each["role"])
    found = Posting.objects.filter(
        same, Q(until__isnull=True) | Q(until__gte=today), since__lte=today
    ).exclude(account_id=viewer.somebody)
    found = found.exclude(within(viewer, "place__code"))
    return found.select_related("place", "agency").order_by("place__code", "role")


def openings_within(viewer: Viewer) -> QuerySet[Opening]:
    """What was opened with a reason in the viewer's areas, newest first; not by the viewer."""
    return (
        Opening.objects.filter(within(viewer, "place_code", to=Capability.REVIEW_OPENINGS))
        .exclude(account_id=viewer.somebody)
        .select_related("account", "noticed_by")
        .order_by("-since", "-id")
    )


def account_within(viewer: Viewer, account_id: UUID) -> Account:
    """An officer the viewer manages. Raises ``Account.DoesNotExist``."""
    return officers_within(viewer, to=Capability.MANAGE_OFFICERS).get(pk=account_id)


def every_posting(account: Account) -> QuerySet[Posting]:
    """Where the account serves and once served, newest first."""
    found = Posting.objects.filter(account=account).select_related("place", "agency")
    return found.order_by("-since", "-id")


def postings_told(accounts: Iterable[str]) -> dict[str, str]:
    """Role and agency of each account id today, in words: for a line beside a name."""
    today = timezone.localdate()
    rows = Posting.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        since__lte=today,
        account_id__in={UUID(key) for key in accounts if key},
    ).select_related("agency")
    told: dict[str, str] = {}
    for posting in rows.order_by("place__code"):
        agency = posting.agency.name_th if posting.agency else ""
        words = " · ".join(filter(None, (posting.get_role_display(), agency)))
        told.setdefault(str(posting.account_id), words)
    return told


def officers_within(viewer: Viewer, to: Capability, *, called: str = "") -> QuerySet[Account]:
    """Accounts that serve, or once served, a place where the viewer may do this.

    ``called`` narrows them to those whose name or username holds it.
    """
    postings = Posting.objects.filter(within(viewer, "place__code", to=to))
    found = Account.objects.filter(pk__in=postings.values("account_id"))
    if called:
        found = found.filter(Q(name__icontains=called) | Q(username__icontains=called))
    return found.order_by("name", "username")


def account_names(ids: Iterable[str]) -> dict[str, str]:
    """The name to show for each account id of the trail; a blank id is Pinto itself."""
    known = Account.objects.in_bulk({UUID(key) for key in ids if key})
    return {str(key): str(account) for key, account in known.items()}


@dataclass(frozen=True)
class Device:
    """A place where an account is signed in."""

    id: int
    since: datetime
    address: str
    browser: str  # as it names itself, told shortly
    is_current: bool


def devices_of(account: Account, *, current: str) -> list[Device]:
    """Where the account is signed in now, this device first, then the newest."""
    kept = UserSession.objects.purge_and_list(account)
    shown = [
        Device(
            each.pk, each.created_at, each.ip, _browser(each.user_agent),
            each.session_key == current,
        )
        for each in kept
    ]  # fmt: skip
    return sorted(shown, key=lambda d: (not d.is_current, -d.since.timestamp()))


def _browser(agent: str) -> str:
    """``Chrome · Android`` of the hundred letters a browser sends."""
    browsers = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
    browser = next((name for sign, name in browsers if sign in agent), "")
    system = next((name for name in systems if name in agent), "")
    return " · ".join(filter(None, (browser, system))) or agent[:60]


@dataclass(frozen=True)
class Look:
    """Somebody read something, told in words."""

    at: datetime
    name: str
    serves: str  # role and agency today
    phrase: str
    why: str
    opened: bool  # with a reason, outside what the role reads
    seen_as: bool  # by an administrator looking on


def looks_told(entries: Iterable[Any]) -> list[Look]:
    """Entries of the trail as lines. Two queries for the names."""
    listed = list(entries)
    who = {entry.by for entry in listed}
    names, serves = account_names(who), postings_told(who)
    return [
        Look(
            at=entry.at,
            name=names.get(entry.by, "Pinto"),
            serves=serves.get(entry.by, ""),
            phrase=phrase_of(entry.what),
            why=why_of(entry),
            opened="openings" in entry.detail,
            seen_as="seen_as" in entry.detail,
        )
        for entry in listed
    ]


def why_of(entry: Any) -> str:
    """Why somebody read something, in words: the reason they gave, else their purpose."""
    purpose = entry.detail.get("purpose", "")
    return entry.why or (str(PURPOSE_WORDS[purpose]) if purpose in PURPOSE_WORDS else "")


def account_named(username: str) -> Account:
    """Who signs in under that name. Raises ``Account.DoesNotExist``."""
    return Account.objects.get(username=username)


def has_account(username: str) -> bool:
    """Whether somebody signs in under that name."""
    return Account.objects.filter(username=username).exists()


def locked_out(account: Account) -> bool:
    """Whether too many wrong passwords stand against the account just now."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    tried = AccessAttempt.objects.filter(username=account.username, attempt_time__gt=since)
    locked: bool = tried.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT).exists()
    return locked


def sign_in_elsewhere() -> dict[str, str] | None:
    """The sign-in of another house (OIDC), if the settings name one: its name and address."""
    if not settings.OIDC_NAME:
        return None
    return {
        "name": settings.OIDC_NAME,
        "url": reverse("openid_connect_login", kwargs={"provider_id": settings.OIDC_ID}),
    }


def account_signing_in_as(username: str) -> Account | None:
    """The open account of that username; None where there is none."""
    return Account.objects.filter(username=username, is_active=True).first() if username else None


def sample_sign_ins() -> list[SampleSignIn]:
    """The sign-ins of the invented sample; none unless `pinto demo` has written them here."""
    path = home() / "demo.json"
    if not path.exists():
        return []
    return [
        SampleSignIn(*(str(entry[key]) for key in ("username", "password", "role", "place")))
        for entry in json.loads(path.read_text())
    ]
