"""Accounts are made, officers are posted and leave, and people settle how they work.

``by`` is the account that acts, or None for Pinto itself: the command line and
the sample. The trail remembers each.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from axes.utils import reset as forget_failures
from django.db import transaction

from pinto.ground.access.models import Account, Agency, Opening, Posting
from pinto.ground.access.permissions import (
    check_may,
    check_may_manage,
    check_may_open,
    check_not_oneself,
)
from pinto.ground.access.queries import colleagues_places, openings_within, viewer_of
from pinto.ground.access.rules import TAMBON, Capability, FieldGroup, Viewer
from pinto.ground.places.models import Place
from pinto.ground.trail.actions import record

OPEN_FOR = timedelta(minutes=60)  # a closed field, a colleague's place
REASON_HOLDS = timedelta(days=30)  # for the records of a tambon outside the daily work
LOOK_ON_FOR = timedelta(minutes=30)


@transaction.atomic
def create_account(
    *,
    username: str,
    name: str,
    password: str,
    language: str = Account.Language.THAI,
    by: Account | None,
    at: datetime,
) -> Account:
    """Somebody can sign in, and sees nothing until posted.

    Raises ``Refused`` unless ``by`` manages officers.
    """
    if by is not None:
        check_may(viewer_of(by), Capability.MANAGE_OFFICERS)
    account = Account(username=username, name=name, language=language)
    account.set_password(password)
    account.save(force_insert=True)
    record(what="account.created", on=("account", account.pk), by=by, at=at)
    return account


@transaction.atomic
def open_agency(*, name_th: str, name_en: str, by: Account | None, at: datetime) -> Agency:
    """There is an agency of that name; the same name twice is the same agency."""
    agency, made = Agency.objects.get_or_create(name_th=name_th, defaults={"name_en": name_en})
    if made:
        record(what="agency.opened", on=("agency", agency.pk), by=by, at=at)
    return agency


@transaction.atomic
def post_officer(
    *,
    account: Account,
    role: str,
    place: Place,
    agency: Agency | None,
    since: date,
    by: Account | None,
    at: datetime,
) -> Posting:
    """The account serves the place in that role from that day on.

    Raises ``OutOfScope`` or ``Refused`` unless ``by`` manages officers there and is another.
    """
    if by is not None:
        check_may(viewer_of(by), Capability.MANAGE_OFFICERS, place.code)
        check_not_oneself(viewer_of(by), account)
    posting = Posting.objects.create(
        account=account, role=role, place=place, agency=agency, since=since
    )
    record(
        what="posting.begun",
        on=("account", account.pk),
        by=by,
        at=at,
        role=role,
        place=place.code,
        since=since.isoformat(),
    )
    return posting


@transaction.atomic
def end_posting(*, posting: Posting, until: date, by: Account | None, at: datetime) -> Posting:
    """The account serves the place up to that day, the day included.

    Raises ``OutOfScope`` or ``Refused`` unless ``by`` manages officers there and is another.
    """
    posting = (
        Posting.objects.select_for_update(of=("self",))
        .select_related("place", "account")
        .get(pk=posting.pk)
    )
    if by is not None:
        check_may(viewer_of(by), Capability.MANAGE_OFFICERS, posting.place.code)
        check_not_oneself(viewer_of(by), posting.account)
    posting.until = until
    posting.save(update_fields=["until"])
    record(
        what="posting.ended",
        on=("account", posting.account_id),
        by=by,
        at=at,
        role=posting.role,
        place=posting.place.code,
        until=until.isoformat(),
    )
    return posting


@transaction.atomic
def choose_language(*, language: str, by: Account, at: datetime) -> Account:
    """The account's own language is settled, for every device it signs in from."""
    account = Account.objects.select_for_update().get(pk=by.pk)
    if account.language != language:
        account.language = language
        account.save(update_fields=["language"])
        record(
            what="account.changed",
            on=("account", account.pk),
            by=by,
            at=at,
            fields=["language"],
        )
    return account


@transaction.atomic
def change_password(*, account: Account, password: str, by: Account, at: datetime) -> None:
    """The account signs in with the new password from now on."""
    account.set_password(password)
    account.save(update_fields=["password"])
    record(what="account.changed", on=("account", account.pk), by=by, at=at, fields=["password"])


@transaction.atomic
def sign_out_device(*, device_id: int, by: Account, at: datetime) -> None:
    """One of the account's own devices is signed out. Raises ``LookupError``."""
    device = UserSession.objects.filter(pk=device_id, user=by).first()
    if device is None:
        raise LookupError("no such device of this account")
    device.end()
    record(what="account.signed_out", on=("account", by.pk), by=by, at=at)


