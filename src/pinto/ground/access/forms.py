"""What an officer settles on the account page, and asks of the trail."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext_lazy

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


class AccountForm(forms.Form):
    """The language of the account, and what this sitting is for."""

    language = forms.ChoiceField(label=_("Language"), choices=[("th", "ไทย"), ("en", "English")])
    purpose = forms.CharField(
        label=_("What you are working on"),
        help_text=_("Written beside every household you open, until you sign out."),
        max_length=200,
        required=False,
    )


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
