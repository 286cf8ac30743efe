"""Who may take households out, and who may sign under a colleague's export."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from pinto.ground.access.permissions import OutOfScope, check_may
from pinto.ground.access.rules import Capability, Refused, Viewer, may
from pinto.ground.exports.models import Export
from pinto.ground.exports.rules import BIG, needs_approval


def may_approve(viewer: Viewer, areas: Iterable[str]) -> bool:
    """Whether every place of an export is one where the viewer signs."""
    return all(may(viewer, Capability.APPROVE_EXPORTS, area) for area in areas)


def check_may_decide(viewer: Viewer, export: Export) -> None:
    """The viewer may be the second signature. Raises ``OutOfScope`` or ``Refused``."""
    if not all(viewer.serves(area) for area in export.areas):
        raise OutOfScope
    if not may_approve(viewer, export.areas):
        check_may(viewer, Capability.APPROVE_EXPORTS)
        raise OutOfScope
    if export.asked_by_id == viewer.pk:
        raise Refused(_("You asked for this export: a colleague decides."))


def check_leaves_alone(rows: int) -> None:
    """So many households leave with one signature. Raises ``Refused``."""
    if needs_approval(rows):
        raise Refused(
            _(
                "More than %(big)s households leave only with a colleague's approval. Ask for it on"
                " the page of the export."
            )
            % {"big": f"{BIG:,}"}
        )
