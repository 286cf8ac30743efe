"""What other sources say about an area, shown beside ours and never mixed with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pinto.evidence.intake.rules.tables import dataset_called
from pinto.evidence.registry.models import AreaFigure, Batch
from pinto.evidence.registry.queries import (
    figure_batches,
    figures_about,
    figures_without_place,
)
from pinto.ground.places.models import Place

_FIRST = 12  # figures of a table nobody described that stand above the fold


@dataclass(frozen=True)
class Figure:
    """One number of a source, under the source's own code and name of the area."""

    indicator: str  # as the source calls it
    name: str  # in Thai, where the table is known
    year: int | None  # พ.ศ.
    value: float | None  # None: the source gives none, which is never 0
    area_code: str
    area_name: str
    flag: str  # what to know about the area; blank where it is a place of ours
    counts: str  # households or people, where ours can stand beside it; else blank
    main: bool  # one of the figures that stand first


@dataclass(frozen=True)
class Source:
    """A table of another system, and what it says about one place: perhaps nothing."""

    dataset: str
    title: str
    publisher: str  # blank where the table is not a known one
    file: str
    loaded_at: datetime | None
    figures: Sequence[Figure]  # about the place itself; empty: the source lacks it
    unlinked: Sequence[Figure]  # about areas in here that are no places of ours


def others(place: Place) -> list[Source]:
    """The sources that speak of the place, or of places of its kind and leave it out.

    At most three queries; one where no table of figures has been loaded.
    """
    newest = figure_batches()
    if not newest:
        return []
    batches = [batch for batch, _ in newest.values()]
    about = _by_dataset(figures_about(place.pk, batches))
    unlinked: dict[str, list[AreaFigure]] = {}
    if place.kind == Place.Kind.AMPHOE:  # codes of municipal areas stand where tambons stand
        wanted = {name: compared for name in newest if (compared := list(_compared(name)))}
        unlinked = _by_dataset(figures_without_place(place.code, wanted, batches))
    found = [
        _source(name, batch, about.get(name, []), unlinked.get(name, []))
        for name, (batch, kind) in newest.items()
        if name in about or name in unlinked or kind == place.kind
    ]
    return sorted(found, key=lambda source: (not source.figures, source.title, source.dataset))


def _by_dataset(rows: Iterable[AreaFigure]) -> dict[str, list[AreaFigure]]:
    found: dict[str, list[AreaFigure]] = {}
    for row in rows:
        found.setdefault(row.dataset, []).append(row)
    return found


def _compared(name: str) -> Mapping[str, str]:
    """Indicator → what of ours it can stand beside."""
    known = dataset_called(name)
    return {header: ours for ours, header in known.compares.items()} if known else {}


def _source(name: str, batch: Batch, about: list[AreaFigure], unlinked: list[AreaFigure]) -> Source:
    known = dataset_called(name)
    names = known.indicator_names() if known else {}
    order = {indicator: at for at, indicator in enumerate(names)}
    first = set(known.indicators) if known else {row.indicator for row in about[:_FIRST]}
    compared = _compared(name)

    def told(row: AreaFigure) -> Figure:
        return Figure(
            indicator=row.indicator,
            name=names.get(row.indicator, row.indicator),
            year=row.year,
            value=row.value,
            area_code=row.area_code,
            area_name=row.area_name,
            flag=row.flag,
            counts=compared.get(row.indicator, ""),
            main=row.indicator in first,
        )

    return Source(
        dataset=name,
        title=known.title if known else batch.source,
        publisher=known.source if known else "",
        file=batch.source,
        loaded_at=batch.published_at,
        figures=[told(r) for r in sorted(about, key=lambda r: order.get(r.indicator, 0))],
        unlinked=[told(row) for row in unlinked],
    )
