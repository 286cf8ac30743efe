"""What people type: a list, who is on it and why."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pinto.evidence.answers.forms import HouseNumberField, VillageForm
from pinto.evidence.targets.rules.sources import SAID, SOURCES
from pinto.ground.places.queries import place_label
from pinto.ground.thai.calendar import parse_date

LARGEST = 20 * 1024 * 1024  # bytes


EARLIEST = 1980  # ค.ศ.; no list is older


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
            found = date(day.year_ce or 0, day.month or 0, day.day or 0)
        except ValueError:
            raise forms.ValidationError(_("Write the whole date, as 5/3/2569.")) from None
        if found > timezone.localdate():
            raise forms.ValidationError(_("That day has not come yet."))
        if found.year < EARLIEST:
            raise forms.ValidationError(_("That is too long ago: look at the year again."))
        return found

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


class NewForm(VillageForm, WhyForm):
    """A household nobody has on record, with the little that is known."""

    head_name = forms.CharField(
        label=_("Who heads it?"),
        max_length=240,
        help_text=_("As people call them: นางบัวคำ สมมติสุข"),
        error_messages={"required": _("Write a name, or what people call them.")},
    )
    house_no = HouseNumberField(required=False)
    another = forms.BooleanField(label=_("It is none of these"), required=False)
    field_order = ("place", "head_name", "house_no", "source", "reason")
