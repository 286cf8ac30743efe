"""What an officer types: why a finding is right, who asks again, and the second answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pinto.evidence.answers.forms import QuestionsForm


class AcceptForm(forms.Form):
    """Why a finding is right as it is."""

    reason = forms.CharField(
        max_length=300, error_messages={"required": _("Say in a few words why it is right.")}
    )


class SecondForm(QuestionsForm):
    """The answers of a second interview. It begins empty: nobody sees the first ones."""

    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("What the next person should know about this visit."),
    )


class AssignForm(forms.Form):
    """Which interview is given to whom."""

    interview = forms.UUIDField()
    to = forms.UUIDField(error_messages={"required": _("Choose who asks again.")})

    def chosen(self) -> tuple[Any, Any]:
        return self.cleaned_data["interview"], self.cleaned_data["to"]
