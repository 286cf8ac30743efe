"""Everything an installation holds, in one file, and back again.

The file is a zip: ``manifest.json`` with counts and hashes, one file of JSON lines a
table, and the folders that are not in the database. It does not depend on the
database behind it: what a laptop's SQLite wrote, a province's PostgreSQL can read.
The keys are never in it: sealed values stay sealed without them.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from pinto.ground.installation.bulk import insert_rows
from pinto.ground.installation.home import home, room, write_atomically

FORMAT = 1
_FOLDERS = ("extracts",)
_NOT_KEPT = {"sessions.session"}  # everybody signs in again


class BadBackup(Exception):
    """The file cannot be restored; nothing was changed. The text says why."""


def write_backup(path: Path, *, at: datetime) -> dict[str, Any]:
    """The file holds everything, was read back, and agrees with its manifest.

    One transaction sees one state of all tables, whatever others write meanwhile.
    """
    partial = path.with_name(f"{path.name}.part")
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "migrations": sorted(
            f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
        ),
        "counts": {},
        "hashes": {},
    }
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with transaction.atomic():
            _keep_one_state()
            for model in _models():
                _write_table(archive, model, manifest)
        for name, content in _files():
            _write_entry(archive, name, content, manifest)
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    _verify(partial)
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(path)
    return manifest


def restore_backup(path: Path) -> dict[str, Any]:
    """The installation holds what the file holds, and nothing else.

    Every entry is checked before anything is changed. Raises :class:`BadBackup`.
    """
    manifest = _verify(path)
    call_command("migrate", verbosity=0, interactive=False)
    here = {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}
    if newer := set(manifest["migrations"]) - here:
        raise BadBackup(
            f"The backup comes from a newer Pinto (it knows {min(newer)}). Update Pinto first."
        )
    with zipfile.ZipFile(path) as archive:
        with transaction.atomic(), connection.constraint_checks_disabled():
            _empty_tables()
            for model in _models():
                _read_table(archive, model, manifest)
            connection.check_constraints()
        _restore_files(archive, manifest)
    return manifest


def _models() -> list[type[models.Model]]:
    """Every table, referred-to tables first, so that foreign keys find their rows."""
    waiting = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.label_lower not in _NOT_KEPT
    ]
    done: list[type[models.Model]] = []
    while waiting:
        ready = [model for model in waiting if not _refers_to(model) & set(waiting) - {model}]
        done += ready or waiting[:1]  # two tables that refer to each other: constraints wait
        waiting = [model for model in waiting if model not in done]
    return done


def _refers_to(model: type[models.Model]) -> set[Any]:
    return {
        field.related_model
        for field in model._meta.concrete_fields
        if field.is_relation and getattr(field, "db_constraint", True)
    }


def _keep_one_state() -> None:
    """PostgreSQL is told to keep one snapshot; SQLite's transaction is one already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _write_table(
    archive: zipfile.ZipFile, model: type[models.Model], manifest: dict[str, Any]
) -> None:
    label = model._meta.label_lower
    fields = [field.attname for field in model._meta.concrete_fields]
    digest, count = hashlib.sha256(), 0
    rows = model._default_manager.order_by("pk").values_list(*fields)
    with archive.open(f"tables/{label}.jsonl", "w", force_zip64=True) as entry:
        for row in rows.iterator(chunk_size=5_000):
            line = orjson.dumps([_plain(value) for value in row]) + b"\n"
            digest.update(line)
            entry.write(line)
            count += 1
    manifest["counts"][label] = count
    manifest["hashes"][f"tables/{label}.jsonl"] = digest.hexdigest()


def _plain(value: Any) -> Any:
    return {"bytes": b64encode(value).decode()} if isinstance(value, bytes | memoryview) else value


def _files() -> Iterator[tuple[str, bytes]]:
    yield "home/installation.json", (home() / "installation.json").read_bytes()
    for folder in _FOLDERS:
        for file in sorted(room(folder).rglob("*")):
            if file.is_file() and file.name != "lock":
                yield f"home/{file.relative_to(home())}", file.read_bytes()


def _write_entry(
    archive: zipfile.ZipFile, name: str, content: bytes, manifest: dict[str, Any]
) -> None:
    archive.writestr(name, content)
    manifest["hashes"][name] = hashlib.sha256(content).hexdigest()


def _verify(path: Path) -> dict[str, Any]:
    """The manifest, after every entry was read and agreed with it."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
            if manifest.get("format") != FORMAT:
                raise BadBackup(f"This is not a backup of a kind that is known: {path}")
            for name, expected in manifest["hashes"].items():
                if _hash(archive, name) != expected:
                    raise BadBackup(f"{name} in {path} is not what was written.")
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, EOFError) as error:
        raise BadBackup(f"{path} is not a backup, or is damaged ({error}).") from None
    return manifest


def _hash(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as entry:
        while block := entry.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _empty_tables() -> None:
    """Nothing is left. The trail's guard stands aside for this one transaction."""
    tables = [model._meta.db_table for model in _models()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = [connection.ops.quote_name(table) for table in tables]
            for name in names:
                cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
            cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
            for name in names:
                cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        for table in reversed(tables):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
        for _, statement in triggers:
            cursor.execute(statement)


def _read_table(
    archive: zipfile.ZipFile, model: type[models.Model], manifest: dict[str, Any]
) -> None:
    label = model._meta.label_lower
    name = f"tables/{label}.jsonl"
    if name not in manifest["hashes"]:
        return  # a table that is newer than the backup
    fields = list(model._meta.concrete_fields)
    with archive.open(name) as entry:
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
    if value is None:
        return None
    if isinstance(value, dict) and "bytes" in value and isinstance(field, models.BinaryField):
        return b64decode(value["bytes"])
    if isinstance(field, models.JSONField):
        return orjson.dumps(value).decode()
    target = field.target_field if field.is_relation else field
    return target.to_python(value)


def _restore_files(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    for name in manifest["hashes"]:
        if not name.startswith("home/"):
            continue
        target = (home() / name.removeprefix("home/")).resolve()
        if not target.is_relative_to(home()):
            raise BadBackup(f"{name} would be written outside of {home()}.")
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, archive.read(name))
