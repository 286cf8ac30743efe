"""A checked file is taken out with its bad cells marked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pinto.evidence.intake.models import Load
from pinto.evidence.intake.rules import marked
from pinto.evidence.intake.rules.showing import hidden
from pinto.evidence.intake.tests.factories import survey, workbook
from pinto.evidence.intake.tests.marked_copy import read_copy
from pinto.ground.jobs.tasks import work
from pinto.ground.trail.models import Entry

SHORT = ("9999597214", "53", 1, 2)
WRONG_ID = "1999900000014"
PEOPLE = [
    ("99991234567", "บัวผัน", "สมมติ", "1999900000013", "5/3/2510"),
    ("99991234567", "บัวคลี่", "สมมติ", WRONG_ID, "31/2/2510"),
]
SURVEY = survey(("99991234567", "52", 1, "มากมาย"), SHORT, people=PEOPLE)


@pytest.fixture
def hand_in(tambon_officer, client_of):
    """The officer hands the file in, and it is checked; the answer is her browser."""

    def hand_in(content, name="survey.xlsx"):
        browser = client_of(tambon_officer)
        file = SimpleUploadedFile(name, content)
        assert browser.post(reverse("intake"), {"file": file, "round": "2569"}).status_code == 302
        work(once=True)
        return browser

    return hand_in


def url(name="intake_marked"):
    return reverse(name, args=[Load.objects.latest("at").pk])


def taken_out(browser):
    response = browser.get(url())
    assert response.status_code == 200
    return read_copy(b"".join(response.streaming_content))


def test_each_bad_cell_has_a_colour_a_sign_and_a_note_in_thai(hand_in):
    pages = taken_out(hand_in(SURVEY))

    houses, people = pages["ครัวเรือน"], pages["สมาชิก"]
    assert list(pages) == ["สิ่งที่พบ", "ครัวเรือน", "สมาชิก"]
    short = houses.cells["A3"]
    assert (short.text, short.sign, short.fill) == ("9999597214", "✖", "FFF9D6D0")
    assert "รหัสบ้านนี้มี 10 หลัก" in houses.notes["A3"]
    assert "→ " in houses.notes["A3"]
    assert houses.cells["G2"].sign == "▲"
    assert set(people.notes) == {"D3", "E3"}
    assert houses.cells["A2"].fill == ""


def test_every_cell_stands_where_it_stands_in_the_file_below_a_header_that_stays(hand_in):
    pages = taken_out(hand_in(SURVEY))

    houses = pages["ครัวเรือน"]
    assert [houses.cells[f"{letter}2"].text for letter in "ABCD"] == [
        "99991234567",
        "52",
        "1",
        "ห้วยคราม",
    ]
    assert houses.cells["C2"].kind == "n"
    assert houses.frozen == "A2"
    assert houses.cells["A1"].bold


def test_the_first_sheet_lists_the_findings_with_links_to_their_cells(hand_in):
    first = taken_out(hand_in(SURVEY))["สิ่งที่พบ"]

    said = {cell: shown.text for cell, shown in first.cells.items()}
    assert said["A1"] == "Pinto ✖ ▲ ✔ · survey.xlsx"
    assert "ซ่อนเลขประจำตัวประชาชน" in said["A3"]
    assert [said[f"{letter}5"] for letter in "ABCD"] == ["ผลที่จะเกิด", "แผ่นงาน", "แถว", "คอลัมน์"]
    assert (said["B6"], said["C6"], said["D6"]) == ("ครัวเรือน", "3", "รหัสบ้าน")
    assert set(first.links.values()) == {
        "'ครัวเรือน'!A3",
        "'ครัวเรือน'!G2",
        "'สมาชิก'!D3",
        "'สมาชิก'!E3",
    }
    assert first.frozen == "A6"
    assert first.cells["A6"].sign == "✖"


def test_ids_and_phones_are_hidden_wherever_they_stand(hand_in):
    content = workbook(
        ครัวเรือน=[
            ("รหัสบ้าน", "บ้านเลขที่", "หมู่ที่", "ตำบล", "อำเภอ", "จังหวัด", "โทรศัพท์", "หมายเหตุ"),
            (
                "99991234567",
                "5",
                1,
                "ห้วยคราม",
                "เมฆคำ",
                "ธารคราม",
                "0812345678",
                "เลข 1999900000013",
            ),
            ("9999123456", "5", 1, "ห้วยคราม", "เมฆคำ", "ธารคราม", None, "โทร 081-234-5678"),
        ],
        สมาชิก=[("รหัสบ้าน", "ชื่อ", "นามสกุล", "เลขประจำตัวประชาชน", "วันเกิด"), *PEOPLE],
    )

    pages = taken_out(hand_in(content))

    everything = " ".join(
        [shown.text for page in pages.values() for shown in page.cells.values()]
        + [note for page in pages.values() for note in page.notes.values()]
    )
    for secret in ("1999900000013", WRONG_ID, "0812345678", "081-234-5678"):
        assert secret not in everything
    assert pages["สมาชิก"].cells["D2"].text == "x-xxxx-xxxxx-01-x"


@pytest.mark.parametrize("cell", [None, True, 52, 3.5, "52/1", "99991234567", 99991234567])
def test_what_is_neither_an_id_nor_a_phone_stays_as_it_is(cell):
    assert hidden("", cell) == cell


def test_of_a_long_sheet_the_rows_with_findings_are_kept_with_their_numbers(hand_in, monkeypatch):
    monkeypatch.setattr(marked, "WHOLE", 20)
    many = [(f"999912345{number}", "1", 1, 1) for number in range(10, 70)]
    browser = hand_in(survey(*many, SHORT, ("99991234599", "9", 1, 1)))

    pages = taken_out(browser)

    houses = pages["ครัวเรือน"]
    assert [houses.cells[f"A{row}"].text for row in (1, 2)] == ["แถว", "62"]
    assert "A3" not in houses.cells
    assert (houses.cells["B2"].text, houses.cells["B2"].sign) == ("9999597214", "✖")
    assert houses.frozen == "B2"
    first = pages["สิ่งที่พบ"]
    assert "'ครัวเรือน'!B2" in first.links.values()
    assert "แผ่นที่ยาว" in first.cells["A4"].text


def test_text_files_and_web_pages_are_marked_too(hand_in):
    rows = "".join(
        f"<tr><td>{'<td>'.join(row)}</tr>"
        for row in (
            ("รหัสตำบล", "ตำบล", "จำนวนคนจน ปี 2569"),
            ("990101", "ห้วยคราม", "7"),
            ("", "ไม่มีตำบลนี้", "เจ็ด"),
        )
    )
    pages = taken_out(hand_in(f"<html><table>{rows}</table></html>".encode(), "t.xls"))
    assert pages["1"].cells["C3"].sign == "▲"
    assert pages["1"].cells["C3"].text == "เจ็ด"

    header = "รหัสบ้าน,บ้านเลขที่,หมู่ที่,ตำบล,อำเภอ,จังหวัด\n"
    line = "{},=5+2,1,ห้วยคราม,เมฆคำ,ธารคราม\n"
    text = header + line.format("99991234567") + line.format("9999597214")
    pages = taken_out(hand_in(text.encode("cp874"), "t.csv"))
    assert pages["ตาราง"].cells["A3"].sign == "✖"
    assert (pages["ตาราง"].cells["B3"].text, pages["ตาราง"].formulas) == ("=5+2", 0)


def test_the_copy_is_never_loaded(hand_in):
    browser = hand_in(SURVEY)
    copy = b"".join(browser.get(url()).streaming_content)

    hand_in(copy, "copy.xlsx")

    load = Load.objects.latest("at")
    assert (load.state, list(load.report["counts"])) == ("REFUSED", ["file.marked_copy"])


def test_the_page_offers_it_until_the_load_is_decided(hand_in):
    browser = hand_in(SURVEY)
    assert "marked.xlsx" in browser.get(url("intake_load")).content.decode()

    browser.post(url("intake_publish"))
    work(once=True)

    page = browser.get(url("intake_load")).content.decode()
    assert "findings.csv" in page
    assert "marked.xlsx" not in page
    answer = browser.get(url(), follow=True)
    assert "ไม่ได้เก็บตัวไฟล์ไว้แล้ว" in answer.content.decode()


def test_a_file_without_findings_offers_no_copy(hand_in):
    browser = hand_in(survey(("99991234567", "52", 1, 3)))

    assert "marked.xlsx" not in browser.get(url("intake_load")).content.decode()


def test_taking_it_out_is_in_the_trail(hand_in, tambon_officer):
    taken_out(hand_in(SURVEY))

    entry = Entry.objects.get(what="load.taken_out")
    assert (entry.by, entry.on_id) == (str(tambon_officer.pk), str(Load.objects.get().pk))


def test_rows_left_out_may_be_of_anybody_so_only_who_handed_them_in_sees_them(
    hand_in, amphoe_officer, client_of
):
    hand_in(SURVEY)
    other = client_of(amphoe_officer)

    assert "marked.xlsx" not in other.get(url("intake_load")).content.decode()
    assert "เฉพาะผู้ที่ส่งไฟล์นี้" in other.get(url(), follow=True).content.decode()
    assert other.get(url("intake_findings")).status_code == 200


def test_a_stranger_does_not_find_it(hand_in, stranger, client_of):
    hand_in(SURVEY)

    assert client_of(stranger).get(url()).status_code == 404
