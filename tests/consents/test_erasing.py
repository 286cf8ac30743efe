"""Somebody with unmistakable data is erased, and then looked for byte by byte."""

import datetime as dt
import json
import os
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import CharField, TextField

from pinto.config.safekeeping import restore_backup, write_backup
from pinto.evidence.consents.actions.asking import ask_erasure, decide_erasure
from pinto.evidence.consents.actions.erasing import erased_so_far
from pinto.evidence.consents.actions.reaching import reach
from pinto.evidence.consents.models import ErasureRequest
from pinto.evidence.consents.rules.erasures import Reason
from pinto.evidence.intake.actions.receiving import folder_of
from pinto.evidence.intake.models import Load
from pinto.evidence.intake.tests.factories import received
from pinto.evidence.intake.tests.factories import survey as survey_file
from pinto.evidence.matching.models import Pair
from pinto.evidence.registry.actions.batches import open_batch, publish_batch
from pinto.evidence.registry.extracts import pinned_extract, refresh_extract
from pinto.evidence.registry.models import Batch, Household, MemberRevision, Person
from pinto.evidence.targets.models import TargetEntry, TargetList
from pinto.evidence.verification.actions.photos import keep_photo
from pinto.evidence.verification.models import Step, Verification, Visit
from pinto.evidence.verification.queries.photos import path_of
from pinto.ground.access.models import Opening
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.installation import keys
from pinto.ground.jobs.models import Job
from pinto.ground.jobs.tasks import work
from pinto.ground.meetings.models import AgendaItem, Meeting, Seat
from pinto.ground.trail.actions import record, seal_entries
from pinto.ground.trail.models import Entry
from pinto.ground.trail.queries import verify_trail
from pinto.insight.measures.actions import score_round
from pinto.insight.measures.models import Score
from pinto.insight.measures.tests.factories import make_household, make_round
from pinto.insight.profiles.actions import refresh_profiles
from pinto.insight.profiles.models import AreaTally
from tests.support.cast import make_account

pytestmark = pytest.mark.django_db(transaction=True)
AT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
GIVEN, SURNAME = "Qwzxmarker", "Vbnmsurname"
THAI = "ฆฌฏฐษ"  # letters that stand together in no word
ID, PHONE, CODE = "1999900000013", "0899999123", "99990000017"
MARKS = [GIVEN, SURNAME, THAI, ID, PHONE, CODE, GIVEN.lower()]


