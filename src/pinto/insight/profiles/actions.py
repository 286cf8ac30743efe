"""Profiles are worked out after scoring, and replaced all at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import orjson
from django.db import transaction

from pinto.evidence.registry.extracts import pinned_extract
from pinto.evidence.registry.models import Round
from pinto.ground.installation.bulk import insert_rows
from pinto.ground.trail.actions import record
from pinto.insight.measures.rules.library import scoring_of
from pinto.insight.measures.rules.scorings import Scoring
from pinto.insight.profiles.extracts import village_moves, village_tallies
from pinto.insight.profiles.models import AreaTally
from pinto.insight.profiles.queries.areas import comparable_round, duplicates_by_place
from pinto.insight.profiles.rules import LEVELS, Tally, total

_FIELDS = (
    "round_id", "scoring", "scoring_version", "code", "parent", "households", "scored", "sums",
    "moved", "moved_since_id", "duplicates", "at",
)  # fmt: skip
_TAMBON = 6  # digits
_ABOVE = (_TAMBON, 4, 2)  # tambon, amphoe, province


def refresh_profiles(
    *, round: Round, by: Any, at: datetime, tambons: Collection[str] | None = None
) -> int:
    """The profiles of these tambons, and of every area above them, say what the scores say.

    Villages are summed anew from the scores; tambons, amphoes and provinces are sums
    of what lies below. Readers see all of it change at once. The answer is how many
    areas were written.
    """
    scoring = scoring_of(round.instrument)
    touched = set(pinned_extract(round).tambons) if tambons is None else set(tambons)
    before = comparable_round(round)
    villages = village_tallies(round, scoring, touched)
    moves = village_moves(before, round, touched) if before else {}
    duplicates = duplicates_by_place(round, touched)
    with transaction.atomic():
        found = {} if tambons is None else _kept(round, scoring.id, touched)
        found.update(
            {
                code: (tally, moves.get(code), duplicates.get(code, 0))
                for code, tally in villages.items()
            }
        )
        areas = {**found, **_above(found)}
        written = {c: area for c, area in areas.items() if c not in found or c[:6] in touched}
        _replace(round, scoring, written, None if tambons is None else touched, before, at)
        record(what="profiles.refreshed", on=("round", round.pk), by=by, at=at, areas=len(written))
    return len(written)


_Area = tuple[Tally, list[list[int]] | None, int]


def _kept(round: Round, scoring: str, touched: set[str]) -> dict[str, _Area]:
    """The other tambons of the same provinces, as they were."""
    rows = AreaTally.objects.select_for_update().filter(round=round, scoring=scoring)
    provinces = {code[:2] for code in touched}
    return {
        row.code: (Tally.from_json(row.sums), row.moved, row.duplicates)
        for row in rows
        if len(row.code) == _TAMBON and row.code[:2] in provinces and row.code not in touched
    }


def _above(found: Mapping[str, _Area]) -> dict[str, _Area]:
    """Tambons, amphoes and provinces: each the sum of the villages below it."""
    below: dict[str, list[_Area]] = {}
    for code, area in found.items():
        for digits in _ABOVE:
            if len(code) >= digits:
                below.setdefault(code[:digits], []).append(area)
    return {code: _together(areas) for code, areas in below.items()}


def _together(areas: list[_Area]) -> _Area:
    moved = [cells for _, cells, _ in areas if cells is not None]
    return (
        total(tally for tally, _, _ in areas),
        _added(moved) if moved else None,
        sum(duplicates for _, _, duplicates in areas),
    )


def _added(moves: list[list[list[int]]]) -> list[list[int]]:
    return [[sum(cells[i][j] for cells in moves) for j in range(LEVELS)] for i in range(LEVELS)]


def _replace(
    round: Round,
    scoring: Scoring,
    areas: Mapping[str, _Area],
    touched: set[str] | None,
    before: Round | None,
    at: datetime,
) -> None:
    old = AreaTally.objects.filter(round=round, scoring=scoring.id)
    if touched is not None:
        codes = old.values_list("code", flat=True)
        stale = {code for code in codes if code[:_TAMBON] in touched}
        old = old.filter(code__in=stale | areas.keys())
    old.delete()
    insert_rows(
        AreaTally,
        _FIELDS,
        (
            (
                round.pk,
                scoring.id,
                scoring.version,
                code,
                _parent(code),
                tally.households,
                tally.scored,
                orjson.dumps(tally.as_json()).decode(),
                None if moved is None else orjson.dumps(moved).decode(),
                before.pk if before else None,
                duplicates,
                at,
            )
            for code, (tally, moved, duplicates) in sorted(areas.items())
        ),  # fmt: skip
    )


def _parent(code: str) -> str:
    return next((code[:digits] for digits in _ABOVE if len(code) > digits), "")
