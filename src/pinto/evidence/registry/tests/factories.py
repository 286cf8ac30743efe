"""Drafts on their way into the registry, and the registry as one comparable thing."""

import datetime as dt

from django.core import serializers

from pinto.evidence.registry.actions.arrivals import add_households
from pinto.evidence.registry.actions.batches import open_batch, publish_batch
from pinto.evidence.registry.actions.rounds import open_round
from pinto.evidence.registry.models import Household, Person
from pinto.evidence.registry.queries import latest_revisions, rosters
from pinto.evidence.registry.rules import Covered, HouseholdDraft, PersonDraft
from pinto.ground.installation.keys import unseal
from pinto.ground.places.models import Place

AT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
ASKED = Covered(
    frozenset({"living_members", "house_condition"}),
    frozenset({"relation", "health"}),
    roster=True,
)
IDS = ("3999912345670", "3999986033540")  # of a registry that no office has


def make_round(year=2569):
    return open_round(instrument="ppp-household", version="1", year=year, by=None, at=AT)


def draft(house_code="99991234567", members=(), place="99010101", **rest):
    return HouseholdDraft(
        place_code=place, house_code=house_code, members=tuple(members), **{"head": None, **rest}
    )


def person(name, national_id="", **rest):
    return PersonDraft(given_name=name, surname="สมมติสุข", national_id=national_id, **rest)


def add(round, *drafts, covered=ASKED, batch=None):
    """A batch with the drafts, which nobody sees yet, and what became of them."""
    batch = batch or open_batch(source="a file", by=None, at=AT)
    arrival = add_households(
        batch=batch,
        round=round,
        drafts=drafts,
        places=dict(Place.objects.values_list("code", "pk")),
        covered=covered,
        source="file",
        by=None,
        at=AT,
    )
    return batch, arrival


def load(round, *drafts, covered=ASKED):
    """The drafts count; the answer is what became of them."""
    batch, arrival = add(round, *drafts, covered=covered)
    publish_batch(batch=batch, changes=arrival.changes, by=None, at=AT)
    return arrival


def counts(arrival):
    return arrival.new, arrival.changed, arrival.same


def what_counts(round):
    """Everything a reader of the round sees: households, people, answers. JSON text."""
    households = Household.objects.filter(visible=True).order_by("pk")
    people = Person.objects.filter(visible=True, household__visible=True).order_by("pk")
    revisions = latest_revisions([household.pk for household in households], round)
    members = rosters(revision.pk for revision in revisions.values())
    rows = [*households, *people, *(revisions[key] for key in sorted(revisions))]
    for key in sorted(members):
        rows += members[key]
    return serializers.serialize("json", rows, indent=1)


def roster_of(household, round):
    revision = latest_revisions([household.pk], round)[household.pk]
    return [member.person for member in rosters([revision.pk])[revision.pk]]


def id_of(person):
    return unseal(person.national_id) if person.national_id else None
