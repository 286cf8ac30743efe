"""The pages of verification: what an officer sees, does, and is told."""

import datetime as dt
import json
import re

import pytest
from django.utils import timezone

from pinto.evidence.consents.models import ConsentEvent
from pinto.evidence.registry.tests.factories import make_round
from pinto.evidence.verification.models import Kinship, Release, Verification
from pinto.evidence.verification.panels import where_it_stands
from pinto.evidence.verification.rules.transitions import State, Verb
from pinto.evidence.verification.tests.factories import make_homes, propose, state, take
from pinto.ground.jobs.tasks import work
from pinto.ground.places.models import Border
from pinto.ground.trail.models import Entry
from tests.support.cast import make_account

WHEN = {"on": "20/11/2569", "outcome": "MET", "finding": "POOR", "consent": "GIVEN"}


@pytest.fixture
def home(places):
    return make_homes()[0]


@pytest.fixture
def officer(tambon_officer, client_of):
    return client_of(tambon_officer)


@pytest.fixture
def phone(volunteer, client_of):
    return client_of(volunteer)


def url(home, *more):
    return "/verify/" + "/".join([str(home.pk), *more]) + "/"


def seen(home):
    return Verification.objects.get(household=home).steps_taken


def test_a_volunteer_proposes_and_visits_and_the_officer_checks(home, phone, officer):
    told = {"reason": "อยู่คนเดียว", "told_by": "เพื่อนบ้าน"}
    phone.post(url(home, "propose"), told)
    phone.post(url(home, "visit"), {**WHEN, "verb": "VISIT", "seen": seen(home)})
    officer.post(url(home, "step"), {"verb": "CHECK", "seen": seen(home)})

    assert state(home) == State.CHECKED
    page = officer.get(url(home)).text
    assert "เพื่อนบ้าน" in page
    assert "พบครัวเรือน" in page


def test_a_visit_says_what_is_missing_and_keeps_what_was_typed(home, phone, volunteer):
    propose(home, volunteer)
    note = {**WHEN, "on": "31/12/2599", "note": "หลังคารั่ว", "point": "ที่ไหน", "verb": "VISIT"}

    response = phone.post(url(home, "visit"), {**note, "seen": seen(home)})

    assert response.status_code == 422
    assert "หลังคารั่ว" in response.text
    assert state(home) == State.PROPOSED


def test_where_somebody_stood_is_kept(home, phone, volunteer):
    propose(home, volunteer)
    note = {**WHEN, "point": "๑๗.๔๑๒๓, 102.7891", "verb": "VISIT", "seen": seen(home)}
    phone.post(url(home, "visit"), note)

    visit = Verification.objects.get().steps.get(verb="VISIT").visit
    assert (visit.latitude, visit.longitude) == (17.4123, 102.7891)


def test_what_the_family_said_stands_among_its_consents(home, phone, volunteer):
    propose(home, volunteer)
    phone.post(url(home, "visit"), {**WHEN, "verb": "VISIT", "seen": seen(home)})

    event = ConsentEvent.objects.get()
    assert (event.household, event.use, event.state, event.method) == (
        home, "SHARING", "GIVEN", "SPOKEN",
    )  # fmt: skip
    assert event.by == volunteer


def test_who_was_not_asked_has_said_nothing(home, phone, volunteer):
    propose(home, volunteer)
    told = {**WHEN, "consent": "NOT_ASKED", "verb": "VISIT", "seen": seen(home)}
    phone.post(url(home, "visit"), told)

    assert state(home) == State.VISITED
    assert not ConsentEvent.objects.exists()


@pytest.mark.parametrize("days_ago", [0, 1])
def test_a_visit_written_down_on_its_day_knows_when_it_began(home, phone, volunteer, days_ago):
    propose(home, volunteer)
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    opened = re.search('name="opened" value="([^"]+)"', phone.get(url(home, "visit")).text)[1]
    told = {**WHEN, "opened": opened, "verb": "VISIT", "seen": seen(home)}
    phone.post(url(home, "visit"), {**told, "on": f"{day:%d/%m}/{day.year + 543}"})

    step = Verification.objects.get().steps.get(verb="VISIT")
    if days_ago:
        assert step.visit.began_at is None
    else:
        assert step.visit.began_at <= step.at


