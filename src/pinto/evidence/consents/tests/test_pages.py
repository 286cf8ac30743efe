"""The pages: on a phone in half a minute, on paper, and never more than the role reads."""

import json

import pytest

from pinto.evidence.consents.models import ConsentEvent, ErasureRequest
from pinto.evidence.consents.queries.numbers import household_numbered, number_of
from pinto.evidence.consents.tests.factories import make_household, make_round
from pinto.evidence.registry.models import Person
from pinto.ground.access.queries import viewer_of
from pinto.ground.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(places):
    home = make_household(make_round(), places["99010101"], {"farmer_book": True}, [40, 9])
    home.head = home.members.order_by("id").first()
    home.head.given_name, home.head.surname = "บัวคำ", "สมมติสุข"
    home.head.save()
    home.save()
    return home


def test_the_page_says_that_refusing_lowers_nothing(home, volunteer, client_of):
    page = client_of(volunteer).get(f"/hh/{home.pk}/consent/").content.decode()

    assert "ความช่วยเหลือที่ท่านได้รับไม่ลดลง" in page


def test_a_volunteer_writes_down_what_the_family_says_and_what_it_changes(
    home, volunteer, client_of
):
    browser = client_of(volunteer)
    browser.post(f"/hh/{home.pk}/consent/", {"use_research": "yes", "method": "SPOKEN"})
    page = browser.post(
        f"/hh/{home.pk}/consent/",
        {"use_research": "no", "method": "SPOKEN", "person": str(home.head.pk)},
        follow=True,
    ).content.decode()

    assert [e.state for e in ConsentEvent.objects.order_by("id")] == ["GIVEN", "WITHDRAWN"]
    assert "จะไม่อยู่ในงานวิจัยที่ทำหลังจากนี้" in page
    assert "บัวคำ สมมติสุข" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "SPOKEN"},  # nothing was answered
        {"method": "THUMBPRINT", "use_photo": "yes"},  # no witness
        {"method": "TELEPATHY", "use_photo": "yes"},
        {"method": "SPOKEN", "use_photo": "perhaps"},
        {"method": "SPOKEN", "use_photo": "yes", "person": "nobody"},
    ],
)
def test_what_was_typed_wrongly_is_shown_again_and_nothing_is_recorded(
    wrong, home, volunteer, client_of
):
    answer = client_of(volunteer).post(f"/hh/{home.pk}/consent/", wrong)

    assert answer.status_code == 422
    assert not ConsentEvent.objects.exists()


def test_the_household_page_shows_what_was_agreed(home, volunteer, client_of):
    from pinto.evidence.consents.panels import consents

    browser = client_of(volunteer)
    browser.post(f"/hh/{home.pk}/consent/", {"use_sharing": "yes", "method": "SIGNED"})
    request = browser.get(f"/hh/{home.pk}/consent/").wsgi_request
    panel = consents(request, home)

    assert "น้อย สมมติสุข" in panel
    assert f"/hh/{home.pk}/consent/" in panel
    assert f"/hh/{home.pk}/copy/" not in panel  # a volunteer hands out nothing


def test_the_paper_leads_back_to_the_record(home, volunteer, client_of):
    browser = client_of(volunteer)
    number = number_of(home.pk)
    paper = browser.get(f"/hh/{home.pk}/consent/form/").content.decode()
    found = browser.get("/consent/", {"number": f" {number.lower()} "})

    assert number in paper
    assert "<svg" in paper
    assert found.headers["Location"] == f"/hh/{home.pk}/consent/"


def test_a_number_of_another_area_is_unknown(home, stranger, client_of):
    answer = client_of(stranger).get("/consent/", {"number": number_of(home.pk)})

    assert answer.status_code == 200
    assert "ไม่มีครัวเรือนในพื้นที่ของท่านที่มีเลขนี้" in answer.content.decode()
    assert household_numbered(number_of(home.pk), viewer=viewer_of(stranger)) is None


def test_the_copy_holds_what_is_on_record_and_is_noted(home, tambon_officer, client_of):
    browser = client_of(tambon_officer)
    page = browser.get(f"/hh/{home.pk}/copy/").content.decode()
    told = json.loads(browser.get(f"/hh/{home.pk}/copy.json").content)

    assert "บัวคำ สมมติสุข" in page
    assert told["rounds"][0]["answers"][0]["question"] == "farmer_book"
    assert len(told["people"]) == 2
    assert "not_shown" in told
    assert set(Entry.objects.values_list("what", flat=True)) >= {
        "household.printed",
        "household.exported",
    }


def test_a_volunteer_hands_out_no_copy(home, volunteer, client_of):
    assert client_of(volunteer).get(f"/hh/{home.pk}/copy/").status_code == 403


def test_an_erasure_is_asked_by_one_and_decided_by_another(
    home, tambon_officer, amphoe_officer, client_of
):
    asker, other = client_of(tambon_officer), client_of(amphoe_officer)
    whom = str(Person.objects.get(given_name="บัวคำ").pk)
    form = {"whom": whom, "reason": "OBJECTION", "understood": "on"}
    asker.post(f"/hh/{home.pk}/erase/", form)
    asked = ErasureRequest.objects.get()
    address = f"/erasures/{asked.pk}/"

    own, theirs = asker.get(address).content.decode(), other.get(address).content.decode()
    assert "อนุมัติและลบ" not in own
    assert "อนุมัติและลบ" in theirs
    assert "บัวคำ สมมติสุข" in theirs
    assert asker.post(f"{address}decide/", {"decision": "approve"}).status_code == 403
    other.post(f"{address}decide/", {"decision": "approve"})
    asked.refresh_from_db()
    assert asked.state == "APPROVED"
    assert other.post(f"{address}decide/", {"decision": "refuse"}).status_code == 403


def test_asking_needs_the_tick_that_nothing_brings_it_back(home, tambon_officer, client_of):
    form = {"whom": "household", "reason": "OBJECTION"}

    assert client_of(tambon_officer).post(f"/hh/{home.pk}/erase/", form).status_code == 422
    assert not ErasureRequest.objects.exists()


def test_who_asked_may_take_it_back(home, tambon_officer, client_of):
    browser = client_of(tambon_officer)
    form = {"whom": "household", "reason": "OBJECTION", "understood": "on"}
    browser.post(f"/hh/{home.pk}/erase/", form)
    asked = ErasureRequest.objects.get()
    browser.post(f"/erasures/{asked.pk}/back/")
    asked.refresh_from_db()

    assert asked.state == "TAKEN_BACK"


def test_the_pages_ask_the_database_little(
    home, tambon_officer, client_of, django_assert_max_num_queries
):
    browser = client_of(tambon_officer)
    for address, queries in (("consent/", 16), ("consent/form/", 14), ("copy/", 26)):
        browser.get(f"/hh/{home.pk}/{address}")
        with django_assert_max_num_queries(queries):
            browser.get(f"/hh/{home.pk}/{address}")
