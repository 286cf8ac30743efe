"""A meeting decides when those who must be there are, and says so; else it is refused."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.meetings.actions import (
    Invited,
    agree_all,
    call_off,
    change_meeting,
    close_meeting,
    count_signatures,
    decide,
    hear_closed,
    plan_meeting,
    propose,
    record_attendance,
    seat,
    undo_decision,
    unseat,
    withdraw_proposal,
)
from pinto.ground.meetings.models import Decision, Duty, Meeting, Outcome, Proposal, State, Voice
from pinto.ground.meetings.queries import decisions_about, waiting_about
from pinto.ground.meetings.rules import Raised, Votes
from pinto.ground.trail.models import Entry

FOLLOWED = []


def follow(decision, *, undone, by, at):
    """Another room's part in a decision."""
    if decision.outcome == Outcome.DEFERRED:
        raise Refused("ห้องอื่นไม่ยอม")
    FOLLOWED.append((decision.proposal.subject_id, undone))


def test_nothing_is_decided_before_attendance_is_taken(question, acting):
    with pytest.raises(Refused, match="ผู้เข้าประชุม"):
        decide(proposal_id=question.pk, outcome=Outcome.AGREED, **acting)


def test_without_the_families_themselves_a_forum_decides_nothing(question, attend, acting):
    assert not attend(without=[4]).met

    with pytest.raises(Refused):
        decide(proposal_id=question.pk, outcome=Outcome.AGREED, **acting)
    assert not Decision.objects.exists()


def test_with_half_of_the_seats_empty_it_decides_nothing(forum, question, attend, acting):
    for name in ("ก", "ข", "ค", "ง"):
        seat(meeting_id=forum.pk, invited=Invited(Voice.PEOPLE, name), **acting)
    found = attend(without=[5, 6, 7, 8, 9])

    assert (found.present, found.seats, found.needed) == (4, 9, 5)
    with pytest.raises(Refused):
        decide(proposal_id=question.pk, outcome=Outcome.AGREED, **acting)


def test_a_decision_keeps_who_was_there_and_how_objections_were_answered(question, attend, acting):
    attend(without=[5])
    decision = decide(
        proposal_id=question.pk,
        outcome=Outcome.AGREED,
        votes=Votes(3, 1, 0),
        objections=[Raised(Voice.PEOPLE, "ผู้ใหญ่บ้าน", "งบไม่พอ", "ขอจากกองทุน")],
        **acting,
    )

    assert decision.quorum["present"] == 4
    assert decision.quorum["there"][Voice.TARGET] == 1
    assert decision.objections.get().answer == "ขอจากกองทุน"


@pytest.mark.parametrize("votes", [Votes(4, 2, 0), Votes(2, 2, 1)], ids=["too many", "a tie"])
def test_hands_that_do_not_add_up_are_refused(votes, question, attend, acting):
    attend()

    with pytest.raises(Refused):
        decide(proposal_id=question.pk, outcome=Outcome.AGREED, votes=votes, **acting)


def test_a_question_is_decided_once_until_it_is_undone(question, attend, acting):
    attend()
    decide(proposal_id=question.pk, outcome=Outcome.NOT_AGREED, **acting)
    with pytest.raises(Refused):
        decide(proposal_id=question.pk, outcome=Outcome.AGREED, **acting)

    undo_decision(proposal_id=question.pk, **acting)
    decide(proposal_id=question.pk, outcome=Outcome.AGREED, **acting)

    kept = [(each.outcome, each.undone_at is None) for each in question.decisions.all()]
    assert kept == [(Outcome.NOT_AGREED, False), (Outcome.AGREED, True)]


