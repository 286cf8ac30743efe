"""What is filled in: a meeting, a seat, a question, an outcome, figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pinto.ground.meetings.queries.words import DUTIES, KINDS, OUTCOMES, VOICES, kind_called
from pinto.ground.meetings.rules import Raised, Votes
from pinto.ground.places.queries import area_name
from pinto.ground.thai.calendar import Precision, be_year, parse_date
from pinto.ground.thai.errors import NotUnderstood

if TYPE_CHECKING:
    from pinto.ground.places.models import Place

_SELECT = {"class": "sel"}
_WHOLE = {"inputmode": "numeric"}
OBJECTIONS = 3  # lines for them on the form


class ThaiDateField(forms.CharField):
    """A day as people write it: 28/11/2569, 28 พ.ย. 2569."""

    def __init__(self, **options: Any) -> None:
        attributes = {"autocomplete": "off", "placeholder": "28/11/2569"}
        super().__init__(widget=forms.TextInput(attrs=attributes), max_length=40, **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, date):
            return f"{value.day}/{value.month}/{be_year(value)}"
        return value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            found = parse_date(text)
        except NotUnderstood:
            found = None
        if found is None or found.precision is not Precision.DAY or found.earliest is None:
            raise forms.ValidationError(_("Write day/month/year, as 28/11/2569."))
        return found.earliest


class WhenAndWhereForm(forms.Form):
    """When and where a meeting is."""

    held_on = ThaiDateField(label=_("Day"))
    starts_at = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    venue = forms.CharField(label=_("Where people meet"), max_length=200)
    title = forms.CharField(
        label=_("Title of the meeting"),
        max_length=200,
        required=False,
        help_text=_("Left blank: the kind and the place."),
    )


class MeetingForm(WhenAndWhereForm):
    """A new meeting; the rest has its usual form."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.Select(attrs=_SELECT))
    place: Any = forms.ModelChoiceField(
        label=_("Of which place"), queryset=None, widget=forms.Select(attrs=_SELECT)
    )
    as_before = forms.BooleanField(
        label=_("Give a seat to everybody who had one the last time"), required=False
    )

    def __init__(self, places: QuerySet[Place], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        place: Any = self.fields["place"]
        place.queryset = places
        place.label_from_instance = area_name

    def titled(self) -> str:
        """The title typed, or the kind and the place."""
        typed = self.cleaned_data
        named = f"{kind_called(typed['kind'])} {area_name(typed['place'])}"
        return typed["title"] or named


class SeatForm(forms.Form):
    """Somebody who gets a seat."""

    name = forms.CharField(label=_("Name"), max_length=160)
    role = forms.CharField(
        label=_("Position, or whom they speak for"), max_length=160, required=False
    )
    voice = forms.ChoiceField(
        label=_("Whose voice"), choices=VOICES, widget=forms.Select(attrs=_SELECT)
    )
    duty = forms.ChoiceField(
        label=_("In the meeting"),
        choices=DUTIES,
        widget=forms.Select(attrs=_SELECT),
    )


class QuestionForm(forms.Form):
    """A general question; those about families come from the pages of the families."""

    question = forms.CharField(label=_("What is asked"), max_length=300)
    voice = forms.ChoiceField(
        label=_("Whose proposal"), choices=VOICES, widget=forms.Select(attrs=_SELECT)
    )


class AgendaForm(forms.Form):
    title = forms.CharField(label=_("One more point of the agenda"), max_length=300)


class SignaturesForm(forms.Form):
    """What was counted on the paper sheet."""

    seats = forms.IntegerField(
        label=_("Signatures of those with a seat"),
        min_value=0,
        max_value=9999,
        widget=forms.NumberInput(attrs=_WHOLE),
    )
    guests = forms.IntegerField(
        label=_("Signatures of everybody else"),
        min_value=0,
        max_value=9999,
        widget=forms.NumberInput(attrs=_WHOLE),
    )


class CloseForm(forms.Form):
    ended_at = forms.TimeField(
        label=_("Ended at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class OutcomeForm(forms.Form):
    """What the meeting said, the hands counted, and who was against it."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=OUTCOMES, widget=forms.RadioSelect)
    ayes = forms.IntegerField(label=_("For"), min_value=0, max_value=9999, required=False)
    noes = forms.IntegerField(label=_("Against"), min_value=0, max_value=9999, required=False)
    abstained = forms.IntegerField(
        label=_("Abstained"), min_value=0, max_value=9999, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("ayes", "noes", "abstained"):
            self.fields[name].widget.attrs |= _WHOLE
        given = self.data if self.is_bound else None
        self.objections = [ObjectionForm(given, prefix=f"o{n}") for n in range(OBJECTIONS)]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(each.is_valid() for each in self.objections)])

    @property
    def votes(self) -> Votes | None:
        """The hands counted, or None where nobody counted."""
        typed = [self.cleaned_data[name] for name in ("ayes", "noes", "abstained")]
        if all(number is None for number in typed):
            return None
        return Votes(*(number or 0 for number in typed))

    @property
    def raised(self) -> list[Raised]:
        """The objections written down."""
        return [found for each in self.objections if (found := each.raised)]


class ObjectionForm(forms.Form):
    """One objection; blank, there was none."""

    voice = forms.ChoiceField(
        label=_("Whose voice"),
        choices=VOICES,
        required=False,
        widget=forms.Select(attrs=_SELECT),
    )
    role = forms.CharField(label=_("Position, no name"), max_length=160, required=False)
    text = forms.CharField(label=_("The objection"), max_length=500, required=False)
    answer = forms.CharField(label=_("How it was answered"), max_length=500, required=False)

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("text") and not typed.get("voice"):
            self.add_error("voice", _("Say whose voice it was."))
        return typed

    @property
    def raised(self) -> Raised | None:
        typed = self.cleaned_data
        if not typed["text"]:
            return None
        return Raised(typed["voice"], typed["role"], typed["text"], typed["answer"])
