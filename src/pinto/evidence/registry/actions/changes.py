"""What a file changes in records that are known already, as publication applies it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from pinto.evidence.registry.actions.rows import BIRTH, born_columns, name_columns, written_columns
from pinto.evidence.registry.models import (
    Household,
    Person,
)
from pinto.evidence.registry.rules import HouseholdDraft, PersonDraft
from pinto.ground.installation.keys import lookup, seal, unseal


def differences(person: Person, written: PersonDraft) -> dict[str, Any]:
    """What the writing knows otherwise. A blank does not erase what was known."""
    to = {
        name: value
        for name, value in written_columns(written).items()
        if value and getattr(person, name) != value
    }
    born = born_columns(written)
    if any(part is not None and part != getattr(person, name) for name, part in _dated(born)):
        to |= dict(zip(BIRTH, born, strict=True))  # a date is replaced whole
    return to


def _dated(born: tuple[Any, ...]) -> Iterable[tuple[str, Any]]:
    return zip(BIRTH[:3], born[:3], strict=True)


def person_changes(
    person: Person, household_id: UUID | None, written: PersonDraft, digest: str
) -> Iterator[dict[str, Any]]:
    to = differences(person, written)
    if {"given_name", "surname"} & to.keys():
        given, surname = written.given_name, written.surname
        to |= name_columns(given or person.given_name, surname or person.surname)
    if digest and not person.national_id_lookup:
        to |= {"national_id": _sealed(written.national_id), "national_id_lookup": digest}
    if written.phone and (person.phone is None or unseal(bytes(person.phone)) != written.phone):
        to["phone"] = _sealed(written.phone)
    if person.household_id != household_id:
        to["household_id"] = str(household_id)
    if to:
        yield {"of": "person", "id": str(person.pk), "to": to}


def identity_changes(person: Person, written: PersonDraft) -> Iterator[dict[str, Any]]:
    """What an officer who corrects a person knows otherwise, the national ID included."""
    changes = list(person_changes(person, person.household_id, written, ""))
    digest = lookup(written.national_id) if written.national_id else ""
    if digest and digest != person.national_id_lookup:
        change = changes or [{"of": "person", "id": str(person.pk), "to": {}}]
        change[0]["to"] |= {
            "national_id": _sealed(written.national_id),
            "national_id_lookup": digest,
        }
        changes = change
    yield from changes


def _sealed(text: str) -> str:
    return b64encode(seal(text)).decode()


def appearance(person_id: UUID) -> dict[str, Any]:
    return {"of": "person", "id": str(person_id), "to": {"visible": True}}


def household_changes(
    household: Household, draft: HouseholdDraft, place_id: UUID, head_id: UUID | None
) -> Iterator[dict[str, Any]]:
    written = {
        "place_id": place_id,
        "house_code": draft.house_code,
        "house_no": draft.house_no,
        "moo": draft.moo,
        "street": draft.street,
        "latitude": draft.latitude,
        "longitude": draft.longitude,
        "head_id": head_id,
    }
    to = {
        name: str(value) if name.endswith("_id") else value
        for name, value in written.items()
        if value not in ("", None) and getattr(household, name) != value
    }
    if to:
        yield {"of": "household", "id": str(household.pk), "to": to}
