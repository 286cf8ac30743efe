"""Write into the trail, and seal what was written.

Writing and sealing are two steps: a page that shows a person writes its entry
and goes on; the chain's head is touched by one sealer, in small batches.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from pinto.ground.trail.models import Entry, Seal
from pinto.ground.trail.queries import sealed_body
from pinto.ground.trail.rules import GENESIS, link

_BATCH = 500


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

    ``by`` is an account or None for Pinto itself. ``detail`` takes counts, field
    names and digests: a personal value in it would outlive the person's erasure.
    """
    kind, key = on
    return Entry.objects.create(
        what=what,
        on_kind=kind,
        on_id=str(key),
        by=str(by.pk) if by is not None else "",
        at=at,
        why=why,
        detail=detail,
    )


def seal_entries() -> int:
    """Every entry written so far is in the chain; the answer is how many were added."""
    added = 0
    while batch := _seal_batch():
        added += batch
    return added


@transaction.atomic
def _seal_batch() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # one sealer at a time; SQLite has one writer anyway
            cursor.execute("LOCK TABLE trail_seal IN EXCLUSIVE MODE")
    last = Seal.objects.order_by("-number").first()
    number, digest = (last.number, last.digest) if last else (0, GENESIS)
    seals = []
    for entry in Entry.objects.filter(seal__isnull=True).order_by("id")[:_BATCH]:
        number += 1
        digest = link(digest, sealed_body(entry))
        seals.append(Seal(number=number, entry=entry, digest=digest))
    Seal.objects.bulk_create(seals)
    return len(seals)
