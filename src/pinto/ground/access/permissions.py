"""The one scope: what filters a list, refuses a page, and explains itself.

``within`` filters lists, counts, pages and exports alike. The ``check_may_…``
functions guard one place or one thing: outside the scope nothing exists (404),
inside it a missing role is refused with the sentence the officer reads.
"""

from django.db.models import CharField, Q, Transform
from django.http import Http404
from django.utils.translation import gettext as _

from pinto.ground.access.rules import Capability, Refused, Viewer, code_range, may


@CharField.register_lookup
class Unindexed(Transform):
    """``path__unindexed``: the text itself, where the database shall not go by its index.

    SQLite has no statistics and takes any two bounds for a narrow range: a search that
    ten households answer would read the whole province first.
    """

    lookup_name = "unindexed"
    template = "(%(expressions)s || '')"


class OutOfScope(Http404):
    """The place is not the viewer's: answered like an address that does not exist."""


def within(
    viewer: Viewer,
    path: str = "place__code",
    *,
    to: Capability = Capability.SEE_HOUSEHOLDS,
) -> Q:
    """The rows of the places where the viewer may do this; of no places, no rows.

    ``path`` leads from the filtered model to a place's code. Without ``to`` the
    rows are about families, the strictest reading.
    """
    scope = Q(pk__in=[])
    for area in sorted(viewer.areas_for(to)):
        lowest, highest = code_range(area)
        if lowest == highest:
            scope |= Q(**{path: area})
        else:
            scope |= Q(**{f"{path}__gte": lowest, f"{path}__lte": highest})
    return scope


def check_may_see_place(viewer: Viewer, place_code: str) -> None:
    """The place is the viewer's or lies below. Raises ``OutOfScope``."""
    if not viewer.serves(place_code):
        raise OutOfScope


def check_may(viewer: Viewer, capability: Capability, at: str = "") -> None:
    """The viewer may do this at the place of that code; without a code, somewhere.

    Raises ``OutOfScope`` where the place is not the viewer's, ``Refused`` where
    it is but the role does not allow it.
    """
    if at:
        check_may_see_place(viewer, at)
    if not may(viewer, capability, at):
        raise Refused(_refusals()[capability])


def _refusals() -> dict[Capability, str]:
    return {
        Capability.SEE_PROFILE: _(
            "Your account serves no area yet. Ask the administrator for a posting."
        ),
        Capability.SEE_HOUSEHOLDS: _(
            "Your role sees the figures of the area, not single households."
        ),
        Capability.EDIT_HOUSEHOLDS: _(
            "Your role does not change household data. The tambon officer does."
        ),
        Capability.REVEAL_ID: _(
            "Your role does not read full ID numbers. Ask the tambon officer of the area."
        ),
        Capability.SUPERVISE: _(
            "Figures about interviews are for the officer who leads them, and your own for you."
        ),
        Capability.LOAD_FILES: _(
            "Your role does not load files. Send the file to the officer of the area."
        ),
        Capability.EXPORT: _("Your role does not export files. Ask the officer of the area."),
        Capability.READ_TRAIL: _("Only auditors and administrators read the access record."),
        Capability.HOLD_MEETINGS: _(
            "Your role does not hold meetings. The tambon officer of the area does."
        ),
        Capability.MANAGE_OFFICERS: _("Only the administrator of the area manages officers."),
    }
