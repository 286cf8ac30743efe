"""An endorsed round is closed: what comes later belongs to the next one."""

from datetime import timedelta

import pytest

from pinto.evidence.answers.actions import Correction, correct_answers
from pinto.evidence.registry.actions.batches import publish_batch, withdraw_batch
from pinto.evidence.registry.models import Batch, Freeze, HouseholdRevision
from pinto.evidence.registry.permissions import Frozen
from pinto.evidence.registry.queries import latest_revisions
from pinto.evidence.registry.tests.factories import add, draft, load, make_round, person
from pinto.evidence.verification.actions.freezing import freeze_round
from pinto.evidence.verification.rules.transitions import Verb
from pinto.evidence.verification.tests.factories import AT, make_homes, propose, take
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused

LATER = AT + timedelta(days=9)


@pytest.fixture
def freeze(places, amphoe_officer):
    def close(account=None):
        by = account or amphoe_officer
        return freeze_round(
            round=make_round(), amphoe=places["9901"], viewer=viewer_of(by), by=by, at=LATER
        )

    return close


@pytest.fixture
def endorsed(places, volunteer, tambon_officer, colleague, amphoe_officer):
    """A household that everybody agreed on, and another that nobody proposed."""
    home, beside = make_homes(2)
    propose(home, volunteer)
    take(Verb.VISIT, home, volunteer)
    take(Verb.CHECK, home, tambon_officer)
    take(Verb.CERTIFY, home, colleague)
    take(Verb.ENDORSE, home, amphoe_officer)
    return home, beside


def correct(home, account, **said):
    round = make_round()
    correction = Correction(
        household_id=home.pk,
        round=round,
        based_on=latest_revisions([home.pk], round)[home.pk].pk,
        source="visit",
        reason="เห็นกับตา",
        viewer=viewer_of(account),
        by=account,
        at=LATER,
    )
    return correct_answers(correction=correction, said=said)


def test_an_answer_of_a_frozen_round_is_refused_and_the_next_round_named(
    endorsed, freeze, tambon_officer
):
    assert correct(endorsed[1], tambon_officer, living_members=2)
    freeze()

    for home in endorsed:
        with pytest.raises(Frozen, match="2570"):
            correct(home, tambon_officer, living_members=3)
    assert HouseholdRevision.objects.count() == 3


def test_no_step_is_taken_and_nobody_is_proposed_in_a_frozen_round(
    endorsed, freeze, volunteer, amphoe_officer
):
    freeze()

    with pytest.raises(Frozen):
        take(Verb.RETURN, endorsed[0], amphoe_officer)
    with pytest.raises(Frozen):
        propose(endorsed[1], volunteer)


def test_a_file_for_a_frozen_round_changes_nothing(endorsed, freeze):
    staged, arrival = add(make_round(), draft("99990000001", [person("ใหม่")]))
    freeze()

    with pytest.raises(Frozen):
        publish_batch(batch=staged, changes=arrival.changes, by=None, at=LATER)
    with pytest.raises(Frozen):
        add(make_round(), draft("99990000002", [person("อีก")]))
    with pytest.raises(Frozen):
        withdraw_batch(batch=Batch.objects.get(state="PUBLISHED"), by=None, at=LATER)


def test_a_household_is_not_carried_out_of_a_frozen_round_by_a_move(endorsed, freeze):
    freeze()
    code = endorsed[0].house_code

    with pytest.raises(Frozen):
        load(make_round(), draft(code, [person("คน001")], place="98010101"))


def test_other_rounds_and_other_amphoe_go_on(endorsed, freeze):
    freeze()

    load(make_round(), draft("98010100001", [person("ไกล")], place="98010101"))
    load(make_round(2570), draft("99990000003", [person("ใหม่")]))


def test_a_round_is_not_frozen_while_a_household_waits(endorsed, freeze, volunteer):
    propose(endorsed[1], volunteer)

    with pytest.raises(Refused):
        freeze()
    assert not Freeze.objects.exists()


def test_only_the_amphoe_freezes(endorsed, freeze, tambon_officer, province_officer):
    for account in (tambon_officer, province_officer):
        with pytest.raises(Exception, match=r".*"):
            freeze(account)
    assert not Freeze.objects.exists()
