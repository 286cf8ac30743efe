"""Who may look at a pair, and who may decide about it: the office that serves the homes of both."""

from __future__ import annotations

from django.db.models import Q

from pinto.evidence.matching.models import Pair
from pinto.ground.access.permissions import check_may, within
from pinto.ground.access.rules import Capability, Viewer, may

_PATHS = ("first__household__place__code", "second__household__place__code")


def pairs_within(viewer: Viewer) -> Q:
    """The pairs of which both people live where the viewer may see households."""
    first, second = (within(viewer, f"{path}__unindexed") for path in _PATHS)
    return first & second


def check_may_decide(viewer: Viewer, pair: Pair) -> None:
    """Raises ``OutOfScope`` or ``Refused``, whose text is what the officer reads."""
    for person in (pair.first, pair.second):
        check_may(viewer, Capability.JOIN_RECORDS, person.household.place.code)


def may_decide(viewer: Viewer, pair: Pair) -> bool:
    """Whether the viewer may decide about the pair."""
    codes = (person.household.place.code for person in (pair.first, pair.second))
    return all(may(viewer, Capability.JOIN_RECORDS, code) for code in codes)
