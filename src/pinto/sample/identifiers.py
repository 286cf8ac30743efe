"""Numbers that look like Thai identifiers and belong to nobody.

National IDs carry the registry 9999 (digits 2 to 5) and house codes begin with it:
no office has it. Phones lie in 099-000-0000 to 099-000-9999.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

SEQUENCE = 10_000_000  # seven digits: people, or houses, a sample can number
_SCATTER = 7_368_787  # has no factor in common with SEQUENCE, so no number is met twice
_WEIGHTS = np.arange(13, 1, -1)


def scattered(sequence: Ints) -> Ints:
    """Numbers below ``SEQUENCE`` in no visible order, each once for each of the sequence."""
    return (sequence * _SCATTER + 1_234_567) % SEQUENCE


def national_ids(sequence: Ints, category: Ints) -> Ints:
    """Thirteen digits with a valid last one, of the registry 9999, as whole numbers.

    ``sequence`` tells people apart; ``category`` is the first digit (0 has no status,
    1 and 2 born since 2527, 3 to 5 before, 6 to 8 foreigners and their children).

    >>> int(national_ids(np.array([0]), np.array([1]))[0])
    1999912345673
    """
    twelve = category * 10**11 + 9999 * 10**7 + scattered(sequence)
    digits = twelve[:, None] // 10 ** np.arange(11, -1, -1) % 10
    check = (11 - (digits * _WEIGHTS).sum(axis=1) % 11) % 10
    return np.asarray(twelve * 10 + check)


def house_codes(sequence: Ints) -> Ints:
    """Eleven digits that begin with 9999, each once.

    The rule of the last digit is not known, so it is any digit.

    >>> int(house_codes(np.array([0]))[0])
    99991234567
    """
    return 9999 * 10**7 + scattered(sequence)


def phones(number: Ints) -> Ints:
    """Phone numbers of 099-000-xxxx without their leading zero; several people share one."""
    return 990_000_000 + number % 10_000
