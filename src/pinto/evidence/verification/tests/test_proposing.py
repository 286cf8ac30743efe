"""To propose tells nobody what they may not know."""

import pytest

from pinto.evidence.verification.tests.factories import make_homes, propose
from pinto.ground.access.rules import Refused


def test_who_may_not_propose_learns_nothing_of_drafts_by_trying(
    places, volunteer, village_leader, client_of
):
    drafted, untouched = make_homes(2)
    propose(drafted, volunteer)
    sentences = set()
    for home in (drafted, untouched):
        with pytest.raises(Refused) as refused:
            propose(home, village_leader)
        sentences.add(str(refused.value))

    assert len(sentences) == 1
    pages = [client_of(village_leader).get(f"/verify/{home.pk}/") for home in (drafted, untouched)]
    assert all(b"told_by" not in page.content for page in pages)


def test_why_a_household_was_proposed_is_read_by_who_said_it_and_the_offices(
    places, volunteer, village_leader, tambon_officer, client_of
):
    home = make_homes()[0]
    propose(home, tambon_officer, reason="มีหนี้ 200,000 บาท", told_by="ผู้ป่วยติดเตียง หมู่ 4")

    def told(account):
        text = client_of(account).get(f"/verify/{home.pk}/?round=2569").text
        return "มีหนี้" in text, "ติดเตียง" in text

    assert told(volunteer) == (False, False)
    assert told(tambon_officer) == (True, True)
