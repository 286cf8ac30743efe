"""What intake answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import shapely
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from pinto.evidence.intake.models import ColumnMeaning, Load
from pinto.evidence.intake.permissions import visible_to
from pinto.evidence.intake.rules.layouts import Into, Meaning
from pinto.evidence.intake.rules.reports import Report, report_of
from pinto.evidence.registry.models import HouseholdRevision, Round
from pinto.ground.access.rules import Viewer, lies_in
from pinto.ground.places.models import Place
from pinto.ground.places.queries.resolving import place_index
from pinto.ground.places.queries.shapes import borders_of

_COARSE = 0.01  # degrees, about 1.1 km


def reported(load: Load) -> Report:
    """The report of a load in the language of the page."""
    return report_of(load.report, gettext)


def loads(*, viewer: Viewer) -> QuerySet[Load]:
    """The files this officer may see, newest first.

    What the operator only checks at the machine is nobody's to decide about.
    """
    states = (Load.State.LOADING, Load.State.PUBLISHED, Load.State.WITHDRAWN)
    seen = Load.objects.filter(visible_to(viewer), Q(by__isnull=False) | Q(state__in=states))
    return seen.select_related("by", "round").order_by("-at")


def load(load_id: UUID, *, viewer: Viewer) -> Load:
    """One file. Raises ``Load.DoesNotExist`` when it is not there or not for this officer."""
    return loads(viewer=viewer).get(pk=load_id)


def any_load(load_id: UUID) -> Load:
    """One file, for the worker, which acts for the officer who handed it in."""
    return Load.objects.select_related("by", "round", "batch").get(pk=load_id)


def learned_meanings() -> dict[str, Meaning]:
    """Headers that officers explained, as the reader of files wants them."""
    return {row.header: Meaning(Into(row.into), row.field) for row in ColumnMeaning.objects.all()}


def resumable_load(digest: str, round: Round | None) -> Load | None:
    """An earlier load of the very same file into the same round that was cut short.

    Of those the operator began, also one that was only received or checked: the
    command that would have gone on with it was killed.
    """
    begun = Load.objects.filter(file_digest=digest, round=round).select_related("round", "batch")
    unfinished = (
        Q(state=Load.State.LOADING)
        | Q(state=Load.State.PUBLISHED, finished_at__isnull=True)
        | Q(state__in=[Load.State.RECEIVED, Load.State.CHECKED], by__isnull=True)
    )
    return begun.filter(unfinished).order_by("-at").first()


def folders_in_use() -> set[str]:
    """The names of the staging folders that some load still needs."""
    ended = Q(state__in=[Load.State.REFUSED, Load.State.DISCARDED, Load.State.WITHDRAWN]) | Q(
        state=Load.State.PUBLISHED, finished_at__isnull=False
    )
    return {key.hex for key in Load.objects.exclude(ended).values_list("pk", flat=True)}


def undecided_loads() -> QuerySet[Load]:
    """Files that were handed in and are not in the registry, nor out of the way."""
    states = (Load.State.RECEIVED, Load.State.CHECKED, Load.State.REFUSED, Load.State.LOADING)
    return Load.objects.filter(state__in=states)


class PlacesServed:
    """The place list, as readers of files ask it, and where the officer may load files.

    No areas at all means the operator at the machine, who may load anything. Answers
    are remembered: a file names few places, many times.
    """

    def __init__(self, areas: Sequence[str] = ()) -> None:
        self._areas = tuple(areas)
        self._index = place_index()
        self._found: dict[tuple[str, str, str], tuple[str, ...]] = {}
        self._borders: dict[str, Any] = {}

    def serves(self, code: str) -> bool:
        """Whether rows about this place may be loaded by this officer."""
        return not self._areas or any(lies_in(code, area) for area in self._areas)

    def known(self, code: str) -> bool:
        """Whether a place carries the code today."""
        return self._index.by_code(code) is not None

    def name(self, code: str) -> str:
        """The Thai name of a place that is known."""
        place = self._index.by_code(code)
        return place.name_th if place else code

    def lies_outside(self, code: str, latitude: float, longitude: float) -> bool:
        """Whether the point is surely outside the tambon of that place: a good kilometre or more.

        Borders are drawn coarsely, and where none is known no point is outside.
        """
        tambon = code[:6]
        if tambon not in self._borders:
            shape = borders_of(Place.objects.filter(code=tambon), detail="near").get(tambon)
            around = shapely.geometry.shape(shape.geometry).buffer(_COARSE) if shape else None
            shapely.prepare(around)
            self._borders[tambon] = around
        around = self._borders[tambon]
        return around is not None and not shapely.contains_xy(around, longitude, latitude)

    def village(self, tambon_code: str, moo: int) -> str | None:
        """The code of that moo, where the place list has it."""
        code = f"{tambon_code}{moo:02}"
        return code if self.known(code) else None

    def tambons_named(self, *, province: str, amphoe: str, tambon: str) -> Sequence[str]:
        """The tambons these names fit: one, several, or none."""
        return self.find(province=province, amphoe=amphoe, tambon=tambon)

    def by_code(self, code: str) -> str | None:
        """The present code of the place that has, or had, this code."""
        place = self._index.resolve(code).place if code else None
        return place.code if place else None

    def find(self, *, province: str = "", amphoe: str = "", tambon: str = "") -> Sequence[str]:
        """The codes of all places of the narrowest given name: one, several, or none."""
        asked = (province, amphoe, tambon)
        if asked not in self._found:
            answer = self._index.find(province=province, amphoe=amphoe, tambon=tambon)
            places = [answer.place] if answer.place else answer.candidates
            self._found[asked] = tuple(place.code for place in places)
        return self._found[asked]

    def classify_code(self, code: str) -> str:
        """What a tambon code in a table is."""
        return str(self._index.classify(code))


def place_ids(codes: Iterable[str]) -> dict[str, UUID]:
    """The id of each of these places."""
    return dict(Place.objects.filter(code__in=list(codes)).values_list("code", "pk"))


def tambon_names(codes: Iterable[str]) -> dict[str, str]:
    """The Thai name of each of these places."""
    return dict(Place.objects.filter(code__in=list(codes)).values_list("code", "name_th"))


def tambons_touched(load: Load) -> set[str]:
    """The tambons whose extract the load changes: where its households are, and where they were."""
    revisions = HouseholdRevision.objects.filter(batch=load.batch)
    codes = revisions.values_list("place__code", flat=True).distinct()
    before = HouseholdRevision.objects.filter(pk__in=revisions.values("based_on")).values_list(
        "place__code", flat=True
    )
    return {code[:6] for code in [*codes, *before.distinct()]}
