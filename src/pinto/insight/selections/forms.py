"""The rows of a condition as the address carries them, and the name it is saved under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pinto.ground.conditions.vocabulary import Kind, Level, Vocabulary
from pinto.ground.thai.numerals import arabic
from pinto.insight.selections.rules.rows import AND, ANY, COUNT, OPERATORS, OR, VALUELESS, WHO, Row

MOST_ROWS = 8
HOUSEHOLD, MEMBER = "h.", "m."  # how a subject of a row begins


class SaveForm(forms.Form):
    """What the condition is called."""

    name = forms.CharField(
        label=_("Name of the condition"),
        max_length=160,
        error_messages={"required": _("Give the condition a name.")},
    )


class ProposeForm(forms.Form):
    """Why the households of a list shall be verified."""

    reason = forms.CharField(max_length=300)


def read_rows(data: Mapping[str, Any], names: Vocabulary) -> list[Row]:
    """The rows that were chosen; what does not fit its question is left blank.

    A row carries its number: ``s0`` what, ``w0`` of whom, ``n0`` how many, ``o0`` and ``v0``.
    """
    found = []
    for number in range(MOST_ROWS):
        subject = str(data.get(f"s{number}", ""))
        level = Level.MEMBER if subject.startswith(MEMBER) else Level.HOUSEHOLD
        field = names.field(subject[2:], level)
        if not subject.startswith((HOUSEHOLD, MEMBER)) or field is None:
            continue
        who, many = str(data.get(f"w{number}", "")), str(data.get(f"n{number}", "1"))
        operator, value = str(data.get(f"o{number}", "")), str(data.get(f"v{number}", ""))
        operators = OPERATORS[field.kind]
        operator = operator if operator in operators else operators[0]
        fits = value in field.choices if field.choices else _is_number(value)
        if level is Level.HOUSEHOLD:
            who = ""
        elif who not in WHO:
            who = ANY
        found.append(
            Row(
                name=field.name,
                operator=operator,
                value=_plain(value) if fits and operator not in VALUELESS else "",
                who=who,
                number=int(many) if who == COUNT and many.isdigit() and 0 < int(many) < 100 else 1,
            )
        )
    return found


def is_filled(row: Row) -> bool:
    """Whether the row says something."""
    return row.operator in VALUELESS or row.value != ""


def joined_by(data: Mapping[str, Any]) -> str:
    """Whether all rows must be true, or one."""
    return OR if data.get("join") == OR else AND


def written(rows: list[Row], join: str) -> dict[str, str]:
    """The rows as an address carries them."""
    found = {"join": join}
    for number, row in enumerate(rows):
        found[f"s{number}"] = f"{MEMBER if row.who else HOUSEHOLD}{row.name}"
        found[f"w{number}"], found[f"n{number}"] = row.who, str(row.number)
        found[f"o{number}"], found[f"v{number}"] = row.operator, row.value
    return found


def _plain(value: str) -> str:
    return arabic(value).replace(",", "").strip()


def _is_number(value: str) -> bool:
    try:
        return abs(float(_plain(value))) < 1e12
    except ValueError:
        return False


def kind_of(row: Row, names: Vocabulary) -> Kind:
    """What the answer of the row's question is."""
    field = names.field(row.name, Level.MEMBER if row.who else Level.HOUSEHOLD)
    assert field is not None  # noqa: S101  (read_rows looked)
    return field.kind
