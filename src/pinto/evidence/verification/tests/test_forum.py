"""The forum decides, and the household is certified in the same moment."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from pinto.evidence.verification.actions.forum import put_to_forum
from pinto.evidence.verification.models import Step, Verification
from pinto.evidence.verification.queries.queue import forum_asked
from pinto.evidence.verification.rules.transitions import State, Verb
from pinto.evidence.verification.tests.factories import AT, make_homes, propose, state, take
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.meetings import actions as meetings
from pinto.ground.meetings.actions import decide, plan_meeting, record_attendance, undo_decision
from pinto.ground.meetings.models import Kind, Proposal, Seat
from pinto.ground.meetings.queries import asked, proposals_of
from pinto.ground.meetings.tests.conftest import INVITED


@pytest.fixture
def acting(tambon_officer):
    return {"viewer": viewer_of(tambon_officer), "by": tambon_officer, "at": timezone.now()}


@pytest.fixture
def forum(places, acting):
    return plan(places, acting, timezone.localdate())


def plan(places, acting, held_on):
    made = plan_meeting(
        kind=Kind.FORUM,
        title="เวทีประชาคม",
        place=places["99010101"],
        venue="ศาลาวัด",
        held_on=held_on,
        starts_at=dt.time(9, 30),
        seats=INVITED,
        **acting,
    )
    if held_on <= timezone.localdate():
        record_attendance(meeting_id=made.pk, present=[s.pk for s in made.seats.all()], **acting)
    return made


@pytest.fixture
def home(places, volunteer, tambon_officer):
    found = make_homes()[0]
    propose(found, volunteer)
    take(Verb.VISIT, found, volunteer)
    take(Verb.CHECK, found, tambon_officer)
    return found


@pytest.fixture
def put(forum, home, acting):
    row = Verification.objects.get()
    put_to_forum(
        verification_ids=[row.pk], meeting_id=forum.pk, voice="PEOPLE", closed=False, **acting
    )
    return Proposal.objects.get()


@pytest.mark.parametrize(("outcome", "finding"), [("AGREED", "POOR"), ("NOT_AGREED", "NOT_POOR")])
def test_what_the_forum_decides_certifies_the_household(put, home, acting, outcome, finding):
    assert forum_asked(Verification.objects.get()) == put.meeting

    decide(proposal_id=put.pk, outcome=outcome, **acting)

    row = Verification.objects.get()
    assert (row.state, row.finding, row.meeting) == (State.CERTIFIED, finding, put.meeting_id)


def test_a_deferred_question_leaves_the_household_where_it_was(put, home, acting):
    decide(proposal_id=put.pk, outcome="DEFERRED", **acting)

    assert state(home) == State.CHECKED


def test_a_decision_that_is_undone_takes_the_certificate_back(put, home, acting):
    decide(proposal_id=put.pk, outcome="AGREED", **acting)
    undo_decision(proposal_id=put.pk, **acting)

    assert state(home) == State.CHECKED


def test_a_decision_stays_once_the_amphoe_has_endorsed(put, home, acting, amphoe_officer):
    decide(proposal_id=put.pk, outcome="AGREED", **acting)
    take(Verb.ENDORSE, home, amphoe_officer)

    with pytest.raises(Refused):
        undo_decision(proposal_id=put.pk, **acting)


def test_nobody_certifies_without_a_forum(put, home, tambon_officer, forum):
    with pytest.raises(Refused):
        take(Verb.CERTIFY, home, tambon_officer, meeting=forum.pk)


def test_the_papers_call_a_family_by_name_and_house_alone(put, forum, acting):
    line = asked(proposals_of(forum), forum, viewer=acting["viewer"])[0]

    assert (line.name, line.house) == ("คน001 สมมติสุข", "001")


def test_only_what_was_checked_is_put_to_a_forum(places, volunteer, forum, acting):
    found = make_homes(2)[1]
    propose(found, volunteer)

    with pytest.raises(Refused):
        put_to_forum(
            verification_ids=[Verification.objects.get(household=found).pk],
            meeting_id=forum.pk, voice="PEOPLE", closed=False, **acting,
        )  # fmt: skip


@pytest.mark.parametrize(("others", "decides"), [(2, False), (3, True)])
def test_who_visited_or_checked_does_not_make_up_the_quorum(
    put, forum, acting, volunteer, tambon_officer, others, decides
):
    """Of five seats three are needed, beside the seats of those who signed before."""
    volunteers, officers, _technical, _families, people = forum.seats.order_by("number")
    Seat.objects.filter(pk=volunteers.pk).update(name=f"นาย{volunteer.name or volunteer}")
    Seat.objects.filter(pk=officers.pk).update(name="ก", account=tambon_officer)
    Seat.objects.filter(pk=people.pk).update(present=others == 3)

    if decides:
        decide(proposal_id=put.pk, outcome="AGREED", **acting)
    else:
        with pytest.raises(Refused, match="คนอื่น"):
            decide(proposal_id=put.pk, outcome="AGREED", **acting)


@pytest.mark.parametrize("asked", ["ช่วยนางคน001 สมมติสุขหรือไม่", "ให้ คน001  สมมติสุข ได้รับ"])
def test_a_general_question_names_no_family_of_the_place(home, forum, acting, asked):
    with pytest.raises(Refused, match="คน001 สมมติสุข"):
        meetings.propose(meeting_id=forum.pk, question=asked, voice="PEOPLE", **acting)

    meetings.propose(
        meeting_id=forum.pk, question="ช่วยนางคนอื่น สมมติสุขหรือไม่", voice="PEOPLE", **acting
    )


def test_a_family_the_forum_did_not_find_poor_is_not_called_certified(
    put, home, acting, client_of, tambon_officer
):
    decide(proposal_id=put.pk, outcome="NOT_AGREED", **acting)
    shown = client_of(tambon_officer).get(f"/verify/{home.pk}/").content.decode()

    assert shown.count("เวทีไม่รับรองว่าจน") >= 2  # the heading and the timeline
    assert "ไม่จน" not in shown.replace("เวทีไม่รับรองว่าจน", "")
    assert "รับรองแล้ว" not in shown.partition("<h1>")[2].partition("</h1>")[0]


def put_again(acting, forum):
    row = Verification.objects.get()
    return put_to_forum(
        verification_ids=[row.pk], meeting_id=forum.pk, voice="PEOPLE", closed=False, **acting
    )


def test_a_forum_of_before_the_check_is_not_asked_and_told_why(places, home, acting):
    earlier = plan(places, acting, AT.date() - dt.timedelta(days=1))

    with pytest.raises(Refused, match="2569"):
        put_again(acting, earlier)
    assert not Proposal.objects.exists()


def test_a_forum_that_was_asked_before_a_new_check_does_not_certify(put, home, acting):
    later = timezone.now() + dt.timedelta(days=1)
    Step.objects.filter(verb=Verb.CHECK).update(at=later)

    with pytest.raises(Refused):
        decide(proposal_id=put.pk, outcome="AGREED", **acting)


def test_a_household_stands_before_one_forum_at_a_time(put, places, home, acting):
    another = plan(places, acting, timezone.localdate() + dt.timedelta(days=7))

    with pytest.raises(Refused):
        put_again(acting, another)
    decide(proposal_id=put.pk, outcome="DEFERRED", **acting)
    assert put_again(acting, another) == 1


def test_agreeing_to_all_the_rest_leaves_out_who_appealed_and_names_them(
    put, home, forum, acting, volunteer, tambon_officer, colleague, client_of
):
    beside = make_homes(2)[1]
    propose(beside, volunteer)
    take(Verb.VISIT, beside, volunteer)
    take(Verb.CHECK, beside, colleague)
    row = Verification.objects.get(household=beside)
    put_to_forum(
        verification_ids=[row.pk], meeting_id=forum.pk, voice="PEOPLE", closed=False, **acting
    )
    take(Verb.APPEAL, beside, volunteer)

    page = client_of(tambon_officer).post(
        reverse("meeting_agree_all", args=[forum.pk]), follow=True
    )

    assert (state(home), state(beside)) == (State.CERTIFIED, State.APPEALED)
    said = [str(each) for each in page.context["messages"]]
    assert "คน002" in said[1]
    assert "คน001" not in said[1]
