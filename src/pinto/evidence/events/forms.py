"""What is filled in: a report in half a minute, and what was done."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pinto.evidence.events.queries import KINDS, TOLD_BY
from pinto.ground.meetings.forms import ThaiDateField


class ReportForm(forms.Form):
    """What happened, when, and to whom; the households are ticked beside it."""

    kind = forms.ChoiceField(label=_("What happened"), choices=KINDS, widget=forms.RadioSelect)
    happened_on = ThaiDateField(label=_("On which day"))
    told_by = forms.ChoiceField(
        label=_("Who says so"), choices=TOLD_BY, widget=forms.Select(attrs={"class": "sel"})
    )
    note = forms.CharField(
        label=_("In a few words"),
        max_length=300,
        required=False,
        help_text=_("What is needed first. No ID numbers, no diagnoses."),
    )
    households = forms.MultipleChoiceField(
        label=_("To which households"), widget=forms.MultipleHiddenInput
    )

    def __init__(self, homes: list[tuple[UUID, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known: Any = self.fields["households"]
        known.choices = [(str(key), name) for key, name in homes]

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        today = timezone.localdate()
        if day and not today - timedelta(days=365) <= day <= today:
            raise forms.ValidationError(_("A day of the last twelve months, up to today."))
        return day

    def told(self) -> dict[str, Any]:
        """What the action takes."""
        typed = dict(self.cleaned_data)
        chosen = {UUID(key) for key in typed.pop("households")}
        return {**typed, "household_ids": chosen}


class DoneForm(forms.Form):
    done = forms.CharField(
        label=_("What was done"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who went, what was given, what comes next."),
    )
