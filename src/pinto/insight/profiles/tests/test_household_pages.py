"""The list of households and the page of one, as the cast sees them."""

import csv
import io
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from pinto.evidence.registry.models import Household
from pinto.insight.profiles.tests.factories import Home, Member, id_of, survey
from pinto.insight.profiles.tests.reading import KEPT, NUMBER, looks, text

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    "typed",
    ["บ้านเลขที่ 150/8", "เลขที่ ๑๕๐/๘", "150 / 8", "ห้วยคราม 150/8", "ต.ห้วยคราม เลขที่ 150/8",
     "150/8 ตำบลห้วยคราม"],
)  # fmt: skip
def test_a_house_number_is_found_as_it_is_spoken(typed, places, tambon_officer, client_of):
    homes = [
        Home("h", "99010101", 1.5, house_no="150/8"),
        Home("other", "99010101", 1.5, house_no="150"),
    ]
    survey(2569, homes, places)
    page = text(client_of(tambon_officer).get("/hh/", {"q": typed}))

    assert page.count('class="mini"') == 1
    assert str(id_of("h")) in page


def test_a_house_number_in_another_tambon_is_not_found(places, province_officer, client_of):
    survey(2569, [Home("h", "99010101", 1.5, house_no="150/8")], places)
    browser = client_of(province_officer)

    assert 'class="mini"' in text(browser.get("/hh/", {"q": f"{places['9901'].name_th} 150/8"}))
    assert 'class="mini"' not in text(
        browser.get("/hh/", {"q": f"{places['990102'].name_th} 150/8"})
    )
    assert 'class="mini"' not in text(browser.get("/hh/", {"q": "ไม่มีที่ใด 150/8"}))


def test_a_given_name_that_sounds_alike_is_found(places, tambon_officer, client_of):
    survey(2569, [Home("h", "99010101", 1.5, (Member("ณัฐวุฒิ"),))], places)

    assert 'class="mini"' in text(client_of(tambon_officer).get("/hh/", {"q": "นัฐวุฒิ"}))


def test_who_finds_nothing_is_told_what_can_be_searched(two_rounds, tambon_officer, client_of):
    page = text(client_of(tambon_officer).get("/hh/", {"q": "Somchai"}))

    assert "บ้านเลขที่ จะพิมพ์ชื่อตำบลหรือหมู่บ้านด้วยก็ได้" in page


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
    assert 'value="peeple = 2"' in wrong


@pytest.mark.parametrize(
    ("language", "where", "said"),
    [
        ("th", "peeple = 2", "ตัวอักษรที่ 1: ไม่มีคำตอบชื่อ `peeple` หมายถึง `people` หรือไม่"),
        ("en", "peeple = 2", "At character 1: There is no answer `peeple`; did you mean `people`?"),
        ("th", "people = 2\nand 5", "บรรทัดที่ 2 ตัวอักษรที่ 5: ส่วนนี้เป็นตัวเลข แต่ตรงนี้ต้องเป็นค่าใช่หรือไม่ใช่"),
        ("en", "people = 2\nand 5", "In line 2, at character 5: This is a number, but a yes"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_condition_is_said_in_the_readers_language(
    language, where, said, two_rounds, tambon_officer, client_of
):
    browser = client_of(tambon_officer)
    browser.cookies["pinto_language"] = language
    page = text(browser.get("/hh/", {"area": "990101", "where": where}))

    assert said in page


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
    mark, *lines = text(browser.get("/hh/list.csv?area=99&purpose=HELP")).splitlines(keepends=True)
    rows = list(csv.DictReader(lines))
    book = browser.get("/hh/list.xlsx?area=99&purpose=HELP")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(book))).get_sheet_by_index(0)

    assert [row["head_id_masked"] for row in rows] == ["x-xxxx-xxxxx-01-x"] * 3 + [""]
    assert rows[0]["overall"] == "1.5"
    assert rows[3]["overall"] == rows[3]["level"] == ""
    assert [str(v) for v in sheet.to_python()[1]] == list(rows[0])
    assert len(sheet.to_python()) == 6
    for said in (mark, sheet.to_python()[0][0]):
        assert "วิไล สมมติสุข" in said
        assert "การช่วยเหลือ" in said
    entries = looks("household.exported")
    assert [entry.detail["households"] for entry in entries] == [4, 4]
    assert {entry.on_id for entry in entries} == {"99"}
    assert {entry.detail["purpose"] for entry in entries} == {"HELP"}
    assert NUMBER not in str(rows)


def test_nothing_leaves_without_a_purpose_of_ones_role(two_rounds, tambon_officer, client_of):
    browser = client_of(tambon_officer)

    for asked in ("", "?purpose=", "?purpose=AUDIT", "?purpose=police"):
        assert browser.get(f"/hh/list.csv{asked}").status_code == 403
    assert not looks("household.exported")


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
    assert 'value="saving"' not in village
    assert 'value="news"' in village
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


# --- what a hidden capital leaves open --------------------------------------------------


def test_no_file_lets_a_hidden_capital_be_worked_out(two_rounds, tambon_officer, client_of):
    """With the overall score and four capitals the fifth is a sum away."""
    five = ("human", "physical", "financial", "natural", "social")
    file = client_of(tambon_officer).get("/hh/list.csv?area=990101&purpose=PLANNING")
    _mark, *lines = text(file).splitlines(keepends=True)
    rows = list(csv.DictReader(lines))

    assert any(row["overall"] for row in rows)
    for row in rows:
        assert row["human"] == ""
        assert sum(row[name] == "" for name in five) >= 2
