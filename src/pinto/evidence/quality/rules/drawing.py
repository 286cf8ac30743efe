"""Which households are asked a second time: drawn by a seed, so that anybody can draw again."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from fractions import Fraction

SHARE = Fraction(5, 100)


def drawn(households: Iterable[str], *, seed: str, share: Fraction = SHARE) -> list[str]:
    """The share of these ids (32 hex digits), rounded up, in the order of SHA-256(seed + id).

    The order of ``households`` does not matter, and nobody can foresee or steer who is
    drawn without knowing the seed.

    >>> everybody = [f"{n:032x}" for n in range(40)]
    >>> chosen = drawn(everybody, seed="a")
    >>> len(chosen), chosen == drawn(reversed(everybody), seed="a")
    (2, True)
    """
    ranked = sorted(set(households), key=lambda each: (_place(seed, each), each))
    return ranked[: math.ceil(len(ranked) * share)]


def frame_digest(households: Iterable[str]) -> str:
    """What proves later from which households was drawn: SHA-256 of their sorted ids."""
    return hashlib.sha256("\n".join(sorted(set(households))).encode()).hexdigest()


def _place(seed: str, household: str) -> str:
    return hashlib.sha256(f"{seed}{household}".encode()).hexdigest()
