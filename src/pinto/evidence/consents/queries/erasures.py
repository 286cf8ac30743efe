"""Requests to erase, whom they are about, and what would go."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from pinto.evidence.consents.models import ErasureRequest
from pinto.evidence.registry.models import Household, MemberRevision, Person
from pinto.evidence.registry.queries import (
    home_name,
    household,
    latest_revisions,
    person_name,
    rounds_of,
)
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Capability, Viewer


@dataclass(frozen=True)
class Whose:
    """Who is erased: people of a household, or the household with everybody in it."""

    home: UUID  # the household they belong to
    household: UUID | None  # the same, where all of it goes
    people: frozenset[UUID]


def whose(household_id: UUID, person_id: UUID | None) -> Whose:
    """Everybody whom the erasure reaches.

    Where nobody else is a member in the newest round, what the household answered is about
    the person alone: all of it goes, with whoever was a member before.
    """
    everybody = frozenset(
        Person.objects.filter(household=household_id).values_list("pk", flat=True)
    )
    if person_id is None or not _others(household_id, person_id):
        return Whose(household_id, household_id, everybody)
    return Whose(household_id, None, frozenset({person_id}))


def _others(household_id: UUID, person_id: UUID) -> bool:
    asked_in = rounds_of(household_id)
    if not asked_in:
        return Person.objects.filter(household=household_id).exclude(pk=person_id).exists()
    newest = latest_revisions([household_id], asked_in[0])[household_id]
    roster = MemberRevision.objects.filter(revision=newest)
    return roster.exclude(person=person_id).exists()


def erasure_requests(*, viewer: Viewer) -> QuerySet[ErasureRequest]:
    """The requests about households of the viewer's places, the undecided and newest first."""
    asks = within(viewer, "place_code", to=Capability.ASK_ERASURE)
    found = ErasureRequest.objects.filter(asks).select_related("asked_by", "decided_by")
    return found.order_by("-asked_at", "-id")


def erasure_request(request_id: UUID, *, viewer: Viewer) -> ErasureRequest:
    """One request. Raises ``DoesNotExist`` where it is not this viewer's."""
    return erasure_requests(viewer=viewer).get(pk=request_id)


def any_erasure_request(request_id: UUID) -> ErasureRequest:
    """One request, for the worker, which acts for the officer who approved it."""
    return ErasureRequest.objects.select_related("decided_by").get(pk=request_id)


def open_request(household_id: UUID) -> ErasureRequest | None:
    """The request about this household that is not ended yet."""
    states = (ErasureRequest.State.ASKED, ErasureRequest.State.APPROVED)
    return ErasureRequest.objects.filter(household=household_id, state__in=states).first()


@dataclass(frozen=True)
class About:
    """Whom a request is about, while they are on record."""

    home: Household
    name: str  # of the household's head
    people: list[str]  # everybody who would be erased, by name
    everything: bool  # the household goes with them
    stays: int  # members who stay


def told_about(asked: ErasureRequest, *, viewer: Viewer) -> About | None:
    """What the second officer has to know before approving; None once they are erased."""
    try:
        home = household(asked.household, viewer=viewer)
    except Household.DoesNotExist:
        return None
    them = whose(asked.household, asked.person)
    everybody = Person.objects.filter(household=home, visible=True).order_by("id")
    return About(
        home=home,
        name=home_name(home),
        people=[person_name(each) for each in everybody if each.pk in them.people],
        everything=them.household is not None,
        stays=sum(each.pk not in them.people for each in everybody),
    )
