"""What an officer types: answers of a part, a member, a new household, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pinto.evidence.answers.rules import Source
from pinto.evidence.instruments.rules import Kind, Question
from pinto.evidence.registry.rules import PersonDraft, parse_round
from pinto.ground.places.queries import place_label
from pinto.ground.thai.calendar import PartialDate, parse_date
from pinto.ground.thai.house_code import parse_house_code
from pinto.ground.thai.national_id import parse_national_id
from pinto.ground.thai.numerals import arabic

SOURCES: list[tuple[str, Any]] = [
    (Source.VISIT, _("Seen on a visit")),
    (Source.FAMILY, _("Said by the family")),
    (Source.DOCUMENT, _("A document")),
    (Source.SLIP, _("It was mistyped")),
]
_YES_NO = (("true", _("Yes")), ("false", _("No")))
_UNKNOWN = ("", _("not known"))
_UNSHOWN = ("", _("not shown to your role"))


class WhyForm(forms.Form):
    """Where a correction comes from, and why; ``based_on`` is the revision that was looked at."""

    source = forms.ChoiceField(
        label=_("Where do you have it from?"),
        choices=SOURCES,
        widget=forms.Select(attrs={"class": "sel"}),
    )
    reason = forms.CharField(
        label=_("Why is it corrected?"),
        max_length=300,
        help_text=_("The family can read this."),
        error_messages={"required": _("Say in a few words why it is corrected.")},
    )
    based_on = forms.UUIDField(widget=forms.HiddenInput)


class QuestionsForm(forms.Form):
    """The answers to some questions, as they stand; a blank is an answer that is not known.

    ``closed`` questions are those whose answers the writer may not read: what the family
    says now can be written down, what it said before is not shown, and a blank leaves it.
    """

    def __init__(
        self,
        questions: Iterable[Question],
        answers: Mapping[str, Any],
        *args: Any,
        closed: frozenset[str] = frozenset(),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.closed = list(questions), closed
        language = get_language() or "th"
        for question in self.questions:
            field = self.fields[f"q_{question.id}"] = _field(question, language)
            if question.id in closed:
                field.help_text = " · ".join(filter(None, (str(field.help_text), str(_UNSHOWN[1]))))
                if isinstance(field, forms.ChoiceField) and not isinstance(field, _Several):
                    choices: Any = field.choices
                    field.choices = [_UNSHOWN, *list(choices)[1:]]
                continue
            self.initial.setdefault(f"q_{question.id}", _shown(question, answers.get(question.id)))

    def asked(self) -> list[Any]:
        """The bound fields of the questions."""
        return [self[f"q_{question.id}"] for question in self.questions]

    def said(self) -> dict[str, Any]:
        """Each question with its answer, None where it is not known; of the closed, those given."""
        said = {q.id: self.cleaned_data[f"q_{q.id}"] for q in self.questions}
        return {
            name: answer
            for name, answer in said.items()
            if answer is not None or name not in self.closed
        }

    def has_closed(self) -> bool:
        """Whether it asks something whose earlier answer the writer may not read."""
        return any(question.id in self.closed for question in self.questions)

    def gave_closed(self) -> bool:
        """Whether a question was answered whose earlier answer the writer may not read."""
        return not self.closed.isdisjoint(self.said())


class AnswersForm(QuestionsForm, WhyForm):
    """The answers to some questions, to be corrected: from where it is known, and why."""


def _shown(question: Question, answer: Any) -> Any:
    if answer is None:
        return [] if question.kind is Kind.CHOICES else ""
    if question.kind is Kind.BOOLEAN:
        return "true" if answer else "false"
    if question.kind in (Kind.INTEGER, Kind.DECIMAL):
        return f"{answer:g}" if abs(answer) < 1e6 else str(int(answer))
    return answer


def _field(question: Question, language: str) -> forms.Field:
    label, choices = (
        question.label(language),
        [(c.code, c.label(language)) for c in question.choices],
    )
    common: dict[str, Any] = {
        "label": label,
        "required": False,
        "help_text": question.unit_label(language),
    }
    select = forms.Select(attrs={"class": "sel"})
    match question.kind:
        case Kind.CHOICE:
            return forms.TypedChoiceField(
                choices=[_UNKNOWN, *choices], empty_value=None, widget=select, **common
            )
        case Kind.CHOICES:
            return _Several(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
        case Kind.BOOLEAN:
            return forms.TypedChoiceField(
                choices=[_UNKNOWN, *_YES_NO],
                coerce=lambda text: text == "true",
                empty_value=None,
                widget=select,
                **common,
            )
        case Kind.INTEGER | Kind.DECIMAL:
            return _Number(question, **common)
        case _:
            return forms.CharField(max_length=300, empty_value=None, **common)


class _Several(forms.MultipleChoiceField):
    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        if "none" in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("“None” cannot be chosen together with something else."))
        return chosen or None


class _Number(forms.CharField):
    """A number in Thai or Arabic digits, with or without commas."""

    def __init__(self, question: Question, **options: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attributes), max_length=20, **options)
        self.question = question

    def clean(self, value: Any) -> Any:
        text = arabic(super().clean(value)).replace(",", "").strip()
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            raise forms.ValidationError(_("Write a number, as 1,500 or ๑,๕๐๐.")) from None
        low, high = self.question.min, self.question.max
        if not (low is None or low <= number) or not (high is None or number <= high):
            limits = {"low": f"{low or 0:,.0f}", "high": f"{high or 0:,.0f}"}
            raise forms.ValidationError(_("Between %(low)s and %(high)s.") % limits)
        if self.question.kind is Kind.INTEGER:
            if number != int(number):
                raise forms.ValidationError(_("Write a whole number."))
            return int(number)
        return number


OLDEST = 125  # years; nobody who was asked is older


class PersonForm(forms.Form):
    """Who somebody is. For a person on record a blank leaves things as they are."""

    title = forms.CharField(label=_("Title"), max_length=40, required=False)
    given_name = forms.CharField(
        label=_("Given name"),
        max_length=120,
        error_messages={"required": _("Write the given name.")},
    )
    surname = forms.CharField(label=_("Surname"), max_length=120, required=False)
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=[_UNKNOWN, ("F", _("Female")), ("M", _("Male"))],
        required=False,
        widget=forms.Select(attrs={"class": "sel"}),
    )
    birth = forms.CharField(
        label=_("Date of birth"),
        max_length=40,
        required=False,
        help_text=_("As 5/3/2510, 5 มี.ค. 2510, or only the year 2510"),
    )
    national_id = forms.CharField(
        label=_("National ID"),
        max_length=30,
        required=False,
        help_text=_("13 digits. Leave it blank where there is none."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_birth(self) -> PartialDate | None:
        text = self.cleaned_data["birth"]
        if not text:
            return None
        today = timezone.localdate()
        try:
            born = parse_date(text, latest=today)
        except ValueError:
            raise forms.ValidationError(_("Write the date as 5/3/2510.")) from None
        if born.earliest and born.earliest > today:
            raise forms.ValidationError(_("That day has not come yet."))
        if born.year_ce and born.year_ce < today.year - OLDEST:
            raise forms.ValidationError(_("Nobody is that old: look at the year again."))
        return born

    def clean_national_id(self) -> str:
        text = self.cleaned_data["national_id"]
        if not text:
            return ""
        try:
            return parse_national_id(text).digits
        except ValueError:
            raise forms.ValidationError(
                _("This is not a national ID: look at the digits again.")
            ) from None

    def written(self, answers: Mapping[str, Any] | None = None) -> PersonDraft:
        """The person as typed, with what was answered about them."""
        typed = self.cleaned_data
        return PersonDraft(
            title=typed["title"],
            given_name=typed["given_name"],
            surname=typed["surname"],
            sex=typed["sex"],
            birth=typed["birth"],
            national_id=typed["national_id"],
            answers=dict(answers or {}),
        )


class HouseNumberField(forms.CharField):
    """A house number in Arabic digits; “-”, said where there is none, is empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("House number"), max_length=40, **options)

    def clean(self, value: Any) -> str:
        return arabic(super().clean(value)).strip().removesuffix("-")


