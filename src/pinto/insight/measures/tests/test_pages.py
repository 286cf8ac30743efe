"""The pages of a score: who sees them, what they say, what the trail keeps."""

import re

import pytest
from django.http import HttpRequest
from django.urls import reverse

from pinto.ground.access.queries import viewer_of
from pinto.ground.trail.models import Entry
from pinto.insight.measures.actions import score_round
from pinto.insight.measures.models import Score
from pinto.insight.measures.panels import capitals
from pinto.insight.measures.queries.explanations import explanation
from pinto.insight.measures.tests import invented, oracle
from pinto.insight.measures.tests.factories import AT, make_household, make_round, revise

ANSWERS, MEMBERS = next(
    (answers, members)
    for answers, members, _ in map(invented.household, range(100))
    if len(members) > 2 and oracle.score(answers, members, {})["overall"] is not None
)


@pytest.fixture
def house(year, places):
    return make_household(year, places["99010101"], ANSWERS, MEMBERS)


def page(browser, name, house, query=""):
    return browser.get(reverse(name, args=[house.pk]) + query)


def test_the_sheet_shows_the_score_an_independent_recomputation_gives(
    house, tambon_officer, client_of
):
    expected = oracle.score(ANSWERS, MEMBERS, {})
    told = page(client_of(tambon_officer), "score_json", house).json()

    assert told["overall"] == pytest.approx(expected["overall"], abs=1e-9)
    assert told["level"] == expected["level"]
    for capital in told["capitals"]:
        assert capital["score"] == pytest.approx(expected["capitals"][capital["id"]], abs=1e-9)
        for item in capital["items"]:
            assert item["score"] == pytest.approx(expected["items"][item["id"]], abs=1e-9)
            assert item["assumed"]


def test_the_json_names_versions_conditions_and_assumptions_and_nobody(
    house, tambon_officer, client_of
):
    response = page(client_of(tambon_officer), "score_json", house)
    told = response.json()

    assert told["scoring"]["id"] == "ppp-five-capitals"
    assert told["scoring"]["instrument"] == "ppp-household/1"
    decided = [d for c in told["capitals"] for i in c["items"] for d in i["decided"]]
    assert any("dwelling_ownership" in d["condition"] for d in decided)
    assert "คนที่" not in response.content.decode()


def test_the_page_is_thai_and_shows_every_item(house, tambon_officer, client_of, ppp):
    html = page(client_of(tambon_officer), "household_score", house).content.decode()
    text = re.sub(r"<.*?>", "", html)

    assert "บ้านนี้" in text
    assert [item.id for item in ppp.items if item.th not in text] == []
    assert "ข้อสมมติ" in text
    assert "style=" not in html


def test_reading_a_score_is_in_the_trail(house, tambon_officer, client_of):
    for name in ("household_score", "score_json"):
        page(client_of(tambon_officer), name, house)

    entries = Entry.objects.filter(what="household.explained", on_id=str(house.pk))
    assert len(entries) == 2
    assert {entry.by for entry in entries} == {str(tambon_officer.pk)}


@pytest.mark.parametrize("name", ["household_score", "score_json"])
def test_a_stranger_finds_nothing_and_the_trail_holds_no_view(house, stranger, client_of, name):
    assert page(client_of(stranger), name, house).status_code == 404
    assert not Entry.objects.filter(what="household.explained").exists()


def test_a_researcher_sees_no_single_household(house, researcher, client_of):
    assert page(client_of(researcher), "household_score", house).status_code == 404


def test_without_signing_in_there_is_no_page(house, client):
    assert page(client, "household_score", house).status_code == 302


def test_a_volunteer_does_not_read_about_health(house, volunteer, client_of):
    told = page(client_of(volunteer), "score_json", house).json()

    items = {item["id"]: item for capital in told["capitals"] for item in capital["items"]}
    assert items["health"]["hidden"]
    assert items["health"]["decided"] == []
    assert items["education_highest"]["decided"]


def test_another_round_is_asked_for_by_its_label(house, tambon_officer, client_of, places):
    revise(house, make_round(2568), {"helping": "never"})
    browser = client_of(tambon_officer)

    assert page(browser, "score_json", house).json()["round"] == "2569"
    assert page(browser, "score_json", house, "?round=2568").json()["round"] == "2568"
    assert page(browser, "score_json", house, "?round=2567").status_code == 404
    assert page(browser, "score_json", house, "?round=soon").status_code == 404


def test_a_household_never_asked_has_no_sheet(year, places, tambon_officer, client_of):
    silent = make_household(year, places["99010101"])
    silent.revisions.all().delete()

    assert page(client_of(tambon_officer), "household_score", silent).status_code == 404


