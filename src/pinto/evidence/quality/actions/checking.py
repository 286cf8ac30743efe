"""The rules are asked of every household, and what they found is replaced, tambon by tambon."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from pinto.evidence.instruments.rules import instrument
from pinto.evidence.quality.extracts import (
    broken_in,
    broken_pairs,
    far_in,
    interviewers_in,
    missing_in,
    write_side_tables,
)
from pinto.evidence.quality.models import Acceptance, Finding, MissingTally
from pinto.evidence.quality.queries.standing import disagreements_of, far_digest
from pinto.evidence.quality.rules.gaps import expected
from pinto.evidence.quality.rules.library import ruleset
from pinto.evidence.quality.rules.robust import FAR_AMOUNT
from pinto.evidence.quality.rules.rulesets import Ruleset, Severity
from pinto.evidence.registry.extracts import Extract, pinned_extract, refresh_extract
from pinto.evidence.registry.models import Round
from pinto.evidence.registry.queries import latest_revisions, rosters
from pinto.ground.access.rules import code_range
from pinto.ground.installation.bulk import insert_rows
from pinto.ground.jobs.rules import Reports
from pinto.ground.trail.actions import record

_TAMBON = 6  # digits
_AT_ONCE = 500  # ids one statement names
_FINDING = (
    "household_id",
    "round_id",
    "rule",
    "area_code",
    "interviewer_id",
    "grave",
    "seen",
    "acceptance_id",
)
_TALLY = ("round_id", "area_code", "interviewer_id", "households", "people", "missing", "at")


@dataclass(frozen=True)
class CheckReport:
    """What came of asking the rules of a round."""

    households: int
    findings: Mapping[str, int]  # rule → households
    far: int  # amounts far from the others
    accepted: int
    seconds: float

    @property
    def total(self) -> int:
        return sum(self.findings.values()) + self.far


def check_round(
    *,
    round: Round,
    by: Any,
    at: datetime,
    tambons: Collection[str] | None = None,
    progress: Reports | None = None,
) -> CheckReport:
    """The findings and the missing answers of these tambons are those of the answers as they are.

    A reader sees a tambon as it was or as it is. Calling it again changes nothing. An accepted
    exception stays one as long as no answer it is about has changed. Raises ``LookupError``
    where nobody wrote rules for the round's instrument.
    """
    started = time.perf_counter()
    rules = ruleset(round.instrument, round.instrument_version)
    extract = pinned_extract(round)
    if not extract.tambons:
        extract = refresh_extract(round=round, tambons=tambons)
    there = [code for code in extract.tambons if tambons is None or code in tambons]
    counts: Counter[str] = Counter()
    households = far = accepted = done = 0
    for province in sorted({code[:2] for code in there}):  # one at a time bounds the memory
        here = [code for code in there if code[:2] == province]
        for tambon, found in _looked_through(round, here, rules, extract).items():
            if progress:
                progress.report(done, len(there), step="quality")
            accepted += _replace(round, tambon, found, at)
            households += found.households
            counts.update(rule for _, _, rule in found.broken)
            far += len(found.far)
            done += 1
    for gone in set(tambons or ()) - set(there):
        _rows_in(Finding, round, gone).delete()
        _rows_in(MissingTally, round, gone).delete()
    report = CheckReport(households, dict(counts), far, accepted, time.perf_counter() - started)
    record(
        what="quality.checked",
        on=("round", round.pk),
        by=by,
        at=at,
        rules=rules.key,
        tambons=len(there),
        households=report.households,
        findings=report.total,
    )
    return report


@dataclass
class _Found:
    """What was found in one tambon."""

    grave: frozenset[str]
    households: int = 0
    broken: list[tuple[str, str, str]] = field(default_factory=list)  # household, area, rule
    far: list[dict[str, Any]] = field(default_factory=list)
    interviewers: dict[str, str] = field(default_factory=dict)  # household → account
    tallies: list[dict[str, Any]] = field(default_factory=list)


def _looked_through(
    round: Round, tambons: list[str], rules: Ruleset, extract: Extract
) -> dict[str, _Found]:
    """What was found, tambon by tambon; each table is read once."""
    asked = instrument(round.instrument, round.instrument_version)
    extract = write_side_tables(round, extract, tambons)
    grave = frozenset(rule.id for rule in rules.rules if rule.severity is Severity.ERROR)
    found = {tambon: _Found(grave) for tambon in tambons}
    broken = broken_in(extract, tambons, rules)
    for tambon in broken["tambon"].to_pylist():
        found[tambon].households += 1
    for home, area, rule in broken_pairs(broken, rules):
        found[area[:_TAMBON]].broken.append((home, area, rule))
    for far in far_in(extract, tambons, asked).to_pylist():
        found[far["tambon"]].far.append(far)
    questions = list(chain(*expected(rules, asked)))
    for row in missing_in(extract, tambons, rules, asked).to_pylist():
        found[row["area"][:_TAMBON]].tallies.append(_tally(row, questions))
    for tambon in tambons:
        found[tambon].interviewers = interviewers_in(extract, tambon)
    return found


def _tally(row: dict[str, Any], questions: list[str]) -> dict[str, Any]:
    kept = {name: row[name] for name in ("area", "interviewer", "households", "people")}
    return kept | {"missing": {name: row[name] for name in questions if row[name]}}


@transaction.atomic
def _replace(round: Round, tambon: str, found: _Found, at: datetime) -> int:
    """The tambon's rows are these; the answer is how many of them were accepted before."""
    # one at a time replaces a round's findings
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    _rows_in(Finding, round, tambon).delete()
    _rows_in(MissingTally, round, tambon).delete()
    homes = sorted({home for home, _, _ in found.broken} | {f["household_id"] for f in found.far})
    for start in range(0, len(homes), _AT_ONCE):  # a household that moved here
        some = [UUID(home) for home in homes[start : start + _AT_ONCE]]
        Finding.objects.filter(round=round, household_id__in=some).delete()
    accepted = _accepted(round, found, homes)
    insert_rows(Finding, _FINDING, _finding_rows(round, found, accepted))
    insert_rows(
        MissingTally,
        _TALLY,
        (
            (
                round.pk,
                row["area"],
                UUID(row["interviewer"]) if row["interviewer"] else None,
                row["households"],
                row["people"],
                orjson.dumps(row["missing"]).decode(),
                at,
            )
            for row in found.tallies
        ),
    )
    return len(accepted)


