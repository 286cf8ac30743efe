"""The verification of the demo: two tambons at work, every state, last year's round frozen."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from pinto.evidence.registry.queries import round_labelled
from pinto.evidence.verification.actions.bulk import take_together
from pinto.evidence.verification.actions.forum import put_to_forum
from pinto.evidence.verification.actions.freezing import freeze_round
from pinto.evidence.verification.actions.proposals import propose_households
from pinto.evidence.verification.actions.steps import Given, VisitNote
from pinto.evidence.verification.queries.queue import Filters, chosen_ids, not_proposed
from pinto.evidence.verification.rules.transitions import Finding, Outcome, State, Verb
from pinto.ground.access.actions import create_account, post_officer
from pinto.ground.access.queries import everybody_posted, viewer_of
from pinto.ground.meetings.actions import (
    Invited,
    close_meeting,
    decide,
    plan_meeting,
    record_attendance,
)
from pinto.ground.meetings.rules import Duty, Kind, Voice
from pinto.ground.meetings.rules import Outcome as Decided
from pinto.ground.places.queries.places import place
from pinto.sample.cast import HOME
from pinto.sample.names import CAST_SURNAME

if TYPE_CHECKING:
    from pinto.evidence.registry.models import Household, Round

_SOURCES = ("ผู้ใหญ่บ้าน", "อสม.", "TPMAP", "ครัวเรือนเดินมาแจ้งเอง")
_TOOK = ((22, 35, 48), (3,), (4, 19))  # minutes of visits: met, refused, lived well
_WAVE = 30  # households of one tambon that begin together
_SEATS = [
    Invited(Voice.PEOPLE, f"นายคำมูล {CAST_SURNAME}", "กำนัน", Duty.CHAIR),
    Invited(Voice.STATE, f"นางวันดี {CAST_SURNAME}", "นักพัฒนาชุมชน", Duty.SECRETARY),
    Invited(Voice.TECHNICAL, f"นายภูผา {CAST_SURNAME}", "อาจารย์มหาวิทยาลัยธารคราม"),
    Invited(Voice.TARGET, f"นางบุญยืน {CAST_SURNAME}", "ผู้แทนครัวเรือนเป้าหมาย"),
]


@dataclass(frozen=True)
class _Team:
    """Who does what in one tambon."""

    tambon: str
    visits: Any
    checks: Any
    endorses: Any


def verify_households(*, password: str) -> None:
    """The demo's households stand in every state of the round; last year's is frozen.

    ``password`` is of the few invented officers beside the cast.
    """
    posted = {each.account.username: each.account for each in everybody_posted()}
    amphoe, officer = posted["nongluck"], posted["prasit"]
    home, beside = HOME[:6], f"{HOME[:4]}02"
    khamdi = _officer("khamdi", "คำดี", "VOLUNTEER", home, password)
    buaphan = _officer("buaphan", "บัวผัน", "VOLUNTEER", beside, password)
    sutin = _officer("sutin", "สุทิน", "TAMBON_OFFICER", beside, password)
    teams = (_Team(home, khamdi, officer, amphoe), _Team(beside, buaphan, sutin, amphoe))
    now = timezone.now()
    earlier, this = round_labelled("2568"), round_labelled("2569")
    _wave(teams[0], earlier, now - timedelta(days=330), 12, ends=())
    freeze_round(
        round=earlier, amphoe=place(HOME[:4]), **_acting(amphoe, now - timedelta(days=300))
    )
    _wave(teams[0], this, now - timedelta(days=24), _WAVE, ends=(2, 5, 9, 14, 17))
    _wave(teams[1], this, now - timedelta(days=24), _WAVE, ends=(4, 8, 12, 18, 24))
    _wave(teams[0], this, now - timedelta(days=7), _WAVE, ends=(6, 13, 20, 25, 30))
    _at_home(posted["somsri"], officer, this, now)


def bring_to_check(
    number: int, round: Round, begun: datetime, *, volunteer: Any, officer: Any
) -> list[UUID]:
    """So many households of the cast's village are proposed, visited and checked.

    The answer are the ids under which a forum is asked about them.
    """
    homes = list(not_proposed(HOME, round, viewer=viewer_of(officer))[:number])
    ids = [home.pk for home in homes]
    propose_households(
        household_ids=ids,
        round=round,
        reason="มีภาระดูแลผู้สูงอายุ และรายได้ไม่แน่นอน",
        told_by="ผู้ใหญ่บ้าน",
        **_acting(volunteer, begun),
    )
    visited = begun + timedelta(days=2)
    steps = (
        (Verb.ASSIGN, Given(assignee_id=volunteer.pk), officer, begun + timedelta(days=1)),
        (Verb.VISIT, _met(visited, 30), volunteer, visited),
        (Verb.CHECK, Given(), officer, begun + timedelta(days=3)),
    )
    for seen, (verb, given, account, at) in enumerate(steps, start=1):
        for home in homes:
            take_together(
                round=round,
                seen={home.pk: seen},
                verb=verb,
                given=_standing_near(given, home),
                **_acting(account, at),
            )
    filters = Filters(HOME, State.CHECKED, mine=False)
    return chosen_ids(round, filters, ids, viewer=viewer_of(officer))


def _officer(username: str, given: str, role: str, code: str, password: str) -> Any:
    now = timezone.now()
    account = create_account(
        username=username, name=f"{given} {CAST_SURNAME}", password=password, by=None, at=now
    )
    post_officer(
        account=account, role=role, place=place(code), agency=None,
        since=date(2024, 10, 1), by=None, at=now,
    )  # fmt: skip
    return account


def _acting(account: Any, at: datetime) -> dict[str, Any]:
    return {"viewer": viewer_of(account), "by": account, "at": at}


def _wave(team: _Team, round: Round, begun: datetime, number: int, ends: tuple[int, ...]) -> None:
    """So many households begin; ``ends`` are how many stay behind before each next step."""
    days = iter(range(5))
    viewer = viewer_of(team.checks)
    homes = list(not_proposed(team.tambon, round, viewer=viewer)[:number])
    ids = [home.pk for home in homes]
    by_id = {home.pk: home for home in homes}
    at = begun
    for start, told_by in enumerate(_SOURCES):
        propose_households(
            household_ids=ids[start :: len(_SOURCES)],
            round=round,
            reason="รายได้ไม่พอใช้ และไม่มีผู้ดูแลผู้สูงอายุ",
            told_by=told_by,
            **_acting(team.checks, at),
        )
    left = [*ends, *(0,) * (5 - len(ends))]
    steps = 1
    assigned, visited, checked, asked, endorsed = (ids[count:] for count in left)

    def together(verb: Verb, some: list[UUID], given: Given, account: Any) -> None:
        take_together(
            round=round,
            seen=dict.fromkeys(some, steps),
            verb=verb,
            given=given,
            **_acting(account, at),
        )

    at = begun + timedelta(days=next(days))
    together(Verb.ASSIGN, assigned, Given(assignee_id=team.visits.pk), team.checks)
    at, steps = begun + timedelta(days=1 + next(days)), 2
    for place_in_line, some in enumerate(_split(visited)):
        for number, minutes in enumerate(_TOOK[place_in_line]):
            given = (_met, _refused, _well_off)[place_in_line](at, minutes)
            for key in some[number :: len(_TOOK[place_in_line])]:
                together(Verb.VISIT, [key], _standing_near(given, by_id[key]), team.visits)
    at, steps = begun + timedelta(days=1 + next(days)), 3
    together(Verb.CHECK, checked, Given(), team.checks)
    at = begun + timedelta(days=1 + next(days))
    if asked:
        _forum(team, round, asked, at)
    at, steps = begun + timedelta(days=1 + next(days)), 5
    together(Verb.ENDORSE, endorsed, Given(), team.endorses)
    if asked[: len(asked) - len(endorsed)]:
        question = Given(reason="มีบุตรทำงานส่งเงินกลับบ้านหรือไม่ โปรดสอบถามเพิ่ม")
        together(Verb.RETURN, asked[:1], question, team.endorses)


def _split(ids: list[UUID]) -> tuple[list[UUID], list[UUID], list[UUID]]:
    """Most were met; one in nine would not answer, one in nine lived better than was said."""
    return (
        [key for number, key in enumerate(ids) if number % 9 not in (3, 7)],
        ids[3::9],
        ids[7::9],
    )


def _standing_near(given: Given, home: Household) -> Given:
    """The visit was noted a few steps from the house, one in nine of them at its field."""
    if given.visit is None or home.latitude is None or home.longitude is None:
        return given
    draw = int(home.house_code or "0") % 97
    metres = 900 if draw % 9 == 4 else 4 + draw % 30
    away = metres / 111_320  # metres of a degree of latitude
    visit = replace(
        given.visit,
        latitude=round(home.latitude + away * math.sin(draw), 6),
        longitude=round(home.longitude + away * math.cos(draw), 6),
    )
    return replace(given, visit=visit)


def _met(at: datetime, minutes: int) -> Given:
    note = _noted(at, minutes, Outcome.MET, "หลังคารั่ว ยายอยู่กับหลานสองคน")
    return Given(finding=Finding.POOR, visit=note)


def _refused(at: datetime, minutes: int) -> Given:
    note = _noted(at, minutes, Outcome.REFUSED, "ไม่สะดวกให้ข้อมูล")
    return Given(finding=Finding.CANNOT_TELL, visit=note)


def _well_off(at: datetime, minutes: int) -> Given:
    note = _noted(at, minutes, Outcome.MET, "มีบ้านและรถ มีรายได้ประจำ")
    return Given(finding=Finding.NOT_POOR, visit=note)


def _noted(at: datetime, minutes: int, outcome: Outcome, note: str) -> VisitNote:
    return VisitNote(
        on=at.date(),
        began_at=at - timedelta(minutes=minutes),
        outcome=outcome,
        consent="REFUSED" if outcome is Outcome.REFUSED else "GIVEN",
        note=note,
    )


def _forum(team: _Team, round: Round, ids: list[UUID], at: datetime) -> None:
    """The tambon's forum decides on each of them: all but every ninth are to be helped."""
    acting = _acting(team.checks, at)
    where = place(team.tambon)
    forum = plan_meeting(
        kind=Kind.FORUM,
        title=f"เวทีประชาคมตำบล{where.name_th}",
        place=where,
        venue="ศาลาประชาคม",
        held_on=timezone.localdate(at),
        starts_at=time(9, 30),
        seats=_SEATS,
        **acting,
    )
    record_attendance(meeting_id=forum.pk, present=[s.pk for s in forum.seats.all()], **acting)
    rows = chosen_ids(round, Filters(team.tambon, State.CHECKED, mine=False), ids,
                      viewer=acting["viewer"])  # fmt: skip
    put_to_forum(
        verification_ids=rows,
        meeting_id=forum.pk,
        voice=Voice.PEOPLE,
        closed=False,
        **acting,
    )
    for number, question in enumerate(forum.proposals.order_by("number")):
        outcome = Decided.NOT_AGREED if number % 9 == 8 else Decided.AGREED
        decide(proposal_id=question.pk, outcome=outcome, **acting)
    close_meeting(meeting_id=forum.pk, ended_at=time(12, 0), **acting)


def _at_home(volunteer: Any, officer: Any, round: Round, now: datetime) -> None:
    """The volunteer of the cast has visits to make in her own village."""
    yesterday = now - timedelta(days=1)
    homes = list(not_proposed(HOME, round, viewer=viewer_of(officer))[:6])
    ids = [home.pk for home in homes]
    propose_households(
        household_ids=ids,
        round=round,
        reason="เพื่อนบ้านเป็นห่วง",
        told_by="เพื่อนบ้าน",
        **_acting(volunteer, yesterday),
    )
    take_together(
        round=round,
        seen=dict.fromkeys(ids[1:], 1),
        verb=Verb.ASSIGN,
        given=Given(assignee_id=volunteer.pk),
        **_acting(officer, yesterday),
    )