@pytest.fixture
def own_home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("PINTO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def round(own_home, places):
    return make_round()


@pytest.fixture
def alone(round, places, tambon_officer) -> Household:
    """One person in one house, of whom every room knows something."""
    return marked_household(round, places, tambon_officer, others=0)


@pytest.fixture
def family(round, places, tambon_officer) -> Household:
    """The same person with two others under the roof."""
    return marked_household(round, places, tambon_officer, others=2)


def marked_household(round, places, officer, *, others) -> Household:
    home = make_household(
        round,
        places["99010101"],
        {"informant": f"{THAI} {GIVEN}", "land_holding": "title"},
        [{"age": 61, "note": f"{GIVEN} {THAI}"}] + [{"age": 30}] * others,
        {"human": 2.25},
    )
    neighbour = make_household(round, places["99010101"], {"land_holding": "title"}, [{"age": 50}])
    marked = Person.objects.filter(household=home).order_by("id")[0]
    Person.objects.filter(pk=marked.pk).update(
        given_name=GIVEN, surname=SURNAME, name_key=GIVEN.lower(), sort_key=THAI,
        national_id=keys.seal(ID), national_id_lookup=keys.lookup(ID), phone=keys.seal(PHONE),
    )  # fmt: skip
    Household.objects.filter(pk=home.pk).update(
        head=marked, house_code=CODE if not others else "", street=THAI if not others else ""
    )
    home.revisions.update(reason=f"as {GIVEN} said")
    batch = open_batch(source="a correction", by=None, at=AT)
    before = {"of": "person", "id": str(marked.pk), "to": {"given_name": GIVEN}}
    publish_batch(batch=batch, changes=[before], by=None, at=AT)
    Batch.objects.filter(pk=batch.pk).update(
        displaced=[{**before, "to": {"given_name": f"{GIVEN} {THAI}"}}]
    )
    Load.objects.create(
        file_name="a.xlsx", file_digest="0", file_size=1, state=Load.State.REFUSED, at=AT,
        report={"shown": [{"value": f"{THAI} {GIVEN} {SURNAME}"}, {"value": "kept"}]},
    )  # fmt: skip
    Job.objects.create(
        task="x", state="FAILED", asked_at=AT, ended_at=AT, error=f"ValueError: {ID} of {THAI}"
    )
    Opening.objects.create(
        kind="FIELDS", account=officer, place_code="990101", household=home.pk, group="health",
        why=f"{GIVEN} {THAI} is ill", since=AT, until=AT + dt.timedelta(hours=1),
    )  # fmt: skip
    record(
        what="household.revealed", on=("household", home.pk), by=officer, at=AT,
        why=f"asked by {GIVEN} {THAI}", person=str(marked.pk),
    )  # fmt: skip
    record(what="household.viewed", on=("household", home.pk), by=officer, at=AT, why="visit")
    record(what="household.viewed", on=("household", neighbour.pk), by=officer, at=AT, why="other")
    known_to_later_rooms(home, marked, places["99010101"])
    sitting = SessionStore()
    sitting["last"] = f"{GIVEN} {SURNAME}"
    sitting.save()
    seal_entries()
    refresh_extract(round=round)
    score_round(round=round, by=None, at=AT)
    refresh_profiles(round=round, by=None, at=AT)
    refresh_extract(round=round)  # an older generation of each file lies beside
    return home


def known_to_later_rooms(home, person, village) -> None:
    """Lists, meetings, events, verification and matching name the person too."""
    whole = f"{GIVEN} {SURNAME}"
    named = TargetList.objects.create(
        name="a list", source="TPMAP", as_of=AT.date(), place=village, at=AT
    )
    named.entries.create(place=village, at=AT, head_name=whole)  # nobody settled whose it is
    named.entries.create(
        place=village, at=AT, household=home, head_name=f"{whole} {THAI}", recognised_by="HAND"
    )
    forum = Meeting.objects.create(
        kind="FORUM", title="a forum", place=village, venue="-", held_on=AT.date(),
        starts_at=AT.time(), at=AT,
    )  # fmt: skip
    forum.agenda.create(number=1, title="families", minutes=f"{whole} was heard")
    Seat.objects.create(meeting=forum, number=1, voice="TARGET", name=whole)
    standing = Verification.objects.create(
        household=home, round=home.revisions.get().round, place=village, tambon="990101",
        state="PROPOSED", steps_taken=1, changed_at=AT,
    )  # fmt: skip
    Step.objects.create(
        verification=standing, number=1, verb="PROPOSE", source="UNLISTED", target="PROPOSED",
        at=AT, reason=f"{GIVEN} {THAI} has nobody",
    )  # fmt: skip
    other = Person.objects.exclude(pk=person.pk)[0]
    first, second = sorted([person, other], key=lambda each: each.pk)
    Pair.objects.create(
        first=first, second=second, weight=12.0, probability=0.9, band=Pair.Band.REVIEW, found_at=AT
    )


def marked_person(home) -> Person:
    return Person.objects.get(given_name=GIVEN)


def approved(home, person, tambon_officer, amphoe_officer) -> ErasureRequest:
    asked = ask_erasure(
        household_id=home.pk, person_id=person, reason=Reason.NO_LONGER_NEEDED, reference="12/2569",
        viewer=viewer_of(tambon_officer), by=tambon_officer, at=AT,
    )  # fmt: skip
    decide_erasure(
        request_id=asked.pk, approve=True, viewer=viewer_of(amphoe_officer), by=amphoe_officer,
        at=AT,
    )  # fmt: skip
    return asked


def erased(home, person, tambon_officer, amphoe_officer) -> ErasureRequest:
    asked = approved(home, person, tambon_officer, amphoe_officer)
    work(once=True)
    asked.refresh_from_db()
    assert asked.state == "DONE", list(Job.objects.values_list("task", "reason", "error"))
    return asked


def written_ways(mark: str) -> list[bytes]:
    """As UTF-8, and as JSON escapes it."""
    return [mark.encode(), json.dumps(mark)[1:-1].encode()]


def found_in(content: bytes) -> set[str]:
    return {mark for mark in MARKS for way in written_ways(mark) if way in content}


def traces(folder: Path) -> dict[str, set[str]]:
    """Where any of the marks stands: in files as they are, and inside zips and Parquet."""
    found = {}
    for path in [p for p in folder.rglob("*") if p.is_file()]:
        content = path.read_bytes()
        if path.suffix == ".parquet":
            content += str(pq.read_table(path).to_pylist()).encode()
        if marks := found_in(content):
            found[str(path.relative_to(folder))] = marks
    return found


def traces_in_database() -> dict[str, set[str]]:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        name = Path(connection.settings_dict["NAME"])
        files = [name, name.with_name(name.name + "-wal")]
        marks = {p.name: found_in(p.read_bytes()) for p in files if p.exists()}
        return {name: found for name, found in marks.items() if found}
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            if marks := found_in("\n".join(row[0] for row in cursor.fetchall()).encode()):
                found[table] = marks
    return found


def traces_in_backup(path: Path) -> dict[str, set[str]]:
    with zipfile.ZipFile(path) as archive:
        found = {name: found_in(archive.read(name)) for name in archive.namelist()}
    return {name: marks for name, marks in found.items() if marks}


def test_the_marks_are_there_before(alone):
    """Else finding nothing afterwards would prove nothing."""
    assert set.union(*traces_in_database().values()) >= {GIVEN, SURNAME, THAI, CODE, ID}


def test_nothing_but_ids_stays_of_somebody_who_lived_alone(
    alone, round, own_home, tmp_path, tambon_officer, amphoe_officer
):
    asked = erased(alone, marked_person(alone).pk, tambon_officer, amphoe_officer)
    write_backup(tmp_path / "new.backup", at=AT)

    assert traces_in_database() == {}
    assert traces(own_home) == {}
    assert traces_in_backup(tmp_path / "new.backup") == {}
    assert AgendaItem.objects.get().minutes == "… was heard"
    home = Household.objects.get(pk=alone.pk)
    assert (home.visible, home.house_no, home.revisions.count()) == (False, "", 0)
    assert not Score.objects.filter(household=home).exists()
    assert Session.objects.count() == 0
    assert sum(asked.counts.values()) > 5
    seal_entries()
    assert verify_trail().holds
    assert Entry.objects.filter(on_id=str(alone.pk), why="").count() >= 2


def test_the_photo_of_a_visit_goes_with_the_household(
    alone, own_home, tambon_officer, amphoe_officer
):
    row = Verification.objects.get(household=alone)
    step = Step.objects.create(
        verification=row, number=9, verb="VISIT", source="PROPOSED", target="VISITED", at=AT
    )
    photo, other = (path_of(keep_photo(content)) for content in (b"the house", b"on its way"))
    os.utime(photo, (0, 0))
    Visit.objects.create(step=step, on=AT.date(), outcome="MET", photo=photo.name)

    erased(alone, None, tambon_officer, amphoe_officer)

    assert not photo.exists()
    assert other.exists()  # somebody is just recording that visit


def test_a_row_nobody_settled_goes_with_all_it_says(alone, tambon_officer, amphoe_officer):
    """A house number, a village and a reason tell who it was, in a list that is a draft too."""
    entries = TargetEntry.objects.filter(household=None)
    entries.update(
        head_name=f"นาง{GIVEN} {SURNAME}", house_no="77/4", reason="หลังคารั่ว",
        national_id=keys.seal(ID),
    )  # fmt: skip
    TargetList.objects.update(state=TargetList.State.DRAFT)
    erased(alone, None, tambon_officer, amphoe_officer)

    row = entries.get()
    assert (row.house_no, row.reason, row.national_id) == ("1", "", None)
    assert row.head_name == "สมมติ"


def test_whatever_text_a_table_has_about_them_goes(alone, own_home, tambon_officer, amphoe_officer):
    """Every personal column of every row that is theirs is filled before: none is forgotten."""
    person = Person.objects.get(given_name=GIVEN)
    filled = set()
    reached = reach([alone.pk], [person.pk])
    for model in {*reached.gone, *reached.blanked} - {Household, Person}:
        for each in model._meta.concrete_fields:
            if isinstance(each, CharField | TextField) and each.name in model.Privacy.scrub:
                words = f"{GIVEN} {SURNAME} {THAI}"[: each.max_length]
                model._default_manager.filter(pk__in=reached.rows(model)).update(
                    **{each.name: words}
                )
                filled.add(f"{model._meta.label}.{each.name}")
    assert filled >= {"targets.TargetEntry.reason", "verification.Step.told_by"}

    erased(alone, None, tambon_officer, amphoe_officer)

    assert traces_in_database() == {}


@pytest.mark.parametrize(("past", "households"), [(True, 2), (False, 1)])
def test_figures_of_past_rounds_stay_and_those_of_the_newest_follow(
    alone, round, places, tambon_officer, amphoe_officer, past, households
):
    if past:
        make_household(make_round(2570), places["99010101"])
    erased(alone, None, tambon_officer, amphoe_officer)

    assert AreaTally.objects.get(round=round, code="990101").households == households


def test_a_member_goes_and_the_family_stays(
    family, round, own_home, tambon_officer, amphoe_officer
):
    person = marked_person(family)
    former = Household.objects.exclude(pk=family.pk).get()  # where she lived before
    elsewhere = former.revisions.get()
    MemberRevision.objects.create(revision=elsewhere, person=person, answers={"a": GIVEN})
    former.revisions.update(answers={"informant": GIVEN})
    erased(family, person.pk, tambon_officer, amphoe_officer)
    elsewhere.refresh_from_db()

    assert traces_in_database() == {}
    assert traces(own_home) == {}
    home = Household.objects.get(pk=family.pk)
    assert (home.visible, home.house_no, home.head) == (True, "52", None)
    revision = home.revisions.get()
    assert revision.answers == {"land_holding": "title"}
    assert MemberRevision.objects.filter(revision=revision).count() == 2
    seal_entries()
    assert verify_trail().holds
    assert Entry.objects.filter(on_id=str(home.pk), why="visit").exists()
    assert all(batch.displaced == [] for batch in Batch.objects.all())
    assert not MemberRevision.objects.filter(person=person).exists()
    assert elsewhere.answers == {}
    assert person.pk.hex not in {row["person_id"] for row in extract_rows(round, "members")}
    assert len(extract_rows(round, "scores")) == 2


def test_nobody_else_is_touched(family, round, tambon_officer, amphoe_officer):
    others = Person.objects.exclude(given_name=GIVEN).order_by("id")
    before = list(others.values())
    erased(family, marked_person(family).pk, tambon_officer, amphoe_officer)

    assert list(others.filter(pk__in=[row["id"] for row in before]).values()) == before
    assert Load.objects.get().report["shown"][1] == {"value": "kept"}
    assert Entry.objects.filter(why="other").exists()
    assert {row["household_id"] for row in extract_rows(round, "scores")} == {
        home.hex for home in Household.objects.values_list("pk", flat=True)
    }


def extract_rows(round, name):
    paths = pinned_extract(round).paths(name)
    return [row for path in paths for row in pq.read_table(path).to_pylist()]


def test_an_old_backup_does_not_bring_them_back(
    alone, own_home, tmp_path, tambon_officer, amphoe_officer
):
    old = tmp_path / "old.backup"
    write_backup(old, at=AT)
    assert traces_in_backup(old) != {}
    erased(alone, None, tambon_officer, amphoe_officer)
    restore_backup(old, at=AT)

    assert traces_in_database() == {}
    assert traces(own_home) == {}
    assert str(alone.pk) in {entry["id"] for entry in erased_so_far()}
    seal_entries()
    assert verify_trail().holds
    restored = Entry.objects.get(what="backup.restored")
    assert restored.detail["erased_again"] == 1


@pytest.fixture
def plain(round, places) -> Household:
    return make_household(round, places["99010101"], {}, [{"age": 40}])


def test_a_file_that_waits_and_names_them_is_discarded_and_no_other(
    alone, own_home, tambon_officer, amphoe_officer
):
    house = ("99990000025", "1", 1)
    theirs = survey_file(house, people=[("99990000025", GIVEN, SURNAME, "", "")])
    others = survey_file(house, people=[("99990000025", GIVEN, "Else", "", "")])
    naming, namesake = received(theirs, name="a.xlsx"), received(others, name="b.xlsx")
    erased(alone, None, tambon_officer, amphoe_officer)

    assert Load.objects.get(pk=naming.pk).state == "DISCARDED"
    assert Load.objects.get(pk=namesake.pk).state == "RECEIVED"
    assert not folder_of(naming).exists()
    assert folder_of(namesake).exists()


def test_a_worker_that_was_killed_after_the_tables_goes_on_with_the_files(
    family, round, own_home, tambon_officer, amphoe_officer, monkeypatch
):
    person = marked_person(family)
    with monkeypatch.context() as broken:
        broken.setattr("pinto.evidence.consents.tasks.erase_from_extracts", killed)
        asked = approved(family, person.pk, tambon_officer, amphoe_officer)
        with pytest.raises(KeyboardInterrupt):
            work(once=True)
    assert person.pk.hex in {row["person_id"] for row in extract_rows(round, "members")}
    Job.objects.filter(task="consents.erase").update(leased_until=AT)  # the lease has run out
    work(once=True)

    asked.refresh_from_db()
    assert asked.state == "DONE"
    assert sum(asked.counts.values()) > 2
    assert person.pk.hex not in {row["person_id"] for row in extract_rows(round, "members")}


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_who_asked_cannot_approve(plain, amphoe_officer):
    asked = ask_erasure(
        household_id=plain.pk, person_id=None, reason=Reason.UNLAWFUL, reference="",
        viewer=viewer_of(amphoe_officer), by=amphoe_officer, at=AT,
    )  # fmt: skip
    with pytest.raises(Refused):
        decide_erasure(
            request_id=asked.pk, approve=True, viewer=viewer_of(amphoe_officer),
            by=amphoe_officer, at=AT,
        )  # fmt: skip


def test_a_role_below_cannot_approve(plain, tambon_officer, places):
    asked = ask_erasure(
        household_id=plain.pk, person_id=None, reason=Reason.UNLAWFUL, reference="",
        viewer=viewer_of(tambon_officer), by=tambon_officer, at=AT,
    )  # fmt: skip
    colleague = make_account("other", "ดาว สมมติสุข", "TAMBON_OFFICER", places["990101"])
    with pytest.raises(Refused):
        decide_erasure(
            request_id=asked.pk, approve=True, viewer=viewer_of(colleague), by=colleague, at=AT
        )
