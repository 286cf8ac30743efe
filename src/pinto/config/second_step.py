"""The forms that ask for a code: Thai digits are digits there as everywhere."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm

from pinto.ground.thai.numerals import arabic


class _ThaiDigits:
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """The code as the library compares it. Raises ``ValidationError`` where it is wrong."""
        self.cleaned_data["code"] = arabic(self.cleaned_data["code"])
        code: str = super().clean_code()  # type: ignore[misc]  # of the form beside it
        return code


class SignInCodeForm(_ThaiDigits, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second step of signing in."""


class ConfirmCodeForm(_ThaiDigits, ReauthenticateForm):  # type: ignore[misc]
    """The same once more, before something grave."""


class FirstCodeForm(_ThaiDigits, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app, which switches the second step on."""
