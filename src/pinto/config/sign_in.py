"""How the sign-in packages behave here: nobody signs up, and the trail remembers."""

import io
from base64 import b64decode, b64encode
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from axes.helpers import get_cool_off
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from pinto.ground.access.actions import change_password, record_sign_in
from pinto.ground.access.queries import account_signing_in_as
from pinto.ground.access.views.account import remember_language
from pinto.ground.installation.keys import seal, unseal


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by an administrator; signing in brings the account's language along."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        record_sign_in(account=user, at=timezone.now())
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_language(request, response, user.language)
        return response

    def set_password(self, user: Any, password: str) -> None:
        change_password(account=user, password=password, by=user, at=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")


class ElsewhereAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Another house says who somebody is; whether they may come in was decided here before.

    The claim ``OIDC_CLAIM`` is the username of an account. None is ever made.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        told = sociallogin.account.extra_data
        said = {**told.get("id_token", {}), **told.get("userinfo", {})} or told
        account = account_signing_in_as(str(said.get(settings.OIDC_CLAIM) or ""))
        # What was linked once stays bound to the claim: a username given to somebody else
        # must not bring in who had it before.
        if account is None or (sociallogin.is_existing and sociallogin.user != account):
            raise ImmediateHttpResponse(_nobody_here(request))
        sociallogin.account.extra_data = {}  # name, birthday, number: nothing of it is kept
        if not sociallogin.is_existing:
            sociallogin.connect(request, account)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("account")


def _nobody_here(request: HttpRequest) -> HttpResponse:
    context = {
        "title": _("Not signed in"),
        "text": _("%(house)s knows you, but no account here belongs to you.")
        % {"house": settings.OIDC_NAME},
        "advice": _("Ask the administrator of your area for an account."),
    }
    return render(request, "design/message.html", context, status=403)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of the second step lie in the database as sealed as national IDs."""

    def build_totp_svg(self, url: str) -> str:
        """The picture on a white ground, so that a phone reads it on the dark page too."""
        picture = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return b64encode(seal(text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(b64decode(encrypted_text))


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """Too many wrong passwords: the page says when to try again. Each further try starts anew."""
    wait = get_cool_off(request)
    context = {"until": timezone.now() + wait, "minutes": round(wait.total_seconds() / 60)}
    return render(request, "429.html", context, status=429)
