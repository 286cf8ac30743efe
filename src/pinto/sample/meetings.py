"""The meetings of the demo: a forum that has been, one that comes, a weekly one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from pinto.evidence.registry.queries import newest_round, round_labelled
from pinto.evidence.verification.actions.forum import put_to_forum
from pinto.ground.access.queries import everybody_posted, viewer_of
from pinto.ground.meetings.actions import (
    Invited,
    close_meeting,
    count_signatures,
    decide,
    hear_closed,
    plan_meeting,
    propose,
    record_attendance,
    write_minutes,
)
from pinto.ground.meetings.rules import Duty, Kind, Outcome, Raised, Voice, Votes
from pinto.ground.places.queries.places import place
from pinto.sample.cast import HOME
from pinto.sample.names import CAST_SURNAME
from pinto.sample.verification import bring_to_check

if TYPE_CHECKING:
    from pinto.ground.places.models import Place

_SEATS = [
    Invited(Voice.PEOPLE, f"นายคำปัน {CAST_SURNAME}", "ผู้ใหญ่บ้าน", Duty.CHAIR),
    Invited(Voice.STATE, f"นายประสิทธิ์ {CAST_SURNAME}", "เจ้าหน้าที่ตำบล", Duty.SECRETARY),
    Invited(Voice.PEOPLE, f"นางสมศรี {CAST_SURNAME}", "อาสาสมัคร"),
    Invited(Voice.PEOPLE, f"นายอินทร์ {CAST_SURNAME}", "ประธานกองทุนหมู่บ้าน"),
    Invited(Voice.TECHNICAL, f"นางสาวพิชญา {CAST_SURNAME}", "นักวิจัยมหาวิทยาลัยธารคราม"),
    Invited(Voice.TARGET, f"นางแสงหล้า {CAST_SURNAME}", "ผู้แทนครัวเรือนเป้าหมาย"),
]


def hold_meetings() -> None:
    """The forum of two weeks ago is closed, that of next week has its questions.

    They are asked about households under verification, which the first one certified.
    """
    posted = {each.account.username: each.account for each in everybody_posted()}
    officer, now = posted["prasit"], timezone.now()
    home = place(HOME)
    acting: dict[str, Any] = {"viewer": viewer_of(officer), "by": officer}
    round = round_labelled(newest_round(timezone.localdate(now)))

    def checked(days_ago: int) -> list[UUID]:
        begun = now - timedelta(days=days_ago)
        return bring_to_check(2, round, begun, volunteer=posted["somsri"], officer=officer)

    _forum_held(home, checked(18), now - timedelta(days=14), acting)
    coming = _planned(Kind.FORUM, home, now.date() + timedelta(days=6), acting, now, number="2")
    asked = _asked_about(coming, checked(8), now, acting)
    hear_closed(proposal_id=asked[-1].pk, closed=True, at=now, **acting)
    tambon = place(HOME[:6])
    _planned(Kind.WEEKLY, tambon, now.date() + timedelta(days=2), acting, now, number="47")


def _asked_about(forum: Any, rows: list[UUID], at: datetime, acting: dict[str, Any]) -> list[Any]:
    """The questions of the forum, one about each of these."""
    put_to_forum(
        verification_ids=rows,
        meeting_id=forum.pk,
        voice=Voice.PEOPLE,
        closed=False,
        at=at,
        **acting,
    )
    return list(forum.proposals.order_by("number"))


def _forum_held(home: Place, rows: list[UUID], at: datetime, acting: dict[str, Any]) -> None:
    forum = _planned(Kind.FORUM, home, at.date(), acting, at, number="1")
    asked = _asked_about(forum, rows, at, acting)
    asked += propose(
        meeting_id=forum.pk,
        question="เห็นชอบให้ใช้ศาลาวัดเป็นที่พักชั่วคราวเมื่อน้ำท่วมหรือไม่",
        voice=Voice.TARGET,
        at=at,
        **acting,
    )
    there = [seat.pk for seat in forum.seats.all() if seat.number != 4]  # one stayed away
    record_attendance(meeting_id=forum.pk, present=there, at=at, **acting)
    count_signatures(meeting_id=forum.pk, seats=len(there), guests=38, at=at, **acting)
    *earlier, last = asked
    for one in earlier:
        decide(proposal_id=one.pk, outcome=Outcome.AGREED, at=at, **acting)
    decide(
        proposal_id=last.pk,
        outcome=Outcome.AGREED,
        votes=Votes(4, 1, 0),
        objections=[Raised(Voice.PEOPLE, "อาสาสมัคร", "ห้องน้ำไม่พอ", "อบต. จะสร้างเพิ่มสองห้อง")],
        at=at,
        **acting,
    )
    texts = {
        1: "ประธานแจ้งว่าการสำรวจรอบนี้เสร็จแล้วทุกครัวเรือน ขอบคุณผู้ให้ข้อมูล",
        2: "ที่ประชุมรับรองรายงานการประชุมครั้งที่แล้วโดยไม่มีผู้แก้ไข",
    }
    write_minutes(meeting_id=forum.pk, texts=texts, at=at, **acting)
    close_meeting(meeting_id=forum.pk, ended_at=time(11, 40), at=at, **acting)


def _planned(
    kind: Kind, of: Place, day: date, acting: dict[str, Any], at: datetime, *, number: str
) -> Any:
    forum = kind is Kind.FORUM
    title = f"เวทีประชาคม{of.name_th}" if forum else f"ประชุมทีมตำบล{of.name_th}"
    return plan_meeting(
        kind=kind,
        title=title,
        number=f"{number}/{day.year + 543}",
        place=of,
        venue=f"ศาลาอเนกประสงค์{of.name_th}" if forum else "ห้องประชุม อบต.",
        held_on=day,
        starts_at=time(9, 30),
        seats=_SEATS if forum else _SEATS[1:3],
        at=at,
        **acting,
    )
