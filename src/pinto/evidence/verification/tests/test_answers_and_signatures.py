"""Signatures stand on answers: of others, and as they were when they were checked."""

from datetime import timedelta

import pytest

from pinto.evidence.answers.actions import Correction, correct_answers, correct_member
from pinto.evidence.registry.models import Person
from pinto.evidence.registry.queries import latest_revisions
from pinto.evidence.registry.rules import PersonDraft
from pinto.evidence.registry.tests.factories import make_round
from pinto.evidence.verification.actions.freezing import freeze_round
from pinto.evidence.verification.models import Verification
from pinto.evidence.verification.queries.queue import Filters, queue
from pinto.evidence.verification.rules.transitions import State, Verb
from pinto.evidence.verification.tests.factories import AT, make_homes, propose, state, take
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.thai.calendar import PartialDate

LATER = AT + timedelta(days=3)


@pytest.fixture
def home(places, volunteer):
    found = make_homes()[0]
    propose(found, volunteer)
    take(Verb.VISIT, found, volunteer)
    return found


def correction(home, account):
    round = make_round()
    return Correction(
        household_id=home.pk,
        round=round,
        based_on=latest_revisions([home.pk], round)[home.pk].pk,
        source="officer",
        reason="พิมพ์ผิด",
        viewer=viewer_of(account),
        by=account,
        at=LATER,
    )


def correct(home, account, **said):
    assert correct_answers(correction=correction(home, account), said=said or {"living_members": 4})


def test_who_wrote_answers_of_a_family_does_not_check_it(home, tambon_officer, colleague):
    correct(home, tambon_officer)

    with pytest.raises(Refused):
        take(Verb.CHECK, home, tambon_officer)
    waiting = queue(make_round(), Filters(), viewer=viewer_of(tambon_officer))
    assert not waiting.exists()
    take(Verb.CHECK, home, colleague)


def test_who_wrote_answers_of_a_family_neither_endorses_it_nor_decides_its_appeal(
    home, tambon_officer, colleague, amphoe_officer, volunteer
):
    correct(home, amphoe_officer)
    take(Verb.CHECK, home, tambon_officer)
    take(Verb.CERTIFY, home, colleague)

    with pytest.raises(Refused):
        take(Verb.ENDORSE, home, amphoe_officer)
    take(Verb.APPEAL, home, volunteer)
    with pytest.raises(Refused):
        take(Verb.UPHOLD, home, amphoe_officer)


def test_neither_forum_nor_amphoe_signs_on_answers_that_changed_after_the_check(
    home, tambon_officer, colleague, amphoe_officer, volunteer
):
    take(Verb.CHECK, home, tambon_officer)
    correct(home, volunteer)
    with pytest.raises(Refused):
        take(Verb.CERTIFY, home, colleague)

    take(Verb.REOPEN, home, tambon_officer)
    take(Verb.CHECK, home, tambon_officer, at=LATER)
    take(Verb.CERTIFY, home, colleague, at=LATER)
    correct(home, volunteer, living_members=5)

    with pytest.raises(Refused):
        take(Verb.ENDORSE, home, amphoe_officer, at=LATER)


def test_a_date_of_birth_that_is_corrected_after_the_check_is_a_changed_answer(
    home, tambon_officer, colleague, volunteer
):
    take(Verb.CHECK, home, tambon_officer)
    somebody = Person.objects.get(household=home)
    born = PersonDraft(birth=PartialDate.of(1960, 1, 1))
    correct_member(
        correction=correction(home, volunteer), person_id=somebody.pk, written=born, said={}
    )

    with pytest.raises(Refused):
        take(Verb.CERTIFY, home, colleague)


def test_a_household_whose_answers_did_not_change_is_not_opened_for_a_new_check(
    home, tambon_officer
):
    take(Verb.CHECK, home, tambon_officer)

    with pytest.raises(Refused):
        take(Verb.REOPEN, home, tambon_officer)


def test_answers_of_an_endorsed_family_that_changed_keep_the_round_from_being_frozen(
    home, tambon_officer, colleague, amphoe_officer, volunteer, places
):
    take(Verb.CHECK, home, tambon_officer)
    take(Verb.CERTIFY, home, colleague)
    take(Verb.ENDORSE, home, amphoe_officer)
    correct(home, volunteer)
    by = {"viewer": viewer_of(amphoe_officer), "by": amphoe_officer, "at": LATER}

    with pytest.raises(Refused):
        freeze_round(round=make_round(), amphoe=places["9901"], **by)
    take(Verb.REOPEN, home, amphoe_officer)

    row = Verification.objects.get()
    assert (state(home), row.checked_by, row.endorsed_by) == (State.VISITED, None, None)


def test_page_and_list_say_that_answers_changed_by_whom_and_when(
    home, tambon_officer, volunteer, client_of
):
    take(Verb.CHECK, home, tambon_officer)
    client = client_of(tambon_officer)
    before = client.get(f"/verify/{home.pk}/?round=2569").content.decode()
    correct(home, volunteer)

    page = client.get(f"/verify/{home.pk}/?round=2569").content.decode()
    listed = client.get("/verify/?round=2569").content.decode()

    said = "คำตอบเปลี่ยนหลังตรวจทานแล้ว"
    assert (said in before, said in page) == (False, True)
    assert str(volunteer) in page
    assert "24 พ.ย. 2569" in page
    assert "คำตอบเปลี่ยนหลังจากนั้น" in listed
