"""Files follow the tables: extracts, files that wait, and the database's own old pages."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _

from pinto.evidence.consents.actions.erasing import Named
from pinto.evidence.consents.queries.erasures import Whose
from pinto.evidence.consents.rules.erasures import mentions
from pinto.evidence.intake.actions.receiving import discard_load, folder_of, source_of
from pinto.evidence.intake.models import Load
from pinto.evidence.intake.queries import undecided_loads
from pinto.evidence.intake.rules.staging import staged
from pinto.evidence.intake.rules.workbook import Unreadable, open_book
from pinto.evidence.registry.extracts import erase_from_extract
from pinto.evidence.registry.models import Round
from pinto.ground.access.rules import Refused
from pinto.ground.exports.actions import delete_expired
from pinto.ground.exports.models import Export

_PATIENCE = 30.0  # seconds readers may hold on to old pages of the database


def discard_files_naming(words: Named, *, at: datetime) -> int:
    """No file that waits for a decision names them; such a file is to be handed in again.

    A file that cannot be read is discarded too: nobody can say whom it names. Raises
    ``Refused`` while one of them is being loaded.
    """
    discarded = 0
    for load in undecided_loads():
        if not folder_of(load).exists() or not _names(load, words):
            continue
        if load.state == Load.State.LOADING:
            raise Refused(_("A file that names the person is being loaded. Try again afterwards."))
        discard_load(load=load, by=None, at=at)
        discarded += 1
    return discarded


def _names(load: Load, words: Named) -> bool:
    for piece in range(1, load.pieces + 1):
        if mentions(staged(folder_of(load), piece), words.surely):
            return True
    try:
        book = open_book(source_of(load))
        for sheet in book.sheets:
            for row in book.rows(sheet.name):
                if _row_names(row, words):
                    return True
    except (Unreadable, OSError):
        return True
    return False


def _row_names(row: Iterable[Any], words: Named) -> bool:
    """A number anywhere; or given name and surname, in one cell or side by side."""
    cells = [str(cell).strip() for cell in row if cell is not None]
    return mentions([*cells, " ".join(cells)], words.surely)


def discard_exports(*, at: datetime) -> int:
    """No file that was made to be taken out waits: it may name them. It can be asked for again."""
    Export.objects.filter(state=Export.State.READY).update(expires_at=at)
    return delete_expired(at=at)


def erase_from_extracts(whose: Whose, listed: Iterable[tuple[str, str]]) -> None:
    """The extracts of these rounds and tambons hold them no more, and no older file does."""
    households = [whose.household] if whose.household else []
    for round_id, tambon in listed:
        erase_from_extract(
            round=Round.objects.get(pk=UUID(round_id)),
            tambon=tambon,
            households=households,
            people=whose.people,
        )


def scour_database() -> None:
    """What was overwritten is not in the database's files any more either.

    SQLite's file is written anew and its log emptied; PostgreSQL gives dead rows free.
    Runs outside a transaction. Raises ``Refused`` where readers do not let go.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in apps.get_models(include_auto_created=True):
                if model._meta.managed:
                    cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")
        return
    until = time.monotonic() + _PATIENCE
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        while True:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if not cursor.fetchone()[0]:
                return
            if time.monotonic() > until:
                raise Refused(_("The database is being read without a pause. Try again later."))
            time.sleep(0.2)
