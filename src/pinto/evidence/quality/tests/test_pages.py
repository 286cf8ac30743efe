"""Pages: figures lead to households, what is not one's own is not there, few queries."""

import re

import pytest
from django.urls import reverse

from pinto.evidence.quality.actions.second import assign_second_interview, draw_second_interviews
from pinto.evidence.quality.models import Finding, SecondInterview
from pinto.evidence.quality.tests.factories import AT, looked_through, make_home
from pinto.ground.trail.models import Entry

VILLAGE = "99010101"
DENIED = {"has_debt": False, "debt_baac": 5000}


@pytest.fixture
def home(round, places, volunteer):
    homes = [make_home(round, places[VILLAGE], by=volunteer) for _ in range(12)]
    homes.append(make_home(round, places[VILLAGE], DENIED, by=volunteer, head="บัวคำ"))
    looked_through(round)
    return homes[-1]


def page(browser, name, *args, **query):
    response = browser.get(reverse(name, args=args), query)
    assert response.status_code == 200
    text = b"".join(response).decode()
    return re.sub(r'<span class="nb">(.*?)</span>', r"\1", text)


def test_the_page_says_what_is_wrong_and_leads_to_the_households(home, tambon_officer, client_of):
    browser = client_of(tambon_officer)

    text = page(browser, "quality", "990101")

    assert "1 จาก 13 ครัวเรือนมีคำตอบที่เป็นจริงพร้อมกันไม่ได้" in text
    assert "/quality/990101/debt_denied/" in text
    listed = page(browser, "quality_rule", "990101", "debt_denied")
    assert f"/hh/{home.pk}/" in listed
    assert Entry.objects.filter(what="household.listed", detail__ids=[str(home.pk)]).exists()


@pytest.mark.parametrize(
    ("name", "args", "queries"),
    [
        ("quality", ["990101"], 25),
        ("quality_rule", ["990101", "all"], 12),
        ("second_interviews", ["990101"], 14),
        ("quality_visits", ["990101"], 15),
    ],
)
def test_pages_ask_few_queries_however_many_households(
    name, args, queries, home, round, places, tambon_officer, client_of,
    django_assert_max_num_queries,
):  # fmt: skip
    for _ in range(20):
        make_home(round, places[VILLAGE], DENIED)
    looked_through(round)
    browser = client_of(tambon_officer)

    with django_assert_max_num_queries(queries):
        page(browser, name, *args)


def test_before_there_is_a_round_the_page_says_what_will_come(tambon_officer, client_of):
    assert "ยังไม่มีอะไรให้ดู" in page(client_of(tambon_officer), "quality", "990101")


def test_before_anybody_looked_it_says_so(round, places, tambon_officer, client_of):
    make_home(round, places[VILLAGE])

    assert "pinto quality check" in page(client_of(tambon_officer), "quality", "990101")


def test_a_volunteer_sees_no_figures_about_interviewers(home, volunteer, client_of):
    browser = client_of(volunteer)

    assert 'id="interviewers"' not in page(browser, "quality", VILLAGE)
    for name in ("second_interviews", "quality_visits"):
        assert browser.get(reverse(name, args=[VILLAGE])).status_code == 403


def test_an_interviewer_sees_the_own_page_and_nobody_elses(
    home, volunteer, tambon_officer, client_of
):
    def by(account, who):
        url = reverse("quality_by", args=[VILLAGE, who.pk])
        return client_of(account).get(url).status_code

    assert by(volunteer, volunteer) == 200
    assert by(tambon_officer, volunteer) == 200
    assert by(volunteer, tambon_officer) == 403
    assert by(tambon_officer, tambon_officer) == 404  # interviewed nobody
    listed = reverse("quality_rule", args=[VILLAGE, "debt_denied"])
    assert str(home.pk) in page(
        client_of(tambon_officer), "quality_rule", VILLAGE, "debt_denied", by=volunteer.pk
    )
    assert client_of(volunteer).get(listed, {"by": volunteer.pk}).status_code == 404  # of debts
    assert client_of(volunteer).get(listed, {"by": tambon_officer.pk}).status_code in (403, 404)
    assert client_of(volunteer).get(listed, {"by": "nobody"}).status_code == 404


