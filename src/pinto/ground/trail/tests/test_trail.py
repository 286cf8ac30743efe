import datetime as dt
import importlib
import threading

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from pinto.ground.installation.ids import new_id
from pinto.ground.trail.actions import forget_reasons, record, record_views, seal_entries
from pinto.ground.trail.models import Entry, Seal
from pinto.ground.trail.queries import (
    entries_by,
    entries_on,
    note_path,
    noted_head,
    unsealed_entries,
    verify_trail,
    views_of,
)
from pinto.ground.trail.rules import GENESIS, Head

guards = importlib.import_module("pinto.ground.trail.migrations.0004_mentions")
NOW = dt.datetime(2026, 11, 21, 9, 41, 7, 123456, tzinfo=dt.UTC)


@pytest.fixture
def ten_entries(db):
    for number in range(10):
        record(what="household.viewed", on=("household", number), by=None, at=NOW, fields=["a", 1])
    assert seal_entries() == 10


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("table", guards.TABLES)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {}"])
def test_the_database_refuses_to_change_or_remove(ten_entries, table, statement):
    change = {
        "trail_entry": "what = 'nothing'",
        "trail_seal": "digest = '0'",
        "trail_mention": "entry_id = NULL",
    }[table]
    record_views([new_id()], by=None, at=NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement.format(table, change))

    assert verify_trail().holds


def test_postgresql_refuses_to_truncate_too(ten_entries):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE: removing all rows is DELETE there")
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql("TRUNCATE trail_entry, trail_seal")


def test_an_untouched_chain_holds(ten_entries):
    verdict = verify_trail()

    assert (verdict.holds, verdict.sealed, verdict.unsealed) == (True, 10, 0)
    assert verdict.head == Seal.objects.get(number=10).digest


def test_an_empty_chain_holds(db):
    assert verify_trail().head == GENESIS


def test_new_entries_wait_until_they_are_sealed(ten_entries):
    record(what="household.viewed", on=("household", 1), by=None, at=NOW)

    assert verify_trail().unsealed == 1
    assert seal_entries() == 1
    assert seal_entries() == 0
    assert verify_trail().sealed == 11


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("what", "household.exported"),
        ("by", "somebody else"),
        ("on_id", "4711"),
        ("why", "because"),
        ("origin", "other"),
        ("at", NOW - dt.timedelta(days=1)),
        ("detail", {"fields": ["a", 2]}),
    ],
)
def test_a_changed_entry_is_found_at_its_number(ten_entries, trail_open, column, value):
    fourth = Seal.objects.get(number=4).entry
    Entry.objects.filter(pk=fourth.pk).update(**{column: value})

    verdict = verify_trail()
    assert (verdict.holds, verdict.broken_at) == (False, 4)
    assert verdict.reason == "the entry is not what was sealed"


def test_a_removed_link_is_found_at_its_number(ten_entries, trail_open):
    sql("DELETE FROM trail_seal WHERE number = 7")

    verdict = verify_trail()
    assert (verdict.broken_at, verdict.reason) == (7, "a link is missing")


def test_a_removed_entry_is_found_even_when_the_numbers_are_closed_up(ten_entries, trail_open):
    entry = Seal.objects.get(number=7).entry
    sql("DELETE FROM trail_seal WHERE number = 7")
    Entry.objects.filter(pk=entry.pk).delete()
    for number in (8, 9, 10):
        sql("UPDATE trail_seal SET number = %s WHERE number = %s", number - 1, number)

    assert verify_trail().broken_at == 7


def test_reordered_entries_are_found(ten_entries, trail_open):
    third, fifth = (Seal.objects.get(number=number) for number in (3, 5))
    Seal.objects.filter(number__in=(3, 5)).delete()
    Seal.objects.create(number=3, entry=fifth.entry, digest=third.digest)
    Seal.objects.create(number=5, entry=third.entry, digest=fifth.digest)

    assert verify_trail().broken_at == 3


def cut_off_after(number):
    gone = list(Seal.objects.filter(number__gt=number).values_list("entry_id", flat=True))
    sql("DELETE FROM trail_seal WHERE number > %s", number)
    Entry.objects.filter(pk__in=gone).delete()


def test_a_cut_off_end_is_found_by_the_head_noted_outside_the_database(ten_entries, trail_open):
    cut_off_after(8)

    verdict = verify_trail()
    assert (verdict.holds, verdict.sealed, verdict.broken_at) == (False, 8, 9)
    assert verdict.reason == "the end was cut off: 10 entries had been sealed, and 8 are left"


@pytest.mark.parametrize("more", [1, 2, 5])
def test_a_cut_off_end_stays_found_when_new_entries_are_sealed(ten_entries, trail_open, more):
    cut_off_after(8)
    for _ in range(more):
        record(what="household.viewed", on=("household", 1), by=None, at=NOW)
    assert seal_entries() == more

    assert not verify_trail().holds
    assert noted_head().sealed == 10


def test_a_trail_that_was_emptied_is_found(ten_entries, trail_open):
    cut_off_after(0)

    assert (verify_trail().holds, verify_trail().broken_at) == (False, 1)


def test_a_note_nobody_can_read_is_no_proof(ten_entries):
    note_path().write_text("{")

    assert not verify_trail().holds


def test_without_a_note_the_verdict_says_so_and_the_sealer_writes_one(ten_entries):
    note_path().unlink()

    assert (verify_trail().holds, verify_trail().noted) == (True, None)
    assert seal_entries() == 0
    assert verify_trail().noted == Head(10, verify_trail().head)


