"""Backup and restore: one file, from any database to any other, or nothing at all."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import threading
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, connections

from pinto.config.safekeeping import BadBackup, check_backup, restore_backup, write_backup
from pinto.evidence.intake.models import Load
from pinto.evidence.registry.extracts import pinned_extract
from pinto.evidence.registry.models import Household, HouseholdRevision, MemberRevision, Person
from pinto.evidence.verification.actions.photos import keep_photo
from pinto.evidence.verification.models import Step, Verification, Visit
from pinto.evidence.verification.queries.photos import path_of
from pinto.ground.access.models import Account
from pinto.ground.installation import keys
from pinto.ground.installation.home import room
from pinto.ground.installation.ids import new_id
from pinto.ground.places.models import Place
from pinto.ground.trail.actions import record, seal_entries
from pinto.ground.trail.models import Entry
from pinto.ground.trail.queries import verify_trail
from pinto.insight.measures.models import Score
from pinto.insight.measures.tests.factories import make_household, make_round
from tests.support.database import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
AT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
ID = "1999900000013"


@pytest.fixture
def round(places):
    return make_round()


@pytest.fixture
def household(round, places, tambon_officer):
    """A family of two with answers and a sealed ID; a trail with sealed entries."""
    home = make_household(
        round,
        places["99010101"],
        {"land_holding": "title", "note": 'บ้าน "ไม้" ทุกอย่าง\n', "savings": 0.1},
        [{"age": 40, "education": "primary"}, {"age": 9}],
        {"human": 2.25},
    )
    Person.objects.filter(household=home).update(
        national_id=keys.seal(ID), national_id_lookup=keys.lookup(ID)
    )
    record(what="household.viewed", on=("household", home.pk), by=tambon_officer, at=AT, n=1)
    seal_entries()
    return home


@pytest.fixture
def backup(household, tmp_path):
    path = tmp_path / "pinto.backup"
    write_backup(path, at=AT)
    return path


def rows():
    """What the tables hold, as far as a family is concerned."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Place, Account, Household, Person, HouseholdRevision, MemberRevision)
    }


def test_everything_comes_back_as_it_was(backup, household):
    before, entries = rows(), list(Entry.objects.order_by("pk").values())
    Household.objects.update(street="elsewhere")
    Account.objects.create(username="later")

    manifest = restore_backup(backup, at=AT)

    assert rows() == before
    assert list(Entry.objects.order_by("pk").values())[: len(entries)] == entries
    assert manifest["counts"]["registry.person"] == 2
    assert manifest["counts"]["registry.household"] == 1


@pytest.fixture
def photo(household, round, tambon_officer):
    """The photo of a visit to the family."""
    row = Verification.objects.create(
        household=household, round=round, place=household.place, tambon="990101",
        state="PROPOSED", steps_taken=1, changed_at=AT,
    )  # fmt: skip
    step = Step.objects.create(
        verification=row, number=1, verb="VISIT", source="PROPOSED", target="VISITED", at=AT
    )
    digest = keep_photo(b"\xff\xd8 of a house")
    Visit.objects.create(step=step, on=AT.date(), outcome="MET", photo=digest)
    yield path_of(digest)
    shutil.rmtree(room("photos"))


def test_photos_of_visits_come_back_and_others_go(photo, tmp_path):
    manifest = write_backup(tmp_path / "whole.backup", at=AT)
    photo.unlink()
    other = path_of(keep_photo(b"of another house"))

    restore_backup(tmp_path / "whole.backup", at=AT)

    assert manifest["photos"] == [photo.name]
    assert photo.read_bytes() == b"\xff\xd8 of a house"
    assert photo.stat().st_mode & 0o777 == 0o600
    assert not other.exists()


