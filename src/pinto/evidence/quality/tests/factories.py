"""Households with answers that agree, or do not."""

import datetime as dt

from pinto.evidence.quality.actions.checking import check_round
from pinto.evidence.registry.extracts import refresh_extract
from pinto.evidence.registry.models import (
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
    Round,
)
from pinto.ground.thai.names import name_key

AT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
SOUND = {"has_debt": False, "expense_food": 3000, "living_members": 1, "registered_members": 1}
HEAD = {"relation": "head", "registration": "named_present", "age": 50, "education": "primary"}


def make_round(year=2569):
    return Round.objects.create(instrument="ppp-household", instrument_version="1", year=year)


def make_home(round, place, answers=None, members=None, by=None, head="บัวคำ"):
    """A household whose answers agree, except for what is said here."""
    home = Household.objects.create(place=place, house_no="52", moo=place.moo)
    revise(home, round, {**SOUND, **(answers or {})}, members, by=by, head=head)
    return home


def revise(home, round, answers, members=None, by=None, head="บัวคำ"):
    revision = HouseholdRevision.objects.create(
        household=home,
        round=round,
        place=home.place,
        source="survey",
        answers=answers,
        by=by,
        at=AT,
    )
    for number, said in enumerate(members or [HEAD]):
        said = dict(said)
        age, sex = said.pop("age", None), said.pop("sex", "F")
        name = said.pop("name", f"{head}{number or ''}")
        person, _ = Person.objects.get_or_create(
            household=home,
            given_name=name,
            defaults={
                "title": said.pop("title", "นาง"),
                "surname": "สมมติสุข",
                "name_key": name_key(said.pop("key", name), "สมมติสุข"),
                "sex": sex,
                "birth_year": None if age is None else round.year - 543 - age,
                "birth_precision": "UNKNOWN" if age is None else "YEAR",
            },
        )
        said.pop("title", None), said.pop("key", None)
        if home.head_id is None:
            home.head = person
            home.save(update_fields=["head"])
        MemberRevision.objects.create(revision=revision, person=person, number=number, answers=said)
    return revision


def looked_through(round):
    """The extract holds the answers, and the rules were asked."""
    refresh_extract(round=round)
    return check_round(round=round, by=None, at=AT)
