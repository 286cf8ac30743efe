"""Conditions are saved, followed, put away; their living lists are brought up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import IO, Any

from django.db import transaction

from pinto.evidence.consents.actions.taking_out import leave_out
from pinto.evidence.registry.queries import lying_in
from pinto.evidence.verification.actions.lists import propose_many
from pinto.evidence.verification.actions.proposals import Proposed
from pinto.evidence.verification.models import Bulk
from pinto.ground.access.permissions import check_may
from pinto.ground.access.rules import Capability, Viewer
from pinto.ground.installation.bulk import insert_rows
from pinto.ground.installation.home import origin
from pinto.ground.installation.ids import new_id
from pinto.ground.installation.spreadsheets import Mark, Sheet, write_table
from pinto.ground.places.models import Place
from pinto.ground.trail.actions import record, record_views
from pinto.insight.profiles.rules.columns import COLUMN_HEADS, COLUMN_SHEET, fixed_rows
from pinto.insight.selections.models import Follower, Selection, SelectionMember
from pinto.insight.selections.permissions import check_may_archive
from pinto.insight.selections.queries import (
    MEMBER_COLUMNS,
    asked_in,
    closed_for,
    codes_now,
    fulfilling,
    is_sensitive,
    member_rows,
    members,
)

_FIELDS = ("id", "origin", "selection_id", "household_id", "area_code", "entered_at", "left_at")


class NothingAsked(LookupError):
    """There is no round yet that a condition could be asked of."""


@transaction.atomic
def save_selection(
    *, name: str, condition: str, place: Place, viewer: Viewer, by: Any, at: datetime
) -> Selection:
    """The condition is saved, its living list is filled, and who saved it is told of changes.

    Raises ``ConditionError`` for what is no condition or reads what the viewer may not,
    ``NothingAsked`` before the first round.
    """
    check_may(viewer, Capability.SEE_HOUSEHOLDS, place.code)
    asked = asked_in(place.code)
    if asked is None:
        raise NothingAsked
    closed = closed_for(viewer, place.code, asked)
    fulfilling(condition, area=place.code, asked=asked, closed=closed)  # raises, or can be asked
    made = Selection.objects.create(
        name=name,
        condition=condition,
        place=place,
        sensitive=is_sensitive(condition, asked),
        by=by,
        at=at,
    )
    refresh_selection(selection=made, at=at)
    if by is not None:
        Follower.objects.create(selection=made, account=by, seen_at=at)
    record(what="selection.saved", on=("selection", made.pk), by=by, at=at, place=place.code)
    return made


@transaction.atomic
def refresh_selection(
    *, selection: Selection, at: datetime, tambons: Sequence[str] | None = None
) -> tuple[int, int]:
    """The living list is as the answers are now; the answer: how many entered and left.

    With ``tambons`` only they are looked through. Who left keeps the line that says when.
    """
    found = (
        Selection.objects.select_for_update(of=("self",))
        .select_related("place")
        .get(pk=selection.pk)
    )
    area = found.place.code
    asked = asked_in(area)
    if asked is None or found.archived_at is not None:
        return 0, 0
    areas = [area] if tambons is None else [t if len(t) > len(area) else area for t in tambons]
    now: dict[Any, str] = {}
    for each in set(areas):
        now |= codes_now(found, each, asked)
    rows = SelectionMember.objects.filter(
        lying_in(set(areas), "area_code"), selection=found, left_at__isnull=True
    )
    before = dict(rows.values_list("household_id", "area_code"))
    gone = before.keys() - now.keys()
    for start in range(0, len(gone), 500):
        some = list(gone)[start : start + 500]
        rows.filter(household_id__in=some).update(left_at=at)
    # who moved within the areas stays a member, at another place
    for home in [home for home in before.keys() & now.keys() if before[home] != now[home]]:
        rows.filter(household_id=home).update(area_code=now[home])
    here = origin()
    entered = insert_rows(
        SelectionMember,
        _FIELDS,
        (
            (new_id(), here, found.pk, home, now[home], at, None)
            for home in sorted(now.keys() - before.keys())
        ),
    )
    found.refreshed_at = at
    found.sensitive = is_sensitive(found.condition, asked)  # what a role reads may have changed
    found.save(update_fields=["refreshed_at", "sensitive"])
    return entered, len(gone)


@transaction.atomic
def follow(*, selection: Selection, follows: bool, viewer: Viewer, by: Any, at: datetime) -> None:
    """The officer is told of changes from now on, or no more."""
    check_may(viewer, Capability.SEE_HOUSEHOLDS, selection.place.code)
    rows = Follower.objects.filter(selection=selection, account=by)
    if follows:
        Follower.objects.get_or_create(selection=selection, account=by, defaults={"seen_at": at})
    else:
        rows.delete()


def mark_seen(*, selection: Selection, by: Any, at: datetime) -> None:
    """What entered or left up to now is no news any more for this officer."""
    Follower.objects.filter(selection=selection, account=by, seen_at__lt=at).update(seen_at=at)


def propose_selection(
    *, selection: Selection, reason: str, viewer: Viewer, by: Any, at: datetime
) -> Proposed | Bulk:
    """Who is on the living list now is proposed to verification in the newest round.

    Many at once are a job that can be taken back; the answer is then its ``Bulk``. Raises
    ``Refused`` where the role does not propose or the round is frozen, ``NothingAsked``.
    """
    asked = asked_in(selection.place.code)
    if asked is None:
        raise NothingAsked
    homes = list(members(selection, viewer=viewer).values_list("household_id", flat=True))
    done = propose_many(
        household_ids=homes,
        round=asked.newest,
        reason=reason,
        told_by=selection.name,
        viewer=viewer,
        by=by,
        at=at,
    )
    record(
        what="selection.proposed",
        on=("selection", selection.pk),
        by=by,
        at=at,
        households=len(homes),
    )
    return done


@transaction.atomic
def archive_selection(
    *, selection: Selection, archived: bool, viewer: Viewer, by: Any, at: datetime
) -> Selection:
    """The condition is put away and told of no more, or taken up again and brought up to date."""
    check_may_archive(viewer, selection)
    found = Selection.objects.select_for_update().get(pk=selection.pk)
    if (found.archived_at is not None) != archived:
        found.archived_at = at if archived else None
        found.save(update_fields=["archived_at"])
        what = "archived" if archived else "taken_up"
        record(what=f"selection.{what}", on=("selection", found.pk), by=by, at=at)
        if not archived:
            refresh_selection(selection=found, at=at)
    return found


def selection_asked(selection: Selection) -> dict[str, Any]:
    """The living list as plain data, for a file that is made later."""
    return {"selection": str(selection.pk)}


def write_members(
    file: IO[bytes],
    *,
    asked: Mapping[str, Any],
    file_format: str,
    viewer: Viewer,
    mark: Mark,
    at: datetime,
) -> None:
    """The file holds who is on the living list, inside what the viewer may take out now.

    Whose family did not agree to this use is left out, and the file says how many are. The
    trail holds which they were.
    """
    selection = Selection.objects.select_related("place").get(pk=asked["selection"])
    chosen = members(selection, viewer=viewer, to=Capability.EXPORT)
    area = selection.place.code
    chosen, mark = leave_out(chosen, mark, area=area, viewer=viewer, at=at)
    write_table(
        file,
        file_format,
        [
            Sheet("households", MEMBER_COLUMNS, member_rows(chosen, viewer=viewer)),
            Sheet(COLUMN_SHEET, COLUMN_HEADS, fixed_rows(MEMBER_COLUMNS)),
        ],
        mark,
    )
    named = chosen.values_list("household_id", flat=True)
    record_views(list(named), by=viewer, at=at, verb="exported", place=area)