def record_sign_in(*, account: Account, at: datetime) -> None:
    """The trail holds that the account signed in."""
    record(what="account.signed_in", on=("account", account.pk), by=account, at=at)


@transaction.atomic
def reset_password(*, account: Account, password: str, by: Account, at: datetime) -> None:
    """The officer signs in with this password and from nowhere else: every device is signed out.

    Raises ``OutOfScope`` or ``Refused`` unless ``by`` manages the officer.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    check_may_manage(viewer_of(by), account)
    account.set_password(password)  # a session holds a digest of the password and ends with it
    account.save(update_fields=["password"])
    record(what="account.reset", on=("account", account.pk), by=by, at=at)


@transaction.atomic
def unlock_account(*, account: Account, by: Account, at: datetime) -> int:
    """The officer may try to sign in again at once; the answer is how many tries are forgotten."""
    check_may_manage(viewer_of(by), account)
    forgotten: int = forget_failures(username=account.username)
    record(what="account.unlocked", on=("account", account.pk), by=by, at=at)
    return forgotten


@transaction.atomic
def set_active(*, account: Account, active: bool, by: Account, at: datetime) -> Account:
    """The officer can, or can no longer, sign in; nothing they did is lost."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    check_may_manage(viewer_of(by), account)
    if account.is_active != active:
        account.is_active = active
        account.save(update_fields=["is_active"])
        what = "account.reopened" if active else "account.closed"
        record(what=what, on=("account", account.pk), by=by, at=at)
    return account


def record_looking_on(*, account: Account, why: str, by: Account, at: datetime) -> datetime:
    """The trail holds that ``by`` looks at the officer's pages; the answer is until when.

    Raises ``OutOfScope`` or ``Refused`` unless ``by`` manages the officer.
    """
    check_may_manage(viewer_of(by), account)
    record(what="account.looked_on", on=("account", account.pk), by=by, at=at, why=why)
    return at + LOOK_ON_FOR


def state_reason(*, tambon: str, why: str, viewer: Viewer, at: datetime) -> Opening:
    """Records of that tambon open for this officer from now on, for some weeks.

    Raises ``OutOfScope`` or ``Refused`` where they are not the viewer's to see at all.
    """
    check_may(viewer, Capability.SEE_HOUSEHOLDS, tambon)
    place = tambon[:TAMBON]
    return _opened(Opening.Kind.RECORDS, place, why, viewer, at, REASON_HOLDS)


def open_fields(
    *, household: UUID, place: str, group: FieldGroup, why: str, viewer: Viewer, at: datetime
) -> Opening:
    """The group of fields of this household, at that place, is open to the viewer for an hour.

    The caller has checked that the household is the viewer's. Raises ``Refused``.
    """
    check_may_open(viewer, group, place)
    kind = Opening.Kind.FIELDS
    return _opened(kind, place, why, viewer, at, OPEN_FOR, household=household, group=group)


def open_place(*, posting_id: UUID, why: str, viewer: Viewer, at: datetime) -> Opening:
    """The viewer serves a colleague's place for an hour. Raises ``Posting.DoesNotExist``."""
    posting = colleagues_places(viewer).get(pk=posting_id)
    kind, role = Opening.Kind.PLACE, posting.role
    return _opened(kind, posting.place.code, why, viewer, at, OPEN_FOR, role=role)


@transaction.atomic
def _opened(
    kind: str, place: str, why: str, viewer: Viewer, at: datetime, lasts: timedelta, **more: Any
) -> Opening:
    opening = Opening.objects.create(
        kind=kind,
        account_id=viewer.somebody,
        place_code=place,
        why=why,
        since=at,
        until=at + lasts,
        **more,
    )
    on = ("household", opening.household) if opening.household else ("place", place)
    record(what="opening.begun", on=on, by=viewer, at=at, why=why, kind=kind, group=opening.group)
    return opening


@transaction.atomic
def notice_opening(*, opening_id: UUID, viewer: Viewer, at: datetime) -> Opening:
    """A supervisor has read why. Raises ``Opening.DoesNotExist`` where it is not theirs to read."""
    opening = openings_within(viewer).select_for_update(of=("self",)).get(pk=opening_id)
    if opening.noticed_at is None:
        opening.noticed_by_id, opening.noticed_at = viewer.pk, at
        opening.save(update_fields=["noticed_by", "noticed_at"])
        record(what="opening.noticed", on=("opening", opening.pk), by=viewer, at=at)
    return opening
