"""Target lists and saved conditions of the demo, made by its cast as people would make them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.utils import timezone

from pinto.evidence.answers.actions import Correction, correct_answers
from pinto.evidence.answers.rules import Source as Said
from pinto.evidence.registry.queries import household, latest_revisions, person_name, round_labelled
from pinto.evidence.targets.actions.entries import (
    add_entry,
    add_new,
    decide_list,
    list_that_goes_on,
    make_list,
)
from pinto.evidence.targets.actions.files import receive_list
from pinto.evidence.targets.rules.sources import Source
from pinto.ground.access.queries import everybody_posted, viewer_of
from pinto.ground.installation.keys import unseal
from pinto.ground.installation.spreadsheets import csv_lines
from pinto.ground.places.queries.places import place
from pinto.insight.profiles.queries.households import Wanted, household_scores
from pinto.insight.selections.actions import refresh_selection, save_selection
from pinto.sample.cast import HOME

_TAMBON, _AMPHOE = "990101", "9901"
_HEADERS = ("เลขประจำตัวประชาชน", "รหัสบ้าน", "ชื่อ-นามสกุล", "บ้านเลขที่", "เหตุผล")
POOR = "overall < 1.75 and not any(members, has(welfare, 'welfare_card'))"
OLD_HEAD = "any(members where relation = 'head', age >= 60) and dwelling_condition = 'poor'"
_BEFORE = timedelta(days=9)


def name_households(year: int) -> None:
    """Three lists of tambon ห้วยคราม: of a register, of the headman, of neighbours."""
    officer, volunteer = _account("prasit"), _account("somsri")
    _tpmap(year, officer)
    at = timezone.now()
    headman = make_list(
        name="บัญชีผู้ใหญ่บ้าน บ้านโนนคราม",
        source=Source.LEADER,
        as_of=date(year - 543, 9, 15),
        place=place(HOME),
        note="จดในที่ประชุมหมู่บ้านประจำเดือน",
        viewer=viewer_of(officer),
        by=officer,
        at=at,
    )
    reasons = ("บ้านทรุดโทรม", "อยู่กันสองคนยายหลาน", "ไม่มีที่ทำกิน", "รายได้ไม่พออยู่")
    for reason, home in zip(reasons, _homes(year, officer, area=HOME), strict=False):
        add_entry(
            target_list=headman, home=home, reason=reason, viewer=viewer_of(officer), by=officer,
            at=at,
        )  # fmt: skip
    neighbours = list_that_goes_on(source=Source.NEIGHBOUR, place=place(HOME), by=volunteer, at=at)
    add_new(
        target_list=neighbours,
        place=place(HOME),
        round=round_labelled(str(year)),
        head_name="นางสาย สมมติสุข",
        house_no="88/1",
        reason="เพิ่งย้ายมา ยังไม่มีงานทำ",
        viewer=viewer_of(volunteer),
        by=volunteer,
        at=at,
    )


def save_conditions(year: int) -> None:
    """Two living lists; on one of them somebody entered and somebody left since it was saved."""
    amphoe, officer = _account("nongluck"), _account("prasit")
    saved_at = timezone.now() - _BEFORE
    save_selection(
        name="คะแนนต่ำกว่า 1.75 และไม่มีใครมีบัตรสวัสดิการ", condition=POOR, place=place(_AMPHOE),
        viewer=viewer_of(amphoe), by=amphoe, at=saved_at,
    )  # fmt: skip
    mended = save_selection(
        name="หัวหน้าครัวเรือนสูงอายุ บ้านทรุดโทรม", condition=OLD_HEAD, place=place(_TAMBON),
        viewer=viewer_of(officer), by=officer, at=saved_at,
    )  # fmt: skip
    inside = _matching(year, officer, OLD_HEAD)[:1]
    other = OLD_HEAD.replace("= 'poor'", "= 'fair'")
    outside = _matching(year, officer, other)[:2]
    for ids, condition in ((inside, "good"), (outside, "poor")):
        for home in ids:
            _correct(home, year, condition, officer)
    refresh_selection(selection=mended, at=timezone.now())


def _tpmap(year: int, officer: Any) -> None:
    """A register as it arrives: IDs, house codes, rows with neither, one of another tambon."""
    poorest = _homes(year, officer, area=_TAMBON)[:36]
    best = _homes(year, officer, area=_TAMBON, order="best")[:8]
    text = "".join(csv_lines(_HEADERS, _register([*poorest, *best])))
    file = BytesIO(text.encode())
    made = receive_list(
        stream=file, file_name=f"tpmap-{year}.csv", name=f"TPMAP {year}", source=Source.TPMAP,
        as_of=date(year - 543, 6, 1), place=place(_TAMBON), note="ไฟล์จากสำนักงานพัฒนาชุมชน",
        viewer=viewer_of(officer), by=officer, at=timezone.now(),
    )  # fmt: skip
    decide_list(
        target_list=made, state="CURRENT", viewer=viewer_of(officer), by=officer, at=timezone.now()
    )


def _register(homes: Sequence[Any]) -> Iterator[list[str]]:
    for number, home in enumerate(homes):
        head = home.head
        sealed = head.national_id if head else None
        known_by_id = number % 3 != 2
        known_by_code = bool(home.house_code) and number % 5 != 4
        yield [
            unseal(bytes(sealed)) if sealed and known_by_id else "",
            home.house_code if known_by_code else "",
            person_name(head),
            home.house_no,
            "ตกเกณฑ์ด้านรายได้" if number % 2 else "ตกเกณฑ์ด้านความเป็นอยู่",
        ]


def _homes(year: int, officer: Any, *, area: str, order: str = "worst") -> list[Any]:
    """The first fifty households of an area in that order of their scores."""
    wanted = Wanted(area=area, order=order)
    rows = household_scores(
        round=round_labelled(str(year)), wanted=wanted, viewer=viewer_of(officer)
    )
    return [row.household for row in rows.select_related("household__head")[:50]]


def _matching(year: int, officer: Any, condition: str) -> list[UUID]:
    rows = household_scores(
        round=round_labelled(str(year)),
        wanted=Wanted(area=_TAMBON, where=condition, order="place"),
        viewer=viewer_of(officer),
    )
    return list(rows.values_list("household_id", flat=True)[:5])


def _correct(home_id: UUID, year: int, condition: str, officer: Any) -> None:
    round = round_labelled(str(year))
    home = household(home_id, viewer=viewer_of(officer))
    correction = Correction(
        household_id=home.pk,
        round=round,
        based_on=latest_revisions([home.pk], round)[home.pk].pk,
        source=Said.VISIT,
        reason="ไปดูบ้านแล้ว",
        viewer=viewer_of(officer),
        by=officer,
        at=timezone.now(),
    )
    correct_answers(correction=correction, said={"dwelling_condition": condition})


def _account(username: str) -> Any:
    """Somebody of the cast."""
    posted = everybody_posted().filter(account__username=username)
    return posted[0].account
