"""Everything an installation holds, in one file, and back again.

The file is a zip: one file of JSON lines a table, the photos of visits, and ``manifest.json``
with counts and hashes. It does not depend on the database behind it: what a laptop's SQLite
wrote, a province's PostgreSQL can read. The keys are never in it: sealed values stay
sealed without them. Neither are extracts, which are written anew from the tables,
nor files that wait for a decision, which hold IDs as they were typed. Whoever was erased
since a backup was written is erased again when it is restored.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zipfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from pinto.config.photos import PHOTO, entry_of, is_whole, read_photos, write_photos
from pinto.evidence.consents.actions.erasing import erase_again, erased_so_far
from pinto.evidence.consents.actions.scouring import scour_database
from pinto.evidence.intake.actions.receiving import discard_load
from pinto.evidence.intake.queries import undecided_loads
from pinto.evidence.registry.extracts import refresh_extract
from pinto.evidence.registry.queries import rounds
from pinto.evidence.verification.actions.photos import remove_unnamed_photos
from pinto.ground.installation.bulk import insert_rows
from pinto.ground.installation.home import home, origin, room, write_atomically
from pinto.ground.installation.keys import fingerprints
from pinto.ground.trail.actions import note_head, record
from pinto.ground.trail.queries import noted_head
from pinto.insight.measures.actions import score_round

FORMAT = 2  # 1 had no photos
_EMPTIED_ONLY = {"sessions.session", "usersessions.usersession"}  # everybody signs in again
_CHUNK = 2_000  # rows
_TABLE = re.compile(r"tables/(\w+\.\w+)\.jsonl")
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, LookupError, TypeError,
    RuntimeError,  # a flipped bit says that an entry is encrypted, or packed in an unknown way
)  # fmt: skip


class BadBackup(Exception):
    """The file cannot be restored; nothing was changed. The text says why."""


def write_backup(path: Path, *, at: datetime, photos: bool = True) -> dict[str, Any]:
    """The file holds everything, was read back, and agrees with its manifest.

    ``photos`` says whether those of visits are taken along. One transaction sees one state
    of all tables, and others go on writing meanwhile. Only the owner of the file can read
    it. Raises ``OSError``.
    """
    record(what="backup.written", on=("installation", origin()), by=None, at=at)
    partial = path.with_name(f"{path.name}.part")
    try:
        with (
            _private(partial) as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        ):
            manifest = _write_everything(archive, at, photos=photos)
        if check_backup(partial) != manifest:
            raise OSError(f"{partial} does not hold what was written into it.")
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return manifest


def check_backup(path: Path) -> dict[str, Any]:
    """The manifest, after every entry was read and agreed with it. Raises :class:`BadBackup`."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
            if manifest["format"] != FORMAT:
                raise BadBackup(f"{path} has a form this Pinto does not know.")
            photos = [entry_of(digest) for digest in manifest["photos"]]
            expected_names = sorted(["manifest.json", *manifest["hashes"], *photos])
            if sorted(archive.namelist()) != expected_names:
                raise BadBackup(f"{path} holds other entries than its manifest names.")
            for name, expected in manifest["hashes"].items():
                table = _TABLE.fullmatch(name)
                if not table:
                    raise BadBackup(f"{name} in {path} is no table of Pinto.")
                if _count_and_hash(archive, name) != (manifest["counts"][table[1]], expected):
                    raise BadBackup(f"{name} in {path} is not what was written.")
            for name, digest in zip(photos, manifest["photos"], strict=True):
                if not PHOTO.fullmatch(name) or not is_whole(archive, digest):
                    raise BadBackup(f"{name} in {path} is not what was written.")
    except _DAMAGE as error:
        raise BadBackup(f"{path} is not a backup, or is damaged ({error}).") from None
    return manifest


def restore_backup(path: Path, *, at: datetime, keys_lost: bool = False) -> dict[str, Any]:
    """The installation holds what the file holds, and an entry in the trail that says so.

    Everything is checked before anything is changed. Raises :class:`BadBackup`. With
    ``keys_lost`` it is restored although nobody can read its sealed IDs any more.
    """
    manifest = check_backup(path)
    call_command("migrate", verbosity=0, interactive=False)
    _check_fits(manifest, keys_lost=keys_lost)
    noted, erased = noted_head(), erased_so_far()
    with zipfile.ZipFile(path) as archive, transaction.atomic():
        _empty_tables()
        for model in _tables():
            _read_table(archive, model, manifest)
        connection.check_constraints()
        _count_on_from_here()
        read_photos(archive, manifest["photos"])
        erased_again = erase_again(erased, at=at)
        record(
            what="backup.restored",
            on=("installation", manifest["installation"]["code"]),
            by=None,
            at=at,
            made_at=manifest["made_at"],
            rows=sum(manifest["counts"].values()),
            erased_again=erased_again,
            # What the restore took away: the trail as it was sealed here until now.
            trail_before={"sealed": noted.sealed, "head": noted.digest} if noted else None,
        )
        write_atomically(
            home() / "installation.json", json.dumps(manifest["installation"]).encode()
        )
    note_head(replaced=True)
    remove_unnamed_photos()
    if erased_again:
        scour_database()
    _work_out_anew(at)
    return manifest


