"""From a file to what counts: the same file, a mended file, a file taken back."""

import fcntl

import pyarrow.parquet as pq
import pytest

from pinto.evidence.intake.actions.checking import check_file
from pinto.evidence.intake.actions.publishing import publish_load, withdraw_load
from pinto.evidence.intake.actions.receiving import discard_load
from pinto.evidence.intake.models import Load
from pinto.evidence.intake.tests.factories import (
    AT,
    HOUSES,
    PEOPLE,
    checked,
    codes,
    folders_left,
    loaded,
    make_round,
    quiet,
    received,
    said,
    survey,
    told,
    workbook,
)
from pinto.evidence.registry.extracts import pinned_extract
from pinto.evidence.registry.models import Household, HouseholdRevision, Person
from pinto.evidence.registry.tests.factories import what_counts
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.installation.home import room

HOUSE = ("99991234567", "52", 1, 3)
OTHER = ("99995972141", "53", 1, 2)
MOTHER = ("99991234567", "บัวผัน", "สมมติสุข", "3999912345670", "5/3/10")


@pytest.fixture
def round(places):
    return make_round()


def arrival(load):
    return tuple(load.arrival[name] for name in ("new", "changed", "same"))


def extracted(round):
    paths = pinned_extract(round).paths("households")
    return sorted(row for path in paths for row in pq.read_table(path)["household_id"].to_pylist())


def test_a_survey_is_loaded_with_its_places_people_and_answers(round):
    load = loaded(survey(HOUSE, OTHER, people=[MOTHER]), round)

    assert (load.kind, load.area_code, arrival(load)) == ("HOUSEHOLDS", "99010101", (2, 0, 0))
    home = Household.objects.get(house_code=HOUSE[0])
    assert (home.place.code, home.house_no, home.moo) == ("99010101", "52", 1)
    assert HouseholdRevision.objects.get(household=home).answers == {"living_members": 3}
    assert Person.objects.get().birth_year == 1967  # of two digits, the newest that can be
    assert extracted(round) == sorted(h.pk.hex for h in Household.objects.all())
    assert folders_left() == []


def test_the_same_file_again_changes_nothing(round):
    content = survey(HOUSE, OTHER, people=[MOTHER])
    loaded(content, round)
    before = what_counts(round)

    assert arrival(loaded(content, round)) == (0, 0, 2)
    assert what_counts(round) == before


def test_a_mended_file_changes_only_the_mended_rows(round):
    loaded(survey(HOUSE, OTHER), round)

    load = loaded(survey(HOUSE, (*OTHER[:3], 5)), round)

    assert arrival(load) == (0, 1, 1)
    assert '"living_members": 5' in said(round)[OTHER[0]]


def test_a_file_taken_back_leaves_the_registry_as_it_was(round):
    loaded(survey(HOUSE, people=[MOTHER]), round)
    before, extract = what_counts(round), extracted(round)
    load = loaded(survey((*HOUSE[:3], 4), OTHER), round)
    assert what_counts(round) != before

    load = withdraw_load(load=load, by=None, at=AT)

    assert (load.state, what_counts(round), extracted(round)) == ("WITHDRAWN", before, extract)
    withdraw_load(load=load, by=None, at=AT)  # after a crash: once more does no harm
    assert what_counts(round) == before


def test_what_was_dealt_with_is_not_loaded_again(round, django_capture_on_commit_callbacks):
    load = checked(survey(HOUSE), round)
    with django_capture_on_commit_callbacks(execute=True):
        discard_load(load=load, by=None, at=AT)
    assert load.pk.hex not in folders_left()

    with pytest.raises(Refused, match="จัดการไปแล้ว"):
        publish_load(load=load, by=None, at=AT, tell=quiet)
    with pytest.raises(Refused, match="ถอนได้เฉพาะ"):
        withdraw_load(load=load, by=None, at=AT)
    assert Household.objects.count() == 0


def test_a_file_that_was_not_checked_or_was_refused_is_not_loaded(round):
    with pytest.raises(Refused, match="กำลังตรวจ"):
        publish_load(load=received(survey(HOUSE), round), by=None, at=AT, tell=quiet)
    with pytest.raises(Refused, match="ดูในรายงาน"):
        publish_load(load=checked(b"", round), by=None, at=AT, tell=quiet)


def test_of_two_files_at_once_the_second_is_told(round):
    load = checked(survey(HOUSE), round)
    with (room("staging") / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Refused, match="กำลังนำไฟล์อื่นเข้าอยู่"):
            publish_load(load=load, by=None, at=AT, tell=quiet)
    load = publish_load(load=load, by=None, at=AT, tell=quiet)

    assert load.state == "PUBLISHED"


def test_rows_outside_the_officers_area_are_left_out_and_never_stored(round, tambon_officer, rf):
    request = rf.get("/")
    request.user = tambon_officer
    rows = [HOUSES, (*HOUSE[:3], "ห้วยคราม", "เมฆคำ", "ธารคราม", 3)]
    rows += [(*OTHER[:3], "นาเมฆคำ", "เมฆคำ", "ธารคราม", 2)]
    content = workbook(ครัวเรือน=rows)

    load = loaded(content, round, viewer=viewer_of(request), by=tambon_officer)

    assert told(load) == [("place.not_yours", "ครัวเรือน", 3)]
    assert [home.house_code for home in Household.objects.all()] == [HOUSE[0]]


