"""Measures of the registry: worked out of its extract, one state of it at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from pinto.evidence.consents.queries.consents import left_out
from pinto.evidence.consents.rules.uses import Use
from pinto.evidence.registry.extracts import connect, pinned_extract
from pinto.ground.access.rules import Capability, Purpose, Viewer, may
from pinto.ground.conditions.vocabulary import Level
from pinto.ground.places.rules.codes import parent_code
from pinto.insight.estimates.engine.kept import EVERYBODY, Kept, kept_of
from pinto.insight.estimates.engine.matrix import Wanted, needed
from pinto.insight.estimates.engine.sources import explained
from pinto.insight.estimates.permissions import as_beside, for_viewer
from pinto.insight.estimates.queries import Asked
from pinto.insight.estimates.rules.estimates import Estimate
from pinto.insight.estimates.rules.specification import DataError, Specification, UnusableColumn

GROUPS = ("amphoe", "tambon", "village")  # columns of the extract; a code holds those before it
_COLUMN = {4: "amphoe", 6: "tambon", 8: "village", 9: "village"}  # digits of a code → its column
_KEPT = 24  # provinces × measures whose sums stay in memory
_Files = tuple[str, ...]


class NobodyListed(LookupError):
    """No household of the place is listed in the round."""


@dataclass(frozen=True)
class Answer:
    """What a measure says of a place in a round, out of one state of the extract."""

    asked: Asked
    specification: Specification
    rows: list[Estimate]
    state: str  # names the files that were read: the same state, the same figures
    left_out: int = 0  # households of the place whose families object to research


def groups_of(code: str) -> tuple[str, ...]:
    """The columns a place can be divided by.

    >>> groups_of("99"), groups_of("990101"), groups_of("99010101")
    (('amphoe', 'tambon', 'village'), ('village',), ())
    """
    return GROUPS[GROUPS.index(_COLUMN[len(code)]) + 1 :] if len(code) in _COLUMN else GROUPS


def answer(
    specification: Specification,
    asked: Asked,
    *,
    cutoffs: Sequence[Fraction],
    by: Sequence[str],
    viewer: Viewer | None,
    research: bool = False,
) -> Answer:
    """The figures of the place, then of each of its divisions ``by``.

    For public tasks every household counts. For ``research``, which is also what a
    researcher looks for, those whose families object are left out, and counted.

    The province is added up once for each measure and state of the extract; other
    places in it, other cut-offs and other groups are answered from that. Raises
    ``NobodyListed``, ``UnusableColumn`` for a group that the place is not divided by, and
    ``DataError`` where the survey cannot be measured so.
    """
    code = asked.place.code
    for name in by:
        if name not in groups_of(code):
            known = ", ".join(groups_of(code)) or "none"
            raise UnusableColumn(f"{code} cannot be grouped by {name}; groups of it: {known}")
    extract = pinned_extract(asked.round)
    tambons = [tambon for tambon in extract.tambons if tambon[:2] == code[:2]]
    files = {
        name: tuple(extract.paths(name, tambons)) for name in ("households", "members", "scores")
    }
    if not any(tambon.startswith(code[:6]) for tambon in tambons):
        raise NobodyListed(f"no household of {code} is listed in the round {asked.round.label}")
    researches = research or (viewer is not None and viewer.looks_for is Purpose.RESEARCH)
    away = left_out(Use.RESEARCH) if researches else frozenset()
    with explained("the extract cannot be read"):
        kept = _kept(specification, files["households"], files["members"], files["scores"], away)
        absent = _absent(files["households"], away, code) if away else 0

    def told(area: str, groups: Sequence[str]) -> list[Estimate]:
        only = {_COLUMN[len(area)]: area} if len(area) in _COLUMN else {}
        divided = [(name,) for name in groups]
        rows = kept.answer(specification.measure, only=only, cutoffs=cutoffs, by=divided)
        return for_viewer(rows, specification, area=area, round=asked.round, viewer=viewer)

    rows = told(code, by)
    if len(code) in _COLUMN and viewer and not may(viewer, Capability.SEE_HOUSEHOLDS, code):
        # what is hidden of the place beside its neighbours is hidden on its own page
        rows = as_beside(rows, told(parent_code(code), [_COLUMN[len(code)]]), code)
    return Answer(asked, specification, rows, _state(files, away), absent)


def _absent(households: _Files, away: frozenset[str], code: str) -> int:
    """How many of the households that are left out are listed in the place."""
    homes = connect().read_parquet(list(households))
    listed = homes.filter(homes.household_id.isin(sorted(away)))
    if len(code) in _COLUMN:
        listed = listed.filter(listed[_COLUMN[len(code)]] == code)
    return int(listed.count().to_pyarrow().as_py())


def _state(files: dict[str, _Files], away: frozenset[str]) -> str:
    names = "\n".join(Path(path).name for paths in files.values() for path in paths)
    if away:
        names += "\n".join(["", *sorted(away)])
    return hashlib.sha256(names.encode()).hexdigest()[:12]


@lru_cache(maxsize=_KEPT)
def _kept(
    specification: Specification,
    households: _Files,
    members: _Files,
    scores: _Files,
    away: frozenset[str],
) -> Kept:
    """The sums of these files without the households that are ``away``.

    A file is never changed in place, so its name is its content.
    """
    connection = connect()
    homes = connection.read_parquet(list(households))
    if away:
        homes = homes.filter(~homes.household_id.isin(sorted(away)))
    wanted = Wanted(by=GROUPS, design=EVERYBODY)
    columns, _others = needed(specification, wanted, Level.HOUSEHOLD)
    lacking = {column.raw for column in columns} - set(homes.columns)
    if lacking and scores:
        scored = connection.read_parquet(list(scores))
        theirs = [name for name in sorted(lacking) if name in scored.columns]
        scored = scored.select("household_id", *theirs)
        homes = homes.left_join(scored, "household_id").drop("household_id_right")
    if any(column.raw not in homes.columns for column in columns):
        missing = sorted(lacking - set(homes.columns))
        raise DataError(
            f"the registry has no {', '.join(missing)}: {specification.measure.id} reads another "
            "kind of data; hand over files instead"
        )
    roster = connection.read_parquet(list(members)) if members else None
    if away and roster is not None:
        roster = roster.filter(~roster.household_id.isin(sorted(away)))
    return kept_of(homes, roster, specification, GROUPS)
