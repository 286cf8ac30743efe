"""The area page as the cast sees it, in both languages, and its files."""

import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from pinto.ground.access.models import Posting
from pinto.ground.places.models import Border
from pinto.ground.trail.models import Entry
from pinto.insight.profiles.actions import refresh_profiles
from pinto.insight.profiles.queries.areas import profile
from pinto.insight.profiles.queries.reports import profile_json
from pinto.insight.profiles.tests.factories import AT, Home, id_of, survey
from pinto.insight.profiles.tests.reading import looks, table, text

pytestmark = pytest.mark.django_db


# --- where one starts -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "code"),
    [("province_officer", "99"), ("tambon_officer", "990101"), ("volunteer", "99010101"),
     ("researcher", "99"), ("auditor", "99"), ("stranger", "98")],
)  # fmt: skip
def test_everybody_starts_in_their_own_area(who, code, request, client_of, two_rounds):
    response = client_of(request.getfixturevalue(who)).get("/area/")

    assert response.headers["Location"] == f"/area/{code}/"


def test_who_serves_two_areas_chooses(places, tambon_officer, client_of):
    posting = tambon_officer.postings.get()
    Posting.objects.create(
        account=tambon_officer, role=posting.role, place=places["990102"],
        agency=posting.agency, since=posting.since,
    )  # fmt: skip
    page = text(client_of(tambon_officer).get("/area/"))

    assert 'href="/area/990101/"' in page
    assert 'href="/area/990102/"' in page


# --- the area page ----------------------------------------------------------------------


def test_the_area_page_says_what_it_found_in_thai(two_rounds, amphoe_officer, client_of):
    page = text(client_of(amphoe_officer).get("/area/9901/"))

    assert "สภาวะความยากจนของ" in page
    for section in ("capitals", "indicators", "places", "moves", "quality"):
        assert f'id="{section}"' in page
    assert "ทุนการเงิน" in page
    assert "ไม่มีเงินออม" in page
    assert "พิมพ์รายงาน" in page
    assert "/method/ppp-five-capitals/1/" in page
    assert 'href="/area/99/' in page


def test_the_area_page_speaks_english(two_rounds, amphoe_officer, english):
    page = text(english(amphoe_officer).get("/area/9901/"))

    assert "How people live in เมฆคำ amphoe, 2569" in page
    assert "Destitute" in page
    assert "No savings" in page


def test_an_earlier_round_is_shown_as_it_was(two_rounds, amphoe_officer, client_of):
    page = text(client_of(amphoe_officer).get("/area/9901/?round=2568"))

    assert '<option value="2568" selected>' in page
    assert "ยังไม่มีรอบก่อนให้เทียบ" in page
    assert 'id="moves"' not in page
    assert client_of(amphoe_officer).get("/area/9901/?round=2500").status_code == 404


def test_every_number_leads_to_its_households(two_rounds, tambon_officer, client_of):
    browser = client_of(tambon_officer)
    page = text(browser.get("/area/990101/"))

    for query in ("level=1", "level=none", "boundary=1", "duplicates=1", "lacking=saving",
                  "moved=worse"):  # fmt: skip
        assert f"/hh/?area=990101&amp;{query}&amp;round=2569" in page
        assert browser.get(f"/hh/?area=990101&{query}&round=2569").status_code == 200


def test_who_sees_no_households_is_led_to_none(two_rounds, researcher, tambon_officer, client_of):
    assert "/hh/?" not in text(client_of(researcher).get("/area/9901/"))
    above = text(client_of(tambon_officer).get("/area/9901/"))
    assert "/hh/?" not in above
    assert "/area/990102/" not in above


def test_a_village_page_leads_to_its_households_and_has_no_map(two_rounds, volunteer, client_of):
    page = text(client_of(volunteer).get("/area/99010101/"))

    assert "/hh/?area=99010101&amp;round=2569" in page
    assert 'id="places"' not in page
    assert 'class="map"' not in page
    assert 'class="radar"' in page


def test_too_few_scores_show_a_caution_and_no_empty_chart(places, tambon_officer, client_of):
    some = [Home(f"h{i}", "99010101", 1.5) for i in range(4)]
    refresh_profiles(round=survey(2569, some, places), by=None, at=AT)
    page = text(client_of(tambon_officer).get("/area/990101/"))

    assert "แสดงเมื่อมีอย่างน้อย 10" in page
    assert 'class="radar"' not in page
    assert 'class="lvbar"' not in page


def test_an_area_without_data_says_so_and_shows_no_zero(two_rounds, amphoe_officer, client_of):
    page = text(client_of(amphoe_officer).get("/area/99010202/"))

    assert "รอบนี้ยังไม่มีรายชื่อ" in page
    assert 'class="figs"' not in page


def test_before_anything_was_loaded_there_is_no_area_page_but_a_household_list(
    places, tambon_officer, client_of
):
    browser = client_of(tambon_officer)

    assert browser.get("/area/990101/").status_code == 200
    assert "นำเข้าไฟล์สำรวจ" in text(browser.get("/area/990101/"))
    assert "นำเข้าไฟล์สำรวจ" in text(browser.get("/hh/"))


