"""A household that was asked in a round."""

import datetime as dt

from pinto.evidence.registry.models import (
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
    Round,
)

AT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)


def make_round(year=2569):
    return Round.objects.create(instrument="ppp-household", instrument_version="1", year=year)


def make_household(round, place, answers=None, ages=()):
    """A household with these answers, and a member of each age."""
    home = Household.objects.create(place=place, house_no="52", moo=place.moo)
    revision = HouseholdRevision.objects.create(
        household=home, round=round, place=place, source="survey", answers=answers or {}, at=AT
    )
    for number, age in enumerate(ages):
        person = Person.objects.create(
            household=home,
            given_name=f"คนที่{number}",
            birth_year=round.year - 543 - age,
            birth_precision="YEAR",
        )
        MemberRevision.objects.create(revision=revision, person=person, number=number)
    return home
