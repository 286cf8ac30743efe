"""An endorsed round is closed for an amphoe; a tambon shows its drafts, or no longer does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pinto.evidence.registry.models import Freeze, Round
from pinto.evidence.verification.models import Release, Verification
from pinto.evidence.verification.permissions import check_may_freeze, check_may_release
from pinto.evidence.verification.queries.answered import changed_since_check
from pinto.evidence.verification.queries.merged import merged_away
from pinto.evidence.verification.rules.transitions import OPEN, State
from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.places.models import Place
from pinto.ground.trail.actions import record


@transaction.atomic
def freeze_round(*, round: Round, amphoe: Place, viewer: Viewer, by: Any, at: datetime) -> Freeze:
    """Nothing of the round changes in the amphoe any more: no step, no answer, no file.

    Every proposed household is endorsed, or its proposal withdrawn. Raises ``OutOfScope``,
    ``Refused``.
    """
    check_may_freeze(viewer, amphoe.code)
    # Whoever writes a revision or proposes a household holds the round until they are done.
    Round.objects.select_for_update().get(pk=round.pk)
    states = list(
        Verification.objects.select_for_update(of=("self",))
        .filter(~merged_away(), round=round, tambon__startswith=amphoe.code)
        .order_by("pk")
        .values_list("state", flat=True)
    )
    waiting = sum(state in OPEN for state in states)
    if waiting:
        raise Refused(
            ngettext(
                "%(number)s household is not endorsed yet. Endorse it, or withdraw its"
                " proposal, before the round is frozen.",
                "%(number)s households are not endorsed yet. Endorse them, or withdraw their"
                " proposals, before the round is frozen.",
                waiting,
            )
            % {"number": f"{waiting:,}"}
        )
    changed = (
        Verification.objects.filter(round=round, tambon__startswith=amphoe.code)
        .filter(changed_since_check(), ~merged_away(), state=State.ENDORSED)
        .count()
    )
    if changed:
        raise Refused(
            ngettext(
                "Answers of %(number)s endorsed household changed after they were checked."
                " Have it checked anew before the round is frozen.",
                "Answers of %(number)s endorsed households changed after they were checked."
                " Have them checked anew before the round is frozen.",
                changed,
            )
            % {"number": f"{changed:,}"}
        )
    endorsed = states.count(State.ENDORSED)
    if not endorsed:
        raise Refused(_("No household of this round is endorsed here: there is nothing to freeze."))
    freeze, made = Freeze.objects.get_or_create(
        round=round, place=amphoe, defaults={"by": by, "at": at}
    )
    if made:
        record(
            what="round.frozen",
            on=("place", amphoe.code),
            by=by,
            at=at,
            round=round.label,
            endorsed=endorsed,
        )
    return freeze


@transaction.atomic
def release_drafts(*, round: Round, tambon: Place, viewer: Viewer, by: Any, at: datetime) -> None:
    """Amphoe and province see every household of the tambon under verification in the round.

    Raises ``OutOfScope``, ``Refused``.
    """
    check_may_release(viewer, tambon.code)
    _release, made = Release.objects.get_or_create(
        round=round, tambon=tambon.code, defaults={"by": by, "at": at}
    )
    if made:
        record(what="drafts.released", on=("place", tambon.code), by=by, at=at, round=round.label)


@transaction.atomic
def withhold_drafts(*, round: Round, tambon: Place, viewer: Viewer, by: Any, at: datetime) -> None:
    """Amphoe and province see again only what was handed up. Raises as :func:`release_drafts`."""
    check_may_release(viewer, tambon.code)
    gone, _each = Release.objects.filter(round=round, tambon=tambon.code).delete()
    if gone:
        record(what="drafts.withheld", on=("place", tambon.code), by=by, at=at, round=round.label)
