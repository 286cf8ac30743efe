"""What matching answers: the queue, a pair, what a household is linked with, who is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from pinto.evidence.matching.models import Link, Pair
from pinto.evidence.matching.permissions import pairs_within
from pinto.evidence.matching.rules.typed import Seen, agreement, is_likely, weight
from pinto.evidence.registry.models import Household, Person
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Viewer
from pinto.ground.installation.keys import lookup
from pinto.ground.thai.names import name_key, sound_key

_BOTH = (
    "first__household__place__parent",
    "second__household__place__parent",
)
SHOWS = {
    "suggested": Q(decision=Pair.Decision.OPEN, band=Pair.Band.SUGGESTED),
    "review": Q(decision=Pair.Decision.OPEN, band=Pair.Band.REVIEW),
    "unsure": Q(decision=Pair.Decision.UNSURE),
    "decided": Q(decision__in=[Pair.Decision.SAME, Pair.Decision.DIFFERENT]),
}
_CANDIDATES = 40  # of each key that are weighed while somebody types
_SHOWN = 5


def counts(*, viewer: Viewer) -> dict[str, int]:
    """How many pairs each list of the queue holds; one query."""
    asked = {name: Count("pk", filter=shows) for name, shows in SHOWS.items()}
    return _pairs(viewer).aggregate(**asked)


def queue(show: str, *, viewer: Viewer) -> QuerySet[Pair]:
    """The pairs of that list: open ones by weight, decided ones newest first."""
    order = ("-decided_at", "id") if show == "decided" else ("-weight", "id")
    return _pairs(viewer).filter(SHOWS[show]).select_related(*_BOTH).order_by(*order)


def pair(pair_id: UUID, *, viewer: Viewer) -> Pair:
    """The pair with both people and homes. Raises ``DoesNotExist`` outside the scope."""
    return _pairs(viewer).select_related(*_BOTH, "decided_by").get(pk=pair_id)


def next_after(pair: Pair, *, viewer: Viewer) -> UUID | None:
    """The heaviest open pair besides this one, suggested ones first."""
    for show in ("suggested", "review"):
        found = queue(show, viewer=viewer).exclude(pk=pair.pk).values_list("pk", flat=True).first()
        if found is not None:
            return found
    return None


def all_pairs(areas: str, show: str) -> QuerySet[Pair]:
    """For the operator at the machine: the pairs of that list, of the area or everywhere."""
    inside = Q(
        first__household__place__code__startswith=areas,
        second__household__place__code__startswith=areas,
    )
    return Pair.objects.filter(inside, SHOWS[show]).order_by("-weight", "id")


def members_of(*household_ids: UUID) -> dict[UUID, list[Person]]:
    """The people on record in each household, the oldest record first; one query."""
    found: dict[UUID, list[Person]] = {key: [] for key in household_ids}
    for person in Person.objects.filter(household__in=household_ids, visible=True).order_by("id"):
        found[person.household_id].append(person)
    return found


def homes_linked(pair: Pair) -> bool:
    """Whether the decision about the pair also said that the homes are one household."""
    return Link.objects.filter(pair=pair, undone_at__isnull=True, first_home__isnull=False).exists()


@dataclass(frozen=True)
class Linked:
    """What the page of a household says about links."""

    counts_as: Household | None  # the record that stands for this one, where it may be seen
    stands_elsewhere: bool  # another record does, whether or not it may be seen
    others: list[Household]  # records this one stands for, as far as they may be seen
    pairs: list[Pair]  # links of its people, or of itself, that the viewer can look at


def linked(household: Household, *, viewer: Viewer) -> Linked:
    """What a household and its people are linked with. One query where there is no link."""
    found = _pairs(viewer).filter(
        Q(first__household=household) | Q(second__household=household),
        links__undone_at__isnull=True,
        decision=Pair.Decision.SAME,
    )
    # Most households have none: only then is all about both people worth writing a query for.
    ids = list(found.order_by("id").values_list("pk", flat=True).distinct())
    pairs = (
        list(Pair.objects.filter(pk__in=ids).select_related(*_BOTH).order_by("id")) if ids else []
    )
    homes = _standing_together(household, viewer) if pairs or household.same_as_id else []
    older = [home for home in homes if home.pk == household.same_as_id]
    return Linked(
        counts_as=older[0] if older else None,
        stands_elsewhere=household.same_as_id is not None,
        others=[home for home in homes if home.pk != household.same_as_id],
        pairs=pairs,
    )


def _standing_together(household: Household, viewer: Viewer) -> list[Household]:
    """The other records of the same household that the viewer may see."""
    together = household.same_as_id or household.pk
    return list(
        Household.objects.filter(
            Q(pk=together) | Q(same_as=together), within(viewer, "place__code__unindexed")
        )
        .exclude(pk=household.pk)
        .select_related("head", "place")
        .order_by("id")
    )


@dataclass(frozen=True)
class Likely:
    """A record that may be of whoever is being typed in."""

    person: Person
    levels: dict[str, str]
    weight: float


def likely_people(
    *,
    given_name: str,
    surname: str,
    sex: str,
    birth: tuple[int | None, int | None, int | None],
    national_id: str,
    viewer: Viewer,
) -> list[Likely]:
    """The people the viewer may see who are most like the one typed, the likeliest first.

    Each key is looked up by its index and a handful is weighed, so it is quick among a
    million. What lies outside the viewer's places is not spoken of, not even by its ID
    (docs/decisions/0014, 0016).
    """
    typed = Seen(
        name_key=name_key(given_name, surname),
        swapped_key=name_key(surname, given_name) if surname else "",
        sound_key=sound_key(given_name, surname),
        surname_key=name_key(surname, ""),
        sex=sex,
        birth=birth,
        number=lookup(national_id) if national_id else "",
    )
    keys = [Q(national_id_lookup=typed.number)] if typed.number else []
    if typed.name_key and surname:
        keys += [
            Q(name_key__in=[typed.name_key, typed.swapped_key]),
            Q(sound_key=typed.sound_key),
        ]
        if birth[0]:
            keys.append(Q(surname_key=typed.surname_key, birth_year=birth[0]))
    found: dict[UUID, Likely] = {}
    for key in keys:
        for person in _candidates(key, viewer):
            levels = agreement(typed, _seen(person))
            if is_likely(levels):
                found[person.pk] = Likely(person, levels, weight(levels))
    return sorted(found.values(), key=lambda each: (-each.weight, each.person.pk))[:_SHOWN]


def _candidates(key: Q, viewer: Viewer) -> list[Any]:
    return list(
        Person.objects.filter(
            key,
            within(viewer, "household__place__code__unindexed"),
            visible=True,
            household__visible=True,
        ).select_related("household__place__parent")[:_CANDIDATES]
    )


def _seen(person: Person) -> Seen:
    return Seen(
        name_key=person.name_key,
        swapped_key="",
        sound_key=person.sound_key,
        surname_key=person.surname_key,
        sex=person.sex,
        birth=(person.birth_year, person.birth_month, person.birth_day),
        number=person.national_id_lookup,
    )


def _pairs(viewer: Viewer) -> QuerySet[Pair]:
    return Pair.objects.filter(pairs_within(viewer))
