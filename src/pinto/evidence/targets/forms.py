"""What people type: a list, who is on it and why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pinto.evidence.targets.rules.sources import SAID, SOURCES
from pinto.ground.thai.calendar import parse_date
from pinto.ground.thai.numerals import arabic

LARGEST = 20 * 1024 * 1024  # bytes


class ListForm(forms.Form):
    """A list: what it is called, who says it, of which day, and the file if there is one."""

    name = forms.CharField(
        label=_("Name of the list"),
        max_length=160,
        help_text=_("As people call it: TPMAP 2569, or the headman's list of moo 4"),
        error_messages={"required": _("Give the list a name.")},
    )
    source = forms.ChoiceField(
        label=_("Who says it?"),
        choices=[(code, _(said)) for code, said in SOURCES.items()],
        widget=forms.Select(attrs={"class": "sel"}),
    )
    as_of = forms.CharField(
        label=_("Date of the list"),
        max_length=40,
        help_text=_("As 5/3/2569"),
        error_messages={"required": _("Say which day the list is of.")},
    )
    place: Any = forms.ModelChoiceField(
        label=_("The list is about"),
        queryset=None,
        empty_label=None,
        widget=forms.Select(attrs={"class": "sel"}),
    )
    note = forms.CharField(label=_("How it came about"), max_length=300, required=False)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("Excel or CSV. Without a file the list is empty, and you add by hand."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt"}),
    )

    def __init__(self, places: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.queryset = places
        place.label_from_instance = place_label

    def clean_as_of(self) -> Any:
        try:
            day = parse_date(self.cleaned_data["as_of"], latest=timezone.localdate())
            return date(day.year_ce or 0, day.month or 0, day.day or 0)
        except ValueError:
            raise forms.ValidationError(_("Write the whole date, as 5/3/2569.")) from None

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise forms.ValidationError(
                _("This file is larger than 20 MB. Split it by tambon and hand in the parts.")
            )
        return file


class WhyForm(forms.Form):
    """Who says that a household is poor, and why."""

    source = forms.ChoiceField(
        label=_("Who says it?"),
        choices=[(code, _(SOURCES[code])) for code in SAID],
        widget=forms.Select(attrs={"class": "sel"}),
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=300,
        help_text=_("In a few words. The offices read it, other villagers do not."),
        widget=forms.TextInput(attrs={"list": "reasons", "autocomplete": "off"}),
        error_messages={"required": _("Say in a few words why.")},
    )


class NewForm(WhyForm):
    """A household nobody has on record, with the little that is known."""

    place: Any = forms.ModelChoiceField(
        label=_("Village"),
        queryset=None,
        empty_label="–",
        error_messages={"required": _("Choose the village.")},
        widget=forms.Select(attrs={"class": "sel"}),
    )
    head_name = forms.CharField(
        label=_("Who heads it?"),
        max_length=240,
        help_text=_("As people call them: นางบัวคำ สมมติสุข"),
        error_messages={"required": _("Write a name, or what people call them.")},
    )
    house_no = forms.CharField(label=_("House number"), max_length=40, required=False)
    another = forms.BooleanField(label=_("It is none of these"), required=False)
    field_order = ("place", "head_name", "house_no", "source", "reason")

    def __init__(self, villages: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.queryset = villages
        place.label_from_instance = place_label
        only = list(villages[:2])
        if len(only) == 1:  # a volunteer of one village need not say which
            place.initial, place.empty_label = only[0], None

    def clean_house_no(self) -> str:
        return arabic(self.cleaned_data["house_no"]).strip().removesuffix("-")


class NewPlaceForm(forms.Form):
    """Where a household of an unsettled row lives."""

    place: Any = forms.ModelChoiceField(
        label=_("Village"),
        queryset=None,
        widget=forms.Select(attrs={"class": "sel"}),
        error_messages={"required": _("Choose the village.")},
    )

    def __init__(self, villages: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.queryset = villages
        place.label_from_instance = place_label


def place_label(place: Any) -> str:
    """The place with what it lies in: "ห้วยคราม · 4 บ้านโนนคราม"."""
    english = get_language() == "en"
    above = place.parent if place.parent_id and len(place.code) > len("tambon") else None
    names = [(english and p.name_en) or p.name_th for p in (above, place) if p]
    return " · ".join([*names[:-1], f"{place.moo or ''} {names[-1]}".strip()])
