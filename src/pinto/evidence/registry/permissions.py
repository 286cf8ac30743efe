"""Who may read which answers, beyond the scope itself."""

from __future__ import annotations

from pinto.evidence.instruments.rules import Instrument
from pinto.ground.access.rules import Capability, Viewer, may


def hidden_questions(asked: Instrument, *, viewer: Viewer | None, at: str) -> frozenset[str]:
    """The questions whose answers this viewer may not read at the place of that code.

    Sensitive ones (health) are for the offices, who may read a full ID there too, and
    not for village roles. ``viewer`` None is the operator at the machine.
    """
    if viewer is None or may(viewer, Capability.REVEAL_ID, at):
        return frozenset()
    return frozenset(question.id for question in asked.questions() if question.sensitive)