def test_nothing_is_told_of_an_interviewer_with_few_households(
    round, places, volunteer, tambon_officer, client_of
):
    make_home(round, places[VILLAGE], DENIED, by=volunteer)
    looked_through(round)

    text = page(client_of(tambon_officer), "quality_by", VILLAGE, volunteer.pk)

    assert "ครัวเรือนน้อยเกินไป" in text
    assert "เจ้าหนี้" not in text


def test_a_rule_about_health_is_not_shown_to_whoever_may_not_read_health(
    home, round, volunteer, tambon_officer, client_of, monkeypatch
):
    hidden = frozenset({"has_debt"})
    for module in ("permissions", "queries.figures", "queries.standing"):
        monkeypatch.setattr(
            f"pinto.evidence.quality.{module}.hidden_questions",
            lambda asked, *, viewer, at: hidden if viewer.roles == {"VOLUNTEER"} else frozenset(),
        )

    assert "debt_denied" not in page(client_of(volunteer), "quality", VILLAGE)
    url = reverse("quality_rule", args=[VILLAGE, "debt_denied"])
    assert client_of(volunteer).get(url).status_code == 404
    assert "debt_denied" in page(client_of(tambon_officer), "quality", VILLAGE)


def test_a_finding_is_accepted_on_the_page_of_the_household_and_opened_again(
    home, tambon_officer, client_of
):
    browser = client_of(tambon_officer)
    accept = reverse("finding_accept", args=[home.pk, "debt_denied"]) + "?round=2569"

    assert browser.post(accept, {"reason": ""}).status_code == 302
    assert Finding.objects.get().acceptance is None
    browser.post(accept, {"reason": "หนี้ของพี่ชาย"})
    assert Finding.objects.get().acceptance.reason == "หนี้ของพี่ชาย"
    assert "หนี้ของพี่ชาย" in page(browser, "quality_rule", "990101", "debt_denied", accepted="1")
    browser.post(reverse("finding_undo", args=[home.pk, "debt_denied"]) + "?round=2569")
    assert Finding.objects.get().acceptance is None


def test_the_file_has_no_name_and_who_took_it_is_recorded(home, tambon_officer, client_of):
    text = page(client_of(tambon_officer), "quality_csv", "990101")

    assert str(home.pk) in text
    assert "บัวคำ" not in text
    assert Entry.objects.filter(what="household.exported").exists()


def test_the_form_of_a_second_interview_does_not_show_the_first_answers(
    home, round, places, volunteer, tambon_officer, client_of
):
    draw_second_interviews(round=round, tambon="990101", seed="2569", viewer=None, by=None, at=AT)
    interview = SecondInterview.objects.first()
    assign_second_interview(interview=interview, to=tambon_officer, viewer=None, by=None, at=AT)
    browser = client_of(tambon_officer)

    text = page(browser, "second_interview", interview.pk)
    assert "selected" not in text.split("<form", 1)[1].replace('value="" selected', "")
    refused = browser.post(
        reverse("second_interview", args=[interview.pk]), {"q_expense_food": "สามพัน"}
    )
    assert refused.status_code == 422
    assert "สามพัน" in refused.content.decode()
    done = browser.post(
        reverse("second_interview", args=[interview.pk]),
        {"q_expense_food": "๓,๐๐๐", "q_has_debt": "false"},
    )
    assert done.status_code == 302
    interview.refresh_from_db()
    assert interview.answers == {"expense_food": 3000, "has_debt": False}
    assert client_of(volunteer).get(done.headers["Location"]).status_code == 200


def test_visits_far_from_the_house_and_houses_outside_are_told(
    home, places, tambon_officer, client_of
):
    text = page(client_of(tambon_officer), "quality_visits", "990101")

    assert "ยังไม่มีเส้นเขต" in text
