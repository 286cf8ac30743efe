"""Who reads an event, who reports one, and who says that it is done."""

from django.db.models import Q
from django.utils.translation import gettext as _

from pinto.evidence.events.models import Event
from pinto.evidence.events.rules import SENSITIVE
from pinto.ground.access.permissions import check_may, within
from pinto.ground.access.rules import Capability, Refused, Viewer, may


def events_within(viewer: Viewer) -> Q:
    """The events of the viewer's families; of those about health, for village roles their own."""
    office = within(viewer, to=Capability.REVEAL_ID)
    own = Q(report__by=viewer.account_id) if viewer.account_id else Q(pk__in=[])
    return within(viewer) & (~Q(kind__in=sorted(SENSITIVE)) | office | own)


def may_report(viewer: Viewer, place_code: str) -> bool:
    """Whether the viewer may report what happened there: whoever may correct answers."""
    return may(viewer, Capability.EDIT_HOUSEHOLDS, place_code)


def may_handle(viewer: Viewer, place_code: str) -> bool:
    """Whether the viewer takes events of that place in hand."""
    return may(viewer, Capability.HANDLE_EVENTS, place_code)


def check_may_report(viewer: Viewer, place_code: str) -> None:
    """Raises ``OutOfScope`` or ``Refused`` unless the viewer reports events there."""
    check_may(viewer, Capability.EDIT_HOUSEHOLDS, place_code)


def check_may_handle(viewer: Viewer, place_code: str) -> None:
    """Raises ``OutOfScope`` or ``Refused`` unless the viewer handles events there."""
    check_may(viewer, Capability.HANDLE_EVENTS, place_code)


def may_take_back(viewer: Viewer, event: Event) -> bool:
    """Whoever reported it, or whoever handles events there, may say it was a mistake."""
    own = viewer.account_id is not None and event.report.by_id == viewer.account_id
    return own or may_handle(viewer, event.place.code)


def check_may_take_back(viewer: Viewer, event: Event) -> None:
    """Raises ``Refused`` for somebody who neither reported it nor handles events there."""
    if not may_take_back(viewer, event):
        raise Refused(_("Whoever reported it, or the tambon officer, may take it back."))
