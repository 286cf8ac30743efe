"""The people of an area as the engine reads them. It holds names, so it is never a file."""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa

from pinto.evidence.matching.engine.preparing import PEOPLE
from pinto.evidence.registry.models import Person
from pinto.evidence.registry.queries import lying_in

_TOGETHER = 20_000  # rows turned into columns at once


def people_of(areas: Collection[str]) -> pa.Table:
    """Everybody who is visible in these areas (of none, everywhere), one row a record."""
    rows = (
        Person.objects.filter(
            lying_in(areas, "household__place__code"), visible=True, household__visible=True
        )
        .exclude(given_name="")
        .order_by("pk")
        .values_list(
            "pk", "household_id", "given_name", "surname", "sex", "birth_year", "birth_month",
            "birth_day", "national_id_lookup", "household__house_code", "household__place__code",
        )
    )  # fmt: skip
    pieces: list[pa.RecordBatch] = []
    waiting: list[tuple[object, ...]] = []
    for row in rows.iterator(chunk_size=_TOGETHER):
        code = row[10]
        waiting.append((row[0].hex, row[1].hex, *row[2:10], code, code[:6]))
        if len(waiting) == _TOGETHER:
            pieces.append(_columns(waiting))
            waiting = []
    pieces.append(_columns(waiting))
    return pa.Table.from_batches(pieces, PEOPLE)


def _columns(rows: list[tuple[object, ...]]) -> pa.RecordBatch:
    columns = list(zip(*rows, strict=True)) or [()] * len(PEOPLE)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, PEOPLE, strict=True)]
    return pa.record_batch(arrays, schema=PEOPLE)