def test_a_closed_meeting_is_final(forum, question, attend, acting):
    attend()
    with pytest.raises(Refused):
        close_meeting(meeting_id=forum.pk, ended_at=None, **acting)  # no outcome yet
    decide(proposal_id=question.pk, outcome=Outcome.AGREED, **acting)
    close_meeting(meeting_id=forum.pk, ended_at=dt.time(11), **acting)

    for change in (
        lambda: undo_decision(proposal_id=question.pk, **acting),
        lambda: propose(meeting_id=forum.pk, question="?", voice=Voice.STATE, **acting),
        lambda: record_attendance(meeting_id=forum.pk, present=[], **acting),
        lambda: seat(meeting_id=forum.pk, invited=Invited(Voice.STATE, "ก"), **acting),
    ):
        with pytest.raises(Refused):
            change()


def test_the_room_a_question_is_about_follows_or_stops_the_decision(
    forum, attend, acting, settings
):
    settings.AFTER_DECISION = {"household": f"{__name__}.follow"}
    FOLLOWED.clear()
    about = [("household", uuid.uuid4()), ("household", uuid.uuid4())]
    first, second = propose(
        meeting_id=forum.pk,
        question="เห็นชอบหรือไม่",
        voice=Voice.PEOPLE,
        subjects=[*about, about[0]],
        **acting,
    )
    attend()
    decide(proposal_id=first.pk, outcome=Outcome.AGREED, **acting)
    undo_decision(proposal_id=first.pk, **acting)
    with pytest.raises(Refused, match="ห้องอื่นไม่ยอม"):
        decide(proposal_id=second.pk, outcome=Outcome.DEFERRED, **acting)

    ids = [subject_id for _, subject_id in about]
    assert [(ids[0], False), (ids[0], True)] == FOLLOWED
    assert not decisions_about("household", ids)
    assert set(waiting_about("household", ids)) == {first, second}


def test_a_subject_is_asked_about_once_a_meeting(forum, acting):
    about = [("household", uuid.uuid4())]
    put = {"meeting_id": forum.pk, "question": "เห็นชอบหรือไม่", "voice": Voice.PEOPLE}

    assert len(propose(subjects=about, **put, **acting)) == 1
    assert propose(subjects=about, **put, **acting) == []


def test_a_question_about_a_family_tells_nothing_of_it(forum, acting):
    with pytest.raises(Refused, match="หนี้"):
        propose(
            meeting_id=forum.pk,
            question="มีหนี้มาก เห็นชอบหรือไม่",
            voice=Voice.STATE,
            subjects=[("household", uuid.uuid4())],
            **acting,
        )
    assert not Proposal.objects.exists()


def test_attendance_waits_for_the_day(forum, acting):
    Meeting.objects.filter(pk=forum.pk).update(held_on=forum.held_on + dt.timedelta(days=1))

    with pytest.raises(Refused):
        record_attendance(meeting_id=forum.pk, present=[], **acting)


def test_a_seat_that_a_decision_rests_on_stays(forum, question, attend, acting):
    attend()
    decide(proposal_id=question.pk, outcome=Outcome.AGREED, **acting)
    guest = forum.seats.last()

    with pytest.raises(Refused):
        unseat(meeting_id=forum.pk, seat_id=guest.pk, **acting)
    undo_decision(proposal_id=question.pk, **acting)
    unseat(meeting_id=forum.pk, seat_id=guest.pk, **acting)
    with pytest.raises(Refused):
        withdraw_proposal(proposal_id=question.pk, **acting)


def test_a_meeting_has_one_chair(forum, acting):
    with pytest.raises(Refused):
        seat(meeting_id=forum.pk, invited=Invited(Voice.STATE, "ก", "", Duty.CHAIR), **acting)


def test_only_a_planned_meeting_is_called_off(forum, attend, acting):
    attend()
    with pytest.raises(Refused):
        call_off(meeting_id=forum.pk, **acting)


def test_a_volunteer_sees_the_forum_and_writes_nothing(forum, volunteer, now):
    with pytest.raises(Refused):
        call_off(meeting_id=forum.pk, viewer=viewer_of(volunteer), by=volunteer, at=now)


def test_for_a_stranger_there_is_no_meeting(forum, question, stranger, now):
    her = {"viewer": viewer_of(stranger), "by": stranger, "at": now}

    with pytest.raises(Meeting.DoesNotExist):
        call_off(meeting_id=forum.pk, **her)
    with pytest.raises(Meeting.DoesNotExist):
        decide(proposal_id=question.pk, outcome=Outcome.AGREED, **her)