def test_a_household_not_asked_in_the_round_has_no_sheet_of_it(
    house, places, tambon_officer, client_of
):
    make_round(2568)

    assert page(client_of(tambon_officer), "score_json", house, "?round=2568").status_code == 404


def test_a_household_without_a_score_is_told_so_and_never_zero(
    year, places, tambon_officer, client_of
):
    silent = make_household(year, places["99010101"], {"helping": "never"})

    text = page(client_of(tambon_officer), "household_score", silent).content.decode()

    assert "บ้านนี้ยังไม่มีคะแนน" in text
    assert "ไม่มีคะแนน" in text
    assert "0.00" not in text


def test_the_sheet_says_when_lists_still_show_an_older_score(
    house, year, tambon_officer, client_of
):
    score_round(round=year, by=None, at=AT)
    browser = client_of(tambon_officer)
    assert "คำตอบเปลี่ยนแล้ว" not in page(browser, "household_score", house).content.decode()

    revise(house, year, {**ANSWERS, "dwelling_ownership": "none", "helping": "never"}, MEMBERS)

    old = f"{Score.objects.get().overall:.2f}"
    text = page(browser, "household_score", house).content.decode()
    assert "คำตอบเปลี่ยนแล้ว" in text
    assert old in text


def test_a_delivered_household_shows_where_its_scores_come_from(
    year, places, tambon_officer, client_of
):
    five = dict.fromkeys(("human", "physical", "financial", "natural", "social"), 2.5)
    house = make_household(year, places["99010101"], delivered=five)

    text = page(client_of(tambon_officer), "household_score", house).content.decode()

    assert "คะแนนทุนตามที่มากับไฟล์" in text
    assert "อยู่บนเส้นแบ่งระดับพอดี" in text


def panel(account, household, round, before=None):
    told = explanation(household.pk, round=round, viewer=viewer_of(account), language="th")
    return capitals(HttpRequest(), told, before)


def test_the_panel_shows_items_with_lights_and_answers_in_words(house, year, tambon_officer):
    html = panel(tambon_officer, house, year)

    assert "ทุนห้าด้านของบ้านนี้" in html
    assert html.count('class="tl ') == 37
    assert "style=" not in html


def test_the_panel_draws_the_round_before(house, year, tambon_officer, places):
    before = make_round(2568)
    revise(house, before, ANSWERS, MEMBERS)
    score_round(round=before, by=None, at=AT)

    html = panel(tambon_officer, house, year, Score.objects.get())

    assert "2568" in html
    assert 'class="prev"' in html


def test_the_heading_names_what_is_most_urgent(year, places, tambon_officer):
    def heading(**scores):
        five = dict.fromkeys(("human", "physical", "financial", "natural", "social"), 2.5)
        house = make_household(year, places["99010101"], delivered=five | scores)
        html = panel(tambon_officer, house, year)
        return (
            html.split("<h2", 1)[1]
            .split("</h2>")[0]
            .replace('<span class="nb">', "")
            .replace("</span>", "")
        )

    assert "ทุนสังคมและทุนการเงินคือเรื่องเร่งด่วน" in heading(financial=1.5, social=1.2)
    assert "ทุนการเงินคือเรื่องเร่งด่วน" in heading(financial=1.5)
    assert "ทุนมนุษย์ต่ำที่สุด" in heading(human=2.0)


def test_the_method_marks_every_assumption(tambon_officer, client_of, ppp):
    browser = client_of(tambon_officer)

    text = browser.get(reverse("method", args=["ppp-five-capitals", "1"])).content.decode()

    assumed = [item for item in ppp.items if item.assumed]
    assumed += [item for item in ppp.items if item.weight_assumed]
    assumed += [number for number in ppp.let if number.assumed]
    assert text.count('class="assumed"') == len(assumed) + 1  # and the boundary
    assert "style=" not in text
    assert browser.get(reverse("method", args=["ppp-five-capitals", "9"])).status_code == 404


def test_methods_and_their_schema_are_listed(tambon_officer, client_of):
    browser = client_of(tambon_officer)

    assert "/method/ppp-five-capitals/1/" in browser.get(reverse("methods")).content.decode()
    assert browser.get(reverse("scoring_schema")).json()["properties"]["items"]


def test_the_method_is_for_those_who_signed_in(client, db):
    assert client.get(reverse("methods")).status_code == 302


def test_the_sheet_asks_the_database_few_questions(
    house, tambon_officer, client_of, django_assert_max_num_queries
):
    browser = client_of(tambon_officer)
    page(browser, "household_score", house)

    with django_assert_max_num_queries(14):
        page(browser, "household_score", house)
