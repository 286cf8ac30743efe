"""What an officer settles on the account page, and asks of the trail."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext_lazy

from pinto.ground.access.queries import PURPOSE_WORDS, ROLE_WORDS
from pinto.ground.access.rules import Purpose
from pinto.ground.thai.numerals import arabic

# Words of allauth and Django on our pages, for which our catalogue has better Thai.
PACKAGE_WORDS = (
    gettext_noop("Current Password"),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("Code"),
    gettext_noop("Authenticator code"),
    gettext_noop("The username and/or password you specified are not correct."),
    gettext_noop("Incorrect code."),
    gettext_noop("Incorrect password."),
    gettext_noop("Please type your current password."),
    gettext_noop("You must type the same password each time."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("This password is too common."),
    gettext_noop("Your password can’t be a commonly used password."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        0,
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        0,
    ),
)


class ReasonForm(forms.Form):
    """Why something outside the daily work is opened."""

    why = forms.CharField(
        label=_("What do you need it for?"),
        help_text=_("Your supervisor and the auditor read this, and the family can."),
        min_length=5,
        max_length=200,
        error_messages={"required": _("Say in a few words what you need it for.")},
    )


class OfficerForm(forms.Form):
    """A new officer: how they sign in, and the first place they serve."""

    username = forms.SlugField(
        label=_("Username"),
        max_length=150,
        help_text=_("English letters, digits, - and _"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    name = forms.CharField(label=_("Name on documents"), max_length=160)
    password = forms.CharField(
        label=_("First password"),
        help_text=_("Hand it over yourself. The officer changes it on the account page."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        validators=[validate_password],
    )


class PostingForm(forms.Form):
    """A place, a role and an agency, from today on."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_WORDS)
    place = forms.CharField(
        label=_("Code of the place"),
        max_length=9,
        help_text=_("2 digits a province, 4 an amphoe, 6 a tambon, 8 or 9 a village"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    agency = forms.CharField(label=_("Agency"), max_length=200)

    def clean_place(self) -> str:
        return arabic(self.cleaned_data["place"]).strip()


class PasswordForm(forms.Form):
    """A new password for somebody who has forgotten theirs."""

    password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        validators=[validate_password],
    )


class AccountForm(forms.Form):
    """The language of the account, and what this sitting is for."""

    language = forms.ChoiceField(label=_("Language"), choices=[("th", "ไทย"), ("en", "English")])
    purpose = forms.ChoiceField(
        label=_("What you are working on"),
        help_text=_(
            "Written beside every household you open, until you sign out. Some fields are"
            " shown for some purposes only."
        ),
        required=False,
    )

    def __init__(self, *args: Any, purposes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["purpose"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [(p, PURPOSE_WORDS[Purpose(p)]) for p in purposes]


class TrailFilterForm(forms.Form):
    """Whose entries, of which kind, how far back. Whatever is left out narrows nothing."""

    by = forms.ChoiceField(label=_("Who"), required=False)
    what = forms.ChoiceField(label=_("Event"), required=False)
    days = forms.ChoiceField(
        label=_("Period"),
        required=False,
        choices=[
            ("", _("All time")),
            ("1", _("The last 24 hours")),
            ("7", _("The last 7 days")),
            ("30", _("The last 30 days")),
            ("365", _("The last year")),
        ],
    )

    def __init__(
        self, *args: object, officers: dict[str, str], events: dict[str, str], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as the form takes them
        self.fields["by"].choices = [("", _("Everybody")), *officers.items()]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["what"].choices = [("", _("Everything")), *events.items()]  # type: ignore[attr-defined]  # a ChoiceField

    def since(self, now: datetime) -> datetime | None:
        """From when on, or None for all time."""
        days = self.cleaned_data.get("days")
        return now - timedelta(days=int(days)) if days else None
