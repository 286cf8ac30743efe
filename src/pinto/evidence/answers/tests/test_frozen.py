"""In a frozen round nobody is let into a form whose typing would be lost."""

import pytest

from pinto.evidence.answers.tests.test_correcting import home, now, officer, url  # noqa: F401
from pinto.evidence.registry.models import Freeze, HouseholdRevision, Person
from pinto.evidence.registry.tests.factories import AT, make_round


@pytest.fixture
def freeze(places):
    return lambda: Freeze.objects.create(round=make_round(), place=places["9901"], at=AT)


def test_the_forms_of_a_frozen_round_lead_back_and_say_why(officer, home, freeze):  # noqa: F811
    child = Person.objects.filter(household=home).last()
    addresses = [url(home, "answers", "front"), url(home, "members", child.pk)]
    addresses.append(url(home, "members", "new"))
    freeze()

    for address in addresses:
        answer = officer.get(address, follow=True)
        assert answer.redirect_chain[-1][0].split("?")[0] == url(home, "answers")
        assert "2570" in answer.text


def test_what_was_typed_stays_when_the_round_is_frozen_meanwhile(officer, home, freeze):  # noqa: F811
    typed = now(home, living_members="4")
    freeze()

    answer = officer.post(url(home, "answers", "front"), typed)

    assert answer.status_code == 422
    assert 'value="4"' in answer.text
    assert HouseholdRevision.objects.count() == 1
