"""Rows on their way into the registry, each table written once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from pinto.evidence.registry.models import (
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
)
from pinto.evidence.registry.rules import HouseholdDraft, PersonDraft
from pinto.ground.installation.bulk import insert_rows
from pinto.ground.installation.keys import lookup, seal
from pinto.ground.thai.collation import sort_key
from pinto.ground.thai.names import name_key, sound_key


@dataclass
class Rows:
    """Rows to insert, gathered so that each table is written once."""

    households: list[tuple[Any, ...]] = field(default_factory=list)
    people: list[tuple[Any, ...]] = field(default_factory=list)
    revisions: list[tuple[Any, ...]] = field(default_factory=list)
    members: list[tuple[Any, ...]] = field(default_factory=list)


def name_columns(given_name: str, surname: str) -> dict[str, str]:
    return {
        "name_key": name_key(given_name, surname),
        "surname_key": name_key(surname, ""),
        "sound_key": sound_key(given_name, surname),
        "sort_key": sort_key(f"{given_name} {surname}".strip()),
    }


def written_columns(draft: PersonDraft) -> dict[str, Any]:
    """The stored columns of a person as written, but the date of birth."""
    return {
        "title": draft.title,
        "given_name": draft.given_name,
        "surname": draft.surname,
        "sex": draft.sex,
    }


BIRTH = ("birth_year", "birth_month", "birth_day", "birth_precision")


def born_columns(draft: PersonDraft) -> tuple[int | None, int | None, int | None, str]:
    birth = draft.birth
    if birth is None:
        return None, None, None, Person.Precision.UNKNOWN
    return birth.year_ce, birth.month, birth.day, str(birth.precision)


_HOUSEHOLD = (
    "id",
    "origin",
    "place_id",
    "house_code",
    "house_no",
    "moo",
    "street",
    "latitude",
    "longitude",
    "head_id",
    "batch_id",
    "visible",
)
_PERSON = (
    "id",
    "origin",
    "household_id",
    "title",
    "given_name",
    "surname",
    "name_key",
    "surname_key",
    "sound_key",
    "sort_key",
    "sex",
    "birth_year",
    "birth_month",
    "birth_day",
    "birth_precision",
    "national_id",
    "national_id_lookup",
    "phone",
    "visible",
)
_REVISION = (
    "id",
    "origin",
    "household_id",
    "round_id",
    "place_id",
    "batch_id",
    "based_on",
    "source",
    "answers",
    "delivered",
    "surveyed_on",
    "by_id",
    "at",
)
_MEMBER = ("id", "origin", "revision_id", "person_id", "number", "answers")


def household_row(
    household_id: UUID,
    here: str,
    draft: HouseholdDraft,
    place_id: UUID,
    head_id: UUID | None,
    batch_id: UUID,
) -> tuple[Any, ...]:
    return (
        household_id,
        here,
        place_id,
        draft.house_code,
        draft.house_no,
        draft.moo,
        draft.street,
        draft.latitude,
        draft.longitude,
        head_id,
        batch_id,
        False,
    )


def person_row(
    person_id: UUID,
    here: str,
    household_id: UUID,
    draft: PersonDraft,
    digest: str,
    *,
    visible: bool,
) -> tuple[Any, ...]:
    names = name_columns(draft.given_name, draft.surname)
    stored = written_columns(draft)
    return (
        person_id,
        here,
        household_id,
        stored["title"],
        stored["given_name"],
        stored["surname"],
        *names.values(),
        stored["sex"],
        *born_columns(draft),
        seal(draft.national_id) if draft.national_id else None,
        digest,
        seal(draft.phone) if draft.phone else None,
        visible,
    )


def new_person(home: Household, draft: PersonDraft) -> Person:
    """The person is on record as a member of the household."""
    return Person.objects.create(
        household=home,
        **written_columns(draft),
        **name_columns(draft.given_name, draft.surname),
        **dict(zip(BIRTH, born_columns(draft), strict=True)),
        national_id=seal(draft.national_id) if draft.national_id else None,
        national_id_lookup=lookup(draft.national_id) if draft.national_id else "",
        phone=seal(draft.phone) if draft.phone else None,
    )


def insert(rows: Rows) -> None:
    tables: Iterable[tuple[Any, Sequence[str], list[tuple[Any, ...]]]] = (
        (Household, _HOUSEHOLD, rows.households),
        (Person, _PERSON, rows.people),
        (HouseholdRevision, _REVISION, rows.revisions),
        (MemberRevision, _MEMBER, rows.members),
    )
    for model, fields, waiting in tables:
        if waiting:
            insert_rows(model, fields, waiting)


def as_json(value: Any) -> str:
    return orjson.dumps(value).decode()
