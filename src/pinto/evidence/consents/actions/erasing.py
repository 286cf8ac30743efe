"""Somebody is erased from every table, so that nothing but ids stays.

The trail keeps its entries, which hold ids; only the words of reasons that name the
person go. Figures of areas stay as they were worked out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast, Substr
from django.utils.module_loading import import_string

from pinto.evidence.consents.actions.reaching import (
    clean_reached,
    clean_unlinked,
    erase_reached,
    reach,
)
from pinto.evidence.consents.models import Erased
from pinto.evidence.consents.queries.erasures import Whose
from pinto.evidence.consents.rules.erasures import mentions, without_mentions, words_of
from pinto.evidence.intake.models import Load
from pinto.evidence.registry.models import Batch, Household, HouseholdRevision, Person
from pinto.ground.exports.models import Export
from pinto.ground.installation.home import home, write_atomically
from pinto.ground.installation.keys import unseal
from pinto.ground.jobs.models import Job
from pinto.ground.thai.national_id import formatted
from pinto.ground.trail.actions import forget_reasons
from pinto.ground.trail.models import Entry

_TAMBON = 6  # digits


@dataclass(frozen=True)
class Named:
    """What names the people who are erased, while it is still known."""

    surely: frozenset[str]  # numbers, and names with surname: nobody else's
    maybe: frozenset[str]  # given names: a family's own texts mean the person

    @property
    def all(self) -> frozenset[str]:
        return self.surely | self.maybe


def named(whose: Whose) -> Named:
    """What names them, in the forms people write it."""
    surely: set[str] = set()
    maybe: set[str] = set()
    for person in Person.objects.filter(pk__in=whose.people):
        given, surname = person.given_name, person.surname
        maybe |= words_of(given)
        if surname:
            surely |= words_of(f"{given} {surname}", f"{given}  {surname}")
        for sealed in filter(None, (person.national_id, person.phone)):
            with suppress(KeyError):  # the key that sealed it is lost
                surely |= _as_written(unseal(bytes(sealed)))
    if whose.household:
        codes = Household.objects.filter(pk=whose.household).values_list("house_code", flat=True)
        surely |= words_of(*codes)
    return Named(frozenset(surely), frozenset(maybe))


def _as_written(number: str) -> frozenset[str]:
    grouped = formatted(number) if len(number) == 13 else f"{number[:3]}-{number[3:]}"
    return words_of(number, grouped)


@dataclass(frozen=True)
class Rows:
    """What became of the tables, and which files follow."""

    counts: dict[str, int]
    extracts: list[tuple[str, str]]  # round id, tambon: where the extract held them


@transaction.atomic
def erase_rows(whose: Whose, *, at: datetime) -> Rows:
    """No table holds anything of theirs but ids. Calling it again changes nothing."""
    words = named(whose)
    _remember_ids(whose, at)
    homes = _homes_of(whose)
    extracts = _extracts_of(homes)
    left = homes - {whose.household}  # their families stay
    households = {whose.household} if whose.household else set()
    counts = erase_reached(reach(households, whose.people))
    Household.objects.filter(pk__in=left, head__in=whose.people).update(head=None)
    others = Person.objects.filter(household__in=left).exclude(pk__in=whose.people)
    rest = reach(left, others.values_list("pk", flat=True))
    counts["texts"] += clean_reached(rest, words.all)
    counts["texts"] += _clean_batches(whose)
    counts["texts"] += _clean_texts(words)
    counts["texts"] += clean_unlinked(words.surely)
    counts["texts"] += _forget_reasons(whose, left, words)
    for path in settings.ON_ERASURE:
        import_string(path)(household=whose.household, people=sorted(whose.people))
    return Rows(dict(counts), extracts)


def _homes_of(whose: Whose) -> set[UUID]:
    """Where they belong, and every household in whose rosters they once stood."""
    listed = HouseholdRevision.objects.filter(members__person__in=whose.people)
    return {whose.home, *listed.values_list("household_id", flat=True)}


def _extracts_of(homes: Collection[UUID]) -> list[tuple[str, str]]:
    """The rounds and tambons in which these households were listed."""
    listed = HouseholdRevision.objects.filter(household__in=homes).annotate(
        tambon=Substr("place__code", 1, _TAMBON)
    )
    pairs = listed.values_list("round_id", "tambon").distinct().order_by("round_id", "tambon")
    return [(str(round_id), tambon) for round_id, tambon in pairs]


def _clean_batches(whose: Whose) -> int:
    """Taking a file back will not bring them back: what it had changed of them is forgotten."""
    ids = {str(key) for key in (whose.household, *whose.people) if key}
    holds = Q()
    for key in sorted(ids):
        holds |= Q(text__contains=key)
    changed = 0
    for batch in Batch.objects.annotate(text=Cast("displaced", TextField())).filter(holds):
        batch.displaced = [change for change in batch.displaced if change["id"] not in ids]
        batch.save(update_fields=["displaced"])
        changed += 1
    return changed


def _clean_texts(words: Named) -> int:
    """Reports of checked files, ended jobs and sittings of officers do not name them."""
    if not words.all:
        return 0
    changed = 0
    for load in Load.objects.exclude(report={}).only("report", "origin").iterator(chunk_size=50):
        if mentions(load.report, words.all):
            load.report = without_mentions(load.report, words.all)
            load.save(update_fields=["report"])
            changed += 1
    ended = Job.objects.exclude(reason="", error="", result__isnull=True)
    for job in ended.iterator(chunk_size=500):
        if mentions([job.reason, job.error, job.result], words.surely):
            job.reason = job.error = ""
            job.result = without_mentions(job.result, words.surely)
            job.save(update_fields=["reason", "error", "result"])
            changed += 1
    for export in Export.objects.all().iterator(chunk_size=500):
        if mentions(export.asked, words.all):  # a name that was searched for
            export.asked = without_mentions(export.asked, words.all)
            export.save(update_fields=["asked"])
            changed += 1
    for session in Session.objects.iterator(chunk_size=500):
        if mentions(session.get_decoded(), words.all):
            session.delete()
            changed += 1
    return changed


def _forget_reasons(whose: Whose, left: Collection[UUID], words: Named) -> int:
    """The trail keeps who looked and when; a reason that names somebody loses its words."""
    told = Entry.objects.filter(on_kind="household").exclude(why="")
    gone = forget_reasons(told.filter(on_id=str(whose.household))) if whose.household else 0
    people = {str(key) for key in whose.people}
    named = [
        entry.pk
        for entry in told.filter(on_id__in=[str(key) for key in left]).iterator(chunk_size=500)
        if entry.detail.get("person") in people or mentions(entry.why, words.all)
    ]
    return gone + forget_reasons(Entry.objects.filter(pk__in=named))


# --- what a restore erases again -----------------------------------------------------------


def _remember_ids(whose: Whose, at: datetime) -> None:
    rows = [Erased(id=key, kind=Erased.Kind.PERSON, at=at) for key in sorted(whose.people)]
    if whose.household:
        rows.append(Erased(id=whose.household, kind=Erased.Kind.HOUSEHOLD, at=at))
    Erased.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(_write_list)


def _write_list() -> None:
    """The ids lie outside the database too, where a restore does not replace them."""
    write_atomically(home() / "erased.json", json.dumps(erased_so_far(), indent=0).encode())


def erased_so_far() -> list[dict[str, str]]:
    """Everybody who was ever erased here, by the table and by the file beside it."""
    path = home() / "erased.json"
    told: list[dict[str, str]] = json.loads(path.read_text()) if path.exists() else []
    known = {entry["id"]: entry for entry in told}
    for row in Erased.objects.order_by("id"):
        known[str(row.pk)] = {"id": str(row.pk), "kind": row.kind, "at": row.at.isoformat()}
    return [known[key] for key in sorted(known)]


@transaction.atomic
def erase_again(told: Iterable[dict[str, str]], *, at: datetime) -> int:
    """Whoever was erased before is erased from what a restore brought back; how many of them."""
    entries = list(told)
    homes = [UUID(entry["id"]) for entry in entries if entry["kind"] == Erased.Kind.HOUSEHOLD]
    people = [UUID(entry["id"]) for entry in entries if entry["kind"] == Erased.Kind.PERSON]
    times = {UUID(entry["id"]): datetime.fromisoformat(entry["at"]) for entry in entries}
    again = 0
    for home_id in homes:
        if Household.objects.filter(pk=home_id).exists():
            members = Person.objects.filter(household=home_id).values_list("pk", flat=True)
            whole = Whose(home=home_id, household=home_id, people=frozenset(members))
            erase_rows(whole, at=times[home_id])
            again += 1
    alone = Person.objects.filter(pk__in=people).exclude(household__in=homes)
    for person_id, home_id in alone.values_list("pk", "household_id"):
        whose = Whose(home=home_id, household=None, people=frozenset({person_id}))
        erase_rows(whose, at=times[person_id])
        again += 1
    _keep_ids(entries)
    return again


def _keep_ids(entries: Collection[dict[str, Any]]) -> None:
    Erased.objects.bulk_create(
        [
            Erased(id=UUID(e["id"]), kind=e["kind"], at=datetime.fromisoformat(e["at"]))
            for e in entries
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(_write_list)
