"""Accounts are made, officers are posted and leave, and people settle how they work.

``by`` is the account that acts, or None for Pinto itself: the command line and
the sample. The trail remembers each.
"""

from datetime import date, datetime

from django.db import transaction

from pinto.ground.access.models import Account, Agency, Posting
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability
from pinto.ground.places.models import Place
from pinto.ground.trail.actions import record


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

    Raises ``OutOfScope`` or ``Refused`` unless ``by`` manages officers there.
    """
    if by is not None:
        check_may(viewer_of(by), Capability.MANAGE_OFFICERS, place.code)
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

    Raises ``OutOfScope`` or ``Refused`` unless ``by`` manages officers there.
    """
    posting = Posting.objects.select_for_update().select_related("place").get(pk=posting.pk)
    if by is not None:
        check_may(viewer_of(by), Capability.MANAGE_OFFICERS, posting.place.code)
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


def record_sign_in(*, account: Account, at: datetime) -> None:
    """The trail holds that the account signed in."""
    record(what="account.signed_in", on=("account", account.pk), by=account, at=at)