def test_a_photo_that_was_changed_in_the_backup_is_found(photo, tmp_path):
    write_backup(tmp_path / "whole.backup", at=AT)
    with (
        zipfile.ZipFile(tmp_path / "whole.backup") as whole,
        zipfile.ZipFile(tmp_path / "changed.backup", "w") as changed,
    ):
        for name in whole.namelist():
            photograph = name.startswith("photos/")
            changed.writestr(name, b"of another house" if photograph else whole.read(name))

    with pytest.raises(BadBackup, match="photos/"):
        check_backup(tmp_path / "changed.backup")


def test_photos_can_be_left_out_and_stay_where_they_are(photo, tmp_path):
    path = tmp_path / "small.backup"
    assert write_backup(path, at=AT, photos=False)["photos"] == []
    restore_backup(path, at=AT)

    assert photo.exists()


def test_a_restored_family_can_be_found_and_read_with_the_same_keys(backup, household):
    restore_backup(backup, at=AT)

    person = Person.objects.filter(national_id_lookup=keys.lookup(ID)).first()
    assert keys.unseal(person.national_id) == ID
    assert ID.encode() not in backup.read_bytes()
    with zipfile.ZipFile(backup) as archive:
        assert not any(ID.encode() in archive.read(name) for name in archive.namelist())


def test_the_trail_holds_after_a_restore_and_tells_of_it(backup):
    restore_backup(backup, at=AT)
    seal_entries()

    verdict = verify_trail()
    assert verdict.holds
    assert verdict.sealed == Entry.objects.count()
    assert Entry.objects.filter(what="backup.written").count() == 1
    assert Entry.objects.filter(what="backup.restored").count() == 1


def test_a_restore_of_an_older_trail_is_no_cut_off_end_but_tells_what_it_replaced(backup):
    for number in range(20):
        record(what="household.viewed", on=("household", number), by=None, at=AT)
    seal_entries()
    before = verify_trail()
    restore_backup(backup, at=AT)
    seal_entries()

    after = verify_trail()
    assert after.holds
    assert after.sealed < before.sealed
    told = Entry.objects.get(what="backup.restored").detail["trail_before"]
    assert told == {"sealed": before.sealed, "head": before.head}


def test_the_trail_is_as_guarded_as_before(backup):
    restore_backup(backup, at=AT)

    with pytest.raises(Exception, match="append-only"):
        Entry.objects.update(why="")
    with pytest.raises(Exception, match="append-only"):
        Entry.objects.all()._raw_delete("default")


def test_new_rows_get_new_numbers_after_a_restore(backup):
    restore_backup(backup, at=AT)
    numbers = set(ContentType.objects.values_list("pk", flat=True))

    assert ContentType.objects.create(app_label="later", model="later").pk > max(numbers)


def test_extracts_and_scores_are_worked_out_anew(backup, household, round):
    (room("extracts") / "old").mkdir()

    restore_backup(backup, at=AT)

    assert pinned_extract(round).tambons == ["990101"]
    assert not (room("extracts") / "old").exists()
    assert Score.objects.get().household_id == household.pk


def test_everybody_signs_in_again_and_a_file_that_waited_is_asked_for_again(household, tmp_path):
    Session.objects.create(session_key="k", session_data="", expire_date=AT)
    waiting = Load.objects.create(
        file_name="a.xlsx", file_digest="0" * 64, file_size=1, state=Load.State.CHECKED, at=AT
    )
    under_way = Load.objects.create(
        file_name="b.xlsx", file_digest="1" * 64, file_size=1, state=Load.State.LOADING, at=AT
    )
    path = tmp_path / "pinto.backup"
    write_backup(path, at=AT)
    restore_backup(path, at=AT)

    assert not Session.objects.exists()
    for load in (waiting, under_way):
        load.refresh_from_db()
        assert load.state == Load.State.DISCARDED


def test_only_its_owner_can_read_the_file_and_nothing_half_written_stays(backup, monkeypatch):
    assert backup.stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr("pinto.config.safekeeping._one_state", None)

    with pytest.raises(TypeError):
        write_backup(backup, at=AT)

    assert check_backup(backup)
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


# --- what is damaged, foreign or made up changes nothing, and says why -------------------


