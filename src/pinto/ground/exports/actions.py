"""A big export is asked for, signed or refused by a colleague, made, fetched and deleted."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.module_loading import import_string

from pinto.ground.access.permissions import check_may, check_may_look_for
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Purpose, Viewer
from pinto.ground.exports.models import Export
from pinto.ground.exports.permissions import check_may_decide
from pinto.ground.exports.queries import expired, mark_of, path_of
from pinto.ground.exports.rules import KEPT_FOR
from pinto.ground.jobs.actions import ask_for
from pinto.ground.trail.actions import record


@transaction.atomic
def ask_for_export(
    *,
    kind: str,
    asked: Mapping[str, Any],
    file_format: str,
    area: str,
    purpose: str,
    rows: int,
    viewer: Viewer,
    at: datetime,
) -> Export:
    """The export waits for a colleague's signature. Raises ``OutOfScope`` or ``Refused``."""
    check_may(viewer, Capability.EXPORT, area)
    check_may_look_for(viewer, purpose)
    export = Export.objects.create(
        kind=kind,
        asked=dict(asked),
        format=file_format,
        areas=[area] if area else sorted(viewer.areas_for(Capability.EXPORT)),
        purpose=purpose,
        rows=rows,
        asked_by_id=viewer.somebody,
        asked_at=at,
    )
    record(what="export.asked", on=("export", export.pk), by=viewer, at=at, households=rows)
    return export


@transaction.atomic
def approve(*, export_id: UUID, viewer: Viewer, at: datetime) -> Export:
    """The export has its second signature and is being made; who was second to sign is told.

    Raises ``Export.DoesNotExist``, ``OutOfScope``, ``Refused``.
    """
    export = Export.objects.select_for_update().get(pk=export_id)
    check_may_decide(viewer, export)
    if export.state == Export.State.ASKED:
        _decide(export, Export.State.APPROVED, viewer, at)
        ask_for("exports.make", by=None, at=at, export=str(export.pk))
        record(what="export.approved", on=("export", export.pk), by=viewer, at=at)
    return export


@transaction.atomic
def refuse(*, export_id: UUID, why: str, viewer: Viewer, at: datetime) -> Export:
    """The export is not made; the reason is told to who asked."""
    export = Export.objects.select_for_update().get(pk=export_id)
    check_may_decide(viewer, export)
    if export.state == Export.State.ASKED:
        export.why = why
        _decide(export, Export.State.REFUSED, viewer, at)
        record(what="export.refused", on=("export", export.pk), by=viewer, at=at)
    return export


def _decide(export: Export, state: str, viewer: Viewer, at: datetime) -> None:
    export.state, export.decided_by_id, export.decided_at = state, viewer.pk, at
    export.save(update_fields=["state", "decided_by", "decided_at", "why"])


def make_export(*, export_id: UUID, at: datetime) -> Export:
    """The file lies on the server for who asked, inside what that officer may see today.

    Made twice it is the same file: a killed worker leaves none behind.
    """
    export = Export.objects.select_related("asked_by").get(pk=export_id)
    if export.state != Export.State.APPROVED:
        return export
    viewer = replace(viewer_of(export.asked_by), purpose=export.purpose)
    with translation.override(export.asked_by.language):
        mark = mark_of(viewer, Purpose(export.purpose), at=at)
        write = import_string(settings.EXPORTS[export.kind])
        _written(
            path_of(export),
            lambda file: write(
                file, asked=export.asked, file_format=export.format, viewer=viewer, mark=mark, at=at
            ),
        )
    with transaction.atomic():
        export.state, export.expires_at = Export.State.READY, at + KEPT_FOR
        export.save(update_fields=["state", "expires_at"])
    return export


def _written(path: Path, write: Any) -> None:
    """The file is there whole, for the server's own account alone, or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".export-")
    try:
        with os.fdopen(handle, "w+b") as file:
            write(file)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def delete_expired(*, at: datetime) -> int:
    """Files whose time is over are gone; the answer is how many."""
    gone = 0
    for export in expired(at=at):
        path_of(export).unlink(missing_ok=True)
        with transaction.atomic():
            changed = expired(at=at).filter(pk=export.pk).update(state=Export.State.DELETED)
            if changed:
                record(what="export.deleted", on=("export", export.pk), by=None, at=at)
        gone += changed
    return gone


def record_fetched(*, export: Export, viewer: Viewer, at: datetime) -> None:
    """The trail holds that the file was fetched."""
    record(what="export.fetched", on=("export", export.pk), by=viewer, at=at)