def test_every_step_is_in_the_trail(forum, question, attend, acting):
    attend()
    count_signatures(meeting_id=forum.pk, seats=5, guests=40, **acting)
    hear_closed(proposal_id=question.pk, closed=True, **acting)
    decide(proposal_id=question.pk, outcome=Outcome.AGREED, **acting)
    undo_decision(proposal_id=question.pk, **acting)
    decide(proposal_id=question.pk, outcome=Outcome.AGREED, **acting)
    close_meeting(meeting_id=forum.pk, ended_at=None, **acting)

    told = Entry.objects.filter(on_kind="meeting", on_id=str(forum.pk)).order_by("at", "id")
    assert sorted(told.values_list("what", flat=True)) == sorted([
        "meeting.planned",
        "meeting.proposed",
        "meeting.attended",
        "meeting.counted",
        "meeting.hearing_set",
        "meeting.decided",
        "meeting.decision_undone",
        "meeting.decided",
        "meeting.closed",
    ])  # fmt: skip
    assert Meeting.objects.get().state == State.CLOSED


@pytest.mark.parametrize(
    "name", ["กำนันคำ สมมติสุข", "นาย คำ  สมมติสุข", "คำ สมมติสุข"], ids=["same", "title", "bare"]
)
def test_one_person_gets_one_seat_and_is_one_voice(forum, acting, name):
    with pytest.raises(Refused, match="หนึ่งคนเป็นหนึ่งเสียง"):
        seat(meeting_id=forum.pk, invited=Invited(Voice.STATE, name), **acting)

    seat(meeting_id=forum.pk, invited=Invited(Voice.STATE, "คำ สมมติสุข (บ้าน 12)"), **acting)


def test_one_account_gets_one_seat_under_any_name(forum, acting, tambon_officer):
    seat(meeting_id=forum.pk, invited=Invited(Voice.STATE, "ก", account=tambon_officer), **acting)

    with pytest.raises(Refused):
        seat(meeting_id=forum.pk, invited=Invited(Voice.PEOPLE, "ข", account=tambon_officer),
             **acting)  # fmt: skip


def test_who_sits_in_the_place_of_all_others_is_one_person_and_no_quorum(forum, question, acting):
    found = record_attendance(
        meeting_id=forum.pk,
        present=[each.pk for each in forum.seats.all()],
        stand_ins={each.pk: "นายคำ สมมติสุข" for each in forum.seats.all()},
        **acting,
    )

    assert (found.present, found.seats, found.met) == (1, 5, False)
    with pytest.raises(Refused, match="นายคำ"):
        decide(proposal_id=question.pk, outcome=Outcome.AGREED, **acting)


def test_what_more_hands_were_for_is_not_written_down_as_not_agreed(question, attend, acting):
    attend()
    with pytest.raises(Refused, match="4 เสียง"):
        decide(proposal_id=question.pk, outcome=Outcome.NOT_AGREED, votes=Votes(4, 0, 0), **acting)

    decide(proposal_id=question.pk, outcome=Outcome.NOT_AGREED, votes=Votes(2, 2, 1), **acting)


def test_whoever_a_decision_rests_on_stays_ticked_until_it_is_undone(
    forum, question, attend, acting
):
    attend()
    decide(proposal_id=question.pk, outcome=Outcome.AGREED, votes=Votes(5, 0, 0), **acting)
    for without in ([4], [5]):  # the families' voice; one of five hands counted
        with pytest.raises(Refused, match="เลิกทำมติ"):
            attend(without=without)
    assert forum.seats.filter(present=True).count() == 5

    undo_decision(proposal_id=question.pk, **acting)
    assert not attend(without=[4]).met


def test_attendance_without_seats_says_what_to_do(forum, acting):
    forum.seats.all().delete()

    with pytest.raises(Refused, match="ที่นั่ง"):
        record_attendance(meeting_id=forum.pk, present=[], **acting)


