"""What a file is for, in which format, and why a colleague's is refused."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pinto.ground.access.queries import PURPOSE_WORDS
from pinto.ground.access.rules import Purpose


class ExportForm(forms.Form):
    """Format and purpose; nothing leaves without a purpose."""

    purpose = forms.ChoiceField(
        label=_("What the file is for"),
        help_text=_("Stands on the file with your name and the day, and in the access record."),
        error_messages={"required": _("Say what the file is for.")},
    )
    format = forms.ChoiceField(label=_("Format"), choices=[("xlsx", "Excel"), ("csv", "CSV")])

    def __init__(self, *args: Any, purposes: Iterable[Purpose], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["purpose"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", _("Choose …")), *((str(p), PURPOSE_WORDS[p]) for p in purposes)]


class RefusalForm(forms.Form):
    """Why an export is not approved."""

    why = forms.CharField(
        label=_("Why not?"),
        min_length=3,
        max_length=200,
        error_messages={"required": _("Say in a few words why not.")},
    )
