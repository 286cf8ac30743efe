"""What the registry lends to pages of other rooms; `settings` names it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from pinto.evidence.registry.queries import households_called, people_named
from pinto.ground.access.rules import Viewer
from pinto.ground.trail.actions import record_views


def families_named(text: str, place_code: str, viewer: Viewer) -> list[str]:
    """The members of families of that place whose given name and surname stand in the text.

    It is the viewer's own text that is looked through: nobody is shown, so no view is recorded.
    """
    return people_named(text, place_code, viewer=viewer)


def meeting_subjects(ids: Sequence[UUID], viewer: Viewer) -> dict[UUID, tuple[str, str]]:
    """The head's name and the house number of each household a meeting is asked about.

    Those outside the viewer's places stay nameless. That the others were seen is recorded.
    """
    found = households_called(ids, viewer=viewer)
    record_views(list(found), by=viewer, at=timezone.now())
    return found
