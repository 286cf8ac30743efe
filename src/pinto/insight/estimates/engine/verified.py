"""A list beside the verified truth, household by household, as a table for targeting."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import ibis
import pyarrow as pa

from pinto.insight.estimates.engine.targeting import Targeting, behind, targeting
from pinto.insight.estimates.rules.estimates import Estimate

Unit = tuple[str, str, bool, bool | None]  # key, part, listed, verified poor; None: not known
_KEY, _PART = "household", "part"


def judged(units: Sequence[Unit]) -> tuple[dict[str, Estimate], dict[str, dict[str, Estimate]]]:
    """Every number and rate by its name, of all units and of each part.

    >>> whole, parts = judged([("a", "01", True, True), ("b", "02", True, None)])
    >>> whole["matched"].estimate, whole["cannot_tell"].estimate, whole["leakage"].estimate
    (1.0, 1.0, 0.0)
    >>> parts["02"]["cannot_tell"].estimate
    1.0
    """
    whole: dict[str, Estimate] = {}
    parts: dict[str, dict[str, Estimate]] = {}
    if units:
        for row in targeting(Targeting(_table(units), by=((), (_PART,)))):
            of: Mapping[str, Hashable] = row.by
            found = parts.setdefault(str(of[_PART]), {}) if _PART in of else whole
            found[row.measure] = row
    return whole, parts


def keys_behind(units: Sequence[Unit], number: str) -> list[str]:
    """The keys of the units behind a number, in the order of the units.

    Raises ``ValueError`` for what is none of ``targeting.NUMBERS``.
    """
    if not units:
        return []
    found = behind(Targeting(_table(units)), number, _KEY).to_pyarrow()
    chosen = set(found[_KEY].to_pylist())
    return [key for key, *_rest in units if key in chosen]


def _table(units: Sequence[Unit]) -> ibis.Table:
    keys, parts, listed, poor = zip(*units, strict=True)
    return ibis.memtable(
        pa.table(
            {
                _KEY: pa.array(keys, pa.string()),
                _PART: pa.array(parts, pa.string()),
                "listed": pa.array(listed, pa.bool_()),
                "poor": pa.array(poor, pa.bool_()),
            }
        )
    )