def _check_fits(manifest: dict[str, Any], *, keys_lost: bool) -> None:
    """The tables and the keys here are those the backup was written with."""
    there, here = set(manifest["migrations"]), set(_migrations())
    if newer := there - here:
        raise BadBackup(
            f"The backup comes from a newer Pinto (it knows {min(newer)}). Update Pinto first."
        )
    if older := here - there:
        raise BadBackup(
            f"The backup comes from an older Pinto (it lacks {min(older)}). Restore it with that"
            " version, then update."
        )
    if {_entry(model) for model in _tables()} != set(manifest["hashes"]):
        raise BadBackup("The backup lacks tables, or has some that Pinto does not have.")
    keys = fingerprints()
    other = [name for name, print_ in manifest["keys"].items() if keys.get(name) != print_]
    if other and not keys_lost:
        raise BadBackup(
            f"The keys in {home()} are not those the backup was written with, and its IDs and"
            " phone numbers could not be read. Put the keys.json that belongs to it there first."
        )


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    ours = {app.label for app in apps.get_app_configs()}
    return sorted(f"{app}.{name}" for app, name in applied if app in ours)


def _tables(*, to_empty: bool = False) -> list[type[models.Model]]:
    """Every table, referred-to tables first, so that foreign keys find their rows."""
    waiting = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and (to_empty or model._meta.label_lower not in _EMPTIED_ONLY)
    ]
    done: list[type[models.Model]] = []
    while waiting:
        ready = [model for model in waiting if not _refers_to(model) & set(waiting) - {model}]
        done += ready or waiting[:1]  # tables that refer to each other: constraints wait
        waiting = [model for model in waiting if model not in done]
    return done


def _refers_to(model: type[models.Model]) -> set[Any]:
    return {
        field.related_model
        for field in model._meta.concrete_fields
        if field.is_relation and getattr(field, "db_constraint", True)
    }


def _entry(model: type[models.Model]) -> str:
    return f"tables/{model._meta.label_lower}.jsonl"


# --- writing ----------------------------------------------------------------------------


@contextmanager
def _private(path: Path) -> Iterator[Any]:
    """A new file that only its owner can read; on the disk when it is closed."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _write_everything(archive: zipfile.ZipFile, at: datetime, *, photos: bool) -> dict[str, Any]:
    counts: dict[str, int] = {}
    hashes: dict[str, str] = {}
    with _one_state():
        for model in _tables():
            count, digest = _write_table(archive, model)
            counts[model._meta.label_lower], hashes[_entry(model)] = count, digest
        migrations = _migrations()
        taken = write_photos(archive) if photos else []
    manifest = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "installation": {"code": origin()},
        "keys": fingerprints(),
        "migrations": migrations,
        "counts": counts,
        "hashes": hashes,
        "photos": taken,
    }
    archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    return manifest


@contextmanager
def _one_state() -> Iterator[None]:
    """Reads inside see the database as it was at the first of them; nobody waits for them."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
        return
    # Django's own BEGIN is IMMEDIATE, which would keep every writer out.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _write_table(archive: zipfile.ZipFile, model: type[models.Model]) -> tuple[int, str]:
    """The table is in the archive; the answer is its count and hash."""
    fields = [field.attname for field in model._meta.concrete_fields]
    rows = model._default_manager.order_by("pk").values_list(*fields)
    digest, count = hashlib.sha256(), 0
    with archive.open(_entry(model), "w", force_zip64=True) as entry:
        for row in rows.iterator(chunk_size=_CHUNK):
            line = orjson.dumps([_plain(value) for value in row]) + b"\n"
            digest.update(line)
            entry.write(line)
            count += 1
    return count, digest.hexdigest()


def _plain(value: Any) -> Any:
    return {"bytes": b64encode(value).decode()} if isinstance(value, bytes | memoryview) else value


# --- reading ----------------------------------------------------------------------------


def _count_and_hash(archive: zipfile.ZipFile, name: str) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    with archive.open(name) as entry:
        while block := entry.read(1 << 20):
            digest.update(block)
            count += block.count(b"\n")
    return count, digest.hexdigest()


def _empty_tables() -> None:
    """Nothing is left. The trail's guard stands aside for this one transaction."""
    tables = [connection.ops.quote_name(m._meta.db_table) for m in _tables(to_empty=True)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"TRUNCATE {', '.join(tables)}")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        for table in reversed(tables):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608  (names of our own tables)
        for _, statement in triggers:
            cursor.execute(statement)


def _read_table(
    archive: zipfile.ZipFile, model: type[models.Model], manifest: dict[str, Any]
) -> None:
    label = model._meta.label_lower
    fields = list(model._meta.concrete_fields)
    with archive.open(_entry(model)) as entry:
        count = insert_rows(
            model,
            [field.attname for field in fields],
            (
                [_stored(f, v) for f, v in zip(fields, orjson.loads(line), strict=True)]
                for line in entry
            ),
        )
    if count != manifest["counts"][label]:
        raise BadBackup(f"{label} has {count} rows, not {manifest['counts'][label]}.")


def _stored(field: Any, value: Any) -> Any:
    """The value as the table wants it: JSON as text, ids and times as themselves."""
    if isinstance(field, models.JSONField) and not (value is None and field.null):
        return orjson.dumps(value).decode()
    if value is None:
        return None
    if isinstance(field, models.BinaryField):
        return b64decode(value["bytes"])
    target = field.target_field if field.is_relation else field
    return target.to_python(value)


def _count_on_from_here() -> None:
    """Numbers the database gives to new rows begin after those that were restored."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _tables(to_empty=True)):
            cursor.execute(statement)


def _work_out_anew(at: datetime) -> None:
    """What is not in the file: extracts and scores; files that waited are asked for again."""
    for load in undecided_loads():
        discard_load(load=load, by=None, at=at)
    shutil.rmtree(room("extracts"))
    for round in rounds():
        refresh_extract(round=round)
        with suppress(LookupError):  # no scoring reads this round's instrument
            score_round(round=round, by=None, at=at)