def changed_by(backup, change):
    """The same archive after ``change`` had its way with the entries; the hashes untouched."""
    with zipfile.ZipFile(backup) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    with zipfile.ZipFile(backup, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def manifest_changed(**values):
    def change(entries):
        manifest = json.loads(entries["manifest.json"]) | values
        entries["manifest.json"] = json.dumps(manifest).encode()

    return change


def one_digit_changed(entries):
    name = "tables/registry.householdrevision.jsonl"
    entries[name] = entries[name].replace(b"2.25", b"3.25")


def a_row_added(entries):
    entries["tables/registry.round.jsonl"] *= 2


def a_path_that_leads_out(entries):
    entries["../keys.json"] = b"{}"


def a_path_that_leads_out_and_is_named(entries):
    entries["../keys.json"] = b"{}"
    manifest = json.loads(entries["manifest.json"])
    manifest["hashes"]["../keys.json"] = "0" * 64
    entries["manifest.json"] = json.dumps(manifest).encode()


def a_table_missing(entries):
    del entries["tables/registry.person.jsonl"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (one_digit_changed, "is not what was written"),
        (a_row_added, "is not what was written"),
        (a_path_that_leads_out, "other entries than its manifest names"),
        (a_path_that_leads_out_and_is_named, "no table of Pinto"),
        (a_table_missing, "other entries than its manifest names"),
        (manifest_changed(format=99), "a form this Pinto does not know"),
        (manifest_changed(counts={}), "is not a backup, or is damaged"),
        (manifest_changed(hashes=[]), "other entries than its manifest names"),
        (lambda entries: entries.pop("manifest.json"), "is not a backup, or is damaged"),
        (lambda entries: entries.update({"manifest.json": b"[]"}), "is not a backup"),
        (manifest_changed(migrations=["trail.9999_later"]), "newer Pinto"),
        (manifest_changed(migrations=[]), "older Pinto"),
        (manifest_changed(keys={"sealing.1": "0" * 16}), "keys.json"),
    ],
)
def test_a_file_that_was_changed_is_refused(backup, change, says):
    changed_by(backup, change)
    before, entries = rows(), Entry.objects.count()

    with pytest.raises(BadBackup, match=says):
        restore_backup(backup, at=AT)

    assert rows() == before
    assert Entry.objects.count() == entries


