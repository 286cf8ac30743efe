"""How one entry is bound to all entries before it, and which entries speak of reading."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

GENESIS = "0" * 64
LISTED = "listed"  # seen as a line among others; the entry holds the ids of all
LOOKS = (
    "viewed",
    "explained",
    "revealed",
    "printed",
    "exported",
    LISTED,
)  # verbs by which somebody reads


@dataclass(frozen=True)
class Head:
    """How long the chain was, and its digest there."""

    sealed: int
    digest: str


def link(before: str, entry: Mapping[str, Any]) -> str:
    """The digest of the chain after this entry: SHA-256 over the digest before and the entry.

    >>> link(GENESIS, {"what": "household.viewed"})[:16]
    'db4d0df793862107'
    """
    body = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{before}\n{body}".encode()).hexdigest()


def reason_digest(salt: str, why: str) -> str:
    """What the chain seals of a reason: without the salt nobody guesses the words back.

    >>> reason_digest("5a17", "ID card checked")[:16], reason_digest("5a17", "")
    ('1715554c462144eb', '')
    """
    return hashlib.sha256(f"{salt}\n{why}".encode()).hexdigest() if why else ""


def earliest_id(at: datetime) -> UUID:
    """The smallest id that can have been given at that moment: UUIDv7 begins with the time.

    >>> from datetime import UTC
    >>> str(earliest_id(datetime(2026, 11, 21, tzinfo=UTC)))
    '01a1fb67-1800-0000-0000-000000000000'
    """
    return UUID(int=int(at.timestamp() * 1000) << 80)
