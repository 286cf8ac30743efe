"""What an area profile is made of, read in a handful of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from pinto.evidence.registry.models import MemberRevision, Round
from pinto.evidence.registry.queries import rounds
from pinto.ground.access.permissions import OutOfScope
from pinto.ground.access.rules import Capability, Viewer, may_see_figures
from pinto.ground.places.models import Place
from pinto.ground.places.rules.codes import area_range, lineage
from pinto.insight.measures.rules.library import scoring_of
from pinto.insight.measures.rules.scorings import Scoring
from pinto.insight.profiles.models import AreaTally
from pinto.insight.profiles.queries.others import Source, others
from pinto.insight.profiles.rules.figures import Figures, Movement, figures
from pinto.insight.profiles.rules.tallies import Tally

_TAMBON = 6  # digits of a code


class NoRoundYet(LookupError):
    """Nothing has been loaded so far."""


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
    parts: list[Part]  # the areas below that the viewer may see, the worst first
    past: list[Past]  # comparable rounds up to this one, oldest first
    duplicates: int | None  # people who look like somebody else of their tambon; None in a village
    others: list[Source]  # what other systems say about it
    updated_at: datetime | None

    @property
    def unplaced(self) -> int:
        """Households listed here but in none of the areas below: their village is not known."""
        below = sum(part.now.households for part in self.parts if part.now)
        whole = self.now.households if self.now else 0
        return whole - below if self.place.kind == Place.Kind.TAMBON else 0


def duplicates_by_place(round: Round, tambons: Collection[str]) -> dict[str, int]:
    """Tambon code → people who share name and birth year with somebody of the same tambon."""
    found: dict[str, int] = {}
    for tambon in tambons:
        if people := sum(people for *_, people in _alike(round, tambon)):
            found[tambon] = people
    return found


def households_with_duplicates(round: Round, area: str) -> set[UUID]:
    """The households whose members these are, in one area: a tambon, or what holds several."""
    alike = {tuple(key) for *key, _ in _alike(round, area[:6])}
    rows = _members(round, area).filter(person__name_key__in={name for _, name, _ in alike})
    named = rows.values_list(*_LIKENESS, "revision__household_id")
    return {household for *key, household in named if tuple(key) in alike}


# what two people share who may be one: tambon, name, birth year
_LIKENESS = (Substr("revision__place__code", 1, 6), "person__name_key", "person__birth_year")


def _alike(round: Round, area: str) -> Iterable[tuple[Any, ...]]:
    """Every likeness that several people share, and how many do."""
    found = _members(round, area).values_list(*_LIKENESS)
    return found.annotate(people=Count("person", distinct=True)).filter(people__gt=1)


def _members(round: Round, area: str) -> QuerySet[MemberRevision]:
    """Members with a name and a birth year, as the revisions that count list them."""
    first, beyond = area_range(area)
    counted = Q(revision__batch__isnull=True) | Q(revision__batch__state="PUBLISHED")
    if len(area) < _TAMBON:
        inside = Q(revision__place__code__gte=first, revision__place__code__lt=beyond)
    else:  # of few places: by the code a database would walk through the whole round
        places = Place.objects.filter(code__gte=first, code__lt=beyond)
        inside = Q(revision__place__in=places)
    return (
        MemberRevision.objects.filter(
            counted,
            inside,
            revision__round=round,
            person__birth_year__isnull=False,
        )
        .exclude(person__name_key="")
        .order_by()
    )


def peers(profile: Profile) -> list[Figures]:
    """The figures of every area that lies in the same province and is as large as the parts.

    The maps of all its amphoes share their classes because of them. They are for
    classes alone: most are not the viewer's to see.
    """
    if not profile.parts:
        return []
    first, beyond = area_range(profile.path[0].code)
    rows = AreaTally.objects.filter(
        round=profile.round,
        scoring=profile.scoring.id,
        scoring_version=profile.scoring.version,
        code__gte=first,
        code__lt=beyond,
        code__length=len(profile.parts[0].place.code),
    )
    return [figures(Tally.from_json(row.sums)) for row in rows]


def served_areas(viewer: Viewer) -> list[Place]:
    """The widest places whose figures are the viewer's, by code."""
    codes = viewer.areas_for(Capability.SEE_PROFILE)
    widest = [c for c in codes if not any(c != other and c.startswith(other) for other in codes)]
    return list(Place.objects.filter(code__in=widest).order_by("code"))


