"""How one entry is bound to all entries before it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64


def link(before: str, entry: Mapping[str, Any]) -> str:
    """The digest of the chain after this entry: SHA-256 over the digest before and the entry.

    >>> link(GENESIS, {"what": "household.viewed"})[:16]
    '8ff4c5a4ee0b6cd5'
    """
    body = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{before}\n{body}".encode()).hexdigest()
