"""Who sees a saved condition, and who may put it away."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Capability, Refused, Viewer, may
from pinto.insight.selections.models import Selection


def visible_to(viewer: Viewer) -> Q:
    """Conditions for the viewer's places, but none that reads answers hidden from the viewer.

    Whoever may not read an answer must not learn it from a list of those who gave it.
    """
    readable = Q(sensitive=False) | within(viewer, "place__code", to=Capability.REVEAL_ID)
    return within(viewer, "place__code") & readable


def check_may_archive(viewer: Viewer, selection: Selection) -> None:
    """The viewer saved it, or works in an office of its area. Raises ``Refused``."""
    own = selection.by_id is not None and selection.by_id == viewer.account_id
    if not own and not may(viewer, Capability.LOAD_FILES, selection.place.code):
        raise Refused(
            _("Only who saved this condition, or the office of its area, may put it away.")
        )
