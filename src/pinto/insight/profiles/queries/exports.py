"""The household list as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from pinto.evidence.registry.queries import person_name
from pinto.ground.access.rules import Capability, FieldGroup, Viewer, may
from pinto.ground.installation.keys import unseal
from pinto.ground.installation.spreadsheets import Cell
from pinto.ground.places.queries import area_name
from pinto.ground.thai.national_id import masked
from pinto.insight.measures.models import Score

HOUSEHOLD_COLUMNS = (
    "place_code", "place", "house_code", "house_no", "head", "head_id_masked", "people",
    "level", "overall", "human", "physical", "financial", "natural", "social", "on_boundary",
)  # fmt: skip
_AT_ONCE = 2_000
_CAPITALS = ("human", "physical", "financial", "natural", "social")


def household_rows(
    scores: QuerySet[Score], *, viewer: Viewer, closed: frozenset[str] = frozenset()
) -> Iterator[list[Cell]]:
    """The households one by one, never all in memory: IDs masked, empty where nothing is known.

    ``closed`` capitals stay empty, and the head where the purpose needs no name; a household
    that has moved away leaves its figures alone.
    """
    rows = scores.select_related("household__place", "household__head").defer("items", "sources")
    for score in rows.iterator(chunk_size=_AT_ONCE):
        home, head = score.household, score.household.head
        who: list[Cell] = ["", "", "", "", ""]
        if may(viewer, Capability.EXPORT, home.place.code):
            told = head if viewer.reads(FieldGroup.IDENTITY, home.place.code, home.pk) else None
            sealed = told.national_id if told else None
            who = [
                area_name(home.place), home.house_code, home.house_no, person_name(told),
                masked(unseal(bytes(sealed))) if sealed else "",
            ]  # fmt: skip
        capitals = [None if name in closed else getattr(score, name) for name in _CAPITALS]
        yield [
            score.area_code, *who, score.people, score.level, score.overall, *capitals,
            int(score.on_boundary),
        ]  # fmt: skip
