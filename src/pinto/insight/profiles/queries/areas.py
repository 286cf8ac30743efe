"""What an area profile is made of, read in a handful of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from pinto.evidence.registry.models import MemberRevision, Round
from pinto.evidence.registry.queries import rounds
from pinto.ground.access.permissions import OutOfScope
from pinto.ground.access.rules import Viewer, may_see_figures
from pinto.ground.places.models import Place
from pinto.ground.places.rules.codes import area_range, lineage
from pinto.insight.measures.rules.library import scoring_of
from pinto.insight.measures.rules.scorings import Scoring
from pinto.insight.profiles.models import AreaTally
from pinto.insight.profiles.rules import Figures, Movement, Tally, figures


@dataclass(frozen=True)
class Part:
    """One area below, in this round and in the one before; None where no household is listed."""

    place: Place
    now: Figures | None
    before: Figures | None


@dataclass(frozen=True)
class Past:
    """One round of the trend."""

    round: Round
    levels: tuple[int, ...] | None  # None: nothing for this area in that round


@dataclass(frozen=True)
class Profile:
    """The poverty profile of one area in one round (สภาวะความยากจนของพื้นที่)."""

    place: Place
    path: list[Place]  # province … place
    round: Round
    rounds: list[Round]  # every round there is, newest first
    scoring: Scoring
    now: Figures | None  # None: no household listed here in this round
    before: Figures | None
    before_round: Round | None  # the last comparable round
    moved: Movement | None
    reference: tuple[Place, Figures] | None  # the province, to compare with
    parts: list[Part]  # the areas below, the worst first
    past: list[Past]  # comparable rounds, oldest first
    duplicates: int
    updated_at: datetime | None


def duplicates_by_place(round: Round, tambons: Collection[str]) -> dict[str, int]:
    """Place code → people who share name and birth year with somebody of the same tambon."""
    found: dict[str, int] = {}
    for tambon in tambons:
        first, beyond = area_range(tambon)
        members = MemberRevision.objects.filter(
            revision__round=round,
            revision__place__code__gte=first,
            revision__place__code__lt=beyond,
            person__birth_year__isnull=False,
        ).filter(Q(revision__batch__isnull=True) | Q(revision__batch__state="PUBLISHED"))
        alike = (
            members.exclude(person__name_key="")
            .values("person__name_key", "person__birth_year")
            .annotate(people=Count("person", distinct=True))
            .filter(people__gt=1)
            .values_list("people", flat=True)
        )
        if people := sum(alike):
            found[tambon] = people
    return found


def profile(code: str, *, round: Round | None = None, viewer: Viewer | None) -> Profile:
    """The profile of the place in that round, or in the newest.

    ``viewer`` None is the operator at the machine. Below an area that is not the
    viewer's own only the viewer's parts are told. Raises ``OutOfScope`` (404) where
    figures are not for this viewer, ``Place.DoesNotExist`` and ``LookupError`` where
    there is no such place or no round at all.
    """
    if viewer is not None and not may_see_figures(viewer, code):
        raise OutOfScope
    path = _path(code)
    all_rounds = list(rounds())
    round = round or next(iter(all_rounds), None)
    if round is None:
        raise LookupError("there is no round yet: load a household file first")
    scoring = scoring_of(round.instrument)
    before_round = comparable_round(round, all_rounds)
    province = path[0]
    tallies = _tallies(scoring, code, province.code)
    now, before = tallies.get((round.pk, code)), None
    if before_round is not None:
        before = tallies.get((before_round.pk, code))
    above = tallies.get((round.pk, province.code)) if province.code != code else None
    return Profile(
        place=path[-1],
        path=path,
        round=round,
        rounds=all_rounds,
        scoring=scoring,
        now=_figures(now),
        before=_figures(before),
        before_round=before_round,
        moved=_movement(now, before),
        reference=(province, figures(Tally.from_json(above.sums))) if above else None,
        parts=_parts(path[-1], round, before_round, tallies, viewer),
        past=[
            Past(other, _levels(tallies.get((other.pk, code))))
            for other in reversed(all_rounds)
            if _comparable(other, round)
        ],
        duplicates=now.duplicates if now else 0,
        updated_at=now.at if now else None,
    )


def _path(code: str) -> list[Place]:
    places = {place.code: place for place in Place.objects.filter(code__in=lineage(code))}
    if code not in places:
        raise Place.DoesNotExist(f"there is no place {code}")
    return [places[above] for above in lineage(code) if above in places]


def _tallies(scoring: Scoring, code: str, province: str) -> dict[tuple[UUID, str], AreaTally]:
    """Every tally the page needs, of every round, in one query."""
    rows = AreaTally.objects.filter(
        Q(code__in=[code, province]) | Q(parent=code),
        scoring=scoring.id,
        scoring_version=scoring.version,
    )
    return {(row.round_id, row.code): row for row in rows}


def _figures(row: AreaTally | None) -> Figures | None:
    return figures(Tally.from_json(row.sums)) if row is not None else None


def _levels(row: AreaTally | None) -> tuple[int, ...] | None:
    return tuple(row.sums["levels"]) if row is not None else None


def _movement(now: AreaTally | None, before: AreaTally | None) -> Movement | None:
    if now is None or before is None or now.moved is None:
        return None
    return Movement(tuple(tuple(row) for row in now.moved))


def _parts(
    place: Place,
    round: Round,
    before: Round | None,
    tallies: Mapping[tuple[UUID, str], AreaTally],
    viewer: Viewer | None,
) -> list[Part]:
    below = [
        child
        for child in Place.objects.filter(parent=place).order_by("code")
        if viewer is None or may_see_figures(viewer, child.code)
    ]
    parts = [
        Part(
            place=child,
            now=_figures(tallies.get((round.pk, child.code))),
            before=_figures(tallies.get((before.pk, child.code))) if before else None,
        )
        for child in below
    ]
    return sorted(parts, key=_worst_first)


def _worst_first(part: Part) -> tuple[bool, float, str]:
    share = part.now.low_share if part.now else None
    return (share is None, -(share or 0.0), part.place.code)


def comparable_round(round: Round, among: Iterable[Round] | None = None) -> Round | None:
    """The last earlier round asked with the same version of the same instrument."""
    return next(
        (
            other
            for other in (rounds() if among is None else among)
            if (other.year, other.sequence) < (round.year, round.sequence)
            and _comparable(other, round)
        ),
        None,
    )


def _comparable(one: Round, other: Round) -> bool:
    """Rounds are compared only when the very same questions were asked."""
    return (one.instrument, one.instrument_version) == (
        other.instrument,
        other.instrument_version,
    )
