"""What an officer settles on the account page, and asks of the trail."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from pinto.ground.access.models import Account


class AccountForm(forms.Form):
    """The language of the account, and what this sitting is for."""

    language = forms.ChoiceField(label=_("Language"), choices=Account.Language)
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