def profile(code: str, *, label: str = "", viewer: Viewer | None) -> Profile:
    """The profile of the place in the round of that label (2569, 2569/2), or in the newest.

    ``viewer`` None is the operator at the machine. Below an area that is not the
    viewer's own only the viewer's parts are told. Raises ``OutOfScope`` (404) where
    figures are not for this viewer, ``Place.DoesNotExist`` and ``LookupError`` where
    there is no such place or no such round. Five queries, and two more at most where
    tables of other systems have been loaded.
    """
    if viewer is not None and not may_see_figures(viewer, code):
        raise OutOfScope
    path = _path(code)
    all_rounds = list(rounds())
    round = chosen_round(all_rounds, label)
    scoring = scoring_of(round.instrument)
    comparable = [other for other in all_rounds if _comparable(other, round)]
    before_round = comparable_round(round, comparable)
    province = path[0]
    shown = [round] if before_round is None else [round, before_round]
    tallies = _tallies(scoring, code, province.code, comparable, shown)
    now = tallies.get((round.pk, code))
    before = tallies.get((before_round.pk, code)) if before_round else None
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
            for other in reversed(comparable)
            if _order(other) <= _order(round)
        ],
        duplicates=now.duplicates if now and len(code) <= len("tambon") else None,
        others=others(path[-1]),
        updated_at=now.at if now else None,
    )


def chosen_round(among: Sequence[Round], label: str = "") -> Round:
    """The round of that label, or the newest. Raises ``LookupError``, naming those there are."""
    if not among:
        raise NoRoundYet("there is no round yet: load a household file first")
    for round in among:
        if not label or round.label == label:
            return round
    known = ", ".join(round.label for round in among)
    raise LookupError(f"there is no round {label!r} (rounds: {known})")


def _path(code: str) -> list[Place]:
    places = {place.code: place for place in Place.objects.filter(code__in=lineage(code))}
    if code not in places:
        raise Place.DoesNotExist(f"there is no place {code}")
    return [places[above] for above in lineage(code) if above in places]


def _tallies(
    scoring: Scoring, code: str, province: str, rounds: Sequence[Round], shown: Sequence[Round]
) -> dict[tuple[UUID, str], AreaTally]:
    """Every tally the page needs in one query: of the area in every round, of its parts in two."""
    rows = AreaTally.objects.filter(
        Q(round__in=rounds, code__in=[code, province]) | Q(round__in=shown, parent=code),
        scoring=scoring.id,
        scoring_version=scoring.version,
    )
    return {(row.round_id, row.code): row for row in rows}


def _figures(row: AreaTally | None) -> Figures | None:
    return figures(Tally.from_json(row.sums)) if row is not None else None


def _levels(row: AreaTally | None) -> tuple[int, ...] | None:
    return tuple(row.sums["levels"]) if row is not None else None


def _movement(now: AreaTally | None, before: AreaTally | None) -> Movement | None:
    """None where the tally was worked out before there was that earlier round."""
    if now is None or before is None or now.moved is None:
        return None
    if now.moved_since_id != before.round_id:
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
    earlier = [
        other
        for other in (rounds() if among is None else among)
        if _order(other) < _order(round) and _comparable(other, round)
    ]
    return max(earlier, key=_order, default=None)


def following_round(round: Round) -> Round | None:
    """The round that is compared with this one, if there is one yet."""
    later = [r for r in rounds() if _order(r) > _order(round) and _comparable(r, round)]
    return min(later, key=_order, default=None)


def _order(round: Round) -> tuple[int, int]:
    return round.year, round.sequence


def _comparable(one: Round, other: Round) -> bool:
    """Rounds are compared only when the very same questions were asked."""
    return (one.instrument, one.instrument_version) == (
        other.instrument,
        other.instrument_version,
    )
