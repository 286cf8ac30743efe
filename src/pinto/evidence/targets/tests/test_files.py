"""A list arrives as a file."""

import pytest

from pinto.evidence.registry.models import Household
from pinto.evidence.targets.actions.entries import decide_list, settle_entry
from pinto.evidence.targets.actions.files import Unusable, receive_list
from pinto.evidence.targets.models import TargetEntry, TargetList
from pinto.evidence.targets.queries import entries, lists
from pinto.evidence.targets.rules.findings import told
from pinto.evidence.targets.tests.factories import (
    AT,
    BUAKHAM_CODE,
    BUAKHAM_ID,
    HEADERS,
    two_villages,
    workbook,
)
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))


@pytest.fixture
def homes(places):
    return two_villages(places)


@pytest.fixture
def hand_in(tambon_officer, places, homes):
    def received(*rows, by=tambon_officer, about="990101"):
        return receive_list(
            stream=workbook(HEADERS, *rows),
            file_name="tpmap.xlsx",
            name="TPMAP 2569",
            source="TPMAP",
            as_of=AT.date(),
            place=places[about],
            note="",
            viewer=viewer_of(by),
            by=by,
            at=AT,
        )

    return received


def codes(found):
    return [each["code"] for each in found.report["shown"]]


def test_a_row_is_recognised_by_its_id_then_by_its_house_code(hand_in, homes):
    found = hand_in(
        [BUAKHAM_ID, "", "บัวคำ", "", "", "", "รายได้น้อย"],
        ["", "99010100023", "แก้ว", "", "", "", ""],
    )

    rows = found.entries.order_by("row")
    assert [(row.household_id, row.recognised_by) for row in rows] == [
        (homes["buakham"], "ID"),
        (homes["kaew"], "HOUSE_CODE"),
    ]
    assert rows[0].reason == "รายได้น้อย"
    assert BUAKHAM_ID.encode() not in bytes(rows[0].national_id)


def test_a_row_that_nothing_tells_waits_for_a_person(hand_in):
    found = hand_in(["", "", "ใครสักคน", "99", 1, "", "บ้านพัง"])

    row = found.entries.get()
    assert row.household is None
    assert (row.doubt, row.place.code) == ("target.no_key", "99010101")


def test_an_id_and_a_house_code_of_two_homes_are_for_a_person_to_settle(hand_in):
    found = hand_in([BUAKHAM_ID, "99010100023", "", "", "", "", ""])

    assert found.entries.get().doubt == "target.two_answers"


def test_the_same_household_twice_stands_on_the_list_once(hand_in, homes):
    found = hand_in([BUAKHAM_ID, "", "", "", "", "", ""], ["", BUAKHAM_CODE, "", "", "", "", ""])

    assert found.entries.get().household_id == homes["buakham"]
    assert "target.twice" in codes(found)


def test_a_household_elsewhere_is_not_recognised_and_not_spoken_of(hand_in, homes):
    found = hand_in(["", "98010100019", "ไกล", "", "", "", ""])

    assert found.entries.get().household is None
    assert str(homes["far"]) not in str(found.report)


def test_a_row_about_another_area_is_left_out_and_named(hand_in):
    found = hand_in(["", "", "นาดี", "9", "1", "นาเมฆคำ", ""], [BUAKHAM_ID, "", "", "", "", "", ""])

    assert found.entries.count() == 1
    assert "place.not_yours" in codes(found)


def test_a_spoilt_id_is_named_with_its_row_and_never_repeated(hand_in):
    found = hand_in(["1999900000014", "", "บัวคำ", "52", "1", "", ""])

    bad = next(each for each in told(found.report, str) if each.column)
    assert (bad.row, bad.column) == (2, "เลขประจำตัวประชาชน")
    assert "1999900000014" not in str(found.report)


def test_a_file_without_known_headers_leaves_nothing(places, tambon_officer, homes):
    with pytest.raises(Unusable) as unusable:
        receive_list(
            stream=workbook(["อะไร", "ไม่รู้"], ["1", "2"]),
            file_name="x.xlsx",
            name="x",
            source="TPMAP",
            as_of=AT.date(),
            place=places["990101"],
            note="",
            viewer=viewer_of(tambon_officer),
            by=tambon_officer,
            at=AT,
        )

    assert next(told(unusable.value.report, str)).what.startswith("No row")
    assert not TargetList.objects.exists()


def test_nobody_else_sees_a_file_before_it_is_decided_about(hand_in, province_officer):
    found = hand_in([BUAKHAM_ID, "", "", "", "", "", ""])

    assert not lists(viewer=viewer_of(province_officer)).exists()
    decide_list(target_list=found, state="CURRENT", viewer=viewer_of(found.by), by=found.by, at=AT)
    assert lists(viewer=viewer_of(province_officer)).get().named == 1


def test_a_discarded_file_leaves_nothing(hand_in):
    found = hand_in([BUAKHAM_ID, "", "", "", "", "", ""])

    decide_list(
        target_list=found, state="WITHDRAWN", viewer=viewer_of(found.by), by=found.by, at=AT
    )

    assert not TargetList.objects.exists()
    assert not TargetEntry.objects.exists()


def test_a_volunteer_hands_in_no_file(hand_in, volunteer):
    with pytest.raises(Refused):
        hand_in([BUAKHAM_ID, "", "", "", "", "", ""], by=volunteer, about="99010101")


def test_a_settled_row_is_the_household_a_person_chose(hand_in, homes, tambon_officer):
    found = hand_in(["", "", "แก้ว สมมติสุข", "7", "1", "", ""])
    viewer = viewer_of(tambon_officer)
    decide_list(target_list=found, state="CURRENT", viewer=viewer, by=tambon_officer, at=AT)
    row = found.entries.get()
    home = Household.objects.get(pk=homes["kaew"])

    settle_entry(entry=row, home=home, viewer=viewer, by=tambon_officer, at=AT)

    assert entries(found, viewer=viewer).get().household_id == homes["kaew"]
    with pytest.raises(Refused):
        settle_entry(entry=row, home=home, viewer=viewer, by=tambon_officer, at=AT)