def test_the_map_shows_what_was_chosen_and_links_on(two_rounds, places, amphoe_officer, client_of):
    for number, code in enumerate(("9901", "990101", "990102")):
        square = {"type": "Polygon", "coordinates": [[
            [103 + number, 17], [104 + number, 17], [104 + number, 18], [103 + number, 17],
        ]]}  # fmt: skip
        Border.objects.create(
            place=places[code], near=json.dumps(square), far=json.dumps(square), points=4,
            label_longitude=103.5 + number, label_latitude=17.5, source="invented",
        )  # fmt: skip
    browser = client_of(amphoe_officer)
    low = text(browser.get("/area/9901/"))
    capital = text(browser.get("/area/9901/?metric=social"))
    odd = text(browser.get("/area/9901/?metric=%3Cscript"))

    assert 'class="map"' in low
    assert 'aria-current="true">อยู่ลำบาก+อยู่ยาก</a>' in low
    assert "มีคะแนนไม่ถึง 60%" in low
    assert "/area/990101/?round=2569&amp;metric=social" in capital
    assert "<script>" not in odd
    assert 'class="map"' in odd


# --- the budget of queries --------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/area/99/", "/area/9901/", "/area/990101/", "/area/99010101/", "/hh/?area=99&lacking=saving",
     "/hh/?q=ชื่อ03", "/hh/?area=990101&moved=worse&duplicates=1"],
)  # fmt: skip
def test_a_page_takes_few_queries(address, two_rounds, province_officer, client_of):
    browser = client_of(province_officer)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(address).status_code == 200

    # two more of a list: whether it may be read unasked, and who was on it, for the trail
    most = 14 if address.startswith("/hh/") else 12
    assert len(queries) <= most, [q["sql"][:90] for q in queries]


def test_a_household_page_takes_at_most_28_queries(two_rounds, province_officer, client_of):
    browser, address = client_of(province_officer), f"/hh/{id_of('99010101-3')}/"
    browser.get(address)  # so that somebody has looked before
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200

    assert len(queries) <= 28, [q["sql"][:90] for q in queries]


# --- files of an area -------------------------------------------------------------------


def test_the_files_of_an_area_hold_the_numbers_of_its_page(two_rounds, amphoe_officer, client_of):
    browser = client_of(amphoe_officer)
    told = json.loads(text(browser.get("/area/9901.json")))
    rows = table(browser.get("/area/9901.csv"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(browser.get("/area/9901.xlsx").content))
    sheet = book.get_sheet_by_name("areas").to_python()

    assert told == json.loads(json.dumps(profile_json(profile("9901", viewer=None))))
    assert [row["code"] for row in rows] == ["9901"] + [a["place"]["code"] for a in told["areas"]]
    assert float(rows[0]["overall_mean"]) == told["now"]["overall"]["mean"]
    assert sheet[0] == list(rows[0])
    assert [str(line[0]) for line in sheet[1:]] == [row["code"] for row in rows]
    assert sheet[1][sheet[0].index("overall_mean")] == pytest.approx(told["now"]["overall"]["mean"])
    assert book.sheet_names == ["areas", "indicators", "about", "คำอธิบาย"]
    explained = book.get_sheet_by_name("คำอธิบาย").to_python()
    assert [line[0] for line in explained[1:]][: len(rows[0])] == list(rows[0])
    assert ["share_scored", "สัดส่วนครัวเรือนที่มีคะแนน (0–1)"] in [line[:2] for line in explained]
    assert all(line[1] and line[2] for line in explained)


def test_taking_figures_out_is_recorded_and_not_for_every_role(
    two_rounds, researcher, volunteer, auditor, client_of
):
    assert client_of(researcher).get("/area/9901.csv").status_code == 200
    (entry,) = looks("profile.exported")
    assert (entry.on_id, entry.by) == ("9901", str(researcher.pk))
    assert entry.detail == {"round": "2569", "purpose": "RESEARCH"}

    for who in (volunteer, auditor):
        response = client_of(who).get("/area/99010101.xlsx")
        assert response.status_code == 403
        assert "ส่งออกไฟล์" in response.content.decode()
    assert len(looks("profile.exported")) == 1


def test_an_area_above_ones_own_is_read_but_not_taken_out(two_rounds, tambon_officer, client_of):
    browser = client_of(tambon_officer)

    assert browser.get("/area/9901.json").status_code == 200
    assert browser.get("/area/9901.csv").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/area/99/", "/area/9901/", "/area/990101.csv", "/area/990101.xlsx", "/area/990101.json",
     "/hh/?area=99", "/hh/export/?area=99", "/hh/list.csv?area=99", "/hh/list.xlsx?area=990101",
     "/hh/{home}/", "/hh/{home}/looked/"],
)  # fmt: skip
def test_for_a_stranger_nothing_of_it_exists(address, two_rounds, stranger, client_of):
    response = client_of(stranger).get(address.format(home=id_of("99010101-3")))

    assert response.status_code == 404
    assert not Entry.objects.filter(by=str(stranger.pk), what__startswith="household").exists()
