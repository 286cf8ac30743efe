"""What narrows a list of households, and what a reader of a full ID must say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from pinto.ground.access.forms import ReasonForm
from pinto.ground.access.queries import GROUP_WORDS
from pinto.ground.conditions.errors import ConditionError
from pinto.ground.design.words import LEVELS, NO_SCORE
from pinto.insight.measures.rules.closing import closed_items
from pinto.insight.measures.rules.scorings import Scoring
from pinto.insight.profiles.queries.answering import answers_that_fulfil
from pinto.insight.profiles.queries.households import Wanted

Choices = Sequence[tuple[str, Any]]


_ORDERS: Choices = [
    ("", _("Lowest score first")),
    ("best", _("Highest score first")),
    ("place", _("By place")),
]


class HouseholdsForm(forms.Form):
    """The filters of the household list; every field may stay blank."""

    q = forms.CharField(
        label=_("Search households"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    area = forms.ChoiceField(label=_("Place"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    lacking = forms.ChoiceField(label=_("What is lacking"), required=False)
    moved = forms.ChoiceField(label=_("Since the round before"), required=False)
    order = forms.ChoiceField(label=_("Order"), required=False)
    boundary = forms.BooleanField(label=_("Exactly between two levels"), required=False)
    duplicates = forms.BooleanField(label=_("A member may be counted twice"), required=False)
    where = forms.CharField(
        label=_("Condition on the answers"),
        required=False,
        max_length=2000,  # an address is not longer in every browser
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
    )
    round = forms.ChoiceField(label=_("Data round"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        areas: Choices,
        rounds: Choices,
        round: Any,
        scoring: Scoring,
        closed: frozenset[str],
    ) -> None:
        super().__init__(data, auto_id="f-%s")
        self._round, self._scoring, self._closed = round, scoring, closed
        language = get_language() or "th"
        self._choose("area", areas)
        self._choose("order", _ORDERS)
        self._choose("round", rounds)
        self._choose("level", [("", _("Every level")), *_levels()])
        self._choose("moved", [("", "–"), ("better", _("Better off")), ("worse", _("Worse off"))])
        self._choose("lacking", [("", "–"), *_lacking(scoring, closed, language)])

    def clean_where(self) -> str:
        """A condition that can be asked; else the language's own words on what is wrong with it."""
        written: str = self.cleaned_data["where"].strip()
        if written:
            try:
                answers_that_fulfil(
                    written, round=self._round, scoring=self._scoring, closed=self._closed
                )
            except ConditionError as error:
                place = _("At character %(column)s: %(what)s")
                if "\n" in written:
                    place = _("In line %(line)s, at character %(column)s: %(what)s")
                told = {"line": error.line, "column": error.column, "what": error.said(gettext)}
                raise forms.ValidationError(place, params=told) from None
        return written

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = choices
        field.widget.attrs["class"] = "sel"

    def wanted(self, area: str) -> Wanted:
        """What was asked, as far as it makes sense; the rest is named on the page."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            area=area,
            level=given.get("level", ""),
            lacking=given.get("lacking", ""),
            moved=given.get("moved", ""),
            boundary=given.get("boundary", False),
            duplicates=given.get("duplicates", False),
            where=given.get("where", ""),
            text=given.get("q", "").strip(),
            order=given.get("order") or "worst",
        )

    def chips(self) -> Iterator[tuple[str, str]]:
        """The filters that are on, in words: the field's name and what it says."""
        for name in ("q", "level", "lacking", "moved", "boundary", "duplicates", "where"):
            value, field = self.cleaned_data.get(name), self.fields[name]
            if not value:
                continue
            if isinstance(field, forms.ChoiceField):
                yield name, str(_label_of(field, value))
            else:
                yield name, str(field.label) if value is True else f"“{value}”"


def _levels() -> Choices:
    low = _("Destitute and struggling")
    levels = [(str(level), name) for level, name in enumerate(LEVELS, start=1)]
    return [("low", low), *levels, ("none", NO_SCORE)]


def _lacking(scoring: Scoring, closed: frozenset[str], language: str) -> Choices:
    hidden = closed_items(scoring, closed)
    return [
        (
            capital.label(language),
            [
                (item.id, item.lacking.label(language))
                for item in scoring.items_of(capital.id)
                if item.id not in hidden
            ],
        )
        for capital in scoring.capitals
    ]


def _label_of(field: forms.ChoiceField, value: str) -> Any:
    """The words of a choice, also of one inside a group."""
    choices: Any = field.choices
    for key, label in choices:
        if isinstance(label, list):
            for inner, words in label:
                if inner == value:
                    return words
        elif key == value:
            return label
    return value


class RevealForm(forms.Form):
    """Whose full ID or telephone number, and what for."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    number = forms.ChoiceField(
        choices=[("national_id", _("ID number")), ("phone", _("Telephone"))], required=False
    )
    why = forms.CharField(
        label=_("What do you need the number for?"),
        max_length=200,
        min_length=3,
        error_messages={"required": _("Say what you need the number for.")},
    )

    @property
    def wants_phone(self) -> bool:
        return bool(self.cleaned_data.get("number") == "phone")


class OpenFieldsForm(ReasonForm):
    """Which closed fields of a household are opened for an hour, and why."""

    group = forms.ChoiceField(choices=[(str(g), words) for g, words in GROUP_WORDS.items()])
