"""Write into the trail, and seal what was written.

Writing and sealing are two steps: a page that shows a person writes its entry
and goes on; the chain's head is touched by one sealer, in small batches.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from pinto.ground.installation.home import write_atomically
from pinto.ground.trail.models import Entry, Mention, Seal
from pinto.ground.trail.queries import (
    agrees,
    note_path,
    noted_head,
    sealed_body,
    unsealed_entries,
)
from pinto.ground.trail.rules import GENESIS, LISTED, link, reason_digest

_BATCH = 500
_IDS_AN_ENTRY = 500


def record(
    *,
    what: str,
    on: tuple[str, Any],
    by: Any,
    at: datetime,
    why: str = "",
    **detail: Any,
) -> Entry:
    """The trail holds that ``by`` did ``what`` to the thing ``on`` = (kind, id).

    ``by`` is an account, a viewer, or None for Pinto itself. ``detail`` takes
    counts, field names and digests: a personal value in it would outlive the
    person's erasure. A viewer's ``circumstances`` (what for, opened how) stand beside it.
    """
    kind, key = on
    salt = secrets.token_hex(16) if why else ""
    return Entry.objects.create(
        what=what,
        on_kind=kind,
        on_id=str(key),
        by=str(by.pk) if by is not None and by.pk else "",
        at=at,
        why=why,
        why_salt=salt,
        why_digest=reason_digest(salt, why),
        detail={**getattr(by, "circumstances", {}), **detail},
    )


def forget_reasons(entries: QuerySet[Entry]) -> int:
    """The words of these entries' reasons are gone, and the chain holds as before.

    What was written before reasons had a digest is sealed word by word and stays.
    """
    known = entries.exclude(why="").exclude(why_digest="")
    return Entry.objects.filter(pk__in=list(known.values_list("pk", flat=True))).update(
        why="", why_salt=""
    )


@transaction.atomic(savepoint=False)
def record_views(
    household_ids: Sequence[UUID],
    *,
    by: Any,
    at: datetime,
    verb: str = LISTED,
    place: str = "",
    why: str = "",
) -> None:
    """The trail holds that ``by`` saw these households as lines of a list, or took them out.

    One entry a page, with the ids of all, and a narrow row for each by which it is found
    from the family. ``place`` is the code of the area
    the list was about; ``verb`` is one of ``rules.LOOKS``.
    """
    for start in range(0, len(household_ids), _IDS_AN_ENTRY):
        ids = household_ids[start : start + _IDS_AN_ENTRY]
        entry = record(
            what=f"household.{verb}",
            on=("place", place),
            by=by,
            at=at,
            why=why,
            households=len(ids),
            ids=[str(key) for key in ids],
        )
        Mention.objects.bulk_create(Mention(thing=key, entry=entry) for key in ids)


def seal_entries(*, since: datetime | None = None) -> int:
    """Every entry written so far is in the chain; the answer is how many were added.

    ``since`` spares looking through all the years for one that was left out. The
    head is noted outside the database after each batch.
    """
    added = 0
    while batch := _seal_batch(since):
        added += batch
        note_head()
    if noted_head() is None:  # the first time, or somebody took the note away
        note_head()
    return added


def note_head(*, replaced: bool = False) -> None:
    """The head of the chain stands in a file outside the database.

    A note the chain does not agree with stays, or cutting off the chain's end would be
    forgotten with the next entry; ``replaced`` says that the whole chain is meant to be
    another one, as after a restore.
    """
    last = Seal.objects.order_by("-number").first()
    noted = noted_head()
    known = noted and last and (noted.sealed >= last.number or not agrees(noted))
    if not replaced and (last is None or known):
        return
    head = {"sealed": last.number, "head": last.digest} if last else {"sealed": 0, "head": GENESIS}
    write_atomically(note_path(), json.dumps(head).encode())


def _seal_batch(since: datetime | None) -> int:
    waiting = unsealed_entries(since=since).order_by("id")
    if not waiting.exists():  # reading takes no lock
        return 0
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # one sealer at a time, as on SQLite
                cursor.execute("LOCK TABLE trail_seal IN EXCLUSIVE MODE")
        last = Seal.objects.order_by("-number").first()
        number, digest = (last.number, last.digest) if last else (0, GENESIS)
        seals = []
        for entry in waiting[:_BATCH]:
            number += 1
            digest = link(digest, sealed_body(entry))
            seals.append(Seal(number=number, entry=entry, digest=digest))
        Seal.objects.bulk_create(seals)
    return len(seals)
