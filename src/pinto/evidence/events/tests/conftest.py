"""A village with three families, and who reports about them."""

import pytest
from django.utils import timezone

from pinto.evidence.registry.models import Household, Person
from pinto.ground.access.queries import viewer_of


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def homes(places):
    """Three households of บ้านห้วยคราม, and one of the stranger's province."""
    made = []
    for number, (code, surname) in enumerate(
        [("99010101", "แรก"), ("99010101", "สอง"), ("99010102", "สาม"), ("98010101", "ไกล")], 1
    ):
        home = Household.objects.create(place=places[code], house_no=f"{number}/1")
        home.head = Person.objects.create(
            household=home, title="นาง", given_name="คำ", surname=surname
        )
        home.save()
        made.append(home)
    return made


@pytest.fixture
def as_officer(now):
    """What an action takes when that account acts now."""

    def acting(account, at=None):
        return {"viewer": viewer_of(account), "by": account, "at": at or now}

    return acting
