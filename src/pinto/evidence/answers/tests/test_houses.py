"""A household that lives in several houses: one household, found under each of them."""

import pytest

from pinto.evidence.registry.models import FurtherHouse, Household
from pinto.evidence.registry.queries import households_found
from pinto.evidence.registry.tests.factories import IDS, counts, draft, load, make_round, person
from pinto.ground.access.queries import viewer_of
from pinto.ground.trail.models import Entry

SECOND = "99991234575"


@pytest.fixture
def home(places):
    load(make_round(), draft(members=[person("บัวผัน", IDS[0])], house_no="12", head=0))
    return Household.objects.get()


@pytest.fixture
def officer(tambon_officer, client_of):
    return client_of(tambon_officer)


@pytest.fixture
def viewer(tambon_officer, rf):
    request = rf.get("/")
    request.user = tambon_officer
    return viewer_of(request)


def typed(places, code="99010101", **rest):
    house = {"place": places[code].pk, "house_no": "12/3", "house_code": SECOND}
    return house | {"reason": "กินอยู่ด้วยกัน"} | rest


def url(home, *more):
    return "/hh/" + "/".join([str(home.pk), "houses", *map(str, more)]) + "/"


def test_the_second_house_is_shown_where_the_answers_are(officer, home, places):
    answer = officer.post(url(home), typed(places), follow=True)

    assert answer.status_code == 200
    assert "12/3" in officer.get(f"/hh/{home.pk}/answers/").content.decode()
    assert "และบ้านอีก 1 หลัง" in officer.get(f"/hh/{home.pk}/").content.decode()
    entry = Entry.objects.get(what="house.added")
    assert (entry.on_id, entry.why) == (str(home.pk), "กินอยู่ด้วยกัน")


def test_a_search_for_the_second_house_finds_the_household(officer, home, places, viewer):
    officer.post(url(home), typed(places))

    assert households_found("12/3", viewer=viewer) == [home.pk]
    assert households_found(SECOND, viewer=viewer) == [home.pk]


def test_a_row_about_the_second_house_is_about_the_household_which_stays_where_it_is(
    officer, home, places
):
    officer.post(url(home), typed(places, "99010102"))

    arrival = load(
        make_round(),
        draft(
            SECOND,
            members=[person("บัวผัน", IDS[0])],
            place="99010102",
            house_no="12/3",
            answers={"living_members": 1},
        ),
    )

    assert counts(arrival) == (0, 1, 0)
    after = Household.objects.get()
    assert (after.house_code, after.house_no) == ("99991234567", "12")
    assert after.place.code == "99010101"
    assert after.revisions.latest("id").place.code == "99010101"


def test_a_house_that_was_taken_off_is_another_household_in_the_next_file(officer, home, places):
    officer.post(url(home), typed(places))
    house = FurtherHouse.objects.get()

    officer.post(url(home, house.pk, "left"))

    assert counts(load(make_round(), draft(SECOND, members=[person("ใส")]))) == (1, 0, 0)
    assert FurtherHouse.objects.get(pk=house.pk).removed_at is not None


def test_the_same_house_is_not_added_twice(officer, home, places):
    officer.post(url(home), typed(places))

    again = officer.post(url(home), typed(places))

    assert again.status_code == 422
    assert FurtherHouse.objects.count() == 1


def test_a_house_without_number_and_code_is_refused(officer, home, places):
    answer = officer.post(url(home), typed(places, house_no="-", house_code=""))

    assert answer.status_code == 422
    assert not FurtherHouse.objects.exists()


def test_another_family_of_that_house_is_told(officer, home, places):
    load(make_round(), draft(SECOND, members=[person("ใส", IDS[1])], house_no="12/3", head=0))

    page = officer.post(url(home), typed(places), follow=True).content.decode()

    assert "ใส สมมติสุข" in page
    assert Household.objects.count() == 2