def _rows_in(model: Any, round: Round, tambon: str) -> Any:
    lowest, highest = code_range(tambon)
    return model.objects.filter(round=round, area_code__gte=lowest, area_code__lte=highest)


def _finding_rows(
    round: Round, found: _Found, accepted: Mapping[tuple[str, str], UUID]
) -> Iterator[tuple[Any, ...]]:
    for home, area, rule in found.broken:
        by = found.interviewers.get(home)
        yield (
            UUID(home),
            round.pk,
            rule,
            area,
            UUID(by) if by else None,
            rule in found.grave,
            "{}",
            accepted.get((home, rule)),
        )
    for far in found.far:
        home, rule = far["household_id"], f"{FAR_AMOUNT}{far['question']}"
        by = found.interviewers.get(home)
        yield (
            UUID(home),
            round.pk,
            rule,
            far["village"] or far["tambon"],
            UUID(by) if by else None,
            False,
            orjson.dumps({"value": far["value"], "median": far["median"]}).decode(),
            accepted.get((home, rule)),
        )


def _accepted(round: Round, found: _Found, homes: list[str]) -> dict[tuple[str, str], UUID]:
    """(household, rule) → the acceptance that still holds: the answers are those looked at."""
    standing = _standing(round, homes)
    if not standing:
        return {}
    revisions = latest_revisions({each.household_id for each in standing}, round)
    members = rosters(revision.pk for revision in revisions.values())
    digests: dict[tuple[str, str], str] = {
        (far["household_id"], f"{FAR_AMOUNT}{far['question']}"): far_digest(far["value"])
        for far in found.far
    }
    for household, revision in revisions.items():
        for each in disagreements_of(round, revision, members.get(revision.pk, [])):
            digests[household.hex, each.rule.id] = each.digest
    return {
        key: each.pk
        for each in standing
        if digests.get(key := (each.household_id.hex, each.rule)) == each.digest
    }


def _standing(round: Round, homes: list[str]) -> list[Acceptance]:
    found: list[Acceptance] = []
    for start in range(0, len(homes), _AT_ONCE):
        some = [UUID(home) for home in homes[start : start + _AT_ONCE]]
        found += Acceptance.objects.filter(
            round=round, household_id__in=some, undone_at__isnull=True
        )
    return found
