"""What a measure is asked of: a place and a round, within the viewer's scope."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pinto.evidence.instruments.rules import instrument
from pinto.evidence.registry.models import Round
from pinto.evidence.registry.queries import rounds
from pinto.ground.access.permissions import OutOfScope
from pinto.ground.access.rules import Viewer, may_see_figures
from pinto.ground.places.models import Place
from pinto.ground.places.rules.codes import area_range, lineage
from pinto.insight.estimates.rules.specification import Specification
from pinto.insight.measures.rules.library import scorings
from pinto.insight.profiles.queries.areas import chosen_round


@dataclass(frozen=True)
class Asked:
    """A place and a round whose figures the viewer may see."""

    place: Place
    path: list[Place]  # province … place
    round: Round
    rounds: list[Round]  # every round there is, newest first


def asked(code: str, *, label: str = "", viewer: Viewer | None) -> Asked:
    """The place of that code in the round of that label, or in the newest. Two queries.

    ``viewer`` None is the operator at the machine. Raises ``OutOfScope`` (404) where
    figures are not for this viewer, ``Place.DoesNotExist``, ``NoRoundYet``, and
    ``LookupError`` where there is no such round.
    """
    if viewer is not None and not may_see_figures(viewer, code):
        raise OutOfScope
    places = {place.code: place for place in Place.objects.filter(code__in=lineage(code))}
    if code not in places:
        raise Place.DoesNotExist(f"there is no place {code}")
    all_rounds = list(rounds())
    return Asked(
        place=places[code],
        path=[places[above] for above in lineage(code) if above in places],
        round=chosen_round(all_rounds, label),
        rounds=all_rounds,
    )


def places_inside(code: str, kind: str, *, viewer: Viewer | None) -> dict[str, Place]:
    """The places of that kind below one, by code, whose figures the viewer may see."""
    first, beyond = area_range(code)
    found = Place.objects.filter(code__gte=first, code__lt=beyond, kind=kind).order_by("code")
    return {
        place.code: place
        for place in found
        if viewer is None or may_see_figures(viewer, place.code)
    }


def of_registry(specification: Specification) -> bool:
    """Whether the registry's extract has what it reads, so that it can be asked of a place."""
    sources = filter(None, (specification.households, specification.members))
    columns = {column.raw for source in sources for column in source.columns}
    return specification.households.key == ("household_id",) and columns <= _extracted()


@cache
def _extracted() -> frozenset[str]:
    """The columns of the extract: the questions, ages, and the scores."""
    found = {"age", "people"}
    for scoring in scorings():
        asked = instrument(scoring.instrument, scoring.instrument_version)
        found |= {question.id for question in asked.questions()}
        found |= {capital.id for capital in scoring.capitals}
    return frozenset(found)
