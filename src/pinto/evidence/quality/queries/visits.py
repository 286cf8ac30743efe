"""Visits and houses worth a second look: places, photos, durations. All warns, none decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, QuerySet

from pinto.evidence.quality.rules.durations import SHORT, Durations, durations_of, minutes
from pinto.evidence.quality.rules.places import FAR_FROM_HOUSE, metres, outside
from pinto.evidence.registry.models import Household, Round
from pinto.evidence.registry.queries import lying_in
from pinto.evidence.verification.models import Visit
from pinto.evidence.verification.rules.transitions import Outcome
from pinto.ground.access.permissions import within
from pinto.ground.access.rules import Viewer
from pinto.ground.places.models import Place
from pinto.ground.places.queries.shapes import borders_of

_TAMBON = 6  # digits
_MOST = 500  # lines of one kind; more are a mistake of the map, not of five hundred houses


@dataclass(frozen=True)
class Warned:
    """A household, and how far away or how often."""

    household: Household
    metres: float | None = None
    times: int = 0
    minutes: int = 0
    visit: Any = None


@dataclass(frozen=True)
class VisitChecks:
    """What the places and photos of a tambon's visits say."""

    visits: int
    placed: int  # visits with a point
    far: list[Warned]  # visits far from the house
    outside: list[Warned]  # houses outside the tambon's border
    photos: list[Warned]  # visits that share their photo with another
    bordered: bool  # whether there is a border to compare with
    took: Durations  # all visits whose time is known
    took_each: list[tuple[str, Durations]]  # the same of who visited, by name
    short: list[Warned]  # visits where the family was met, in less than ``SHORT``


def visit_checks(round: Round, *, area: str, viewer: Viewer) -> VisitChecks:
    """The visits of the round, and the houses, of a tambon or village. Seven queries at most."""
    visits = _visits(round, area, viewer)
    placed = visits.filter(latitude__isnull=False, longitude__isnull=False)
    border = borders_of(Place.objects.filter(code=area[:_TAMBON]), detail="near").get(
        area[:_TAMBON]
    )
    times = _times(visits)
    return VisitChecks(
        visits=visits.count(),
        placed=placed.count(),
        far=_far(placed),
        outside=_outside(area, viewer, border.geometry) if border else [],
        photos=_same_photo(visits),
        bordered=border is not None,
        took=durations_of(took for took, _visit in times),
        took_each=_each(times),
        short=_short(times),
    )


def _visits(round: Round, area: str, viewer: Viewer) -> QuerySet[Visit]:
    path = "step__verification__place__code"
    return Visit.objects.filter(
        within(viewer, path),
        lying_in([area], path),
        step__verification__round=round,
        step__undone_by__isnull=True,
    ).select_related(
        "step__by", "step__verification__household__head", "step__verification__household__place"
    )


def _far(placed: QuerySet[Visit]) -> list[Warned]:
    found = []
    known = placed.filter(
        step__verification__household__latitude__isnull=False,
        step__verification__household__longitude__isnull=False,
    )
    for visit in known.iterator(chunk_size=1_000):
        home = visit.step.verification.household
        away = metres((visit.latitude, visit.longitude), (home.latitude, home.longitude))  # type: ignore[arg-type]  # filtered above
        if away > FAR_FROM_HOUSE:
            found.append(Warned(home, metres=away, visit=visit))
    return sorted(found, key=lambda each: -(each.metres or 0))[:_MOST]


def _outside(area: str, viewer: Viewer, geometry: dict[str, Any]) -> list[Warned]:
    homes = Household.objects.filter(
        within(viewer),
        lying_in([area], "place__code"),
        visible=True,
        latitude__isnull=False,
        longitude__isnull=False,
    )
    points: list[tuple[Any, float, float]] = list(
        homes.values_list("pk", "latitude", "longitude")  # type: ignore[arg-type]  # filtered above
    )
    away = outside(geometry, [(latitude, longitude) for _, latitude, longitude in points])
    ids = [key for (key, _, _), is_away in zip(points, away, strict=True) if is_away][:_MOST]
    rows = Household.objects.filter(pk__in=ids).select_related("head", "place")
    return [Warned(home) for home in rows.order_by("place__code", "id")]


def _times(visits: QuerySet[Visit]) -> list[tuple[timedelta, Visit]]:
    """How long each visit took, from the opening of its form until it was saved."""
    known = visits.filter(began_at__isnull=False, step__at__gte=F("began_at"))
    return [
        (visit.step.at - visit.began_at, visit)  # type: ignore[operator]  # filtered above
        for visit in known.order_by("step__at")
    ]


def _each(times: list[tuple[timedelta, Visit]]) -> list[tuple[str, Durations]]:
    by: dict[Any, list[timedelta]] = {}
    for took, visit in times:
        by.setdefault(visit.step.by, []).append(took)
    found = [(str(account or "–"), durations_of(each)) for account, each in by.items()]
    return sorted(found, key=lambda each: each[0])


def _short(times: list[tuple[timedelta, Visit]]) -> list[Warned]:
    met = [each for each in times if each[1].outcome == Outcome.MET and each[0] < SHORT]
    return [
        Warned(visit.step.verification.household, minutes=minutes(took), visit=visit)
        for took, visit in met[:_MOST]
    ]


def _same_photo(visits: QuerySet[Visit]) -> list[Warned]:
    """SHA-256 equal: the same file. Pictures that only look alike are not found."""
    shared = (
        visits.exclude(photo="").order_by().values("photo").annotate(n=Count("pk")).filter(n__gt=1)
    )
    times = dict(shared.values_list("photo", "n")[:_MOST])
    rows = visits.filter(photo__in=list(times)).order_by("photo", "id")[:_MOST]
    return [
        Warned(visit.step.verification.household, times=times[visit.photo], visit=visit)
        for visit in rows
    ]
