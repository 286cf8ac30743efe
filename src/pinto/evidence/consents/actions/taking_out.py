"""A file about households leaves out those whose families did not agree to its use."""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from pinto.evidence.consents.queries.consents import usable
from pinto.evidence.consents.rules.uses import use_of
from pinto.ground.access.rules import Viewer
from pinto.ground.installation.spreadsheets import Mark
from pinto.ground.trail.actions import record

_Row = TypeVar("_Row", bound=Model)


def leave_out(
    rows: QuerySet[_Row], mark: Mark, *, area: str, viewer: Viewer, at: datetime
) -> tuple[QuerySet[_Row], Mark]:
    """The rows that may be used for what the viewer looks for, and how many may not, on the mark.

    Each row has a ``household``; one whose household is not known yet stays. The trail holds
    how many were left out of which area (a place code).
    """
    use = use_of(viewer.looks_for)
    condition = usable(use, today=localdate(at))
    if not condition:  # a public task asks nobody's leave
        return rows, mark
    kept = rows.filter(Q(household__isnull=True) | condition)
    if not (left_out := rows.count() - kept.count()):
        return kept, mark
    record(
        what="consent.left_out",
        on=("place", area),
        by=viewer,
        at=at,
        use=str(use),
        households=left_out,
    )
    told = _("Left out, because the families did not agree: %(n)s households.")
    return kept, replace(mark, text=f"{mark.text} {told % {'n': left_out}}")
