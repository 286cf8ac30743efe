"""What befell families of the demo since the last round."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from pinto.evidence.events.actions import acknowledge, handle, report_event
from pinto.evidence.events.rules import Kind
from pinto.evidence.registry.queries import households_found
from pinto.ground.access.queries import everybody_posted, viewer_of
from pinto.sample.names import CAST_SURNAME

_FLOODED = 3  # houses


def report_events() -> None:
    """One is overdue, some wait, one is in hand and one is dealt with."""
    volunteer, officer = _acting("somsri"), _acting("prasit")
    of_village = households_found(CAST_SURNAME, viewer=volunteer["viewer"])
    of_tambon = households_found(CAST_SURNAME, viewer=officer["viewer"])
    elsewhere = [key for key in of_tambon if key not in of_village]
    if not of_village or not elsewhere:
        return  # a sample too small to have them
    _report(volunteer, Kind.JOB_LOSS, of_village[:1], 2, "โรงงานปิด ลูกชายกลับมาอยู่บ้าน")
    _report(officer, Kind.FLOOD, elsewhere[:_FLOODED], 0, "น้ำป่าเข้าบ้านช่วงเช้ามืด")
    birth = _report(officer, Kind.BIRTH, elsewhere[-1:], 6, "มีหลานคนใหม่ ยังไม่ได้แจ้งเกิด")
    hungry = _report(volunteer, Kind.FOOD_SHORTAGE, of_village[:1], 9, "ข้าวสารหมด")
    now = timezone.now()
    acknowledge(event_ids=[birth], at=now - timedelta(days=5), **officer)
    handle(
        event_ids=[hungry],
        done="นำข้าวสาร 10 กก. และไข่ไปให้ นัดเยี่ยมอีกครั้งสัปดาห์หน้า",
        at=now - timedelta(days=8),
        **officer,
    )


def _acting(username: str) -> dict[str, Any]:
    account = everybody_posted().get(account__username=username).account
    return {"viewer": viewer_of(account), "by": account}


def _report(who: dict[str, Any], kind: Kind, homes: list[Any], days_ago: int, note: str) -> Any:
    """Reported that many days ago; the answer is the event of the first household."""
    at = timezone.now() - timedelta(days=days_ago)
    report = report_event(
        kind=kind,
        household_ids=homes,
        happened_on=timezone.localdate(at),
        told_by="SEEN",
        note=note,
        at=at,
        **who,
    )
    return report.events.values_list("pk", flat=True)[0]
