"""Who sees which entries, and who may add, settle and withdraw them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from pinto.evidence.targets.models import TargetEntry, TargetList
from pinto.ground.access.permissions import OutOfScope, check_may, within
from pinto.ground.access.rules import Capability, Refused, Viewer, may


def entries_visible_to(viewer: Viewer, *, to: Capability = Capability.SEE_HOUSEHOLDS) -> Q:
    """Entries that speak of the viewer's places, and of households that are there now."""
    return within(viewer, "place__code", to=to) & (
        Q(household__isnull=True)
        | (Q(household__visible=True) & within(viewer, "household__place__code", to=to))
    )


def lists_visible_to(viewer: Viewer) -> Q:
    """Lists that name somebody in the viewer's places, and the viewer's own.

    A file that nobody has decided about is only for the one who handed it in.
    """
    if viewer.account_id is None:
        return Q(pk__in=[])
    named = TargetEntry.objects.filter(entries_visible_to(viewer), target_list=OuterRef("pk"))
    own = Q(by_id=viewer.account_id)
    return own | (Exists(named) & ~Q(state=TargetList.State.DRAFT))


def check_may_add(viewer: Viewer, place_code: str) -> None:
    """The viewer may say that a household of that place is poor."""
    check_may(viewer, Capability.EDIT_HOUSEHOLDS, place_code)


def check_may_decide(viewer: Viewer, found: TargetList) -> None:
    """The viewer made the list, or loads files for its area. Raises ``Refused``."""
    own = found.by_id is not None and found.by_id == viewer.account_id
    if not own and not may(viewer, Capability.LOAD_FILES, found.place.code):
        raise Refused(_("Only who made this list, or the office of its area, may take it back."))


def check_may_withdraw(viewer: Viewer, entry: TargetEntry) -> None:
    """The viewer added the entry, or loads files for its place. Raises ``Refused``."""
    if not viewer.serves(entry.place.code):
        raise OutOfScope
    own = entry.by_id is not None and entry.by_id == viewer.account_id
    if not own and not may(viewer, Capability.LOAD_FILES, entry.place.code):
        raise Refused(_("Only who added this household, or the office of its area, may do that."))


def check_is_current(found: TargetList) -> None:
    """Nothing is added to a list that was withdrawn or is not decided about."""
    if found.state == TargetList.State.WITHDRAWN:
        raise Refused(_("This list was taken back. Bring it back before you change it."))
    if found.state == TargetList.State.DRAFT:
        raise Refused(_("Decide about the file of this list first."))


def may_read_reason(viewer: Viewer, entry: TargetEntry) -> bool:
    """Whether the viewer may read why: who said it, and the offices.

    People write of illness, debt and income there, which village roles do not read.
    """
    own = entry.by_id is not None and entry.by_id == viewer.account_id
    return own or may(viewer, Capability.REVEAL_ID, entry.place.code)
