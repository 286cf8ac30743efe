"""Households of a file meet the registry: known ones are recognised, new ones are made.

Recognised exactly, never by likeness: a household by its house code (or, without
one, by place and house number), told apart from others under the same code by a
member they share; a person by national ID, or within the household by name and
birth year. Likeness is a matter for verification, where a person decides.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from pinto.evidence.registry.models import (
    Batch,
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
    Round,
)
from pinto.evidence.registry.queries import households_coded, latest_revisions, rosters
from pinto.evidence.registry.rules import Covered, HouseholdDraft, PersonDraft, overlaid
from pinto.ground.installation.bulk import insert_rows
from pinto.ground.installation.home import origin
from pinto.ground.installation.ids import new_id
from pinto.ground.installation.keys import lookup, seal, unseal
from pinto.ground.thai.collation import sort_key
from pinto.ground.thai.names import name_key, sound_key


@dataclass
class Arrival:
    """What became of some drafts."""

    new: int = 0
    changed: int = 0
    same: int = 0
    people: int = 0
    changes: list[dict[str, Any]] = field(default_factory=list)  # for publish_batch


@dataclass
class _Rows:
    """Rows to insert, gathered so that each table is written once."""

    households: list[tuple[Any, ...]] = field(default_factory=list)
    people: list[tuple[Any, ...]] = field(default_factory=list)
    revisions: list[tuple[Any, ...]] = field(default_factory=list)
    members: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    """What the registry already holds about the drafts at hand."""

    households: dict[int, Household]  # draft number → its household
    revisions: dict[UUID, HouseholdRevision]
    rosters: dict[UUID, list[Any]]
    by_id: dict[str, Person]  # national ID lookup → person
    by_household: dict[UUID, list[Person]]
    claimed: frozenset[UUID]  # people whom some draft names by ID


def add_households(
    *,
    batch: Batch,
    round: Round,
    drafts: Sequence[HouseholdDraft],
    places: dict[str, UUID],
    covered: Covered,
    source: str,
    by: Any,
    at: datetime,
) -> Arrival:
    """The drafts are in the registry as part of the batch, invisible until it is published.

    Runs inside the caller's transaction. ``places`` gives the id of each draft's
    place code. A household whose answers and roster are as before is left alone.
    """
    digests = [[lookup(m.national_id) if m.national_id else "" for m in d.members] for d in drafts]
    known = _known(drafts, digests, places, round)
    arrival, rows = Arrival(), _Rows()
    common = (origin(), round.pk, batch.pk, source, by.pk if by is not None else None, at)
    for number, draft in enumerate(drafts):
        household = known.households.get(number)
        people = _people(draft, digests[number], household, known)
        _add_one(draft, household, people, known, rows, arrival, places, covered, common)
    _insert(rows)
    return arrival


def _add_one(
    draft: HouseholdDraft,
    household: Household | None,
    people: list[tuple[PersonDraft, str, Person | None]],
    known: _Known,
    rows: _Rows,
    arrival: Arrival,
    places: dict[str, UUID],
    covered: Covered,
    common: tuple[Any, ...],
) -> None:
    before = known.revisions.get(household.pk) if household else None
    place_id = places[draft.place_code]
    answers = overlaid(before.answers if before else {}, draft.answers, covered.household)
    delivered = draft.delivered or (before.delivered if before else {})
    surveyed_on = draft.surveyed_on or (before.surveyed_on if before else None)
    roster = _roster(people, before, known, covered)
    household_id = household.pk if household else new_id()
    ids = [person.pk if person else new_id() for _, _, person, _ in roster]
    head_id = _head(draft, household, ids)
    changes = _changes(household, draft, place_id, head_id, roster) if household else []
    now = (place_id, answers, delivered, surveyed_on)
    if before is not None and not changes and _is_same(before, now, ids, roster, known):
        arrival.same += 1
        return
    here, round_id, batch_id, source, by_id, at = common
    if household is None:
        arrival.new += 1
        rows.households.append(
            _household_row(household_id, here, draft, place_id, head_id, batch_id)
        )
        changes = _changes(None, draft, place_id, head_id, roster, household_id)
    else:
        arrival.changed += 1
    arrival.changes += changes
    revision_id = new_id()
    rows.revisions.append(
        (
            revision_id,
            here,
            household_id,
            round_id,
            place_id,
            batch_id,
            before.pk if before else None,
            source,
            _json(answers),
            _json(delivered),
            surveyed_on,
            by_id,
            at,
        )
    )
    for number, (person_id, (written, digest, person, said)) in enumerate(
        zip(ids, roster, strict=True)
    ):
        arrival.people += 1
        if person is None and written is not None:
            rows.people.append(
                _person_row(
                    person_id, here, household_id, written, digest, visible=household is None
                )
            )
            if household is not None:  # a new household hides its people, a known one does not
                arrival.changes.append(_appearance(person_id))
        rows.members.append((new_id(), here, revision_id, person_id, number, _json(said)))


def _head(draft: HouseholdDraft, household: Household | None, ids: list[UUID]) -> UUID | None:
    """Who heads the household as written; in a new one it is the first, if nobody is named."""
    if draft.head is not None:
        return ids[draft.head]
    return ids[0] if household is None and ids else None


_Seat = tuple[PersonDraft | None, str, Person | None, dict[str, Any]]


def _roster(
    people: list[tuple[PersonDraft, str, Person | None]],
    before: HouseholdRevision | None,
    known: _Known,
    covered: Covered,
) -> list[_Seat]:
    """Who sits in the household after this source spoke, with what each answered."""
    earlier = {m.person_id: m for m in known.rosters.get(before.pk, [])} if before else {}
    seats: list[_Seat] = []
    for draft, digest, person in people:
        was = earlier.pop(person.pk, None) if person else None
        said = overlaid(was.answers if was else {}, draft.answers, covered.member)
        seats.append((draft, digest, person, said))
    if not covered.roster:  # the source lists nobody: those who were members stay
        seats += [(None, "", member.person, member.answers) for member in earlier.values()]
    return seats


def _is_same(
    before: HouseholdRevision,
    now: tuple[Any, ...],
    ids: list[UUID],
    roster: list[_Seat],
    known: _Known,
) -> bool:
    then = (before.place_id, before.answers, before.delivered, before.surveyed_on)
    sat = [(m.person_id, m.answers) for m in known.rosters.get(before.pk, [])]
    sit = [(person_id, said) for person_id, (_, _, _, said) in zip(ids, roster, strict=True)]
    return then == now and sat == sit


def _changes(
    household: Household | None,
    draft: HouseholdDraft,
    place_id: UUID,
    head_id: UUID | None,
    roster: list[_Seat],
    household_id: UUID | None = None,
) -> list[dict[str, Any]]:
    """What becomes of the household and of the people the registry knows already."""
    changes = list(_household_changes(household, draft, place_id, head_id)) if household else []
    home = household.pk if household else household_id
    for written, digest, person, _ in roster:
        if written is not None and person is not None:
            changes += _person_changes(person, home, written, digest)
    return changes


def _known(
    drafts: Sequence[HouseholdDraft],
    digests: list[list[str]],
    places: dict[str, UUID],
    round: Round,
) -> _Known:
    wanted = {digest for of_one in digests for digest in of_one if digest}
    by_id = {
        person.national_id_lookup: person
        for person in Person.objects.filter(
            national_id_lookup__in=wanted, visible=True, household__visible=True
        ).order_by("id")
    }
    households = dict(_recognised(drafts, digests, places, by_id))
    ids = [household.pk for household in households.values()]
    by_household: dict[UUID, list[Person]] = {}
    for person in Person.objects.filter(household_id__in=ids, visible=True).order_by("id"):
        by_household.setdefault(person.household_id, []).append(person)
    revisions = latest_revisions(ids, round)
    claimed = frozenset(person.pk for person in by_id.values())
    return _Known(
        households=households,
        revisions=revisions,
        rosters=rosters(revision.pk for revision in revisions.values()),
        by_id=by_id,
        by_household=by_household,
        claimed=claimed,
    )


def _recognised(
    drafts: Sequence[HouseholdDraft],
    digests: list[list[str]],
    places: dict[str, UUID],
    by_id: dict[str, Person],
) -> Iterator[tuple[int, Household]]:
    coded = households_coded({draft.house_code for draft in drafts if draft.house_code})
    numbered = _households_numbered(drafts, places)
    taken: set[UUID] = set()
    for number, draft in enumerate(drafts):
        if draft.house_code:
            candidates = list(coded.get(draft.house_code, []))
        else:
            candidates = numbered.get((places[draft.place_code], draft.house_no), [])
        candidates = [household for household in candidates if household.pk not in taken]
        if len(candidates) > 1:  # several families in one house: a shared member decides
            lived = {by_id[d].household_id for d in digests[number] if d in by_id}
            candidates = [household for household in candidates if household.pk in lived]
        if len(candidates) == 1:
            taken.add(candidates[0].pk)
            yield number, candidates[0]


def _households_numbered(
    drafts: Sequence[HouseholdDraft], places: dict[str, UUID]
) -> dict[tuple[UUID, str], list[Household]]:
    bare = [draft for draft in drafts if not draft.house_code and draft.house_no]
    if not bare:
        return {}
    rows = Household.objects.filter(
        visible=True,
        place_id__in={places[draft.place_code] for draft in bare},
        house_no__in={draft.house_no for draft in bare},
        house_code="",
    )
    found: dict[tuple[UUID, str], list[Household]] = {}
    for household in rows:
        found.setdefault((household.place_id, household.house_no), []).append(household)
    return found


def _people(
    draft: HouseholdDraft, digests: list[str], household: Household | None, known: _Known
) -> list[tuple[PersonDraft, str, Person | None]]:
    """Each written member with the person it is, where the registry knows them."""
    free = list(known.by_household.get(household.pk, [])) if household else []
    found: list[tuple[PersonDraft, str, Person | None]] = []
    for written, digest in zip(draft.members, digests, strict=True):
        person = known.by_id.get(digest) if digest else None
        if person is None:
            unclaimed = (p for p in free if p.pk not in known.claimed)
            person = next((p for p in unclaimed if _is_the_one(p, written, digest)), None)
        if person is not None:
            free = [other for other in free if other.pk != person.pk]
        found.append((written, digest, person))
    return found


def _is_the_one(person: Person, written: PersonDraft, digest: str) -> bool:
    """The same name and no contradiction in ID or birth year."""
    if digest and person.national_id_lookup and digest != person.national_id_lookup:
        return False
    year = written.birth.year_ce if written.birth else None
    if year and person.birth_year and year != person.birth_year:
        return False
    return bool(person.name_key) and person.name_key == name_key(
        written.given_name, written.surname
    )


def _written(draft: PersonDraft) -> dict[str, Any]:
    """The stored columns of a person as written, but the date of birth."""
    return {
        "title": draft.title,
        "given_name": draft.given_name,
        "surname": draft.surname,
        "sex": draft.sex,
    }


_BIRTH = ("birth_year", "birth_month", "birth_day", "birth_precision")


def _born(draft: PersonDraft) -> tuple[int | None, int | None, int | None, str]:
    birth = draft.birth
    if birth is None:
        return None, None, None, Person.Precision.UNKNOWN
    return birth.year_ce, birth.month, birth.day, str(birth.precision)


def _differences(person: Person, written: PersonDraft) -> dict[str, Any]:
    """What the writing knows otherwise. A blank does not erase what was known."""
    to = {
        name: value
        for name, value in _written(written).items()
        if value and getattr(person, name) != value
    }
    born = _born(written)
    if any(part is not None and part != getattr(person, name) for name, part in _dated(born)):
        to |= dict(zip(_BIRTH, born, strict=True))  # a date is replaced whole
    return to


def _dated(born: tuple[Any, ...]) -> Iterable[tuple[str, Any]]:
    return zip(_BIRTH[:3], born[:3], strict=True)


def _person_changes(
    person: Person, household_id: UUID | None, written: PersonDraft, digest: str
) -> Iterator[dict[str, Any]]:
    to = _differences(person, written)
    if {"given_name", "surname"} & to.keys():
        given, surname = written.given_name, written.surname
        to |= _name_columns(given or person.given_name, surname or person.surname)
    if digest and not person.national_id_lookup:
        to |= {"national_id": _sealed(written.national_id), "national_id_lookup": digest}
    if written.phone and (person.phone is None or unseal(bytes(person.phone)) != written.phone):
        to["phone"] = _sealed(written.phone)
    if person.household_id != household_id:
        to["household_id"] = str(household_id)
    if to:
        yield {"of": "person", "id": str(person.pk), "to": to}


def _sealed(text: str) -> str:
    return b64encode(seal(text)).decode()


def _appearance(person_id: UUID) -> dict[str, Any]:
    return {"of": "person", "id": str(person_id), "to": {"visible": True}}


def _household_changes(
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


def _name_columns(given_name: str, surname: str) -> dict[str, str]:
    return {
        "name_key": name_key(given_name, surname),
        "surname_key": name_key(surname, ""),
        "sound_key": sound_key(given_name, surname),
        "sort_key": sort_key(f"{given_name} {surname}".strip()),
    }


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


def _household_row(
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


def _person_row(
    person_id: UUID,
    here: str,
    household_id: UUID,
    draft: PersonDraft,
    digest: str,
    *,
    visible: bool,
) -> tuple[Any, ...]:
    names = _name_columns(draft.given_name, draft.surname)
    stored = _written(draft)
    return (
        person_id,
        here,
        household_id,
        stored["title"],
        stored["given_name"],
        stored["surname"],
        *names.values(),
        stored["sex"],
        *_born(draft),
        seal(draft.national_id) if draft.national_id else None,
        digest,
        seal(draft.phone) if draft.phone else None,
        visible,
    )


def _insert(rows: _Rows) -> None:
    tables: Iterable[tuple[Any, Sequence[str], list[tuple[Any, ...]]]] = (
        (Household, _HOUSEHOLD, rows.households),
        (Person, _PERSON, rows.people),
        (HouseholdRevision, _REVISION, rows.revisions),
        (MemberRevision, _MEMBER, rows.members),
    )
    for model, fields, waiting in tables:
        if waiting:
            insert_rows(model, fields, waiting)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
