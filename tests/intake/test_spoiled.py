"""Every trap of real exports (facts §1.9) is found or put right, and nothing else is touched."""

import io
import json
import re

import pytest

from pinto.evidence.intake.rules.layouts import own_meanings
from pinto.evidence.intake.rules.marked import write_marked
from pinto.evidence.intake.rules.reports import report_of
from pinto.evidence.intake.rules.workbook import open_book
from pinto.evidence.intake.tests.factories import checked, loaded, make_round, said, told
from pinto.evidence.intake.tests.marked_copy import read_copy

BASE = "ข้อมูลพื้นฐาน"
# kind of mistake → the finding at its place; None: it is read as it was meant, without a word
EXPECTED = {
    "house_code_short": "house_code.leading_zero",
    "house_code_twice": "household.twice",
    "house_no_as_date": "house_no.excel_date",
    "id_scientific": "national_id.scientific",
    "id_check_digit": "national_id.checksum",
    "thai_digits": None,
    "tambon_code_long": "place.code_too_long",
    "columns_shifted": "row.shifted",
    "point_swapped": "point.swapped",
    "point_outside": "point.outside",
    "two_digit_year": None,
    "untidy_text": None,
    "second_profile": "household.superseded",
    "stray_member": "row.no_household",
}


@pytest.fixture
def marks(spoiled):
    return json.loads((spoiled / "spoiled.json").read_text("utf-8"))


def test_every_spoiled_place_is_found_and_no_other(sample_places, spoiled, marks):
    load = checked((spoiled / "pppconnext-2569.xlsx").read_bytes(), make_round())

    assert {mark["kind"] for mark in marks} == set(EXPECTED)
    wanted = {
        (EXPECTED[mark["kind"]], mark["sheet"], mark["row"])
        for mark in marks
        if EXPECTED[mark["kind"]]
        # a house code is named once, where the household stands, not in every sheet and row
        and (mark["sheet"] == BASE or not mark["kind"].startswith("house_code"))
    }
    assert set(told(load)) == wanted


def test_every_spoiled_place_is_marked_in_the_copy(sample_places, spoiled, marks):
    load = checked((spoiled / "pppconnext-2569.xlsx").read_bytes(), make_round())
    copy = io.BytesIO()

    write_marked(
        copy,
        open_book(spoiled / "pppconnext-2569.xlsx"),
        report_of(load.report, str),
        name=load.file_name,
        meanings=own_meanings("ppp-household", "1"),
        translate=str,
        folder=spoiled,
    )

    pages = read_copy(copy.getvalue())
    first = next(iter(pages.values()))
    assert len(first.links) == len(load.report["shown"])
    for link in first.links.values():
        sheet, cell = link.rsplit("!", 1)
        page = pages[sheet.strip("'")]
        assert page.cells[cell].sign in "✖▲✔"
        assert page.cells[cell].fill
        assert "→" in page.notes[cell]
    for mark in marks:
        if EXPECTED[mark["kind"]] == "national_id.checksum":
            headers = {
                shown.text: cell[:-1]
                for cell, shown in pages[mark["sheet"]].cells.items()
                if re.fullmatch("[A-Z]+1", cell)
            }
            cell = f"{headers[mark['column']]}{mark['row']}"
            assert pages[mark["sheet"]].cells[cell].sign == "▲"


def test_unspoiled_households_are_read_as_if_nothing_had_happened(
    sample_places, sample, spoiled, marks
):
    round = make_round()
    clean = (sample / "pppconnext-2569.xlsx").read_bytes()
    assert checked(clean, round).report["shown"] == []
    loaded((spoiled / "pppconnext-2569.xlsx").read_bytes(), round)
    spoilt = said(round)
    loaded(clean, make_round(2570))
    right = said(make_round(2570))

    refused = {_house_code(spoiled, mark) for mark in marks if mark["kind"] == "columns_shifted"}
    for mark in marks:
        if mark["kind"].startswith("house_code"):
            refused |= {mark["was"], mark["stands"]}
    assert set(right) - set(spoilt) == refused & set(right)
    # what is loaded differs only where somebody was taken out of the roster
    assert {code for code in spoilt if spoilt[code] != right[code]} == {
        mark["was"] for mark in marks if mark["kind"] == "stray_member"
    }


def _house_code(folder, mark):
    rows = list(open_book(folder / "pppconnext-2569.xlsx").rows(mark["sheet"]))
    return rows[mark["row"] - 1][0]
