"""A family whose records were merged is verified once, under the older record."""

import pytest
from django.utils import timezone

from pinto.evidence.registry.actions.links import stand_for_households
from pinto.evidence.registry.models import Freeze
from pinto.evidence.registry.tests.factories import make_round
from pinto.evidence.verification.actions.proposals import propose_households
from pinto.evidence.verification.models import Verification
from pinto.evidence.verification.queries.progress import progress
from pinto.evidence.verification.queries.queue import Filters, not_proposed, queue
from pinto.evidence.verification.queries.standing import verified_truth
from pinto.evidence.verification.rules.transitions import State, Verb
from pinto.evidence.verification.tests.factories import AT, make_homes, propose, state, take
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused


@pytest.fixture
def pair(places, volunteer, tambon_officer, colleague):
    """The older record, which nobody proposed, and the younger, which the forum certified."""
    older, younger = make_homes(2)
    propose(younger, volunteer)
    take(Verb.VISIT, younger, volunteer)
    take(Verb.CHECK, younger, tambon_officer)
    take(Verb.CERTIFY, younger, colleague)
    return older, younger


def link(older, younger, at=AT):
    stand_for_households(standing={younger.pk: older and older.pk}, by=None, at=at)
    younger.refresh_from_db()


def test_no_step_is_taken_on_the_younger_record_and_undoing_the_merge_brings_it_back(
    pair, amphoe_officer
):
    older, younger = pair
    link(older, younger)

    with pytest.raises(Refused):
        take(Verb.ENDORSE, younger, amphoe_officer)
    link(None, younger)
    take(Verb.ENDORSE, younger, amphoe_officer)


def test_the_younger_record_is_counted_nowhere_and_waits_for_nobody(
    pair, places, amphoe_officer, tambon_officer
):
    older, younger = pair
    round, viewer = make_round(), viewer_of(amphoe_officer)
    assert queue(round, Filters(), viewer=viewer).count() == 1

    link(older, younger)

    whole, _parts = progress(places["990101"], round, today=AT.date(), viewer=viewer)
    assert (whole.total, queue(round, Filters(), viewer=viewer).count()) == (0, 0)
    assert verified_truth(places["9901"], round, viewer=viewer) == {}
    listed = not_proposed("990101", round, viewer=viewer_of(tambon_officer))
    assert list(listed) == [older]
    shown = queue(round, Filters(mine=False), viewer=viewer).get()
    assert shown.merged


def test_the_older_record_is_the_one_that_is_proposed(pair, volunteer, tambon_officer):
    older, younger = pair
    Verification.objects.all().update(state=State.WITHDRAWN)
    link(older, younger)

    with pytest.raises(Refused):
        propose(younger, volunteer)
    found = propose_households(
        household_ids=[older.pk, younger.pk], round=make_round(), reason="บัญชี", told_by="ผู้นำ",
        viewer=viewer_of(tambon_officer), by=tambon_officer, at=AT,
    )  # fmt: skip
    assert found.new == [older.pk]


def test_a_merge_after_the_freeze_leaves_the_frozen_round_as_it_was(pair, places, amphoe_officer):
    older, younger = pair
    take(Verb.ENDORSE, younger, amphoe_officer)
    Freeze.objects.create(round=make_round(), place=places["9901"], at=AT)

    link(older, younger, at=timezone.now())

    truth = verified_truth(places["9901"], make_round(), viewer=viewer_of(amphoe_officer))
    assert (list(truth), state(younger)) == ([younger.pk], State.ENDORSED)


def test_both_pages_say_which_record_counts(pair, tambon_officer, client_of):
    older, younger = pair
    link(older, younger)
    client = client_of(tambon_officer)

    of_younger = client.get(f"/verify/{younger.pk}/?round=2569").content.decode()
    of_older = client.get(f"/verify/{older.pk}/?round=2569").content.decode()

    assert f"/verify/{older.pk}/" in of_younger
    assert f"/verify/{younger.pk}/" in of_older
    assert 'value="CHECK"' not in of_younger
