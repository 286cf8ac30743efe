"""A forum in บ้านห้วยคราม, as its tests want it."""

import datetime as dt

import pytest
from django.utils import timezone

from pinto.ground.access.queries import viewer_of
from pinto.ground.meetings.actions import Invited, plan_meeting, propose, record_attendance
from pinto.ground.meetings.models import Duty, Kind, Voice

INVITED = [
    Invited(Voice.PEOPLE, "กำนันคำ สมมติสุข", "กำนัน", Duty.CHAIR),
    Invited(Voice.STATE, "บุญมา สมมติสุข", "นักพัฒนาชุมชน", Duty.SECRETARY),
    Invited(Voice.TECHNICAL, "อรุณ สมมติสุข", "นักวิจัย"),
    Invited(Voice.TARGET, "ใส สมมติสุข", "ผู้แทนครัวเรือนเป้าหมาย"),
    Invited(Voice.PEOPLE, "สี สมมติสุข", "อสม."),
]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def acting(tambon_officer, now):
    """Who acts, and when: the tambon officer."""
    return {"viewer": viewer_of(tambon_officer), "by": tambon_officer, "at": now}


@pytest.fixture
def forum(places, acting, now):
    """A forum of today, with five seats of all four voices."""
    return plan_meeting(
        kind=Kind.FORUM,
        title="เวทีประชาคมบ้านห้วยคราม",
        number="1/2569",
        place=places["99010101"],
        venue="ศาลาวัดห้วยคราม",
        held_on=timezone.localdate(now),
        starts_at=dt.time(9, 30),
        seats=INVITED,
        **acting,
    )


@pytest.fixture
def attend(forum, acting):
    """Attendance is taken: everybody but the seats of these numbers is there."""

    def take(*, without=()):
        there = [seat.pk for seat in forum.seats.all() if seat.number not in without]
        return record_attendance(meeting_id=forum.pk, present=there, **acting)

    return take


@pytest.fixture
def question(forum, acting):
    """A general question put to the forum."""
    asked = propose(
        meeting_id=forum.pk,
        question="เห็นชอบให้ซ่อมศาลาหรือไม่",
        voice=Voice.PEOPLE,
        **acting,
    )
    return asked[0]
