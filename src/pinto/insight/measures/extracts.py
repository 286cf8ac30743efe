"""The scores as columnar tables: worked out of the registry's extract, kept beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from pinto.evidence.registry.extracts import Extract, answered, pinned_extract, write_table
from pinto.evidence.registry.models import Round
from pinto.insight.measures.engine import score
from pinto.insight.measures.rules.scorings import Scoring

TABLE = "scores"


def scored_tambons(
    round: Round,
    scoring: Scoring,
    tambons: Collection[str] | None = None,
    households: Collection[UUID] | None = None,
) -> Iterator[dict[str, pa.Table]]:
    """The scores of the round, as tables by tambon, province after province.

    One province at a time bounds the memory. Each is in the extract store, under
    ``scores``, when it is handed over. With ``households`` only they are scored and
    handed over, and take their place among the others. Where the others have no scores,
    or of another shape, everybody is.
    """
    extract = pinned_extract(round)
    wanted = [code for code in extract.tambons if tambons is None or code in tambons]
    for province in sorted({code[:2] for code in wanted}):
        here = [code for code in wanted if code[:2] == province]
        tables = _scored(extract, scoring, here, households)
        try:
            write_table(round, TABLE, tables, households=households)
        except LookupError:
            tables = _scored(extract, scoring, here, None)
            write_table(round, TABLE, tables)
        yield tables


def _scored(
    extract: Extract,
    scoring: Scoring,
    tambons: Collection[str],
    households: Collection[UUID] | None,
) -> dict[str, pa.Table]:
    tables = {name: extract.paths(name, tambons) for name in ("households", "members", "delivered")}
    what = ("scores", scoring.id, scoring.version)
    scores = answered(what, tables, score, households=households, scoring=scoring)
    return {code: scores.filter(pc.equal(scores["tambon"], code)) for code in tambons}