def test_when_a_visit_began_is_not_to_be_invented(home, phone, volunteer):
    propose(home, volunteer)
    today = timezone.localdate()
    on = f"{today:%d/%m}/{today.year + 543}"
    told = {**WHEN, "on": on, "opened": "2026-01-01T09:00", "verb": "VISIT"}
    phone.post(url(home, "visit"), {**told, "seen": seen(home)})

    assert Verification.objects.get().steps.get(verb="VISIT").visit.began_at is None


def test_who_visited_reads_why_they_do_not_check(home, officer, tambon_officer):
    propose(home, tambon_officer)
    take(Verb.VISIT, home, tambon_officer)

    page = officer.get(url(home)).text

    assert "ท่านได้ลงนามกับครัวเรือนนี้แล้ว" in page
    assert 'value="CHECK"' not in page


def test_the_second_of_two_officers_is_told_on_the_page(home, officer, volunteer, colleague):
    propose(home, volunteer)
    take(Verb.VISIT, home, volunteer)
    opened_by_both = seen(home)
    take(Verb.CHECK, home, colleague)

    response = officer.post(
        url(home, "step"),
        {"verb": "RETURN", "seen": opened_by_both, "reason": "?"},
        follow=True,
    )

    assert "มีผู้อื่นดำเนินการ" in response.text
    assert state(home) == State.CHECKED


@pytest.mark.parametrize("verb", ["CHECK", "RETURN"])
def test_who_submits_a_form_twice_is_told_that_it_is_done_and_not_that_others_acted(
    home, officer, volunteer, verb
):
    propose(home, volunteer)
    take(Verb.VISIT, home, volunteer)
    form = {"verb": verb, "seen": seen(home), "reason": "ใครอยู่บ้าน"}
    officer.post(url(home, "step"), form)

    again = officer.post(url(home, "step"), form, follow=True).text

    assert "มีผู้อื่นดำเนินการ" not in again
    assert "ทำไว้แล้ว" in again


def test_many_are_checked_at_once_and_taken_back(places, officer, volunteer, tambon_officer):
    for home in make_homes(3):
        propose(home, volunteer)
        take(Verb.VISIT, home, volunteer)
    asked = {"verb": "CHECK", "which": "all", "show": "mine", "round": "2569"}

    response = officer.post("/verify/many/", asked)
    work(once=True)
    page = officer.get(response.url).text

    assert "ทำแล้ว 3 จาก 3 ครัวเรือน" in page
    officer.post(f"{response.url}undo/")
    work(once=True)
    assert set(Verification.objects.values_list("state", flat=True)) == {State.VISITED}


def test_only_those_ticked_take_the_step(places, officer, volunteer):
    first, second = make_homes(2)
    for home in (first, second):
        propose(home, volunteer)
        take(Verb.VISIT, home, volunteer)

    officer.post(
        "/verify/many/",
        {"verb": "CHECK", "which": "ticked", "household": [str(first.pk)], "round": "2569"},
    )
    work(once=True)

    assert (state(first), state(second)) == (State.CHECKED, State.VISITED)


def test_visits_are_assigned_by_village(places, officer, volunteer):
    for home in make_homes(2):
        propose(home, volunteer)

    assert "2 ครัวเรือน" in officer.get("/verify/assign/").text
    officer.post(
        "/verify/assign/", {"area": "99010101", "assignee": str(volunteer.pk), "round": "2569"}
    )
    work(once=True)

    assert set(Verification.objects.values_list("assignee", flat=True)) == {volunteer.pk}


def test_nobody_who_does_not_serve_the_village_is_named(places, officer, volunteer, stranger):
    home = make_homes()[0]
    propose(home, volunteer)
    named = {"verb": "ASSIGN", "seen": seen(home), "assignee": str(stranger.pk)}

    officer.post(url(home, "step"), named)

    assert state(home) == State.PROPOSED


def test_kin_is_declared_on_the_page_and_taken_back_by_a_colleague(
    home, officer, tambon_officer, places, client_of
):
    officer.post(url(home, "kin"), {"kind": "KIN"})
    assert Kinship.objects.get().account == tambon_officer

    own = {"account": str(tambon_officer.pk)}
    officer.post(url(home, "kin"), own)
    assert Kinship.objects.exists()  # nobody takes it back alone

    other = client_of(make_account("colleague", "เพื่อน", "TAMBON_OFFICER", places["990101"]))
    assert "ถอนการแจ้ง" in other.get(url(home)).text.replace("\u200b", "")
    other.post(url(home, "kin"), own)
    assert not Kinship.objects.exists()


