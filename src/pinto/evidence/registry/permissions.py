"""Who may read which answers and fields, beyond the scope itself."""

from __future__ import annotations

from uuid import UUID

from pinto.evidence.instruments.rules import Instrument
from pinto.ground.access.rules import FieldGroup, Viewer


def hidden_questions(
    asked: Instrument, *, viewer: Viewer | None, at: str, household: UUID | None = None
) -> frozenset[str]:
    """The questions whose answers this viewer may not read at the place of that code.

    Each question belongs to a group of fields; which role reads which for what purpose
    stands in ``access.rules``. What was opened for one ``household`` is read there alone.
    ``viewer`` None is the operator at the machine.
    """
    closed = closed_groups(viewer=viewer, at=at, household=household)
    return frozenset(question.id for question in asked.questions() if question.group in closed)


def closed_groups(
    *, viewer: Viewer | None, at: str, household: UUID | None = None
) -> frozenset[FieldGroup]:
    """The groups of fields this viewer may not read of households at that place."""
    if viewer is None:
        return frozenset()
    return frozenset(group for group in FieldGroup if not viewer.reads(group, at, household))
