"""What officers type when they hand in a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from pinto.evidence.instruments.rules import Instrument, Level, Question
from pinto.evidence.intake.rules.layouts import Into
from pinto.evidence.registry.rules import parse_round
from pinto.ground.thai.numerals import arabic

LARGEST = 512 * 1024 * 1024  # bytes
_EMPTY = _("This file is empty (0 bytes): it was probably cut off when it was copied.")


class UploadForm(forms.Form):
    """A file, and the round it belongs to."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx, .xls) or CSV, up to 512 MB"),
        error_messages={"required": _("Choose a file."), "empty": _EMPTY},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt,.gz,.json,.html,.htm"}),
    )
    round = forms.CharField(
        label=_("Round"),
        max_length=8,
        help_text=_("Year of พ.ศ., as 2569. A second round of the year is 2569/2."),
        error_messages={"required": _("Say which round the file belongs to, as 2569.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("This file is larger than 512 MB. Split it by tambon and load the parts.")
            )
        return file

    def clean_round(self) -> tuple[int, int]:
        try:
            return parse_round(arabic(self.cleaned_data["round"]).strip())
        except ValueError:
            raise forms.ValidationError(
                _("Write the year of พ.ศ. with four digits, as 2569 or 2569/2.")
            ) from None


class MeaningsForm(forms.Form):
    """For each header nobody explained: what it means, or that it may be left out."""

    def __init__(self, headers: list[str], asked: Instrument, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headers = headers
        choices = _meanings(asked)
        for number, header in enumerate(headers):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=header, choices=choices, required=False
            )

    def meanings(self) -> list[tuple[str, Into, str]]:
        """Header, where its values go, and the field, for each that was explained."""
        found = []
        for number, header in enumerate(self.headers):
            into, _, field = self.cleaned_data.get(f"column_{number}", "").partition(".")
            if into:
                found.append((header, Into(into), field))
        return found


def _meanings(asked: Instrument) -> list[Any]:
    """Every question and identity field, by part, for a select."""
    language = get_language() or "th"
    groups: list[Any] = [("", gettext("– not explained –")), (Into.SKIP, gettext("Leave it out"))]
    for level, into, name in (
        (Level.HOUSEHOLD, Into.HOUSE, gettext("Who and where: household")),
        (Level.MEMBER, Into.PERSON, gettext("Who: member")),
    ):
        groups.append(
            (
                name,
                [
                    (f"{into}.{each.id}", each.en if language == "en" else each.th)
                    for each in asked.identity[level]
                ],
            )
        )
    groups += [
        (part.label(language), [(_answer(q), q.label(language)) for q in part.plain()])
        for part in asked.parts
    ]
    return groups


def _answer(question: Question) -> str:
    into = Into.ANSWER if question.level is Level.HOUSEHOLD else Into.MEMBER_ANSWER
    return f"{into}.{question.id}"
