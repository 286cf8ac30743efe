"""Scores are worked out of the answers and replaced, tambon by tambon."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from pinto.evidence.registry.extracts import pinned_extract, refresh_extract
from pinto.evidence.registry.models import Round
from pinto.ground.access.rules import code_range
from pinto.ground.installation.bulk import insert_rows
from pinto.ground.jobs.rules import Reports
from pinto.ground.trail.actions import record
from pinto.insight.measures.extracts import scored_tambons
from pinto.insight.measures.models import Score
from pinto.insight.measures.queries.scores import scored_tambon_codes
from pinto.insight.measures.rules.library import scoring_of
from pinto.insight.measures.rules.reckoning import DELIVERED
from pinto.insight.measures.rules.scorings import Scoring

_TENTHS = 0.005  # files carry two decimals: less is no difference
_AT_ONCE = 500  # ids one statement names


@dataclass(frozen=True)
class ScoreReport:
    """What came of scoring a round."""

    households: int
    scored: int
    on_boundary: int
    seconds: float

    @property
    def unscored(self) -> int:
        return self.households - self.scored


def score_round(
    *,
    round: Round,
    by: Any,
    at: datetime,
    tambons: Collection[str] | None = None,
    households: Collection[UUID] | None = None,
    progress: Reports | None = None,
) -> ScoreReport:
    """Every household listed in the round has its score, or a row that says it has none.

    ``tambons`` (codes) limits the work to those, ``households`` to those of them that
    changed, unless the others were scored by another version. A reader sees a tambon's scores as
    they were or as they are, never half of each. Calling it again changes nothing.
    """
    started = time.perf_counter()
    scoring = scoring_of(round.instrument)
    extract = pinned_extract(round)
    if not extract.tambons:
        extract = refresh_extract(round=round, tambons=tambons)
    if not _by_this_version(round, scoring, tambons or ()):
        households = None
    total = len(extract.tambons if tambons is None else tambons)
    done = count = scored = boundary = 0
    if progress:
        progress.report(0, total, step="scores")
    written: set[str] = set()
    for tables in scored_tambons(round, scoring, tambons, households):
        for code, table in tables.items():
            _replace(round, scoring, code, table, households)
            written.add(code)
            done += 1
            count += table.num_rows
            scored += table.num_rows - table["level"].null_count
            boundary += pc.sum(table["on_boundary"]).as_py() or 0
            if progress:
                progress.report(done, total, step="scores")
    _forget(round, scoring, written, tambons)
    report = ScoreReport(count, scored, boundary, time.perf_counter() - started)
    record(
        what="round.scored",
        on=("round", round.pk),
        by=by,
        at=at,
        scoring=f"{scoring.id}/{scoring.version}",
        tambons=len(written),
        households=report.households,
        scored=report.scored,
    )
    return report


@transaction.atomic
def _replace(
    round: Round,
    scoring: Scoring,
    tambon: str,
    table: pa.Table,
    households: Collection[UUID] | None,
) -> None:
    """The tambon's rows, or those of the households in it, are these.

    A household that moved here leaves its row elsewhere.
    """
    Round.objects.select_for_update().get(pk=round.pk)  # one at a time replaces a round's scores
    here = _rows_in(round, scoring, tambon)
    if households is None:
        here.delete()
    else:
        here.filter(household_id__in=households).delete()
    ids = [UUID(household) for household in table["household_id"].to_pylist()]
    for start in range(0, len(ids), _AT_ONCE):
        Score.objects.filter(
            round=round, scoring=scoring.id, household_id__in=ids[start : start + _AT_ONCE]
        ).delete()
    insert_rows(Score, _FIELDS, _rows(round, scoring, ids, table))


def _by_this_version(round: Round, scoring: Scoring, tambons: Collection[str]) -> bool:
    """Whether no row of these tambons was worked out by another version."""
    return not any(
        _rows_in(round, scoring, code).exclude(scoring_version=scoring.version).exists()
        for code in tambons
    )


def _forget(
    round: Round, scoring: Scoring, written: set[str], tambons: Collection[str] | None
) -> None:
    """Tambons of which no household is listed any more have no scores."""
    asked = scored_tambon_codes(round, scoring) if tambons is None else set(tambons)
    for code in sorted(asked - written):
        _rows_in(round, scoring, code).delete()


def _rows_in(round: Round, scoring: Scoring, tambon: str) -> Any:
    lowest, highest = code_range(tambon)
    return Score.objects.filter(
        round=round, scoring=scoring.id, area_code__gte=lowest, area_code__lte=highest
    )


_CAPITALS = ("human", "physical", "financial", "natural", "social")
_FIELDS = (
    "household_id",
    "round_id",
    "scoring",
    "scoring_version",
    "area_code",
    "people",
    *_CAPITALS,
    "overall",
    "level",
    "on_boundary",
    "items",
    "sources",
)


def _rows(
    round: Round, scoring: Scoring, ids: list[UUID], table: pa.Table
) -> Iterator[tuple[Any, ...]]:
    area = pc.coalesce(table["village"], table["tambon"]).to_pylist()
    names = ("people", *_CAPITALS, "overall", "level", "on_boundary")
    columns = [table[name].to_pylist() for name in names]
    items, sources = _items(scoring, table), _sources(scoring, table)
    for number, values in enumerate(zip(*columns, strict=True)):
        yield (
            ids[number],
            round.pk,
            scoring.id,
            scoring.version,
            area[number],
            *values,
            items[number],
            sources.get(number, "{}"),
        )


def _items(scoring: Scoring, table: pa.Table) -> list[str]:
    """For each row its known sub-scores, as JSON."""
    names = [item.id for item in scoring.items]
    columns = [table[name].to_pylist() for name in names]
    return [
        orjson.dumps(
            {name: score for name, score in zip(names, row, strict=True) if score is not None}
        ).decode()
        for row in zip(*columns, strict=True)
    ]


def _sources(scoring: Scoring, table: pa.Table) -> dict[int, str]:
    """For the rows that need it: which scores came delivered, and which delivered ones differ.

    ``{"delivered": [item, …], "capitals": [capital, …], "differ": {item: delivered}}``,
    without the keys that would be empty. Looks only at columns that have something.
    """
    found: dict[int, dict[str, Any]] = {}
    for item in scoring.items:
        for number in _where(pc.equal(table[f"{item.id}__by"], DELIVERED)):
            found.setdefault(number, {}).setdefault("delivered", []).append(item.id)
        delivered = table[f"{item.id}__delivered"]
        apart = pc.greater(pc.abs(pc.subtract(table[item.id], delivered)), _TENTHS)
        for number in _where(apart):
            told = found.setdefault(number, {}).setdefault("differ", {})
            told[item.id] = delivered[number].as_py()
    for capital in scoring.capitals:
        for number in _where(pc.equal(table[f"{capital.id}__by"], DELIVERED)):
            found.setdefault(number, {}).setdefault("capitals", []).append(capital.id)
    return {number: orjson.dumps(source).decode() for number, source in found.items()}


def _where(mask: Any) -> list[int]:
    """The numbers of the rows where the mask is true."""
    if not pc.any(mask).as_py():
        return []
    numbers: list[int] = pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()
    return numbers
