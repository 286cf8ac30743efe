"""Of records that are linked as one household, or one person, which counts in a round."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from pinto.evidence.registry.models import (
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
    Round,
)
from pinto.evidence.registry.queries import COUNTED


@dataclass(frozen=True)
class Superseded:
    """The records of a round for which a linked one counts."""

    households: frozenset[UUID]
    people: frozenset[UUID]


NOBODY = Superseded(frozenset(), frozenset())


def stand_alone(household_ids: Collection[UUID], round: Round) -> bool:
    """Whether none of them, and nobody who was listed in them in the round, is linked to anybody.

    Then whatever they say changes nothing about who else counts.
    """
    homes = list(household_ids)
    if Household.objects.filter(
        Q(pk__in=homes, same_as__isnull=False) | Q(same_as__in=homes)
    ).exists():
        return False
    listed = MemberRevision.objects.filter(revision__household__in=homes, revision__round=round)
    people = set(listed.values_list("person", flat=True))
    return not Person.objects.filter(
        Q(pk__in=people, same_as__isnull=False) | Q(same_as__in=people)
    ).exists()


def superseded(
    round: Round, places: Collection[UUID], *, until: datetime | None = None
) -> Superseded:
    """Who of these places does not count in the round, since a linked record was asked too.

    Of records that are linked as one household, or one person, the oldest that was asked
    in the round counts; where only one was asked, that one does, whichever it is. Links
    made after ``until`` do not count: the round was frozen then.
    """
    asked = HouseholdRevision.objects.filter(COUNTED, round=round)
    homes = _passed_over(
        asked.filter(_linked("household", until), place__in=places).values_list(
            "household__same_as", flat=True
        ),
        lambda of: asked.filter(
            Q(household__in=of) | Q(_linked("household", until), household__same_as__in=of)
        ).values_list("household", "household__same_as"),
    )
    listed = MemberRevision.objects.filter(
        Exists(asked.filter(pk=OuterRef("revision"))), revision__round=round
    )
    later = asked.filter(household=OuterRef("revision__household"), id__gt=OuterRef("revision"))
    people = _passed_over(
        listed.filter(_linked("person", until), revision__place__in=places).values_list(
            "person__same_as", flat=True
        ),
        # whoever stands in a roster that does not count stands for nobody
        lambda of: (
            listed.filter(
                Q(person__in=of) | Q(_linked("person", until), person__same_as__in=of),
                ~Exists(later),
            )
            .exclude(revision__household__in=_superseded_among(asked, of, until))
            .values_list("person", "person__same_as")
        ),
    )
    return Superseded(homes, people)


def _linked(path: str, until: datetime | None) -> Q:
    """The record at ``path`` stands behind another, by then."""
    linked = Q(**{f"{path}__same_as__isnull": False})
    if until is not None:
        at = f"{path}__linked_at"
        linked &= Q(**{f"{at}__isnull": True}) | Q(**{f"{at}__lte": until})
    return linked


def _superseded_among(
    asked: QuerySet[HouseholdRevision], people: Collection[UUID], until: datetime | None
) -> set[UUID]:
    """Those homes of these people, or of records linked to them, for which another counts."""
    homes = asked.filter(
        Q(members__person__in=people) | Q(members__person__same_as__in=people),
        _linked("household", until),
    )
    return set(
        _passed_over(
            homes.values_list("household__same_as", flat=True),
            lambda of: asked.filter(
                Q(household__in=of) | Q(_linked("household", until), household__same_as__in=of)
            ).values_list("household", "household__same_as"),
        )
    )


def _passed_over(
    stood_for: Iterable[UUID | None],
    asked: Callable[[set[UUID]], Iterable[tuple[UUID, UUID | None]]],
) -> frozenset[UUID]:
    """Of each group of linked records that were asked, all but the oldest."""
    groups: dict[UUID, set[UUID]] = {}
    of = {key for key in stood_for if key is not None}
    if not of:
        return frozenset()
    for record, same_as in asked(of):
        groups.setdefault(same_as or record, set()).add(record)
    return frozenset(key for group in groups.values() for key in group - {min(group)})
