"""What is filled in with a step, at the door, and with many households at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pinto.evidence.verification.actions.steps import Given, VisitNote
from pinto.evidence.verification.rules.photos import LARGEST, NotAPhoto, stripped
from pinto.evidence.verification.rules.transitions import TABLE, Finding, Need, Outcome, State, Verb
from pinto.ground.meetings.forms import ThaiDateField
from pinto.ground.meetings.queries.words import VOICES
from pinto.ground.thai.numerals import arabic

OUTCOMES = [
    (Outcome.MET, _("Met the family")),
    (Outcome.NOT_FOUND, _("Found nobody there")),
    (Outcome.MOVED, _("They moved away")),
    (Outcome.REFUSED, _("They did not want to answer")),
    (Outcome.DIED, _("Nobody of the household is alive")),
]
FINDINGS = [
    (Finding.POOR, _("Poor, as far as I can see")),
    (Finding.NOT_POOR, _("Not really poor")),
    (Finding.CANNOT_TELL, _("I cannot tell")),
]
CONSENTS = [
    ("GIVEN", _("They agreed")),
    ("REFUSED", _("They did not agree")),
    ("NOT_ASKED", _("Not asked yet")),
]
_SELECT = {"class": "sel"}
_POINT = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[, ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")


def _reason(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class SeenForm(forms.Form):
    """The step is taken from the state that was looked at."""

    verb = forms.CharField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class StepForm(SeenForm):
    """What one step needs, as the table says."""

    def __init__(
        self,
        verb: Verb,
        state: State,
        people: Sequence[tuple[UUID, str]],
        data: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(data, auto_id=f"{verb.lower()}_%s", **options)
        needs = TABLE[state, verb].needs
        if Need.ASSIGNEE in needs:
            self.fields["assignee"] = forms.ChoiceField(
                label=_("Who visits"),
                choices=[("", "–"), *((str(key), name) for key, name in people)],
                widget=forms.Select(attrs=_SELECT),
            )
        if Need.REASON in needs:
            self.fields["reason"] = _reason(*_ASKED.get(verb, (_("Why"), "")))

    def given(self) -> Given:
        """What comes with the step."""
        who = self.cleaned_data.get("assignee")
        return Given(
            reason=self.cleaned_data.get("reason", ""), assignee_id=UUID(who) if who else None
        )


_ASKED = {
    Verb.RETURN: (_("The question"), _("The level below reads it and answers.")),
    Verb.ANSWER: (_("The answer"), ""),
    Verb.APPEAL: (
        _("What the family says"),
        _("In their words. Somebody who did not sign decides."),
    ),
}


LONGEST_AGO = timedelta(days=3 * 366)  # a visit is written down in its round


def opened_now(household_id: UUID) -> str:
    """What the form of a visit carries to say when it was opened; nobody else can write it."""
    return signing.dumps(timezone.now().isoformat(), salt=f"visit {household_id}")


class VisitForm(SeenForm):
    """A visit, on a phone at the door."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    on = ThaiDateField(label=_("Day of the visit"))
    outcome = forms.ChoiceField(
        label=_("What became of it"), choices=OUTCOMES, widget=forms.RadioSelect
    )
    finding = forms.ChoiceField(
        label=_("Is the household poor?"),
        help_text=_("The forum decides. Refusing to answer speaks for neither."),
        choices=FINDINGS,
        widget=forms.RadioSelect,
    )
    consent = forms.ChoiceField(
        label=_("May others who help be told, such as foundations?"),
        help_text=_("Who does not agree loses nothing by it. It stands among the consents."),
        choices=CONSENTS,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What the forum should know"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    point = forms.CharField(
        label=_("Where you stood"),
        help_text=_("Latitude, longitude, as the phone's map shows them."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "text", "placeholder": "17.4123, 102.7891"}),
    )

    photo = forms.FileField(
        label=_("A photo of the house"),
        help_text=_("Only if the family agrees, and never a must. Where it was taken is erased."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )

    def __init__(
        self,
        household_id: UUID,
        today: date,
        data: Any = None,
        files: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(data, files, **options)
        self._household_id, self._today = household_id, today

    def clean_photo(self) -> bytes:
        file = self.cleaned_data["photo"]
        if not file:
            return b""
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("This photo is larger than 8 MB. Choose a smaller size in the camera.")
            )
        try:
            return stripped(file.read())
        except NotAPhoto:
            raise forms.ValidationError(
                _("This file is no photo that can be shown. Choose a JPEG, PNG or WebP.")
            ) from None

    def clean(self) -> None:
        super().clean()
        if self.errors and self.cleaned_data.get("photo"):
            self.add_error("photo", _("Choose the photo again: the browser does not keep it."))

    def clean_opened(self) -> datetime | None:
        try:
            told = signing.loads(self.cleaned_data["opened"], salt=f"visit {self._household_id}")
        except signing.BadSignature:  # the visit counts without it
            return None
        return datetime.fromisoformat(told)

    def clean_on(self) -> date:
        found: date = self.cleaned_data["on"]
        if found > self._today:
            raise forms.ValidationError(_("This day has not come yet."))
        if found < self._today - LONGEST_AGO:
            raise forms.ValidationError(_("That is too long ago: look at the year again."))
        return found

    def clean_point(self) -> tuple[float, float] | None:
        text = arabic(self.cleaned_data["point"] or "").strip()
        if not text:
            return None
        found = _POINT.fullmatch(text)
        if not found or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
            raise forms.ValidationError(
                _("Write two numbers with a comma between, as 17.4123, 102.7891.")
            )
        return float(found[1]), float(found[2])

    def given(self, revision: UUID | None) -> Given:
        """What comes with the step of the visit; ``revision`` are the answers as they stand."""
        point, on = self.cleaned_data["point"], self.cleaned_data["on"]
        opened = self.cleaned_data["opened"]
        same_day = opened is not None and timezone.localdate(opened) == on == self._today
        return Given(
            finding=self.cleaned_data["finding"],
            visit=VisitNote(
                on=on,
                began_at=opened if same_day else None,
                outcome=self.cleaned_data["outcome"],
                latitude=point[0] if point else None,
                longitude=point[1] if point else None,
                consent=self.cleaned_data["consent"],
                note=self.cleaned_data["note"],
                revision=revision,
            ),
        )


class ProposeForm(forms.Form):
    """Why a household should be looked at, and who says so."""

    reason = _reason(_("Why this household"))
    told_by = forms.CharField(
        label=_("Who told of it"),
        max_length=80,
        help_text=_("For instance the village leader, a neighbour, TPMAP, the family itself."),
    )


class ReasonForm(forms.Form):
    """Why the households of a list shall be verified."""

    reason = _reason(_("Why shall they be verified?"))


class ForumForm(forms.Form):
    """Which forum is asked, and whose proposal it is."""

    forum = forms.ChoiceField(label=_("Forum"), widget=forms.Select(attrs=_SELECT))
    voice = forms.ChoiceField(
        label=_("Whose proposal"), choices=VOICES, widget=forms.Select(attrs=_SELECT)
    )
    closed = forms.BooleanField(
        label=_("The family asks to be heard without the public"), required=False
    )

    def __init__(self, forums: Iterable[tuple[UUID, str]], data: Any = None) -> None:
        super().__init__(data, auto_id="forum_%s")
        field = self.fields["forum"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
        field.choices = [(str(key), name) for key, name in forums]