def test_a_file_cut_short_or_of_another_kind_is_refused(backup, tmp_path):
    whole = backup.read_bytes()
    for content in (b"", b"not a zip", whole[: len(whole) // 2], whole[:-30], whole[100:]):
        backup.write_bytes(content)
        with pytest.raises(BadBackup, match="is not a backup, or is damaged"):
            check_backup(backup)
    with pytest.raises(BadBackup, match="is not a backup, or is damaged"):
        check_backup(tmp_path / "absent")


def test_no_flipped_byte_goes_unnoticed(backup):
    """A flip either is refused or lies where nothing is read (a zip holds dates, for one)."""
    whole, manifest = backup.read_bytes(), check_backup(backup)
    refused = 0
    for at in range(0, len(whole), 41):
        backup.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            assert check_backup(backup) == manifest, at
        except BadBackup:
            refused += 1

    assert refused > len(range(0, len(whole), 41)) * 0.6


def test_what_fails_in_the_middle_leaves_everything_as_it_was(backup, monkeypatch):
    before = rows()
    Household.objects.update(street="elsewhere")
    after = rows()

    def full_disk(*_):
        raise OSError("no space left")

    monkeypatch.setattr("pinto.config.safekeeping.write_atomically", full_disk)
    with pytest.raises(OSError, match="no space"):
        restore_backup(backup, at=AT)

    assert rows() == after != before


def test_with_the_keys_lost_everything_but_the_sealed_is_restored(backup):
    changed_by(backup, manifest_changed(keys={"sealing.1": "0" * 16}))

    restore_backup(backup, at=AT, keys_lost=True)

    assert Household.objects.count() == 1


# --- one state, little memory, another database ------------------------------------------


def test_a_backup_sees_one_state_while_others_write(household, round, places, tmp_path):
    """Each family has one revision: a backup between two tables would tell of more or fewer."""
    stop, written = threading.Event(), []

    def write():
        try:
            while not stop.is_set():
                make_household(round, places["99010102"], {"savings": 1}, [{"age": 30}])
                written.append(1)
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            seen = len(written)
            manifest = write_backup(tmp_path / f"{number}.backup", at=AT)
            counts = manifest["counts"]
            assert counts["registry.householdrevision"] <= counts["registry.household"]
            assert counts["registry.memberrevision"] <= counts["registry.person"]
            assert counts["registry.household"] >= seen
    finally:
        stop.set()
        writer.join()

    assert len(written) > 5, "nobody wrote, so nothing was shown"
    with zipfile.ZipFile(tmp_path / "4.backup") as archive:
        said = archive.read("tables/registry.household.jsonl").splitlines()
        known = {json.loads(line)[0] for line in said}
        for line in archive.read("tables/registry.householdrevision.jsonl").splitlines():
            assert json.loads(line)[2] in known


def test_others_write_while_a_backup_reads(household, round, places, tmp_path, monkeypatch):
    """Nobody waits for a backup: a family is added in the middle of it, and is not in it."""
    from pinto.config import safekeeping

    wrote = []

    def add():
        make_household(round, places["99010102"])
        wrote.append(1)
        connections.close_all()

    original = safekeeping._write_table

    def slowly(archive, model):
        answer = original(archive, model)
        if not wrote:
            thread = threading.Thread(target=add)
            thread.start()
            thread.join(timeout=20)
        return answer

    monkeypatch.setattr(safekeeping, "_write_table", slowly)
    manifest = write_backup(tmp_path / "pinto.backup", at=AT)

    assert wrote
    assert manifest["counts"]["registry.household"] == 1
    assert Household.objects.count() == 2


def test_memory_does_not_grow_with_the_tables(db, tmp_path):
    text = "ก" * 300
    Entry.objects.bulk_create(
        (
            Entry(id=new_id(), at=AT, what="x.y", on_kind="x", on_id=str(n), detail={"n": text})
            for n in range(20_000)
        ),
        batch_size=500,
    )
    path = tmp_path / "pinto.backup"
    tracemalloc.start()
    try:
        manifest = write_backup(path, at=AT)
        restore_backup(path, at=AT)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert manifest["counts"]["trail.entry"] == 20_001
    assert peak < 25_000_000, f"{peak:,} bytes for a table of about 20,000 × 1 kB"


def pinto(*arguments, home, url):
    """The `pinto` command in another process, on another home and database."""
    return subprocess.run(
        [sys.executable, "-c", "from pinto.cli import main; main()", *arguments],
        env={
            **os.environ,
            "PINTO_HOME": str(home),
            "DATABASE_URL": url,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_one_database_wrote_another_reads(backup, household, tmp_path):
    """From the database of this run into a new SQLite, and from there back again."""
    before = rows()
    other, back = tmp_path / "other", tmp_path / "back.backup"
    other.mkdir()

    refused = pinto("restore", str(backup), "--yes", home=other, url="")
    assert refused.returncode == 1
    assert "keys.json" in refused.stderr

    own_keys = Path(os.environ["PINTO_HOME"]) / "keys.json"
    (other / "keys.json").write_bytes(own_keys.read_bytes())
    restored = pinto("restore", str(backup), "--yes", "--json", home=other, url="")
    assert restored.returncode == 0, restored.stderr
    assert json.loads(restored.stdout) == check_backup(backup)
    assert pinto("trail", "verify", home=other, url="").returncode == 0
    assert pinto("backup", str(back), home=other, url="").returncode == 0
    Household.objects.update(street="elsewhere")

    restore_backup(back, at=AT)

    assert rows() == before
    assert Entry.objects.filter(what="backup.restored").count() == 2
    assert connection.vendor in ("sqlite", "postgresql")
