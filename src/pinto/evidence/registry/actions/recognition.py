"""Who is known already: the households and people that drafts stand for, found exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pinto.evidence.registry.models import (
    Batch,
    Household,
    HouseholdRevision,
    Person,
    Round,
)
from pinto.evidence.registry.queries import (
    further_houses,
    households_coded,
    latest_revisions,
    lying_in,
    rosters,
)
from pinto.evidence.registry.rules import HouseholdDraft, PersonDraft
from pinto.ground.thai.names import name_key

SpokenFor = Callable[[set[UUID]], set[UUID]]


@dataclass(frozen=True)
class Known:
    """What the registry already holds about the drafts at hand."""

    households: dict[int, Household]  # draft number → its household
    revisions: dict[UUID, HouseholdRevision]
    rosters: dict[UUID, list[Any]]
    by_id: dict[str, Person]  # national ID lookup → person
    by_household: dict[UUID, list[Person]]
    claimed: frozenset[UUID]  # people whom some draft names by ID
    further: dict[UUID, frozenset[str]]  # household → the codes of its further houses


def known_about(
    drafts: Sequence[HouseholdDraft],
    digests: list[list[str]],
    places: dict[str, UUID],
    round: Round,
    areas: Sequence[str],
    spoken_for: SpokenFor,
) -> Known:
    """What the registry holds about the drafts in these areas; in none named, everywhere.

    ``spoken_for`` answers for which of some households an earlier draft stands already.

    Whoever hands in a file moves no household or person of an area that is not theirs,
    and is not told that there is one.
    """
    wanted = {digest for of_one in digests for digest in of_one if digest}
    by_id = {
        person.national_id_lookup: person
        for person in Person.objects.filter(
            lying_in(areas, "household__place__code__unindexed"),
            national_id_lookup__in=wanted,
            visible=True,
            household__visible=True,
        )
        .select_related("household")
        .order_by("id")
    }
    households = dict(_recognised(drafts, digests, places, by_id, areas, spoken_for))
    ids = [household.pk for household in households.values()]
    by_household: dict[UUID, list[Person]] = {}
    for person in Person.objects.filter(household_id__in=ids, visible=True).order_by("id"):
        by_household.setdefault(person.household_id, []).append(person)
    revisions = latest_revisions(ids, round)
    claimed = frozenset(person.pk for person in by_id.values())
    return Known(
        households=households,
        revisions=revisions,
        rosters=rosters(revision.pk for revision in revisions.values()),
        by_id=by_id,
        by_household=by_household,
        claimed=claimed,
        further={
            household_id: frozenset(house.house_code for house in houses if house.house_code)
            for household_id, houses in further_houses(ids).items()
        },
    )


def _recognised(
    drafts: Sequence[HouseholdDraft],
    digests: list[list[str]],
    places: dict[str, UUID],
    by_id: dict[str, Person],
    areas: Sequence[str],
    spoken_for: SpokenFor,
) -> Iterator[tuple[int, Household]]:
    coded = households_coded(
        {draft.house_code for draft in drafts if draft.house_code},
        lying_in(areas, "place__code__unindexed"),
    )
    numbered = _households_numbered(drafts, places)
    found = {home.pk for homes in (*coded.values(), *numbered.values()) for home in homes}
    taken = spoken_for(found | {person.household_id for person in by_id.values()})
    unmatched: list[int] = []
    for number, draft in enumerate(drafts):
        if draft.house_code:
            candidates = list(coded.get(draft.house_code, []))
        elif not draft.numbered:
            candidates = []
        else:
            candidates = numbered.get((places[draft.place_code], draft.house_no), [])
        candidates = [household for household in candidates if household.pk not in taken]
        if len(candidates) > 1:  # several families in one house: a shared member decides
            lived = {by_id[d].household_id for d in digests[number] if d in by_id}
            candidates = [household for household in candidates if household.pk in lived]
        if len(candidates) == 1:
            taken.add(candidates[0].pk)
            yield number, candidates[0]
        elif not candidates:
            unmatched.append(number)
    yield from _by_head(unmatched, drafts, digests, by_id, taken)


def _by_head(
    unmatched: Sequence[int],
    drafts: Sequence[HouseholdDraft],
    digests: list[list[str]],
    by_id: dict[str, Person],
    taken: set[UUID],
) -> Iterator[tuple[int, Household]]:
    """Households that no house code or number brought: the head's ID says which they are.

    Only a household that this person heads already, that no other row stands for, and of
    whose house code one of the two says nothing: two codes are two houses.
    """
    for number in unmatched:
        head = drafts[number].head
        digest = digests[number][head] if head is not None else ""
        person = by_id.get(digest) if digest else None
        if person is None or person.household_id in taken:
            continue
        home = person.household
        two_houses = drafts[number].house_code and home.house_code
        if home.head_id == person.pk and not two_houses:
            taken.add(home.pk)
            yield number, home


def spoken_for_in(households: set[UUID], batch: Batch) -> set[UUID]:
    """Those of the households that an earlier piece of the same batch stands for."""
    if not households:
        return set()
    spoken = HouseholdRevision.objects.filter(batch=batch, household_id__in=households)
    return set(spoken.values_list("household_id", flat=True))


def _households_numbered(
    drafts: Sequence[HouseholdDraft], places: dict[str, UUID]
) -> dict[tuple[UUID, str], list[Household]]:
    bare = [d for d in drafts if not d.house_code and d.house_no and d.numbered]
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


def members_known(
    draft: HouseholdDraft, digests: list[str], household: Household | None, known: Known
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
