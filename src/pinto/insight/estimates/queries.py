"""What a measure is asked of: a place and a round, within the viewer's scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from pinto.evidence.instruments.rules import instrument
from pinto.evidence.registry.models import Household, Round
from pinto.evidence.registry.queries import rounds
from pinto.evidence.verification.queries.standing import verified_truth
from pinto.evidence.verification.rules.transitions import Finding
from pinto.ground.access.permissions import OutOfScope, within
from pinto.ground.access.rules import Viewer, may_see_figures
from pinto.ground.places.models import Place
from pinto.ground.places.rules.codes import area_range, lineage
from pinto.insight.estimates.engine.verified import Unit
from pinto.insight.estimates.rules.specification import Specification
from pinto.insight.measures.rules.library import scorings
from pinto.insight.profiles.queries.areas import chosen_round, comparable_round


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


def earlier_rounds(found: Asked) -> list[Round]:
    """The rounds before it in which the very same questions were asked, newest first."""
    earlier = []
    before = comparable_round(found.round, found.rounds)
    while before is not None:
        earlier.append(before)
        before = comparable_round(before, found.rounds)
    return earlier


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


@dataclass(frozen=True)
class Judged:
    """A list beside what was verified in a place, in one round."""

    place: Place
    round: Round
    rounds: list[Round]
    units: list[Unit]  # by place, then by id
    below: list[Place]  # the parts the numbers are told of


def judge(
    place_code: str, *, label: str = "", listed: Iterable[UUID | None], viewer: Viewer
) -> Judged:
    """Each household of the place that is on the list or under verification, as it is judged.

    ``listed`` are the households a list names. Poor, or not poor, is who was certified or
    endorsed as such; of every other nobody can tell, also of those on the list whom nobody
    proposed. Who is neither on the list nor under verification is not among them. Raises
    ``OutOfScope``, ``Place.DoesNotExist``, ``NoRoundYet`` and ``LookupError``.
    """
    asked_for = asked(place_code, label=label, viewer=viewer)
    here, round = asked_for.place, asked_for.round
    truth = verified_truth(here, round, viewer=viewer)
    named = {key for key in listed if key is not None}
    first, beyond = area_range(here.code)
    rows = Household.objects.filter(within(viewer), visible=True)
    homes: dict[UUID, str] = {}
    wanted = list(named | truth.keys())
    for start in range(0, len(wanted), 500):
        some = rows.filter(pk__in=wanted[start : start + 500])
        homes.update(some.values_list("pk", "place__code"))
    below = list(Place.objects.filter(parent=here).order_by("code"))
    poor = {Finding.POOR: True, Finding.NOT_POOR: False}
    units = [
        (str(key), _part(code, below), key in named, poor.get(truth.get(key, Finding.CANNOT_TELL)))
        for key, code in sorted(homes.items(), key=lambda each: (each[1], each[0]))
        if first <= code < beyond
    ]
    return Judged(here, round, asked_for.rounds, units, below)


def _part(code: str, below: Sequence[Place]) -> str:
    codes = {place.code for place in below}
    return next((code[:length] for length in (len(code), 6, 4) if code[:length] in codes), "")


def homes_shown(keys: Sequence[str], *, viewer: Viewer) -> list[Household]:
    """These households with head and place, in their order, inside the scope."""
    rows = Household.objects.filter(within(viewer), visible=True)
    found = rows.select_related("place", "head").in_bulk([UUID(key) for key in keys])
    return [found[UUID(key)] for key in keys if UUID(key) in found]
