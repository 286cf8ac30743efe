"""One pass over the scores of a round: the sums of every village at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

import ibis
import ibis.expr.types as ir
import pyarrow.parquet as pq

from pinto.evidence.registry.extracts import answered, pinned_extract
from pinto.evidence.registry.models import Round
from pinto.insight.measures.models import Score
from pinto.insight.measures.rules.scorings import Scoring
from pinto.insight.profiles.rules.tallies import LEVELS, Lacking, Moments, Tally

_TAMBON = 6  # digits
_AT_ONCE = 500  # ids one statement names


def village_tallies(round: Round, scoring: Scoring, tambons: Collection[str]) -> dict[str, Tally]:
    """Code of the finest place → its sums, for the households of these tambons."""
    extract = pinned_extract(round)
    paths = extract.paths("scores", tambons)
    if not paths:
        return {}
    what = ("tallies", scoring.id, scoring.version)
    rows = answered(what, {"scores": paths}, _sums, scoring=scoring).to_pylist()
    return {row["code"]: _tally(row, scoring) for row in rows}


def _sums(scores: ir.Table, scoring: Scoring) -> ir.Table:
    items = [scores[item.id] for item in scoring.items]
    columns: dict[str, Any] = {
        "households": scores.count(),
        "people": scores.people.sum(),
        "people_scored": scores.people.sum(where=scores.level.notnull()),
        "on_boundary": scores.on_boundary.cast("int64").sum(),
        "answered": (sum(i.notnull().cast("int64") for i in items) / len(items)).sum(),
    }
    for level in range(1, LEVELS + 1):
        columns[f"level_{level}"] = scores.count(where=scores.level == level)
        columns[f"people_{level}"] = scores.people.sum(where=scores.level == level)
    for name in [*(capital.id for capital in scoring.capitals), "overall"]:
        value = scores[name]
        columns[f"{name}_n"] = value.count()
        columns[f"{name}_total"] = value.sum()
        columns[f"{name}_squares"] = (value * value).sum()
    for item in scoring.items:
        columns[f"{item.id}_known"] = scores[item.id].count()
        columns[f"{item.id}_lacking"] = scores.count(where=scores[item.id] < scoring.lacking_below)
    return scores.group_by(code=scores.village.coalesce(scores.tambon)).agg(**columns)


def _tally(row: dict[str, Any], scoring: Scoring) -> Tally:
    def moments(name: str) -> Moments:
        return Moments(
            int(row[f"{name}_n"]), row[f"{name}_total"] or 0.0, row[f"{name}_squares"] or 0.0
        )

    def counted(name: str) -> tuple[int, ...]:
        return tuple(int(row[f"{name}_{level}"] or 0) for level in range(1, LEVELS + 1))

    return Tally(
        households=int(row["households"]),
        people=int(row["people"] or 0),
        levels=counted("level"),
        people_by_level=counted("people"),
        people_scored=int(row["people_scored"] or 0),
        on_boundary=int(row["on_boundary"] or 0),
        answered=float(row["answered"] or 0.0),
        capitals={capital.id: moments(capital.id) for capital in scoring.capitals},
        overall=moments("overall"),
        items={
            item.id: Lacking(int(row[f"{item.id}_known"]), int(row[f"{item.id}_lacking"]))
            for item in scoring.items
        },
    )


def village_moves(
    before: Round, now: Round, tambons: Collection[str]
) -> dict[str, list[list[int]]]:
    """Code of the finest place now → 4 × 4 counts of the households scored in both rounds."""
    extract = pinned_extract(now)
    here = extract.paths("scores", tambons)
    wanted = None if set(tambons) >= set(extract.tambons) else _scored_in(before, here, tambons)
    then = pinned_extract(before).paths("scores", wanted)
    if not then or not here:
        return {}
    moved = answered("moves", {"then": then, "here": here}, _moves).to_pylist()
    found: dict[str, list[list[int]]] = {}
    for row in moved:
        cells = found.setdefault(row["code"], [[0] * LEVELS for _ in range(LEVELS)])
        cells[row["was"] - 1][row["level"] - 1] = int(row["n"])
    return found


def _scored_in(before: Round, here: Collection[str], tambons: Collection[str]) -> set[str]:
    """The tambons in which the households of these files were scored in the earlier round.

    A household may have moved house since: whom the tambons did not hold is looked for everywhere.
    """
    known = {home for path in pinned_extract(before).paths("scores", tambons) for home in _in(path)}
    others = [UUID(home) for path in here for home in _in(path) if home not in known]
    found = set(tambons)
    for start in range(0, len(others), _AT_ONCE):
        some = Score.objects.filter(
            round=before, household_id__in=others[start : start + _AT_ONCE]
        ).values_list("area_code", flat=True)
        found |= {code[:_TAMBON] for code in some}
    return found


def _in(path: str) -> list[str]:
    homes: list[str] = pq.read_table(path, columns=["household_id"])["household_id"].to_pylist()
    return homes


def _moves(then: ir.Table, here: ir.Table) -> ir.Table:
    old = then.select("household_id", was="level")
    new = here.select("household_id", "level", code=here.village.coalesce(here.tambon))
    both = new.inner_join(old, "household_id").filter(ibis._.level.notnull() & ibis._.was.notnull())
    return both.group_by("code", "was", "level").agg(n=ibis._.count())
