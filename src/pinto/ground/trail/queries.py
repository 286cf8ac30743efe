"""What the trail answers."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from pinto.ground.installation.home import home
from pinto.ground.trail.models import Entry, Mention, Seal
from pinto.ground.trail.rules import GENESIS, LOOKS, Head, earliest_id, link, reason_digest


@dataclass(frozen=True)
class Verdict:
    """Whether the chain holds, and where it first does not.

    The chain proves what lies between its begin and its head; the head that the
    sealer noted outside the database proves that nobody cut off its end. Entries
    that wait for their link are proven by nothing, and whoever can write both the
    database and the note can forge both.
    """

    sealed: int
    unsealed: int
    head: str  # the digest after the last link that holds
    noted: Head | None  # None: nothing would tell that the end is missing
    broken_at: int | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        return self.broken_at is None


def sealed_body(entry: Entry) -> dict[str, Any]:
    """What the seal of an entry covers: every field, of a reason its digest."""
    return {
        "id": entry.pk.hex,
        "origin": entry.origin,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "what": entry.what,
        "on": [entry.on_kind, entry.on_id],
        "why": entry.why_digest or entry.why,
        "detail": entry.detail,
    }


def unsealed_entries(*, since: datetime | None = None) -> QuerySet[Entry]:
    """Entries that wait for their link; with ``since``, those written from then on."""
    waiting = Entry.objects.filter(seal__isnull=True)
    return waiting if since is None else waiting.filter(pk__gte=earliest_id(since))


def note_path() -> Path:
    """The file that holds the head the sealer saw last, outside the database."""
    return home() / "trail-head.json"


def noted_head() -> Head | None:
    """The head the sealer noted last; None where it has noted none."""
    try:
        told = json.loads(note_path().read_text(encoding="utf-8"))
        return Head(int(told["sealed"]), str(told["head"]))
    except FileNotFoundError:
        return None
    except (ValueError, LookupError, TypeError):
        return Head(0, "unreadable")  # agrees with no chain


def agrees(noted: Head) -> bool:
    """Whether the chain had that head when it was that long."""
    if noted.sealed == 0:
        return noted.digest == GENESIS
    return Seal.objects.filter(number=noted.sealed, digest=noted.digest).exists()


def verify_trail() -> Verdict:
    """Recompute the whole chain, and compare it with the head that was noted.

    Reads every entry once.
    """
    noted = noted_head()  # read first: the sealer may add links meanwhile
    head, broken_at, reason = GENESIS, None, ""
    chain = Seal.objects.order_by("number").select_related("entry").iterator()
    for expected, seal in enumerate(chain, start=1):
        if seal.number != expected:
            broken_at, reason = expected, "a link is missing"
            break
        digest = link(head, sealed_body(seal.entry))
        if digest != seal.digest or not _reason_holds(seal.entry):
            broken_at, reason = seal.number, "the entry is not what was sealed"
            break
        head = digest
    sealed = Seal.objects.count()
    if broken_at is None and noted and not agrees(noted):
        broken_at = min(sealed, noted.sealed) + (sealed < noted.sealed)
        reason = (
            f"the end was cut off: {noted.sealed:,} entries had been sealed,"
            f" and {sealed:,} are left"
            if sealed < noted.sealed
            else "this is not the chain whose head was noted"
        )
    return Verdict(
        sealed=sealed,
        unsealed=unsealed_entries().count(),
        head=head,
        noted=noted,
        broken_at=broken_at,
        reason=reason,
    )


def _reason_holds(entry: Entry) -> bool:
    """The words are those that were sealed, or they were taken out."""
    if not entry.why or not entry.why_digest:
        return True
    return reason_digest(entry.why_salt, entry.why) == entry.why_digest


def entries_on(kind: str, key: Any) -> QuerySet[Entry]:
    """What happened to one thing, newest first. The caller has checked that it may be seen."""
    return Entry.objects.filter(on_kind=kind, on_id=str(key)).order_by("-at")


def views_of(kind: str, key: Any, *, since: datetime) -> QuerySet[Entry]:
    """Who read one thing since then, newest first: its own page, or a list it was on.

    The caller has checked that the thing may be seen.
    """
    looks = [f"{kind}.{verb}" for verb in LOOKS]
    own = Entry.objects.filter(on_kind=kind, on_id=str(key)).order_by().values("pk")
    listed = Mention.objects.filter(thing=key).values("entry")
    # One list of ids from two indexes: with OR a database reads the whole trail.
    return Entry.objects.filter(
        pk__in=own.union(listed, all=True), what__in=looks, at__gte=since
    ).order_by("-at")


def looks_at(kind: str, key: Any) -> QuerySet[Entry]:
    """Who ever read one thing, newest first. As ``views_of``, from the first entry on."""
    return views_of(kind, key, since=datetime(2000, 1, 1, tzinfo=UTC))


def entries_by(
    accounts: Collection[str],
    *,
    by: str = "",
    what: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Entry]:
    """What these accounts did and read, newest first, narrowed by one account, event, or time."""
    found = Entry.objects.filter(by__in=[by] if by in accounts else [] if by else accounts)
    if what:
        found = found.filter(what=what)
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lt=until)
    return found.order_by("-at", "-id")


def phrase_of(what: str) -> str:
    """The event in words, in the language of the page; `settings.TRAIL_EVENTS` holds them."""
    return str(settings.TRAIL_EVENTS.get(what, what))
