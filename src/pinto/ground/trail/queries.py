"""What the trail answers."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from pinto.ground.trail.models import Entry, Seal
from pinto.ground.trail.rules import GENESIS, link


@dataclass(frozen=True)
class Verdict:
    """Whether the chain holds, and where it first does not."""

    sealed: int
    unsealed: int
    broken_at: int | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        return self.broken_at is None


def sealed_body(entry: Entry) -> dict[str, Any]:
    """What the seal of an entry covers: every field."""
    return {
        "id": entry.pk.hex,
        "origin": entry.origin,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "what": entry.what,
        "on": [entry.on_kind, entry.on_id],
        "why": entry.why,
        "detail": entry.detail,
    }


def verify_trail() -> Verdict:
    """Recompute the whole chain. Reads every entry once."""
    digest, expected = GENESIS, 0
    for seal in Seal.objects.order_by("number").select_related("entry").iterator():
        expected += 1
        if seal.number != expected:
            return _broken(expected, "a link is missing")
        digest = link(digest, sealed_body(seal.entry))
        if digest != seal.digest:
            return _broken(seal.number, "the entry is not what was sealed")
    return Verdict(sealed=expected, unsealed=Entry.objects.filter(seal__isnull=True).count())


def _broken(number: int, reason: str) -> Verdict:
    return Verdict(
        sealed=Seal.objects.count(),
        unsealed=Entry.objects.filter(seal__isnull=True).count(),
        broken_at=number,
        reason=reason,
    )


def entries_on(kind: str, key: Any) -> QuerySet[Entry]:
    """What happened to one thing, newest first. The caller has checked that it may be seen."""
    return Entry.objects.filter(on_kind=kind, on_id=str(key)).order_by("-at")
