"""The household list as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from pinto.evidence.registry.queries import person_name
from pinto.ground.installation.keys import unseal
from pinto.ground.thai.national_id import masked
from pinto.insight.measures.models import Score
from pinto.insight.profiles.queries.words import area_name
from pinto.insight.profiles.rules.files import Cell

HOUSEHOLD_COLUMNS = (
    "place_code", "place", "house_code", "house_no", "head", "head_id_masked", "people",
    "level", "overall", "human", "physical", "financial", "natural", "social", "on_boundary",
)  # fmt: skip
_AT_ONCE = 2_000


def household_rows(scores: QuerySet[Score]) -> Iterator[list[Cell]]:
    """The households one by one, never all in memory: IDs masked, empty where nothing is known."""
    rows = scores.select_related("household__place", "household__head").defer("items", "sources")
    for score in rows.iterator(chunk_size=_AT_ONCE):
        home, head = score.household, score.household.head
        sealed = head.national_id if head else None
        yield [
            score.area_code, area_name(home.place), home.house_code, home.house_no,
            person_name(head), masked(unseal(bytes(sealed))) if sealed else "", score.people,
            score.level, score.overall, score.human, score.physical, score.financial,
            score.natural, score.social, int(score.on_boundary),
        ]  # fmt: skip
