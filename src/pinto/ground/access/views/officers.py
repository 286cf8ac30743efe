"""Who serves where: the list, one officer, and what an administrator changes there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pinto.ground.access.actions import (
    create_account,
    end_posting,
    open_agency,
    post_officer,
    record_looking_on,
    reset_password,
    set_active,
    unlock_account,
)
from pinto.ground.access.forms import OfficerForm, PasswordForm, PostingForm, ReasonForm
from pinto.ground.access.permissions import (
    OutOfScope,
    check_may,
    check_may_manage,
    check_not_oneself,
)
from pinto.ground.access.queries import (
    SEEN_AS,
    account_within,
    every_posting,
    has_account,
    locked_out,
    officers_within,
    postings_told,
    viewer_of,
)
from pinto.ground.access.rules import Capability, Refused
from pinto.ground.places.queries import place as place_coded

_LINES = 50


@require_GET
def officers(request: HttpRequest) -> HttpResponse:
    """The officers of the viewer's areas, by name."""
    viewer = viewer_of(request)
    check_may(viewer, Capability.MANAGE_OFFICERS)
    asked = request.GET.get("q", "").strip()
    found = officers_within(viewer, to=Capability.MANAGE_OFFICERS, called=asked)
    page = Paginator(found, _LINES).get_page(request.GET.get("page"))
    told = postings_told(str(account.pk) for account in page)
    lines = [(account, told.get(str(account.pk), "")) for account in page]
    context = {"page": page, "lines": lines, "asked": asked}
    return render(request, "access/officers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_officer(request: HttpRequest) -> HttpResponse:
    """Somebody can sign in and serves a first place; both or neither."""
    check_may(viewer_of(request), Capability.MANAGE_OFFICERS)
    data = request.POST or None
    who, posting = OfficerForm(data), PostingForm(data)
    if data and all([who.is_valid(), posting.is_valid()]):
        if has_account(who.cleaned_data["username"]):
            who.add_error("username", _("Somebody signs in under that name already."))
        else:
            account = _added(request, who, posting)
            if account is not None:
                messages.success(request, _("The officer can sign in now."))
                return redirect("officer", account.pk)
    status = 422 if data else 200
    return render(request, "access/officer_new.html", {"who": who, "form": posting}, status=status)


def _added(request: HttpRequest, who: OfficerForm, posting: PostingForm) -> Any:
    try:
        with transaction.atomic():
            account = create_account(
                username=who.cleaned_data["username"],
                name=who.cleaned_data["name"],
                password=who.cleaned_data["password"],
                by=_me(request),
                at=timezone.now(),
            )
            _post(request, account, posting)
    except _NotThere:
        return None
    return account


class _NotThere(Exception):
    """The place of a posting is none of the administrator's; the form says so."""


def _post(request: HttpRequest, account: Any, form: PostingForm) -> None:
    typed, now, me = form.cleaned_data, timezone.now(), _me(request)
    try:
        place = place_coded(typed["place"])
        agency = open_agency(name_th=typed["agency"], name_en="", by=me, at=now)
        post_officer(
            account=account,
            role=typed["role"],
            place=place,
            agency=agency,
            since=timezone.localdate(now),
            by=me,
            at=now,
        )
    except (ObjectDoesNotExist, OutOfScope, Refused):
        form.add_error("place", _("None of the places you administer has this code."))
        raise _NotThere from None


@require_GET
def officer(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One officer: places, sign-in, and what can be done about them."""
    return _page(request, _officer(request, account_id))


def _me(request: HttpRequest) -> Any:
    return request.user


def _officer(request: HttpRequest, account_id: UUID) -> Any:
    try:
        return account_within(viewer_of(request), account_id)
    except ObjectDoesNotExist:
        raise Http404 from None


def _page(request: HttpRequest, account: Any, **forms: BaseForm) -> HttpResponse:
    refusal = ""
    try:
        check_may_manage(viewer_of(request), account)
    except Refused as refused:
        refusal = str(refused)
    context = {
        "officer": account,
        "postings": every_posting(account),
        "today": timezone.localdate(),
        "locked": locked_out(account),
        "refusal": refusal,
        "posting_form": PostingForm(auto_id="p_%s"),
        "password_form": PasswordForm(auto_id="w_%s"),
        "look_form": ReasonForm(auto_id="l_%s"),
        **forms,
    }
    status = 422 if forms else 200
    return render(request, "access/officer.html", context, status=status)


@require_POST
def new_posting(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The officer serves one more place from today on."""
    account = _officer(request, account_id)
    check_not_oneself(viewer_of(request), account)
    form = PostingForm(request.POST, auto_id="p_%s")
    if not form.is_valid():
        return _page(request, account, posting_form=form)
    if every_posting(account).filter(
        role=form.cleaned_data["role"], place__code=form.cleaned_data["place"], until__isnull=True
    ):
        form.add_error("place", _("The officer serves this place in this role already."))
        return _page(request, account, posting_form=form)
    try:
        with transaction.atomic():
            _post(request, account, form)
    except _NotThere:
        return _page(request, account, posting_form=form)
    messages.success(request, _("The officer serves this place from today on."))
    return redirect("officer", account.pk)


@require_POST
def posting_end(request: HttpRequest, account_id: UUID, posting_id: UUID) -> HttpResponse:
    """The officer serves the place up to today."""
    account, now = _officer(request, account_id), timezone.now()
    posting = every_posting(account).filter(pk=posting_id).first()
    if posting is None:
        raise Http404
    end_posting(
        posting=posting, until=max(timezone.localdate(now), posting.since), by=_me(request), at=now
    )
    messages.success(request, _("The posting ends today."))
    return redirect("officer", account.pk)


@require_POST
def password(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The officer has a new password, and is signed out everywhere."""
    account, form = _officer(request, account_id), PasswordForm(request.POST, auto_id="w_%s")
    if not form.is_valid():
        return _page(request, account, password_form=form)
    reset_password(
        account=account,
        password=form.cleaned_data["password"],
        by=_me(request),
        at=timezone.now(),
    )
    messages.success(request, _("The password is new. Every device of the officer is signed out."))
    return redirect("officer", account.pk)


@require_POST
def unlock(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Wrong passwords are forgotten."""
    account = _officer(request, account_id)
    unlock_account(account=account, by=_me(request), at=timezone.now())
    messages.success(request, _("The officer may try to sign in again."))
    return redirect("officer", account.pk)


@require_POST
def active(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The account is closed, or open again."""
    account = _officer(request, account_id)
    wanted = request.POST.get("active") == "yes"
    set_active(account=account, active=wanted, by=_me(request), at=timezone.now())
    messages.success(request, _("The account is open.") if wanted else _("The account is closed."))
    return redirect("officer", account.pk)


@require_POST
def look_on(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The pages are shown as the officer sees them, for half an hour; nothing can be changed."""
    account, form = _officer(request, account_id), ReasonForm(request.POST, auto_id="l_%s")
    if not form.is_valid():
        return _page(request, account, look_form=form)
    until = record_looking_on(
        account=account, why=form.cleaned_data["why"], by=_me(request), at=timezone.now()
    )
    request.session[SEEN_AS] = {"account": str(account.pk), "until": until.isoformat()}
    return redirect("front")


@require_POST
def look_away(request: HttpRequest) -> HttpResponse:
    """The administrator sees pages with her own eyes again."""
    request.session.pop(SEEN_AS, None)
    messages.success(request, _("You see your own pages again."))
    return redirect("account")
