"""The short number on a paper, by which its household is found again."""

from __future__ import annotations

from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast

from pinto.evidence.registry.models import Household
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Viewer
from pinto.ground.thai.numerals import arabic

_DIGITS = 8  # of the random end of the id: two in four thousand million are alike


def number_of(household_id: UUID) -> str:
    """The number as it is printed, in two groups.

    >>> number_of(UUID("01a1fb67-1800-7000-8000-00005a17c0de"))
    '5A17-C0DE'
    """
    end = household_id.hex[-_DIGITS:].upper()
    return f"{end[:4]}-{end[4:]}"


def household_numbered(number: str, *, viewer: Viewer) -> UUID | None:
    """The household of that number among the viewer's; None where there is none, or two."""
    end = "".join(sign for sign in arabic(number).lower() if sign.isalnum())
    if len(end) != _DIGITS or not set(end) <= set("0123456789abcdef"):
        return None
    rows = Household.objects.filter(within(viewer, "place__code__unindexed"), visible=True)
    rows = rows.annotate(text=Cast("id", TextField())).filter(text__endswith=end)
    found = list(rows.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None
