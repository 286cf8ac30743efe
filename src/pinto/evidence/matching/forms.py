"""What is typed of somebody while the form is not finished."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from pinto.ground.thai.calendar import parse_date
from pinto.ground.thai.names import split_name
from pinto.ground.thai.national_id import parse_national_id


class TypedForm(forms.Form):
    """A person as far as they are typed; what cannot be read yet is left out."""

    given_name = forms.CharField(max_length=120, required=False)
    surname = forms.CharField(max_length=120, required=False)
    head_name = forms.CharField(max_length=240, required=False)  # both, where one field asks
    sex = forms.CharField(max_length=1, required=False)
    birth = forms.CharField(max_length=40, required=False)
    national_id = forms.CharField(max_length=40, required=False)

    def clean_given_name(self) -> str:
        return split_name(self.cleaned_data["given_name"]).given_name

    def clean(self) -> dict[str, Any]:
        """Given name and surname, each in its field."""
        typed = self.cleaned_data
        if whole := typed.pop("head_name", ""):
            name = split_name(whole)
            typed |= {"given_name": name.given_name, "surname": name.surname}
        return typed

    def clean_birth(self) -> tuple[int | None, int | None, int | None]:
        text = self.cleaned_data["birth"]
        try:
            born = parse_date(text, latest=timezone.localdate()) if text else None
        except ValueError:
            born = None
        return (born.year_ce, born.month, born.day) if born else (None, None, None)

    def clean_national_id(self) -> str:
        text = self.cleaned_data["national_id"]
        try:
            return parse_national_id(text).digits if text else ""
        except ValueError:
            return ""
