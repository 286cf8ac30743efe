"""What became of the things of one kind."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the things listed were new, were changed, and were already so."""

    added: int = 0
    changed: int = 0
    kept: int = 0
