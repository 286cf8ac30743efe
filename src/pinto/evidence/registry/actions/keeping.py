"""Who people were when a round was frozen is kept before it changes."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from pinto.evidence.registry.models import Freeze, MemberRevision, Person, PersonThen
from pinto.evidence.registry.queries import THEN


def keep_for_frozen_rounds(people: Collection[UUID]) -> None:
    """Each of these people who is a member in a frozen round is kept there as they are now.

    Runs in the transaction that changes them, before it does. What was kept earlier stays.
    """
    freezes = list(Freeze.objects.values_list("round_id", "place__code"))
    if not freezes:
        return
    closed = Q(pk__in=[])
    for round_id, amphoe in freezes:
        closed |= Q(revision__round=round_id, revision__place__code__startswith=amphoe)
    listed = MemberRevision.objects.filter(closed, person__in=people).order_by()
    rounds: dict[UUID, set[UUID]] = {}
    for person_id, round_id in listed.values_list("person_id", "revision__round_id").distinct():
        rounds.setdefault(person_id, set()).add(round_id)
    PersonThen.objects.bulk_create(
        (
            PersonThen(
                person=person,
                round_id=round_id,
                **{name: getattr(person, name) for name in THEN},
            )
            for person in Person.objects.filter(pk__in=rounds)
            for round_id in sorted(rounds[person.pk])
        ),
        ignore_conflicts=True,
    )
