"""Why data are erased, and how what names a person is taken out of texts about others."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Any

_SHORTEST = 3  # letters: shorter names stand in half of all words


class Reason(StrEnum):
    """The lawful reasons (PDPA s.33, with s.32 and s.37)."""

    NO_LONGER_NEEDED = "NO_LONGER_NEEDED"  # s.33(1)
    CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN"  # s.33(2), and nothing else to rest on
    OBJECTION = "OBJECTION"  # s.33(3)
    UNLAWFUL = "UNLAWFUL"  # s.33(4): should never have been collected
    COURT_ORDER = "COURT_ORDER"
    DIED = "DIED"  # asked by the family


def words_of(*texts: str) -> frozenset[str]:
    """The texts that name somebody: long enough to be found without finding everything.

    >>> sorted(words_of("บัวคำ", "", "สม", "1999900000013"))
    ['1999900000013', 'บัวคำ']
    """
    return frozenset(text for text in texts if len(text) >= _SHORTEST)


def mentions(value: Any, words: Collection[str]) -> bool:
    """Whether any text inside names the person."""
    if isinstance(value, str):
        return any(word in value for word in words)
    if isinstance(value, dict):
        return any(mentions(part, words) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple):
        return any(mentions(part, words) for part in value)
    return any(str(value) == word for word in words) if isinstance(value, int) else False


def without_mentions(value: Any, words: Collection[str]) -> Any:
    """The same, but every text that names the person is gone, and what it was the value of.

    >>> without_mentions({"informant": "นางบัวคำ", "road": "good", "rows": [["บัวคำ", 3]]}, {"บัวคำ"})
    {'road': 'good', 'rows': [['', 3]]}
    """
    if isinstance(value, dict):
        return {
            key: part if isinstance(part, str | int) else without_mentions(part, words)
            for key, part in value.items()
            if not (isinstance(part, str | int) and mentions(part, words))
            and not mentions(key, words)
        }
    if isinstance(value, list | tuple):
        return [without_mentions(part, words) for part in value]
    return "" if mentions(value, words) else value
