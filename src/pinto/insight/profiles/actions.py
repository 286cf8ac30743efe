"""Profiles are worked out after scoring, and replaced all at once; a full ID is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from pinto.evidence.consents.actions.taking_out import leave_out
from pinto.evidence.registry.extracts import pinned_extract
from pinto.evidence.registry.models import Round
from pinto.evidence.registry.queries import lying_in, round_labelled, rounds
from pinto.ground.access.permissions import check_may
from pinto.ground.access.rules import Capability, FieldGroup, Refused, Viewer
from pinto.ground.installation.bulk import insert_rows
from pinto.ground.installation.keys import unseal
from pinto.ground.installation.spreadsheets import Mark, Sheet, write_table
from pinto.ground.thai.national_id import formatted
from pinto.ground.trail.actions import record, record_views
from pinto.insight.measures.queries.scores import tambons_of
from pinto.insight.measures.rules.closing import closed_capitals
from pinto.insight.measures.rules.library import scoring_of
from pinto.insight.measures.rules.scorings import Scoring
from pinto.insight.profiles.extracts import village_moves, village_tallies
from pinto.insight.profiles.models import AreaTally
from pinto.insight.profiles.permissions import closed_questions
from pinto.insight.profiles.queries.areas import (
    comparable_round,
    duplicates_by_place,
    following_round,
)
from pinto.insight.profiles.queries.exports import HOUSEHOLD_COLUMNS, household_rows
from pinto.insight.profiles.queries.households import (
    Wanted,
    household_scores,
    is_minor,
    member_of,
)
from pinto.insight.profiles.rules.columns import COLUMN_HEADS, COLUMN_SHEET, column_rows
from pinto.insight.profiles.rules.tallies import LEVELS, Tally, total

_FIELDS = (
    "round_id", "scoring", "scoring_version", "code", "parent", "households", "scored", "sums",
    "moved", "moved_since_id", "duplicates", "at",
)  # fmt: skip
_PROVINCE, _AMPHOE, _TAMBON = 2, 4, 6  # digits


def refresh_profiles(
    *,
    round: Round,
    by: Any,
    at: datetime,
    tambons: Collection[str] | None = None,
    households: Collection[UUID] | None = None,
) -> int:
    """The profiles of these tambons, and of every area above them, say what the scores say.

    Villages are summed anew from the scores; tambons, amphoes and provinces are sums
    of what lies below. Readers see all of it change at once. The round that is
    compared with this one learns anew who moved. The answer is how many areas were
    written of this round. With ``households`` nobody else changed in the tambons.
    """
    written = _refresh(round, tambons, by, at)
    later = following_round(round)
    if later is not None:
        _compare(round, later, households, by, at)
    return written


def _compare(
    before: Round, round: Round, households: Collection[UUID] | None, by: Any, at: datetime
) -> None:
    """The later round's profiles say who moved since the earlier one; nothing else of them changes.

    A household may have moved house since: all tambons are looked at, or those in which the
    ``households`` are listed now.
    """
    scoring = scoring_of(round.instrument)
    here = None if households is None else tambons_of(households, round, scoring)
    cells: dict[str, list[_Moves]] = {}
    told = pinned_extract(round).tambons if here is None else here
    for code, moved in village_moves(before, round, told).items():
        for area in {code, code[:_TAMBON], code[:_AMPHOE], code[:_PROVINCE]}:
            cells.setdefault(area, []).append(moved)
    with transaction.atomic():
        Round.objects.select_for_update(no_key=True).get(pk=round.pk)
        rows = AreaTally.objects.filter(
            round=round, scoring=scoring.id, scoring_version=scoring.version
        )
        if here is not None:
            for row in rows.filter(_beside(here)).only("code", "moved"):
                for area in (row.code[:_AMPHOE], row.code[:_PROVINCE]):
                    cells.setdefault(area, []).extend([row.moved] if row.moved else [])
            rows = rows.filter(lying_in(here, "code") | Q(code__in=_containing(here)))
        changed = []
        for row in rows.only("code", "moved", "moved_since"):
            moved = _added(cells.get(row.code, []))
            if (row.moved, row.moved_since_id) != (moved, before.pk):
                row.moved, row.moved_since_id, row.at = moved, before.pk, at
                changed.append(row)
        AreaTally.objects.bulk_update(changed, ["moved", "moved_since", "at"], batch_size=500)
        record(what="profiles.refreshed", on=("round", round.pk), by=by, at=at, areas=len(changed))


_Moves = list[list[int]]
_Area = tuple[Tally, _Moves | None, int]  # its sums, who moved, people who look alike


def _refresh(round: Round, tambons: Collection[str] | None, by: Any, at: datetime) -> int:
    scoring = scoring_of(round.instrument)
    touched = set(pinned_extract(round).tambons) if tambons is None else set(tambons)
    before = comparable_round(round)
    finest = village_tallies(round, scoring, touched)
    moves = village_moves(before, round, touched) if before else {}
    found: dict[str, _Area] = {
        code: (tally, moves.get(code, _nobody()) if before else None, 0)
        for code, tally in finest.items()
    }
    villages = {code: area for code, area in found.items() if len(code) > _TAMBON}
    renewed = _tambons(found, duplicates_by_place(round, touched))
    with transaction.atomic():
        # Two refreshes of one province would each miss what the other writes.
        Round.objects.select_for_update(no_key=True).get(pk=round.pk)
        kept = {} if tambons is None else _kept(round, scoring, touched)
        above = _above({**kept, **renewed})
        if tambons is not None:  # the other amphoes of the province stay as they are
            above = {code: area for code, area in above.items() if code in _containing(touched)}
        areas = {**villages, **renewed, **above}
        _replace(round, scoring, areas, None if tambons is None else touched, before, at)
        record(what="profiles.refreshed", on=("round", round.pk), by=by, at=at, areas=len(areas))
    return len(areas)


def _nobody() -> _Moves:
    return [[0] * LEVELS for _ in range(LEVELS)]


def _kept(round: Round, scoring: Scoring, touched: set[str]) -> dict[str, _Area]:
    """The other tambons of the same provinces, as they were."""
    rows = AreaTally.objects.filter(
        round=round, scoring=scoring.id, scoring_version=scoring.version
    )
    return {
        row.code: (Tally.from_json(row.sums), row.moved, row.duplicates)
        for row in rows.filter(_beside(touched))
    }


def _beside(touched: Collection[str]) -> Q:
    """The other tambons of the same provinces."""
    provinces = {code[:_PROVINCE] for code in touched}
    return (
        Q(code__length=_TAMBON) & lying_in(provinces, "code") & ~Q(code__in=list(touched))
        if touched
        else Q(pk__in=[])
    )


def _tambons(found: Mapping[str, _Area], duplicates: Mapping[str, int]) -> dict[str, _Area]:
    """Each tambon: its villages and the households whose village is not known."""
    sums = _grouped(found, _TAMBON)
    return {
        code: (tally, moved, duplicates.get(code, 0)) for code, (tally, moved, _) in sums.items()
    }


def _above(tambons: Mapping[str, _Area]) -> dict[str, _Area]:
    """Amphoes and provinces: each the sum of the tambons in it."""
    return {**_grouped(tambons, _AMPHOE), **_grouped(tambons, _PROVINCE)}


def _containing(tambons: Collection[str]) -> set[str]:
    """The codes of the amphoes and provinces these tambons lie in."""
    return {code[:digits] for code in tambons for digits in (_AMPHOE, _PROVINCE)}


def _grouped(areas: Mapping[str, _Area], digits: int) -> dict[str, _Area]:
    groups: dict[str, list[_Area]] = {}
    for code, area in areas.items():
        groups.setdefault(code[:digits], []).append(area)
    return {code: _together(group) for code, group in groups.items()}


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
        old = old.filter(lying_in(touched, "code") | Q(code__in=_containing(touched)))
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
        ),
    )


def _parent(code: str) -> str:
    return next((code[:d] for d in (_TAMBON, _AMPHOE, _PROVINCE) if len(code) > d), "")


def reveal_national_id(
    *, household_id: UUID, person_id: UUID, why: str, viewer: Viewer, at: datetime
) -> str:
    """The trail holds who read this ID and why; the answer is the ID, written as on the card.

    Raises ``DoesNotExist`` outside the viewer's scope and ``Refused`` where the role
    does not read IDs, for a minor, and where there is none.
    """
    person = member_of(household_id, person_id, viewer=viewer)
    check_may(viewer, Capability.REVEAL_ID, person.household.place.code)
    if is_minor(person, localdate(at)):
        raise Refused(_("The number of a minor is shown to nobody."))
    if person.national_id is None:
        raise Refused(_("No ID number is on record for this person."))
    record(
        what="household.revealed",
        on=("household", household_id),
        by=viewer,
        at=at,
        why=why,
        person=str(person_id),
    )
    return formatted(unseal(bytes(person.national_id)))


def reveal_phone(
    *, household_id: UUID, person_id: UUID, why: str, viewer: Viewer, at: datetime
) -> str:
    """The trail holds who read this number and why; the answer is the number, as digits.

    Raises ``DoesNotExist`` outside the viewer's scope, and ``Refused`` where the viewer
    does not read telephone numbers and where there is none.
    """
    person = member_of(household_id, person_id, viewer=viewer)
    if not viewer.reads(FieldGroup.CONTACT, person.household.place.code, household_id):
        raise Refused(_("Your role does not read telephone numbers."))
    if person.phone is None or is_minor(person, localdate(at)):
        raise Refused(_("No telephone number is on record for this person."))
    record(
        what="household.revealed",
        on=("household", household_id),
        by=viewer,
        at=at,
        why=why,
        person=str(person_id),
        field="phone",
    )
    return unseal(bytes(person.phone))


def households_asked(wanted: Wanted, round: Round) -> dict[str, Any]:
    """The list as plain data, for a file that is made later."""
    return {"round": round.label, "wanted": asdict(wanted)}


def write_households(
    file: IO[bytes],
    *,
    asked: Mapping[str, Any],
    file_format: str,
    viewer: Viewer,
    mark: Mark,
    at: datetime,
) -> None:
    """The file holds the households asked for, inside what the viewer may take out now.

    Whose data may not be used for this purpose is left out, and the file says how many are.
    The trail holds which they were. Raises ``LookupError`` where the round is gone.
    """
    round, wanted = round_labelled(asked["round"]), Wanted(**asked["wanted"])
    scoring = scoring_of(round.instrument)
    scores = household_scores(
        round=round,
        wanted=wanted,
        viewer=viewer,
        before=comparable_round(round, list(rounds())),
        to=Capability.EXPORT,
    )
    scores, mark = leave_out(scores, mark, area=wanted.area, viewer=viewer, at=at)
    closed = closed_capitals(scoring, closed_questions(round, viewer=viewer, area=wanted.area))
    rows = household_rows(scores, viewer=viewer, closed=closed)
    sheets = [
        Sheet("households", HOUSEHOLD_COLUMNS, rows),
        Sheet(COLUMN_SHEET, COLUMN_HEADS, column_rows(HOUSEHOLD_COLUMNS, scoring)),
    ]
    write_table(file, file_format, sheets, mark)
    record_views(
        list(scores.values_list("household_id", flat=True)),
        by=viewer,
        at=at,
        verb="exported",
        place=wanted.area,
    )
