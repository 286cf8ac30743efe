"""How big is big, how long is kept, and what stands on every file. No Django, no tables."""

from dataclasses import dataclass
from datetime import date, timedelta

BIG = 1_000  # households; above, a colleague signs too
KEPT_FOR = timedelta(days=7)  # a file that was approved, on the server
TO_BE_DELETED_WITHIN = timedelta(days=30)  # a file that was taken out, by whoever took it


@dataclass(frozen=True)
class Mark:
    """Whose file it is, what for, and until when, in words, on all of its sheets."""

    text: str
    who: str
    delete_by: date


def needs_approval(rows: int) -> bool:
    """Whether so many households leave only with a second signature.

    >>> needs_approval(1_000), needs_approval(1_001)
    (False, True)
    """
    return rows > BIG