def test_as_of_a_day_shows_where_it_stood_then(home, officer, volunteer):
    propose(home, volunteer, at=timezone.now())

    assert "เสนอแล้ว" in officer.get(url(home), {"asof": "31/12/2599"}).text
    assert "ยังไม่มีใครเสนอครัวเรือนนี้" in officer.get(url(home), {"asof": "1/1/2560"}).text
    for day in ("xx", "31/2/2569"):
        page = officer.get(url(home), {"asof": day}).text
        assert "ไม่มีวันที่นี้" in page
        assert f"ณ วันที่ {day}" not in page


def test_the_certified_share_is_drawn_where_borders_are_known(
    home, places, volunteer, tambon_officer, client_of
):
    amphoe_officer = make_account("amphoe", "นงลักษณ์", "AMPHOE_OFFICER", places["9901"])
    propose(home, volunteer)
    take(Verb.VISIT, home, volunteer)
    take(Verb.CHECK, home, tambon_officer)
    take(Verb.CERTIFY, home, tambon_officer)
    browser = client_of(amphoe_officer)
    assert not browser.get("/verify/area/9901/").context["map"]
    for code, west in (("990101", 100), ("990102", 101)):
        corners = [[west, 17], [west + 1, 17], [west + 1, 18], [west, 17]]
        shape = json.dumps({"type": "Polygon", "coordinates": [corners]})
        Border.objects.create(
            place=places[code], near=shape, far=shape, points=4, label_longitude=west + 0.5,
            label_latitude=17.5, source="-",
        )  # fmt: skip

    page = browser.get("/verify/area/9901/")

    drawn = {area.code: area.value for area in page.context["map"]["areas"]}
    assert drawn == {"990101": 1.0, "990102": None}
    assert page.text.count("<svg") > 1
    assert not browser.get("/verify/area/990101/").context["map"]


def test_drafts_are_released_and_withheld_with_one_button(home, officer, places):
    officer.post("/verify/area/990101/release/", {"round": "2569"})
    assert Release.objects.get().tambon == "990101"

    officer.post("/verify/area/990101/release/", {"round": "2569", "show": "no"})
    assert not Release.objects.exists()


def test_a_list_records_whom_it_showed_and_takes_few_queries(
    places, officer, volunteer, django_assert_max_num_queries
):
    homes = make_homes(12)
    for home in homes:
        propose(home, volunteer)

    with django_assert_max_num_queries(22):
        assert officer.get("/verify/").status_code == 200
    entry = Entry.objects.get(what="household.listed")
    assert set(entry.detail["ids"]) == {str(home.pk) for home in homes}


def test_a_household_page_takes_few_queries_however_long_its_way(
    home, officer, volunteer, tambon_officer, colleague, django_assert_max_num_queries
):
    propose(home, volunteer)
    for _ in range(4):
        take(Verb.VISIT, home, volunteer)

    with django_assert_max_num_queries(25):
        assert officer.get(url(home)).status_code == 200
    assert make_round().label == "2569"


def test_the_page_of_a_household_says_where_it_stands(home, rf, volunteer, tambon_officer):
    propose(home, volunteer)
    request = rf.get("/", {"round": "2569"})
    request.user = tambon_officer

    assert "เสนอแล้ว" in where_it_stands(request, home)


def test_before_drafts_are_shown_to_the_levels_above_it_is_asked(home, officer, volunteer):
    propose(home, volunteer)
    shown = officer.get("/verify/area/990101/?round=2569").content.decode()
    asked = shown.partition("/release/")[2].partition("</form>")[0]

    assert asked.index("<summary") < asked.index("อำเภอและจังหวัดจะเห็น") < asked.index("<button")


def test_the_phone_fills_in_where_somebody_stands_and_the_field_works_without_it(home, phone):
    phone.post(url(home, "propose"), {"reason": "อยู่คนเดียว", "told_by": "เพื่อนบ้าน"})
    shown = phone.get(url(home, "visit")).content.decode()

    assert 'data-here="id_point"' in shown
    assert 'id="id_point"' in shown
