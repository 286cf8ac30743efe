"""A file is handed in, and its folder waits for the check."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction

from pinto.evidence.intake.models import ColumnMeaning, Load
from pinto.evidence.intake.permissions import check_may_load, check_may_publish
from pinto.evidence.intake.queries import folders_in_use
from pinto.evidence.intake.rules.cells import key
from pinto.evidence.intake.rules.layouts import Into
from pinto.evidence.intake.rules.staging import unstage
from pinto.evidence.registry.models import Round
from pinto.ground.access.rules import Capability, Viewer
from pinto.ground.installation.home import room
from pinto.ground.jobs.actions import ask_for
from pinto.ground.jobs.queries import has_ended
from pinto.ground.trail.actions import record

_BLOCK = 1 << 20


def folder_of(load: Load) -> Path:
    """Where the file and its pieces wait; gone when the load has ended."""
    return room("staging") / load.pk.hex


def source_of(load: Load) -> Path:
    """The file as it was handed in."""
    return folder_of(load) / f"source{Path(load.file_name).suffix.lower()}"


def receive_file(
    *,
    stream: BinaryIO,
    name: str,
    round: Round | None,
    viewer: Viewer | None,
    by: Any,
    at: datetime,
) -> Load:
    """The file lies in its folder and waits for its check.

    ``viewer`` limits the rows to the places where the officer may load files;
    None is the operator at the machine itself. Raises ``Refused``.
    """
    if viewer is not None:
        check_may_load(viewer)
    areas = sorted(viewer.areas_for(Capability.LOAD_FILES)) if viewer else []
    load = Load(file_name=Path(name).name[:200], round=round, areas=areas, by=by, at=at)
    _forget_the_dead()
    with _receiving(fcntl.LOCK_SH):
        try:
            _write_down(load, stream)
            with transaction.atomic():
                load.save(force_insert=True)
                digest = load.file_digest
                record(what="load.received", on=("load", load.pk), by=by, at=at, digest=digest)
        except BaseException:
            unstage(folder_of(load))
            raise
    return load


def _write_down(load: Load, stream: BinaryIO) -> None:
    """The stream lies in the load's folder, and the load knows its digest and size."""
    folder_of(load).mkdir(parents=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with source_of(load).open("wb") as target:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
            target.write(block)
    load.file_digest, load.file_size = digest.hexdigest(), size


def _forget_the_dead() -> None:
    """No folder stays of a file whose receiver was killed, or whose load has ended.

    A folder comes before its row, so nobody may be receiving while we look.
    """
    try:
        with _receiving(fcntl.LOCK_EX | fcntl.LOCK_NB):
            folders = {path.name: path for path in room("staging").iterdir() if path.is_dir()}
            for name in folders.keys() - folders_in_use():
                unstage(folders[name])
    except BlockingIOError:
        return  # the next receiver will look


@contextmanager
def _receiving(how: int) -> Iterator[None]:
    with (room("staging") / "receiving").open("w") as lock:
        fcntl.flock(lock, how)  # released by the kernel, whatever happens to us
        yield


@transaction.atomic
def hand_over(*, load: Load, task: str, by: Any, at: datetime) -> Load:
    """A worker will do this to the load: check, publish or withdraw it.

    Pressing twice asks once: while a job of the load is under way no other is made.
    """
    load = Load.objects.select_for_update().get(pk=load.pk)
    if load.job is None or has_ended(load.job):
        load.job = ask_for(task, by=by, at=at, load=str(load.pk)).pk
        load.save(update_fields=["job"])
    return load


@transaction.atomic
def explain_columns(
    *, load: Load, meanings: Iterable[tuple[str, Into, str]], by: Any, at: datetime
) -> Load:
    """Headers have a meaning from now on, in this file and in every later one.

    Each of ``meanings`` is the header as it stands in the file, where its values go
    and the question or identity field. The load waits for its check again.
    """
    load = Load.objects.select_for_update().get(pk=load.pk)
    check_may_publish(load)  # what is dealt with already needs no explanation any more
    for text, into, field in meanings:
        ColumnMeaning.objects.update_or_create(
            header=key(text)[:200],
            defaults={"text": text[:200], "into": into, "field": field, "by": by, "at": at},
        )
        record(what="column.explained", on=("load", load.pk), by=by, at=at, field=field)
    load.state = Load.State.RECEIVED
    load.save(update_fields=["state"])
    return load


@transaction.atomic
def discard_load(*, load: Load, by: Any, at: datetime) -> Load:
    """The file is not loaded, and nothing of it stays but the fact that it was handed in."""
    load = Load.objects.select_for_update().get(pk=load.pk)
    waits = load.state in (Load.State.CHECKED, Load.State.REFUSED, Load.State.RECEIVED)
    # a backup holds no pieces: a load that was under way when it was written cannot go on
    cut_off = load.state == Load.State.LOADING and not folder_of(load).exists()
    if waits or cut_off:
        load.state, load.report = Load.State.DISCARDED, {}
        load.save(update_fields=["state", "report"])
        record(what="load.discarded", on=("load", load.pk), by=by, at=at)
        transaction.on_commit(lambda: unstage(folder_of(load)))
    return load
