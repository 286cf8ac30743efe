"""The pages as the cast sees them, in both languages, and the files they hand out."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from pinto.evidence.registry.models import Household
from pinto.ground.access.models import Posting
from pinto.ground.places.models import Border
from pinto.ground.trail.models import Entry
from pinto.insight.profiles.actions import refresh_profiles
from pinto.insight.profiles.queries.areas import profile
from pinto.insight.profiles.queries.reports import profile_json
from pinto.insight.profiles.tests.factories import AT, Home, Member, id_of, survey

pytestmark = pytest.mark.django_db
NUMBER = "1999900000013"
PERSONAL = ("ชื่อ0", "สมมติสุข", NUMBER)


@pytest.fixture
def english(client_of):
    def browser(account):
        client = client_of(account)
        client.cookies["pinto_language"] = "en"
        return client

    return browser


KEPT = re.compile(r'<span class="nb">([^<]*)</span>')  # around terms, against broken lines


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    content = b"".join(response) if response.streaming else response.content
    return KEPT.sub(r"\1", content.decode())


def table(response) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text(response).removeprefix("\ufeff"))))


def looks(what):
    return list(Entry.objects.filter(what=what).order_by("id"))


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
def test_a_page_takes_at_most_twelve_queries(address, two_rounds, province_officer, client_of):
    browser = client_of(province_officer)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(address).status_code == 200

    assert len(queries) <= 12, [q["sql"][:90] for q in queries]


def test_a_household_page_takes_at_most_twelve_queries(two_rounds, province_officer, client_of):
    browser, address = client_of(province_officer), f"/hh/{id_of('99010101-3')}/"
    browser.get(address)  # so that somebody has looked before
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200

    assert len(queries) <= 12, [q["sql"][:90] for q in queries]


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
    assert book.sheet_names == ["areas", "indicators", "about"]


def test_taking_figures_out_is_recorded_and_not_for_every_role(
    two_rounds, researcher, volunteer, auditor, client_of
):
    assert client_of(researcher).get("/area/9901.csv").status_code == 200
    (entry,) = looks("profile.exported")
    assert (entry.on_id, entry.by, entry.detail) == ("9901", str(researcher.pk), {"round": "2569"})

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
     "/hh/?area=99", "/hh/list.csv?area=99", "/hh/list.xlsx?area=990101", "/hh/{home}/"],
)  # fmt: skip
def test_for_a_stranger_nothing_of_it_exists(address, two_rounds, stranger, client_of):
    response = client_of(stranger).get(address.format(home=id_of("99010101-3")))

    assert response.status_code == 404
    assert not Entry.objects.filter(by=str(stranger.pk), what__startswith="household").exists()


# --- the list ---------------------------------------------------------------------------


def test_the_list_says_what_it_lists_and_records_who_was_seen(
    two_rounds, tambon_officer, client_of
):
    page = text(client_of(tambon_officer).get("/hh/?area=990101&level=1"))
    (entry,) = looks("household.listed")

    assert f"{len(entry.detail['ids'])} ครัวเรือนในตำบลห้วยคราม" in page
    assert "บ้านนาง" in page
    assert entry.on_id == "990101"
    assert entry.detail["households"] == len(entry.detail["ids"]) == page.count('class="mini"')


def test_filters_that_are_on_can_be_taken_away(two_rounds, tambon_officer, client_of):
    page = text(client_of(tambon_officer).get("/hh/?area=990101&level=1&lacking=saving&page=1"))

    assert 'href="?area=990101&amp;lacking=saving"' in page
    assert 'href="?area=990101&amp;level=1"' in page


def test_pages_hold_25_and_keep_the_filters(two_rounds, province_officer, client_of):
    first = text(client_of(province_officer).get("/hh/?area=99"))
    second = text(client_of(province_officer).get("/hh/?area=99&page=2"))

    assert first.count('class="mini"') == 25
    assert second.count('class="mini"') == 13
    assert "area=99&amp;page=2" in first


@pytest.mark.parametrize("typed", ["ชื่อ03", "ชื่อ03 สมมติสุข", "สมมติสุข"])
def test_a_name_finds(typed, two_rounds, province_officer, client_of):
    page = text(client_of(province_officer).get("/hh/", {"q": typed}))

    assert str(id_of("99010101-3")) in page


@pytest.mark.parametrize(
    "typed", [NUMBER, "1-9999-00000-01-3", "๑๙๙๙๙๐๐๐๐๐๐๑๓", "99/1", "99990000019"]
)
def test_a_number_finds(typed, places, tambon_officer, client_of):
    some = [
        Home("h", "99010101", 1.5, (Member("บัวคำ", national_id=NUMBER),), house_no="99/1",
             house_code="99990000019"),
        Home("other", "99010101", 1.5),
    ]  # fmt: skip
    survey(2569, some, places)
    page = text(client_of(tambon_officer).get("/hh/", {"q": typed}))

    assert page.count('class="mini"') == 1
    assert str(id_of("h")) in page


def test_typing_asks_for_the_rows_alone(two_rounds, tambon_officer, client_of):
    browser = client_of(tambon_officer)
    whole = browser.get("/hh/?area=990101")
    rows = browser.get("/hh/?area=990101", headers={"HX-Request": "true"})
    back = browser.get(
        "/hh/?area=990101",
        headers={"HX-Request": "true", "HX-History-Restore-Request": "true"},
    )

    assert "<html" in text(whole)
    assert "<html" not in text(rows)
    assert "<html" in text(back)
    assert text(rows).count('class="mini"') == text(whole).count('class="mini"')
    assert all("HX-Request" in r.headers["Vary"] for r in (whole, rows))


def test_nothing_found_is_not_nothing_there(two_rounds, tambon_officer, client_of):
    browser = client_of(tambon_officer)

    assert "ไม่มีครัวเรือนที่ตรงกับตัวกรอง" in text(browser.get("/hh/?area=990101&q=ไม่มีใคร"))


def test_nonsense_in_the_address_is_named_and_loses_nothing(two_rounds, tambon_officer, client_of):
    response = client_of(tambon_officer).get("/hh/?area=990101&level=9&lacking=x__y&page=zz")

    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert client_of(tambon_officer).get("/hh/?area=99010199").status_code == 404
    assert client_of(tambon_officer).get("/hh/?area=990101&round=1").status_code == 404


def test_a_condition_narrows_the_list_or_says_what_is_wrong_with_it(
    two_rounds, tambon_officer, client_of
):
    browser = client_of(tambon_officer)
    two = text(browser.get("/hh/", {"area": "990101", "where": "people = 2"}))
    wrong = text(browser.get("/hh/", {"area": "990101", "where": "peeple = 2"}))

    assert "24 ครัวเรือนในตำบลห้วยคราม" in two
    assert "“people = 2”" in two
    assert 'role="alert"' in wrong
    assert "ตัวอักษรที่ 1" in wrong
    assert 'value="peeple = 2"' in wrong


def test_who_has_no_households_is_told_why(two_rounds, researcher, client_of):
    response = client_of(researcher).get("/hh/")

    assert response.status_code == 403
    assert "ไม่รวมข้อมูลรายครัวเรือน" in KEPT.sub(r"\1", response.content.decode())


def test_the_list_goes_out_masked_and_recorded(places, province_officer, client_of):
    members = (Member("บัวคำ", national_id=NUMBER),)
    some = [Home(f"h{i}", "99010101", 1.5, members) for i in range(3)]
    some.append(Home("none", "99010101", None))
    survey(2569, some, places)
    browser = client_of(province_officer)
    rows = table(browser.get("/hh/list.csv?area=99"))
    book = browser.get("/hh/list.xlsx?area=99")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(book))).get_sheet_by_index(0)

    assert [row["head_id_masked"] for row in rows] == ["x-xxxx-xxxxx-01-x"] * 3 + [""]
    assert rows[0]["overall"] == "1.5"
    assert rows[3]["overall"] == rows[3]["level"] == ""
    assert [str(v) for v in sheet.to_python()[0]] == list(rows[0])
    assert len(sheet.to_python()) == 5
    entries = looks("household.exported")
    assert [entry.detail["households"] for entry in entries] == [4, 4]
    assert {entry.on_id for entry in entries} == {"99"}
    assert NUMBER not in str(rows)


def test_a_village_role_takes_no_list_out(two_rounds, volunteer, client_of):
    assert client_of(volunteer).get("/hh/list.csv").status_code == 403
    assert not looks("household.exported")


# --- one household ----------------------------------------------------------------------


@pytest.fixture
def family(places):
    life = {"relation": "head", "health": "bedridden", "work_status": "working"}
    members = (
        Member("บัวคำ", national_id=NUMBER, answers=life),
        Member("ต้น", born=2021, national_id="1999900000021"),
    )
    home = Home("h", "99010101", 1.9, members, house_code="99990000019")
    survey(2568, [replace(home, score=1.6)], places)
    survey(2569, [home], places)
    return id_of("h")


def test_the_household_page_shows_the_family_and_is_recorded(family, tambon_officer, client_of):
    page = text(client_of(tambon_officer).get(f"/hh/{family}/"))
    (entry,) = looks("household.viewed")

    assert "บ้านนางบัวคำ" in page
    assert "x-xxxx-xxxxx-01-x" in page
    assert "ปกปิดเพราะเป็นผู้เยาว์" in page
    assert "ติดเตียง" in page
    assert "99990000019" in page
    assert f"/hh/{family}/score/" in page
    assert (entry.on_id, entry.by) == (str(family), str(tambon_officer.pk))
    for number in (NUMBER, "1999900000021", "1-9999-00000-01-3", "x-xxxx-xxxxx-02-x"):
        assert number not in page


def test_who_looked_stands_on_the_page(family, tambon_officer, amphoe_officer, client_of):
    client_of(amphoe_officer).get(f"/hh/{family}/")
    page = text(client_of(tambon_officer).get(f"/hh/{family}/"))

    assert amphoe_officer.name in page


def test_health_is_not_for_village_roles(family, volunteer, client_of):
    page = text(client_of(volunteer).get(f"/hh/{family}/"))

    assert "ติดเตียง" not in page
    assert "แสดงเลขประจำตัว" not in page


def test_no_filter_offers_health_to_village_roles(two_rounds, volunteer, tambon_officer, client_of):
    village = text(client_of(volunteer).get("/hh/?lacking=health"))
    office = text(client_of(tambon_officer).get("/hh/?lacking=health"))

    assert 'role="alert"' in village
    assert 'value="health"' not in village
    assert 'value="health" selected' in office
    assert "lacking=saving" in text(client_of(volunteer).get("/area/99010101/"))
    assert "lacking=health" not in text(client_of(volunteer).get("/area/99010101/"))


def test_an_earlier_round_of_the_household(family, tambon_officer, english):
    page = text(english(tambon_officer).get(f"/hh/{family}/?round=2568"))

    assert '<option value="2568" selected>' in page
    assert "In 2568:" not in page
    assert "In 2568: 1.60" in text(english(tambon_officer).get(f"/hh/{family}/"))
    assert english(tambon_officer).get(f"/hh/{family}/?round=2500").status_code == 404


def head_of(family):
    return Household.objects.get(pk=family).head_id


def test_a_full_id_is_shown_once_with_a_reason(family, tambon_officer, client_of):
    browser = client_of(tambon_officer)
    given = {"person": head_of(family), "why": "ยื่นเรื่อง พมจ."}
    response = browser.post(f"/hh/{family}/id/", given)

    assert "1-9999-00000-01-3" in text(response)
    assert "no-store" in response.headers["Cache-Control"]
    assert looks("household.revealed")[0].why == "ยื่นเรื่อง พมจ."
    assert "1-9999-00000-01-3" not in text(browser.get(f"/hh/{family}/"))


def test_without_a_reason_no_id_is_shown(family, tambon_officer, client_of):
    response = client_of(tambon_officer).post(
        f"/hh/{family}/id/", {"person": head_of(family), "why": ""}
    )

    assert "ระบุว่าต้องใช้เลขเพื่ออะไร" in text(response)
    assert "1-9999-00000-01-3" not in text(response)
    assert not looks("household.revealed")


def test_an_id_is_not_asked_for_by_a_link_nor_by_a_village_role(family, volunteer, client_of):
    browser = client_of(volunteer)
    given = {"person": head_of(family), "why": "อยากรู้"}

    assert browser.get(f"/hh/{family}/id/").status_code == 405
    assert browser.post(f"/hh/{family}/id/", given).status_code == 403
    assert not looks("household.revealed")


def test_a_member_of_another_home_is_not_revealed_here(family, places, tambon_officer, client_of):
    survey(2569, [Home("other", "99010101", 1.5, (Member("ใส", national_id=NUMBER),))], places)
    given = {"person": head_of(id_of("other")), "why": "ยื่นเรื่อง พมจ."}

    assert client_of(tambon_officer).post(f"/hh/{family}/id/", given).status_code == 404
