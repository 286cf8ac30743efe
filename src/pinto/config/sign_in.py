"""How the sign-in packages behave here: nobody signs up, and the trail remembers."""

import io
from base64 import b64decode, b64encode
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from qrcode.image.svg import SvgPathFillImage

from pinto.ground.access.actions import change_password, record_sign_in
from pinto.ground.access.views import remember_language
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
