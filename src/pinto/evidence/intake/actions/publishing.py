"""A checked file becomes part of the registry, all of it at once, or is taken back.

The pieces are added one short transaction each, unseen; then one transaction shows
them. A killed load goes on with the next piece. While a file is being loaded
another one waits: both might bring the same new household.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pinto.evidence.intake.actions.receiving import folder_of
from pinto.evidence.intake.models import Load
from pinto.evidence.intake.permissions import check_may_publish, check_may_withdraw
from pinto.evidence.intake.queries import place_ids, tambons_touched
from pinto.evidence.intake.rules.staging import changes_so_far, keep_changes, staged, unstage
from pinto.evidence.intake.rules.tables import AreaRow
from pinto.evidence.registry.actions.arrivals import add_households
from pinto.evidence.registry.actions.batches import open_batch, publish_batch, withdraw_batch
from pinto.evidence.registry.actions.figures import add_figures
from pinto.evidence.registry.extracts import refresh_extract
from pinto.evidence.registry.permissions import check_may_revise
from pinto.evidence.registry.rules import Covered, HouseholdDraft, PersonDraft
from pinto.ground.access.rules import Refused
from pinto.ground.design.messages import N_
from pinto.ground.installation.home import room
from pinto.ground.thai.calendar import PartialDate
from pinto.ground.trail.actions import record

Tell = Callable[[int, int | None, str], None]
OUTCOMES = ("new", "entered", "changed", "same")  # what becomes of a household


def publish_load(*, load: Load, by: Any, at: datetime, tell: Tell) -> Load:
    """The rows of the file count from now on, and the extract holds them.

    Call again after a crash: it goes on where it stood. Raises ``Refused``.
    """
    load = Load.objects.select_related("round", "batch").get(pk=load.pk)
    if load.state == Load.State.PUBLISHED:  # shown before the crash, not yet finished
        return _finish(load, at=at, tell=tell)
    check_may_publish(load)
    with _one_load():
        load = _begin(load, by=by, at=at)
        for piece in range(load.pieces_added + 1, load.pieces + 1):
            _add_piece(load, piece, by=by, at=at)
            tell(piece, load.pieces + 2, N_("Adding the rows, unseen"))
        tell(load.pieces, load.pieces + 2, N_("Showing all rows at once"))
        _show(load, by=by, at=at)
    return _finish(load, at=at, tell=tell)


@transaction.atomic
def _begin(load: Load, *, by: Any, at: datetime) -> Load:
    load = (
        Load.objects.select_for_update(of=("self",))
        .select_related("round", "batch")
        .get(pk=load.pk)
    )
    check_may_publish(load)
    if load.batch is None and load.round is not None and load.kind == Load.Kind.HOUSEHOLDS:
        check_may_revise(load.round, _staged_codes(load))
    if load.batch is None:
        load.batch = open_batch(source=load.file_name, by=by, at=at)
        load.arrival = dict.fromkeys((*OUTCOMES, "people"), 0)
    load.state = Load.State.LOADING
    load.save(update_fields=["batch", "arrival", "state"])
    return load


def _staged_codes(load: Load) -> Iterator[str]:
    for piece in range(1, load.pieces + 1):
        yield from (draft["place_code"] for draft in staged(folder_of(load), piece))


@transaction.atomic
def _add_piece(load: Load, piece: int, *, by: Any, at: datetime) -> None:
    """One piece is in the registry, unseen; the count of pieces says so in the same transaction."""
    assert load.batch is not None  # noqa: S101  (set by _begin)
    drafts = staged(folder_of(load), piece)
    if load.kind == Load.Kind.FIGURES:
        rows = [AreaRow(**draft) for draft in drafts]
        places = place_ids({row.place_code for row in rows if row.place_code})
        added = add_figures(batch=load.batch, dataset=load.dataset, rows=rows, places=places)
        load.arrival["new"] += added
    else:
        assert load.round is not None  # noqa: S101  (a household file has a round)
        arrival = add_households(
            batch=load.batch,
            round=load.round,
            drafts=[draft_from(draft) for draft in drafts],
            places=place_ids({draft["place_code"] for draft in drafts}),
            covered=Covered.from_json(load.covered),
            source="file",
            by=by,
            at=at,
            areas=load.areas,
        )
        keep_changes(folder_of(load), piece, arrival.changes)
        for name in (*OUTCOMES, "people"):
            load.arrival[name] = load.arrival.get(name, 0) + getattr(arrival, name)
    load.pieces_added = piece
    load.save(update_fields=["pieces_added", "arrival"])


@transaction.atomic
def _show(load: Load, *, by: Any, at: datetime) -> None:
    assert load.batch is not None  # noqa: S101
    changes = list(changes_so_far(folder_of(load), load.pieces))
    publish_batch(batch=load.batch, changes=changes, by=by, at=at)
    load.state, load.published_at = Load.State.PUBLISHED, at
    load.save(update_fields=["state", "published_at"])
    record(what="load.published", on=("load", load.pk), by=by, at=at, **load.arrival)


def _finish(load: Load, *, at: datetime, tell: Tell) -> Load:
    """The extract holds the rows, and nothing personal waits in the staging folder."""
    if load.finished_at is None:
        if load.round is not None and load.kind == Load.Kind.HOUSEHOLDS:
            tell(load.pieces + 1, load.pieces + 2, N_("Preparing the figures"))
            refresh_extract(round=load.round, tambons=tambons_touched(load))
        unstage(folder_of(load))
        load.finished_at = at
        load.save(update_fields=["finished_at"])
    tell(load.pieces + 2, load.pieces + 2, "")
    return load


def withdraw_load(*, load: Load, by: Any, at: datetime) -> Load:
    """The file does not count any more; the registry is as if it had not been loaded.

    Later edits stay. Raises ``Refused``.
    """
    if load.state != Load.State.WITHDRAWN:  # else an earlier attempt got that far
        load = _hide(load, by=by, at=at)
    if load.round is not None and load.kind == Load.Kind.HOUSEHOLDS:
        refresh_extract(round=load.round, tambons=tambons_touched(load))
    return load


@transaction.atomic
def _hide(load: Load, *, by: Any, at: datetime) -> Load:
    load = Load.objects.select_for_update(of=("self",)).select_related("batch").get(pk=load.pk)
    check_may_withdraw(load)
    assert load.batch is not None  # noqa: S101  (the table says so)
    withdraw_batch(batch=load.batch, by=by, at=at)
    load.state = Load.State.WITHDRAWN
    load.save(update_fields=["state"])
    record(what="load.withdrawn", on=("load", load.pk), by=by, at=at)
    return load


def draft_from(staged: dict[str, Any]) -> HouseholdDraft:
    """The draft that a staged household stands for."""
    surveyed = staged.pop("surveyed_on", None)
    members = tuple(_member(*member) for member in staged.pop("members"))
    return HouseholdDraft(
        **staged,
        members=members,
        surveyed_on=date.fromisoformat(surveyed) if surveyed else None,
    )


def _member(person: dict[str, Any], answers: dict[str, Any]) -> PersonDraft:
    born = person.get("birth_date")
    return PersonDraft(
        title=person.get("title", ""),
        given_name=person.get("given_name", ""),
        surname=person.get("surname", ""),
        sex=person.get("sex", ""),
        birth=PartialDate(*born) if born else None,
        national_id=person.get("national_id", ""),
        phone=person.get("phone", ""),
        answers=answers,
    )


@contextmanager
def _one_load() -> Iterator[None]:
    with (room("staging") / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(_("Another file is being loaded. Try again when it is done.")) from None
        yield