def test_looking_only_at_fresh_entries_seals_them(db):
    record(what="household.viewed", on=("household", 1), by=None, at=NOW)
    now = timezone.now()  # ids are given by the real clock

    assert not unsealed_entries(since=now + dt.timedelta(minutes=1)).exists()
    assert seal_entries(since=now - dt.timedelta(minutes=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_sealers_make_one_chain():
    for number in range(60):
        record(what="household.viewed", on=("household", number), by=None, at=NOW)
    together, added = threading.Barrier(3), []

    def seal():
        together.wait()
        added.append(seal_entries())
        connection.close()

    threads = [threading.Thread(target=seal) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(added) == 60
    assert verify_trail().holds


def test_a_list_is_one_entry_and_found_from_each_household(db, tambon_officer):
    ids = [new_id() for _ in range(50)]
    record_views(ids, by=tambon_officer, at=NOW, place="990101", why="เยี่ยมบ้าน")
    record(what="household.viewed", on=("household", ids[0]), by=tambon_officer, at=NOW)
    record(what="household.corrected", on=("household", ids[0]), by=tambon_officer, at=NOW)

    assert Entry.objects.filter(what="household.listed").count() == 1
    assert {entry.what for entry in views_of("household", ids[0], since=NOW)} == {
        "household.viewed",
        "household.listed",
    }
    assert views_of("household", ids[49], since=NOW).get().why == "เยี่ยมบ้าน"
    assert not views_of("household", new_id(), since=NOW).exists()
    assert not views_of("household", ids[0], since=NOW + dt.timedelta(days=1)).exists()


def test_who_looked_is_asked_of_indexes_alone(db, tambon_officer):
    home = new_id()
    record_views([new_id(), home], by=tambon_officer, at=NOW)

    if connection.vendor == "postgresql":  # where a table of two rows is scanned by right
        sql("SET LOCAL enable_seqscan = off")
    plan = views_of("household", home, since=NOW).explain()

    assert "mention_of" in plan
    assert "SCAN trail" not in plan
    assert "Seq Scan" not in plan


def test_lists_of_before_are_found_from_each_household(db, trail_open):
    home = new_id()
    record(what="household.listed", on=("place", ""), by=None, at=NOW, ids=[str(home)])
    assert not views_of("household", home, since=NOW).exists()

    guards._mention(apps, None)

    assert views_of("household", home, since=NOW).count() == 1


def test_an_export_of_many_names_each_of_them(db):
    ids = [new_id() for _ in range(1001)]
    record_views(ids, by=None, at=NOW, verb="exported", place="99")

    assert [e.detail["households"] for e in entries_on("place", "99").order_by("id")] == [
        500,
        500,
        1,
    ]
    assert views_of("household", ids[1000], since=NOW).count() == 1


def test_entries_are_narrowed_by_who_what_and_when(db, tambon_officer, auditor, stranger):
    for account in (tambon_officer, auditor, stranger):
        record(what="household.viewed", on=("household", 1), by=account, at=NOW)
    later = NOW + dt.timedelta(days=1)
    record(what="household.corrected", on=("household", 1), by=tambon_officer, at=later)
    ours = {str(tambon_officer.pk), str(auditor.pk)}

    assert entries_by(ours).count() == 3
    assert entries_by(ours).first().what == "household.corrected"
    assert entries_by(ours, by=str(auditor.pk)).count() == 1
    assert entries_by(ours, by=str(stranger.pk)).count() == 0
    assert entries_by(ours, what="household.viewed").count() == 2
    assert entries_by(ours, since=later).count() == 1
    assert entries_by(ours, until=later).count() == 2
    assert entries_by(set()).count() == 0


def test_the_words_of_a_reason_can_go_and_the_chain_holds(db, tambon_officer):
    entry = record(
        what="household.viewed", on=("household", 1), by=tambon_officer, at=NOW, why="for Somchai"
    )
    seal_entries()
    before = verify_trail().head

    assert forget_reasons(Entry.objects.filter(pk=entry.pk)) == 1
    entry.refresh_from_db()
    assert (entry.why, entry.why_salt) == ("", "")
    assert verify_trail().holds
    assert verify_trail().head == before


@pytest.mark.parametrize(
    "change",
    [
        {"why": "for Somsri"},
        {"why": "", "why_salt": "", "by": "nobody"},
        {"why": "", "why_salt": "", "what": "household.listed"},
        {"why": "", "why_salt": "", "detail": {"n": 2}},
        {"why": "", "why_salt": "", "why_digest": ""},
        {"why": ""},
    ],
)
def test_nothing_else_of_an_entry_can_be_changed_on_that_occasion(change, db, tambon_officer):
    record(what="household.viewed", on=("household", 1), by=tambon_officer, at=NOW, why="for a")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(**change)


def test_an_entry_without_a_reason_cannot_be_touched_at_all(db, tambon_officer):
    record(what="household.viewed", on=("household", 1), by=tambon_officer, at=NOW)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(why="")


def test_a_chain_sealed_before_reasons_had_a_digest_still_holds(db):
    Entry.objects.create(
        what="household.viewed", on_kind="household", on_id="1", at=NOW, why="as it was"
    )
    seal_entries()

    assert verify_trail().holds
    assert forget_reasons(Entry.objects.all()) == 0
