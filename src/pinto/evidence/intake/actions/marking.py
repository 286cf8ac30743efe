"""A checked file is taken out as a copy with the bad cells marked."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from pinto.evidence.intake.actions.receiving import folder_of, source_of
from pinto.evidence.intake.models import Load
from pinto.evidence.intake.permissions import check_may_see_rows
from pinto.evidence.intake.queries import learned_meanings, reported
from pinto.evidence.intake.rules.layouts import own_meanings
from pinto.evidence.intake.rules.marked import write_marked
from pinto.evidence.intake.rules.workbook import Unreadable, open_book
from pinto.evidence.registry.rules import INSTRUMENT
from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.trail.actions import record


def can_be_marked(load: Load, *, viewer: Viewer) -> bool:
    """Whether the file has findings, is still kept, and its rows are this officer's to see."""
    try:
        check_may_see_rows(load, viewer)
    except Refused:
        return False
    waits = load.state in (Load.State.CHECKED, Load.State.LOADING)
    return waits and bool(load.report.get("shown")) and source_of(load).exists()


def take_out_marked(
    *, load: Load, translate: Callable[[str], str], viewer: Viewer, at: datetime
) -> BinaryIO:
    """The marked copy as an open file, and the trail holds who took it out.

    It is gone when it is closed. Raises ``Refused``.
    """
    check_may_see_rows(load, viewer)
    if not can_be_marked(load, viewer=viewer):
        raise _gone()
    asked = (load.round.instrument, load.round.instrument_version) if load.round else INSTRUMENT
    target: Any = None
    try:
        target = tempfile.TemporaryFile(dir=folder_of(load))  # noqa: SIM115  (the answer closes it)
        write_marked(
            target,
            open_book(source_of(load)),
            reported(load),
            name=load.file_name,
            meanings={**own_meanings(*asked), **learned_meanings()},
            translate=translate,
            folder=folder_of(load),
        )
    except (OSError, Unreadable) as error:  # decided upon, and forgotten, meanwhile
        if target is not None:
            target.close()
        raise _gone() from error
    record(what="load.taken_out", on=("load", load.pk), by=viewer, at=at)
    target.seek(0)
    return target  # type: ignore[no-any-return]


def _gone() -> Refused:
    return Refused(_("The file itself is no longer kept. The table of findings (CSV) is."))
