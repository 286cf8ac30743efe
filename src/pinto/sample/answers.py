"""Answers of many at once: a whole number for each row, and whether it is known.

A choice is the place of its code in the question's list, several choices are the bits
of a number, yes and no are 1 and 0, an amount is itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from pinto.evidence.instruments.rules import Instrument, instrument
from pinto.sample.draws import Bools, Ints

INSTRUMENT: Instrument = instrument("ppp-household", "1")


@dataclass(frozen=True, slots=True)
class Answer:
    """What everybody answered to one question."""

    values: Ints
    known: Bools

    @classmethod
    def of(cls, values: Any, known: Any = True) -> Answer:
        """The answers; ``known`` may be one value for all."""
        values = np.asarray(values).astype(np.int64)
        return cls(values, np.broadcast_to(np.asarray(known, dtype=bool), values.shape))

    def taken(self, rows: Any) -> Answer:
        """The answers of these rows."""
        return Answer(self.values[rows], self.known[rows])

    def without(self, rows: Bools) -> Answer:
        """The answers, unknown in these rows."""
        return Answer(self.values, self.known & ~rows)


Answers = dict[str, Answer]  # by question id


def place(question_id: str, code: str) -> int:
    """The place of a choice in the question's list.

    >>> place("health", "chronic")
    1
    """
    return codes(question_id).index(code)


def codes(question_id: str) -> list[str]:
    """The codes of a question's choices, in order."""
    return [choice.code for choice in INSTRUMENT.question(question_id).choices]


def several(question_id: str, chosen: Mapping[str, Any], otherwise: str = "") -> Ints:
    """Several choices as bits; ``otherwise`` is the choice of those who chose nothing.

    >>> several("welfare", {"elderly": np.array([True, False])}, otherwise="none").tolist()
    [4, 1]
    """
    bits: Any = 0
    for code, rows in chosen.items():
        bits = bits | (np.asarray(rows).astype(np.int64) << place(question_id, code))
    if otherwise:
        bits = np.where(bits == 0, 1 << place(question_id, otherwise), bits)
    return np.asarray(bits)


def has(answer: Answer, question_id: str, code: str) -> Bools:
    """Whether the choice is among what is known to be chosen."""
    return np.asarray(answer.known & ((answer.values >> place(question_id, code)) & 1).astype(bool))
