"""Area figures arrive from published tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pinto.evidence.registry.models import AreaFigure, Batch
from pinto.ground.installation.bulk import insert_rows
from pinto.ground.installation.home import origin
from pinto.ground.installation.ids import new_id

_FIELDS = (
    "id",
    "origin",
    "batch_id",
    "dataset",
    "indicator",
    "year",
    "value",
    "area_code",
    "area_name",
    "place_id",
    "flag",
)


def add_figures(*, batch: Batch, dataset: str, rows: Iterable[Any], places: dict[str, UUID]) -> int:
    """The figures are in the registry as part of the batch; the answer is how many.

    Each row has ``area_code, area_name, place_code, indicator, year, value, flag``.
    A value that was not given stays null. Runs inside the caller's transaction.
    """
    return insert_rows(
        AreaFigure,
        _FIELDS,
        (
            (
                new_id(),
                origin(),
                batch.pk,
                dataset,
                row.indicator,
                row.year,
                row.value,
                (row.area_code or "")[:20],
                row.area_name[:160],
                places.get(row.place_code) if row.place_code else None,
                row.flag,
            )
            for row in rows
        ),
    )