class VillageForm(forms.Form):
    """In which village. Where an officer serves only one, it is chosen already."""

    place: Any = forms.ModelChoiceField(
        label=_("Village"),
        queryset=None,
        empty_label="–",
        error_messages={"required": _("Choose the village.")},
        widget=forms.Select(attrs={"class": "sel"}),
    )

    def __init__(self, villages: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.queryset = villages
        place.label_from_instance = place_label
        only = list(villages[:2])
        if len(only) == 1:
            place.initial, place.empty_label = only[0], None


class HouseForm(VillageForm):
    """A house: in which village, its number, its code."""

    house_no = HouseNumberField(
        error_messages={"required": _("Write the house number, or “-” where there is none.")},
    )
    house_code = forms.CharField(
        label=_("House code"),
        max_length=20,
        required=False,
        help_text=_("11 digits, from the house registration book."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_house_code(self) -> str:
        text = self.cleaned_data["house_code"]
        if not text:
            return ""
        try:
            return parse_house_code(text)
        except ValueError:
            raise forms.ValidationError(
                _("A house code has 11 digits: 4, then 6, then 1.")
            ) from None


class FurtherHouseForm(HouseForm):
    """Another house of a household, and why it is one household."""

    reason = forms.CharField(
        label=_("How do you know that it is one household?"),
        max_length=300,
        help_text=_("In a few words: they eat together, told by the headman, …"),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and not typed["house_no"] and not typed["house_code"]:
            raise forms.ValidationError(_("Write the number or the code of the house."))
        return typed


class HouseholdForm(HouseForm, PersonForm):
    """A household nobody has listed yet, and its head."""

    round = forms.CharField(label=_("Round"), max_length=8)
    source = forms.ChoiceField(
        label=_("Where do you have it from?"),
        choices=SOURCES[:3],
        widget=forms.Select(attrs={"class": "sel"}),
    )
    another = forms.BooleanField(label=_("It is another family in the same house"), required=False)
    field_order = ("place", "house_no", "house_code", "title", "given_name", "surname", "sex")

    alike: Sequence[Any] = ()

    def clean_round(self) -> tuple[int, int]:
        try:
            return parse_round(arabic(self.cleaned_data["round"]).strip())
        except ValueError:
            raise forms.ValidationError(
                _("Write the year of พ.ศ. with four digits, as 2569.")
            ) from None