def test_a_file_moves_no_household_or_person_of_an_area_it_is_not_for(round, tambon_officer, rf):
    request = rf.get("/")
    request.user = tambon_officer
    elsewhere = [HOUSES, (*HOUSE[:3], "นาเมฆคำ", "เมฆคำ", "ธารคราม", 2)]
    loaded(workbook(ครัวเรือน=elsewhere, สมาชิก=[PEOPLE, MOTHER]), round)
    before = what_counts(round)
    theirs = Household.objects.get()

    loaded(survey(HOUSE, people=[MOTHER]), round, viewer=viewer_of(request), by=tambon_officer)

    ours = Household.objects.exclude(pk=theirs.pk).get()
    assert (theirs.place.code[:6], ours.place.code) == ("990102", "99010101")
    assert [person.household_id for person in Person.objects.order_by("id")] == [theirs.pk, ours.pk]
    ours.visible = False
    ours.save()
    assert what_counts(round) == before


def test_a_file_with_only_rows_of_others_is_refused(round, tambon_officer, rf):
    request = rf.get("/")
    request.user = tambon_officer
    rows = [HOUSES, (*OTHER[:3], "นาเมฆคำ", "เมฆคำ", "ธารคราม", 2)]
    viewer = viewer_of(request)

    load = checked(workbook(ครัวเรือน=rows), round, viewer=viewer, by=tambon_officer)
    table = "รหัสตำบล,ตำบล,จำนวนคนจน\n990101,ห้วยคราม,7\n990102,นาเมฆคำ,9\n".encode()
    figures = checked(table, name="t.csv", viewer=viewer, by=tambon_officer)

    assert (load.state, codes(load)) == ("REFUSED", {"place.not_yours": 1})
    assert (figures.state, codes(figures)["place.not_yours"]) == ("REFUSED", 1)


def test_households_without_a_round_are_never_taken_for_figures(places):
    assert codes(checked(survey(HOUSE))) == {"file.needs_round": 1}


def test_households_under_a_header_nobody_knows_are_refused_in_words(round):
    content = workbook(a=[("รหัสบ้านเลขที่เดิม", "สิ่งที่ถาม"), ("99991234567", "3")])

    assert codes(checked(content, round)) == {"file.no_house_column": 1}


def test_a_form_nobody_filled_is_refused(round):
    assert codes(checked(survey(), round)) == {"file.empty": 1}


def test_a_text_file_that_breaks_in_its_middle_is_refused_with_its_line(round):
    head = "รหัสบ้าน,บ้านเลขที่,หมู่ที่,ตำบล,อำเภอ,จังหวัด\n"
    row = "9999{:07},52,1,ห้วยคราม,เมฆคำ,ธารคราม\n"
    text = head + "".join(row.format(number) for number in range(3_000)) + '9999,"open\n'

    load = checked(text.encode(), round, name="survey.csv")

    assert load.state == "REFUSED"
    (finding,) = load.report["shown"]
    assert (finding["code"], finding["row"]) == ("file.quotes", 3_002)


def test_windows_874_reads_like_utf_8(round):
    head, row = ",".join(HOUSES), "99991234567,52,๑,ห้วยคราม,เมฆคำ,ธารคราม,๓"
    load = loaded(f"{head}\n{row}\n".encode("cp874"), round, name="survey.csv")

    assert (codes(load), arrival(load)) == ({}, (1, 0, 0))
    assert '"living_members": 3' in said(round)["99991234567"]


def test_a_ten_digit_house_code_is_flagged_and_never_mended(round):  # T17
    load = checked(survey(("4601234567", "52", 1), HOUSE), round)

    assert told(load) == [("house_code.leading_zero", "ครัวเรือน", 2)]
    assert load.households == 1


def test_a_house_number_that_became_a_date_is_read_back_and_noted(round):  # T11
    load = loaded(survey(("99991234567", "25-ก.พ.", 1)), round)

    assert told(load) == [("house_no.excel_date", "ครัวเรือน", 2)]
    assert Household.objects.get().house_no == "25/2"


def test_one_id_in_two_rows_stays_with_the_first(round):
    people = [MOTHER, (OTHER[0], "ใส", "สมมติสุข", MOTHER[3])]
    content = survey(HOUSE, OTHER, people=people)

    load = loaded(content, round)

    assert told(load) == [("national_id.twice", "สมาชิก", 3)]
    assert load.report["shown"][0]["value"] == "x-xxxx-xxxxx-67-x"
    assert Person.objects.exclude(national_id=None).count() == 1
    assert arrival(loaded(content, round)) == (0, 0, 2)


def test_a_file_discarded_while_it_was_read_stays_discarded(round):
    load = received(survey(HOUSE), round)

    def discarding(done, total, step):
        if Load.objects.get(pk=load.pk).state == "RECEIVED":
            discard_load(load=load, by=None, at=AT)

    assert check_file(load=load, by=None, at=AT, tell=discarding).state == "DISCARDED"
    assert Load.objects.get().state == "DISCARDED"
