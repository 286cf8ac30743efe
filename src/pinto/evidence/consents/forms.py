"""What an officer types: what the family said, and whom to erase why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pinto.evidence.consents.queries.consents import Consent
from pinto.evidence.consents.queries.words import METHODS, REASONS, WITNESSED
from pinto.evidence.consents.rules.erasures import Reason
from pinto.evidence.consents.rules.notices import Notice
from pinto.evidence.consents.rules.uses import RECORDED, State, Use

WHOLE = "household"
People = Sequence[tuple[UUID, str]]  # id and name


class ConsentForm(forms.Form):
    """What the family says to each use it decides about; a blank leaves it as it is."""

    method = forms.ChoiceField(
        label=_("How was it said?"),
        choices=[*METHODS.items()],
        widget=forms.Select(attrs={"class": "sel"}),
    )
    person = forms.ChoiceField(
        label=_("Who said it?"),
        required=False,
        widget=forms.Select(attrs={"class": "sel"}),
    )
    witness = forms.CharField(
        label=_("Name of the witness"),
        required=False,
        max_length=120,
        help_text=_("For a thumbprint."),
    )

    def __init__(
        self, told: Notice, consents: Iterable[Consent], people: People, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "th"
        fields = {}
        for consent in consents:
            asked = told.purpose(consent.use).ask
            no = _("Withdraws") if consent.state is State.GIVEN else _("Does not agree")
            fields[_name(consent.use)] = forms.ChoiceField(
                label=asked.said(language) if asked else consent.use,
                choices=[("yes", _("Agrees")), ("no", no)],
                widget=forms.RadioSelect,
                required=False,
            )
            if consent.state in RECORDED:
                agreed = "yes" if consent.state is State.GIVEN else "no"
                self.initial.setdefault(_name(consent.use), agreed)
        self.fields = {**fields, **self.fields}
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", _("not noted")), *((str(key), name) for key, name in people)
        ]  # fmt: skip
        self.uses = [consent.use for consent in consents]

    def asked(self) -> list[Any]:
        """The bound fields of the uses."""
        return [self[_name(use)] for use in self.uses]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("method") == WITNESSED and not data.get("witness"):
            self.add_error("witness", _("A thumbprint needs a witness. Write the name."))
        if not self.said():
            self.add_error(None, _("Choose an answer to at least one question."))
        return data

    def said(self) -> dict[Use, bool]:
        """The uses that were answered."""
        answers = {use: self.cleaned_data.get(_name(use)) for use in self.uses}
        return {use: answer == "yes" for use, answer in answers.items() if answer}


def _name(use: Use) -> str:
    return f"use_{use.lower()}"


class ErasureForm(forms.Form):
    """Whom to erase, on which lawful ground, on which paper."""

    whom = forms.ChoiceField(label=_("Who is erased?"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("On which ground?"),
        choices=[(str(reason), words) for reason, words in REASONS.items()],
        widget=forms.Select(attrs={"class": "sel"}),
    )
    reference = forms.CharField(
        label=_("Number of the letter"),
        required=False,
        max_length=60,
        help_text=_("Only the number: no name."),
    )
    understood = forms.BooleanField(
        label=_("I know that nothing brings the data back."),
        error_messages={"required": _("Tick that you know that nothing brings the data back.")},
    )

    def __init__(self, people: People, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            *((str(key), name) for key, name in people),
            (WHOLE, _("The whole household, with everybody in it")),
        ]

    @property
    def person_id(self) -> UUID | None:
        whom = self.cleaned_data["whom"]
        return None if whom == WHOLE else UUID(whom)

    @property
    def grounds(self) -> Reason:
        return Reason(self.cleaned_data["reason"])
