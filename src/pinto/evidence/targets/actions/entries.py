"""Households are named on lists, rows are settled, lists and entries are withdrawn."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pinto.evidence.answers.actions import add_household
from pinto.evidence.registry.actions.batches import open_batch, publish_batch, withdraw_batch
from pinto.evidence.registry.models import Household, HouseholdRevision, Round
from pinto.evidence.registry.queries import COUNTED, household
from pinto.evidence.registry.rules import PersonDraft
from pinto.evidence.targets.models import TargetEntry, TargetList
from pinto.evidence.targets.permissions import (
    check_is_current,
    check_may_add,
    check_may_decide,
    check_may_withdraw,
)
from pinto.evidence.targets.queries import already_on, open_list, tambon_of, year_of
from pinto.evidence.targets.rules.sources import SOURCES, RecognisedBy, Source
from pinto.ground.access.rules import Refused, Viewer
from pinto.ground.jobs.actions import ask_for
from pinto.ground.places.models import Place
from pinto.ground.thai.names import split_name
from pinto.ground.trail.actions import record


@transaction.atomic
def make_list(
    *,
    name: str,
    source: str,
    as_of: date,
    place: Place,
    note: str,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> TargetList:
    """An empty list stands ready to be added to by hand."""
    check_may_add(viewer, place.code)
    made = TargetList.objects.create(
        name=name, source=source, as_of=as_of, place=place, note=note, by=by, at=at
    )
    record(what="target_list.made", on=("target_list", made.pk), by=by, at=at, source=source)
    return made


def list_that_goes_on(*, source: str, place: Place, by: Any, at: datetime) -> TargetList:
    """The tambon's list of this year for what that source says one by one; made when first used."""
    year, tambon = year_of(timezone.localdate(at)), tambon_of(place)
    if found := open_list(source=source, place=tambon, year=year):
        return found
    try:
        with transaction.atomic():
            made = TargetList.objects.create(
                name=_("%(source)s, tambon %(tambon)s, %(year)s")
                % {
                    "source": _(SOURCES[Source(source)]),
                    "tambon": tambon.name_th,
                    "year": year,
                },
                source=source,
                as_of=timezone.localdate(at),
                place=tambon,
                open_in=year,
                by=by,
                at=at,
            )
    except IntegrityError:  # somebody else made it a moment ago
        return TargetList.objects.get(source=source, place=tambon, open_in=year)
    record(what="target_list.made", on=("target_list", made.pk), by=by, at=at, source=source)
    return made


