"""The one scope: what filters a list, refuses a page, and explains itself.

``within`` filters lists, counts, pages and exports alike. The ``check_may_…``
functions guard one place or one thing: outside the scope nothing exists (404),
inside it a missing role is refused with the sentence the officer reads.
"""

from django.db.models import CharField, Q, Transform
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from pinto.ground.access.models import Account, Opening, Posting
from pinto.ground.access.rules import (
    TAMBON,
    Capability,
    FieldGroup,
    Purpose,
    Refused,
    Viewer,
    code_range,
    lies_in,
    may,
)


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


class ReasonNeeded(Refused):
    """A record lies outside the viewer's daily work: it opens once a reason is given."""

    def __init__(self, tambon: str) -> None:
        super().__init__(_("You have not worked in this tambon lately. Say what you need to see."))
        self.tambon = tambon


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


def check_daily_work(viewer: Viewer, code: str) -> None:
    """A record at that place may be opened without asking. Raises ``ReasonNeeded``.

    Whoever serves a tambon or a village works there daily. Whoever serves an amphoe or a
    province has said why for that tambon within the last weeks (``actions.OPENS_FOR``).
    """
    if not viewer.sitting or viewer.seen_as:
        return
    served = [a for a in viewer.areas_for(Capability.SEE_HOUSEHOLDS) if lies_in(code, a)]
    if any(len(area) >= TAMBON for area in served):
        return
    told = Opening.objects.filter(
        account_id=viewer.somebody,
        kind=Opening.Kind.RECORDS,
        until__gt=timezone.now(),
        place_code__in=[code[:2], code[:4], code[:TAMBON]],
    )
    if not told.exists():
        raise ReasonNeeded(code[:TAMBON])


def check_daily_list(viewer: Viewer, area: str = "") -> None:
    """A list that names families of that area may be shown; without one, of all the viewer serves.

    Raises ``ReasonNeeded`` for the first of the viewer's areas in it where no reason was given:
    one for an amphoe holds for each of its tambons.
    """
    for served in sorted(viewer.areas_for(Capability.SEE_HOUSEHOLDS)):
        if not area or lies_in(served, area):
            check_daily_work(viewer, served)
        elif lies_in(area, served):
            check_daily_work(viewer, area)


def works_there_daily(viewer: Viewer, code: str) -> bool:
    """Whether families of that place may be named without asking why."""
    try:
        check_daily_work(viewer, code)
    except ReasonNeeded:
        return False
    return True


def check_may_open(viewer: Viewer, group: FieldGroup, at: str) -> None:
    """The closed group may be opened there for an hour. Raises ``OutOfScope``, ``Refused``."""
    check_may(viewer, Capability.SEE_HOUSEHOLDS, at)
    if not viewer.may_open(group, at):
        raise Refused(_("Your role never reads this. Ask the tambon officer of the area."))


def check_may_look_for(viewer: Viewer, purpose: str) -> Purpose:
    """The purpose is one of the viewer's roles'. Raises ``Refused``."""
    if purpose not in viewer.purposes:
        raise Refused(_("Say what it is for: choose one of the purposes of your role."))
    return Purpose(purpose)


def check_may_manage(viewer: Viewer, account: Account) -> None:
    """The officer is one of the viewer's areas: whoever has been posted, has been there alone.

    Raises ``OutOfScope`` where none of the places is the viewer's, ``Refused`` where one is
    not, or where the officer is the viewer.
    """
    check_may(viewer, Capability.MANAGE_OFFICERS)
    codes = list(Posting.objects.filter(account=account).values_list("place__code", flat=True))
    mine = [may(viewer, Capability.MANAGE_OFFICERS, code) for code in codes]
    if codes and not any(mine):
        raise OutOfScope
    if not all(mine):
        raise Refused(
            _("This officer also serves places that are not yours. Ask who administers both.")
        )
    check_not_oneself(viewer, account)


def check_not_oneself(viewer: Viewer, account: Account) -> None:
    """The officer is somebody else. Raises ``Refused``: nobody hands a role to themselves."""
    if account.pk == viewer.pk:
        raise Refused(_("Another administrator changes your own account."))


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
        Capability.JOIN_RECORDS: _("The tambon officer decides about this pair."),
        Capability.LOAD_FILES: _(
            "Your role does not load files. Send the file to the officer of the area."
        ),
        Capability.EXPORT: _("Your role does not export files. Ask the officer of the area."),
        Capability.APPROVE_EXPORTS: _("Your role does not approve exports."),
        Capability.REVIEW_OPENINGS: _(
            "Only those who supervise the area read what was opened with a reason."
        ),
        Capability.ASK_ERASURE: _(
            "Your role does not hand out or erase a family's data. The tambon office does."
        ),
        Capability.APPROVE_ERASURE: _(
            "Your role does not approve erasures. The amphoe or province officer does."
        ),
        Capability.READ_TRAIL: _("Only auditors and administrators read the access record."),
        Capability.HOLD_MEETINGS: _(
            "Your role does not hold meetings. The tambon officer of the area does."
        ),
        Capability.HANDLE_EVENTS: _(
            "Your role reports what happened. The officer of the area says what was done."
        ),
        Capability.MANAGE_OFFICERS: _("Only the administrator of the area manages officers."),
    }