@pytest.mark.parametrize("asked_again", [False, True])
def test_a_hearing_stays_closed_in_the_next_meeting_unless_the_family_opened_it(
    forum, acting, now, asked_again
):
    about = [("household", uuid.uuid4())]
    put = {"question": "เห็นชอบหรือไม่", "voice": Voice.PEOPLE, "subjects": about}
    (first,) = propose(meeting_id=forum.pk, closed=True, **put, **acting)
    if asked_again:
        hear_closed(proposal_id=first.pk, closed=False, **acting)
    call_off(meeting_id=forum.pk, **acting)
    again = planned(forum, acting, now)

    (second,) = propose(meeting_id=again.pk, **put, **acting)

    assert second.closed is not asked_again


def planned(forum, acting, now, days=1):
    """Another forum there, so many days from now."""
    return plan_meeting(
        kind=forum.kind,
        title="เวที",
        place=forum.place,
        venue="ศาลา",
        held_on=timezone.localdate(now) + dt.timedelta(days=days),
        starts_at=dt.time(9),
        **acting,
    )


def test_a_planned_meeting_is_put_on_another_day_and_a_held_one_stays(forum, attend, acting, now):
    tomorrow = timezone.localdate(now) + dt.timedelta(days=1)
    told = {"title": forum.title, "venue": "ศาลาใหม่", "starts_at": dt.time(13)}
    change_meeting(meeting_id=forum.pk, held_on=tomorrow, **told, **acting)

    forum.refresh_from_db()
    assert (forum.held_on, forum.venue) == (tomorrow, "ศาลาใหม่")
    with pytest.raises(Refused):
        attend()  # not before its day
    change_meeting(meeting_id=forum.pk, held_on=timezone.localdate(now), **told, **acting)
    attend()
    with pytest.raises(Refused):
        change_meeting(meeting_id=forum.pk, held_on=tomorrow, **told, **acting)


def test_a_meeting_of_another_century_is_a_slip_of_the_year(forum, acting, now):
    with pytest.raises(Refused, match="ตรวจปี"):
        planned(forum, acting, now, days=-40_000)


def test_planned_meetings_are_numbered_by_their_days_and_held_ones_keep_theirs(
    forum, attend, acting
):
    attend()  # 1/2569
    at = dt.datetime(forum.held_on.year, 6, 15, 12, tzinfo=dt.UTC)
    acting = acting | {"at": at}
    later, sooner = (planned(forum, acting, at, days=days) for days in (40, 20))

    def numbers():
        rows = Meeting.objects.exclude(pk=forum.pk).order_by("held_on")
        return [row.number.partition("/")[0] for row in rows]

    assert numbers() == ["2", "3"]
    told = {"title": "เวที", "venue": "ศาลา", "starts_at": dt.time(9)}
    moved = sooner.held_on - dt.timedelta(days=5)
    change_meeting(meeting_id=later.pk, held_on=moved, **told, **acting)
    assert numbers() == ["2", "3"]
    assert Meeting.objects.get(pk=later.pk).number.startswith("2/")
    assert Meeting.objects.get(pk=forum.pk).number == "1/2569"


def never(decision, *, undone, by, at):
    """Another room that does not follow."""
    raise Refused("ครัวเรือนอุทธรณ์แล้ว")


def test_agreeing_to_all_leaves_open_what_its_room_does_not_let_be_decided(
    forum, question, attend, acting, settings
):
    settings.AFTER_DECISION = {"household": f"{__name__}.never"}
    about = [("household", uuid.uuid4())]
    propose(
        meeting_id=forum.pk, question="เห็นชอบหรือไม่", voice=Voice.PEOPLE, subjects=about, **acting
    )
    attend()

    made = agree_all(meeting_id=forum.pk, **acting)
    assert [each.proposal_id for each in made] == [question.pk]
    with pytest.raises(Refused, match="ครัวเรือนอุทธรณ์แล้ว"):
        agree_all(meeting_id=forum.pk, **acting)
