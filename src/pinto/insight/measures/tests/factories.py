"""Households with answers, for tests that need the tables."""

import datetime as dt

from pinto.evidence.registry.models import (
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
    Round,
)

AT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)


def make_round(year=2569, sequence=1):
    return Round.objects.create(
        instrument="ppp-household", instrument_version="1", year=year, sequence=sequence
    )


def make_household(round, place, answers=None, members=(), delivered=None):
    """A household asked in that round; each member is its answers, ``age`` among them."""
    household = Household.objects.create(place=place, house_no="52", moo=place.moo)
    revise(household, round, answers, members, delivered)
    return household


def revise(household, round, answers=None, members=(), delivered=None, place=None):
    """What the household answered, newer than whatever was answered before."""
    revision = HouseholdRevision.objects.create(
        household=household,
        round=round,
        place=place or household.place,
        source="survey",
        answers=answers or {},
        delivered=delivered or {},
        at=AT,
    )
    for number, said in enumerate(members):
        said = dict(said)
        age = said.pop("age", None)
        person = Person.objects.create(
            household=household,
            given_name=f"คนที่{number}",
            birth_year=None if age is None else round.year - 543 - age,
            birth_precision="YEAR" if age is not None else "UNKNOWN",
        )
        MemberRevision.objects.create(revision=revision, person=person, number=number, answers=said)
    return revision
