"""Who may see a load, and who may decide about it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from pinto.evidence.intake.models import Load
from pinto.evidence.intake.rules.findings import Severity
from pinto.ground.access.permissions import check_may, within
from pinto.ground.access.rules import Capability, Refused, Viewer


def visible_to(viewer: Viewer) -> Q:
    """The files this officer handed in, and those about places where the officer loads files."""
    own = Q(by_id=viewer.account_id) if viewer.account_id else Q(pk__in=[])
    return own | within(viewer, "area_code", to=Capability.LOAD_FILES)


def check_may_load(viewer: Viewer, area_code: str = "") -> None:
    """The officer may load files about that area; without one, about some area.

    Raises ``Refused``, or ``OutOfScope`` where the area is not the officer's.
    """
    check_may(viewer, Capability.LOAD_FILES, area_code)


def check_may_see_rows(load: Load, viewer: Viewer) -> None:
    """The officer may read the file's own rows. Raises ``Refused``.

    A row that was left out may be about a family anywhere, so where there are any
    only the one who handed the file in sees them. Figures are about nobody.
    """
    own = viewer.account_id is not None and load.by_id == viewer.account_id
    severities = load.report.get("severities", {}).values()
    left_out = {Severity.ERROR, Severity.REFUSED} & set(severities)
    if not own and left_out and load.kind != Load.Kind.FIGURES:
        raise Refused(_("Only who handed this file in may take out its rows."))


def check_may_publish(load: Load) -> None:
    """The load has been checked and holds something. Raises ``Refused``."""
    if load.state == Load.State.REFUSED:
        raise Refused(_("This file cannot be loaded. The report says what to mend."))
    if load.state in (Load.State.PUBLISHED, Load.State.WITHDRAWN, Load.State.DISCARDED):
        raise Refused(_("This file has been dealt with already. Hand it in again to load it."))
    if load.state == Load.State.RECEIVED:
        raise Refused(_("This file is still being checked."))


def check_may_withdraw(load: Load) -> None:
    """Only what counts can be taken back. Raises ``Refused``."""
    if load.state != Load.State.PUBLISHED:
        raise Refused(_("Only a file that has been loaded can be taken back."))
