"""Run Splink over prepared people: the pairs that are worth a look, each with its evidence."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from math import log2
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pinto.evidence.matching.engine.settings import settings
from pinto.evidence.matching.rules.bands import Thresholds, thresholds
from pinto.evidence.matching.rules.weights import COMPARISONS, MOST_WITHIN_FAMILY, PERSONAL, bits_of

Compared = Callable[..., dict[str, Any]]

_THREADS = 2  # at most, so that a small machine stays usable
_MEMORY = "2500MB"  # then DuckDB goes on in files


def likely_pairs(
    people: Sequence[pa.Table], *, spill: Path, compared: Compared = settings
) -> pa.Table:
    """Pairs of one list with itself, or of two lists, from the review threshold on.

    ``people`` are one or two tables of :func:`prepared`. A row has ``first`` and
    ``second`` (ids), ``weight`` and ``personal`` (bits, without the prior), ``band``, and
    for each comparison its level ("" where nothing could be compared) and its bits.
    Of two members of one household who both resemble somebody, the better one is
    suggested and the other reviewed. ``compared`` makes Splink's settings; ``spill`` is a
    folder for what memory does not hold.
    """
    from splink import DuckDBAPI, Linker  # half a second, only when pairs are looked for

    records = max(table.num_rows for table in people)
    limits = thresholds(records)
    spill.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": _THREADS,
        "memory_limit": _MEMORY,
        "temp_directory": str(spill),
    }
    with duckdb.connect(config=config) as connection:
        connection.execute("SET preserve_insertion_order = false")
        api = DuckDBAPI(connection=connection)
        lists = [
            api.register(table, dataset_display_name=name)
            for table, name in zip(people, ("first_list", "second_list"), strict=False)
        ]
        linker = Linker(
            lists,
            compared(two_lists=len(lists) == 2, records=records),
            log_level=logging.ERROR,
            validate_settings=False,
        )
        # Splink's weight has the prior in it: 0 are even odds
        prior = log2(max(records, 2) - 1)
        found = linker.inference.predict(threshold_match_weight=limits.review - prior)
        return connection.sql(_told(found.physical_name, limits)).to_arrow_table()


def _told(table: str, limits: Thresholds) -> str:
    evidence = ", ".join(
        f"{_level(name)} AS {name}, {_bits(name)} AS {name}_bits" for name in COMPARISONS
    )
    weight = " + ".join(f"{name}_bits" for name in COMPARISONS)
    personal = " + ".join(
        f"least({name}_bits, {MOST_WITHIN_FAMILY[name]})"
        if name in MOST_WITHIN_FAMILY
        else f"{name}_bits"
        for name in PERSONAL
    )
    return f"""
        WITH told AS (
            SELECT id_l, id_r, household_l, household_r, {evidence} FROM {table}
        ), weighed AS (
            SELECT *, {weight} AS weight, {personal} AS personal FROM told
        ), ranked AS (
            SELECT *,
                row_number() OVER (
                    PARTITION BY id_l, household_r ORDER BY weight DESC, id_r
                ) = 1 AND row_number() OVER (
                    PARTITION BY id_r, household_l ORDER BY weight DESC, id_l
                ) = 1 AS best
            FROM weighed
        )
        SELECT
            least(id_l, id_r) AS first, greatest(id_l, id_r) AS second, weight, personal,
            CASE
                WHEN weight >= {limits.suggested} AND personal >= {limits.personal_suggested}
                    AND best AND household_l <> household_r THEN 'SUGGESTED'
                ELSE 'REVIEW'
            END AS band,
            {", ".join(f"{name}, {name}_bits" for name in COMPARISONS)}
        FROM ranked
        WHERE weight >= {limits.review} AND personal >= {limits.personal_review}
        ORDER BY weight DESC, first, second
    """  # noqa: S608  (names and numbers of our own)


def _level(name: str) -> str:
    levels = COMPARISONS[name]
    whens = " ".join(
        f"WHEN {len(levels) - 1 - at} THEN '{level.id}'" for at, level in enumerate(levels)
    )
    return f"CASE gamma_{name} {whens} ELSE '' END"


def _bits(name: str) -> str:
    """The bits of the level; of a name that agrees by its frequency, and never so few that a
    letter more or less would weigh more, as among a handful of namesakes.
    """
    if not any(level.by_frequency for level in COMPARISONS[name]):
        return f"mw_{name}"
    least = bits_of(name, "one_letter") + 0.5
    same = len(COMPARISONS[name]) - 1
    return (
        f"CASE WHEN gamma_{name} = {same}"
        f" THEN greatest(mw_{name} + mw_tf_adj_{name}, {least}) ELSE mw_{name} END"
    )
