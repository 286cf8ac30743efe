"""People in the registry, some of them twice, and pairs of them."""

import datetime as dt

from pinto.evidence.matching.models import Pair
from pinto.evidence.registry.models import Person
from pinto.evidence.registry.rules import PersonDraft
from pinto.evidence.registry.tests.factories import draft, load, make_round
from pinto.ground.thai.calendar import PartialDate

AT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
CODES = ("99010101", "99010201")


def member(name, surname="สมมติสุข", born=(1967, 3, 5), sex="M", **rest):
    return PersonDraft(
        given_name=name, surname=surname, birth=PartialDate.of(*born), sex=sex, **rest
    )


def twice(second=CODES[1]):
    """สมชาย and his wife in one household, and somebody spelled สมชาญ alone in another."""
    round = make_round()
    somchai, somchan = member("สมชาย"), member("สมชาญ")
    wife = member("มาลี", born=(1970, 8, 1), sex="F")
    load(round, draft(house_code="99991234567", members=[somchai, wife], head=0))
    load(round, draft(house_code="99997654321", place=second, members=[somchan], head=0))


def registered(count):
    """So many people, each in a household of their own, the oldest record first."""
    load(
        make_round(),
        *(
            draft(house_code=f"9999123456{number}", members=[member(f"ชื่อ{number}")], head=0)
            for number in range(count)
        ),
    )
    return list(Person.objects.order_by("pk"))


def a_pair(first, second):
    """A pair that waits for a decision."""
    older, younger = sorted((first, second), key=lambda person: person.pk)
    return Pair.objects.create(
        first=older,
        second=younger,
        weight=30.0,
        probability=0.99,
        band=Pair.Band.REVIEW,
        evidence={"given": ["same", 7.7], "home": ["same_house", 17.1]},
        found_at=AT,
    )