@transaction.atomic
def add_entry(
    *,
    target_list: TargetList,
    home: Household,
    reason: str,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> TargetEntry:
    """The list names a household that is on record. Raises ``Refused`` where it does already."""
    found = _locked(target_list)
    home = household(home.pk, viewer=viewer)
    check_may_add(viewer, home.place.code)
    check_is_current(found)
    if already_on(home.pk, found):
        raise Refused(_("This household stands on the list already."))
    made = TargetEntry.objects.create(
        target_list=found,
        household=home,
        place=home.place,
        house_code=home.house_code,
        house_no=home.house_no,
        reason=reason,
        recognised_by=RecognisedBy.HAND,
        by=by,
        at=at,
    )
    _note(made, "target_entry.added", by, at)
    return made


@transaction.atomic
def add_new(
    *,
    target_list: TargetList,
    place: Place,
    round: Round,
    head_name: str,
    house_no: str,
    reason: str,
    viewer: Viewer,
    by: Any,
    at: datetime,
) -> TargetEntry:
    """A household nobody had on record is there, with the little that is known, and is named.

    It came with a batch of its own, so that taking the entry back takes it away as well.
    """
    found = _locked(target_list)
    check_may_add(viewer, place.code)
    check_is_current(found)
    home, batch = _new_household(place, round, head_name, house_no, viewer, by, at)
    made = TargetEntry.objects.create(
        target_list=found,
        household=home,
        place=place,
        house_no=house_no,
        head_name=head_name,
        reason=reason,
        recognised_by=RecognisedBy.NEW,
        batch=batch,
        by=by,
        at=at,
    )
    _note(made, "target_entry.added", by, at)
    return made


def _new_household(
    place: Place, round: Round, head_name: str, house_no: str, viewer: Viewer, by: Any, at: datetime
) -> tuple[Household, Any]:
    batch = open_batch(source=_("a target list"), by=by, at=at)
    name = split_name(head_name)
    home = add_household(
        place=place,
        round=round,
        house_no=house_no,
        house_code="",
        head=PersonDraft(title=name.title, given_name=name.given_name, surname=name.surname),
        source="list",
        reason=_("Named on a target list"),
        viewer=viewer,
        by=by,
        at=at,
        batch=batch,
    )
    publish_batch(batch=batch, changes=[], by=by, at=at)
    return home, batch


@transaction.atomic
def settle_entry(
    *, entry: TargetEntry, home: Household, viewer: Viewer, by: Any, at: datetime
) -> TargetEntry:
    """A person has said which household the row means.

    Raises ``Refused`` where somebody settled it meanwhile, or the list names it already.
    """
    entry = _open(entry)
    home = household(home.pk, viewer=viewer)
    check_may_add(viewer, home.place.code)
    if already_on(home.pk, entry.target_list):
        raise Refused(
            _("This household stands on the list already. Take this row back: it says it twice.")
        )
    entry.household, entry.place, entry.recognised_by = home, home.place, RecognisedBy.HAND
    entry.save(update_fields=["household", "place", "recognised_by"])
    _note(entry, "target_entry.settled", by, at)
    return entry


@transaction.atomic
def settle_as_new(
    *, entry: TargetEntry, place: Place, round: Round, viewer: Viewer, by: Any, at: datetime
) -> TargetEntry:
    """The row is a household nobody had on record; now it is there."""
    entry = _open(entry)
    check_may_add(viewer, place.code)
    home, batch = _new_household(place, round, entry.head_name, entry.house_no, viewer, by, at)
    entry.household, entry.place, entry.batch = home, place, batch
    entry.recognised_by = RecognisedBy.NEW
    entry.save(update_fields=["household", "place", "batch", "recognised_by"])
    _note(entry, "target_entry.settled", by, at)
    return entry


def _open(entry: TargetEntry) -> TargetEntry:
    found = (
        TargetEntry.objects.select_for_update(of=("self",))
        .select_related("target_list", "place")
        .get(pk=entry.pk)
    )
    check_is_current(found.target_list)
    if found.household_id is not None or found.withdrawn_at is not None:
        raise Refused(_("Somebody has dealt with this row meanwhile. Look at the list again."))
    return found


@transaction.atomic
def withdraw_entry(*, entry: TargetEntry, viewer: Viewer, by: Any, at: datetime) -> TargetEntry:
    """The list does not name the household any more; a household that came with it is gone too.

    It stays where somebody has said more about it meanwhile, or another list names it.
    """
    entry = _found(entry)
    check_may_withdraw(viewer, entry)
    if entry.withdrawn_at is None:
        entry.withdrawn_by, entry.withdrawn_at = by, at
        entry.save(update_fields=["withdrawn_by", "withdrawn_at"])
        if entry.batch is not None and not _needed(entry):
            withdraw_batch(batch=entry.batch, by=by, at=at)
            _ask_for_figures(entry, by, at)
        _note(entry, "target_entry.withdrawn", by, at)
    return entry


@transaction.atomic
def restore_entry(*, entry: TargetEntry, viewer: Viewer, by: Any, at: datetime) -> TargetEntry:
    """The list names the household again. Raises ``Refused`` where it does already."""
    entry = _found(entry)
    check_may_withdraw(viewer, entry)
    if entry.withdrawn_at is not None:
        if entry.household_id and already_on(entry.household_id, entry.target_list):
            raise Refused(_("This household stands on the list already."))
        entry.withdrawn_by = entry.withdrawn_at = None
        entry.save(update_fields=["withdrawn_by", "withdrawn_at"])
        if entry.batch is not None:
            publish_batch(batch=entry.batch, changes=[], by=by, at=at)
            _ask_for_figures(entry, by, at)
        _note(entry, "target_entry.restored", by, at)
    return entry


@transaction.atomic
def decide_list(
    *, target_list: TargetList, state: str, viewer: Viewer, by: Any, at: datetime
) -> TargetList:
    """The list counts, or it is withdrawn; a withdrawn one can be brought back.

    A draft that is withdrawn is discarded: nothing of it ever counted, and nothing stays.
    """
    found = _locked(target_list)
    check_may_decide(viewer, found)
    before = found.state
    if before == TargetList.State.DRAFT and state == TargetList.State.WITHDRAWN:
        found.entries.all().delete()
        record(what="target_list.discarded", on=("target_list", found.pk), by=by, at=at)
        found.delete()
        return found
    if before != state:
        found.state = state
        found.save(update_fields=["state"])
        what = "published" if state == TargetList.State.CURRENT else "withdrawn"
        record(what=f"target_list.{what}", on=("target_list", found.pk), by=by, at=at)
    return found


def _locked(target_list: TargetList) -> TargetList:
    rows = TargetList.objects.select_for_update(of=("self",)).select_related("place")
    return rows.get(pk=target_list.pk)


def _found(entry: TargetEntry) -> TargetEntry:
    rows = TargetEntry.objects.select_for_update(of=("self",))
    return rows.select_related("target_list", "place", "batch").get(pk=entry.pk)


def _needed(entry: TargetEntry) -> bool:
    """Whether anybody but this entry speaks of the household it brought."""
    others = TargetEntry.objects.filter(household=entry.household, withdrawn_at__isnull=True)
    said = HouseholdRevision.objects.filter(COUNTED, household=entry.household)
    return others.exclude(pk=entry.pk).exists() or said.exclude(batch=entry.batch_id).exists()


def _ask_for_figures(entry: TargetEntry, by: Any, at: datetime) -> None:
    """The household counts, or does not, in the figures of its tambon."""
    rounds = HouseholdRevision.objects.filter(batch=entry.batch).select_related("round")
    for revision in rounds:
        ask_for(
            "registry.refresh",
            by=by,
            at=at,
            round=revision.round.label,
            tambons=[entry.place.code[:6]],
        )


def _note(entry: TargetEntry, what: str, by: Any, at: datetime) -> None:
    on = ("household", entry.household_id) if entry.household_id else ("target_entry", entry.pk)
    record(what=what, on=on, by=by, at=at, list=str(entry.target_list_id), entry=str(entry.pk))
