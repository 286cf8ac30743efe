"""The queue, two records side by side, and the hint while somebody types."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from pinto.evidence.matching.models import Pair
from pinto.evidence.matching.tests.factories import a_pair, member, registered, twice
from pinto.evidence.registry.models import Household, Person
from pinto.evidence.registry.tests.factories import IDS, draft, load, make_round
from pinto.ground.access.models import Posting
from pinto.ground.trail.models import Entry
from tests.support.cast import make_account


def test_a_common_surname_is_looked_up_with_the_year_of_birth(db):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL goes by its statistics, and a small table has none")

    plan = Person.objects.filter(surname_key="แซลี", birth_year=1960).explain()

    assert "person_surname_born" in plan


@pytest.fixture
def pair(places):
    """Somebody on record twice in one tambon."""
    twice("99010102")
    return a_pair(*Person.objects.filter(given_name__startswith="สมชา"))


@pytest.fixture
def officer(tambon_officer, client_of):
    return client_of(tambon_officer)


def answer(browser, pair, decision="SAME", **more):
    return browser.post(reverse("pair", args=[pair.pk]), {"decision": decision, **more})


def test_the_queue_shows_pairs_of_ones_own_places_and_counts_them(
    pair, officer, stranger, client_of
):
    page = officer.get(reverse("pairs")).content.decode()
    assert "สมชาย สมมติสุข" in page
    assert "(1)" in page
    assert "สมชาย" not in client_of(stranger).get(reverse("pairs")).content.decode()


def test_the_queue_takes_as_many_queries_for_ten_pairs_as_for_one(
    places, officer, django_assert_max_num_queries
):
    people = registered(5)
    for one in range(5):
        for other in range(one):
            a_pair(people[one], people[other])
    officer.get(reverse("pairs"))
    with django_assert_max_num_queries(12):
        assert officer.get(reverse("pairs")).content.decode().count('sm" href="/matching/') == 10


def test_a_pair_that_reaches_beyond_ones_places_is_not_there(places, officer):
    twice("99010201")  # of the next tambon
    pair = a_pair(*Person.objects.filter(given_name__startswith="สมชา"))
    assert officer.get(reverse("pair", args=[pair.pk])).status_code == 404
    assert answer(officer, pair).status_code == 404
    assert "สมชาย" not in officer.get(reverse("pairs")).content.decode()


def test_a_pair_is_compared_joined_and_taken_back(pair, officer):
    page = officer.get(reverse("pair", args=[pair.pk])).content.decode()
    assert "มาลี สมมติสุข" in page  # who lives with them
    answer(officer, pair, households="yes")
    second = Person.objects.get(pk=pair.second_id)
    assert second.same_as_id == pair.first_id

    for home in Household.objects.all():  # both pages say so
        assert "ข้อมูลซ้ำ" in officer.get(reverse("household", args=[home.pk])).content.decode()

    officer.post(reverse("pair_undo", args=[pair.pk]))
    assert not Household.objects.filter(same_as__isnull=False).exists()
    assert Pair.objects.get().decision == "OPEN"


def test_after_a_decision_the_next_pair_follows(places, officer):
    people = registered(3)
    first, second = a_pair(people[0], people[1]), a_pair(people[1], people[2])
    response = answer(officer, first, "DIFFERENT")
    assert response.url == reverse("pair", args=[second.pk])


def test_a_decision_nobody_offers_changes_nothing(pair, officer):
    answer(officer, pair, "MAYBE")
    assert Pair.objects.get().decision == "OPEN"


def test_whoever_may_not_change_households_may_not_decide(pair, researcher, client_of):
    assert answer(client_of(researcher), pair).status_code in (403, 404)
    assert Pair.objects.get().decision == "OPEN"


def test_no_id_is_shown_and_the_look_is_in_the_trail(pair, officer):
    Person.objects.filter(pk=pair.first_id).update(national_id_lookup="f" * 32)
    assert "f" * 32 not in officer.get(reverse("pair", args=[pair.pk])).content.decode()
    assert Entry.objects.filter(what="pair.viewed", on_id=str(pair.pk)).exists()


class TestWhileSomebodyTypes:
    @pytest.fixture
    def on_record(self, places):
        somchai = member("สมชาย", surname="นิทานไกล", national_id=IDS[0])
        load(make_round(), draft(members=[somchai], head=0))

    @pytest.mark.parametrize(
        "typed",
        [
            {"given_name": "สมชาย", "surname": "นิทานไกล"},
            {"given_name": "นายสมชาย", "surname": "นิทานไกล"},
            {"given_name": "นิทานไกล", "surname": "สมชาย"},
            {"given_name": "สมชาญ", "surname": "นิทานไกล", "birth": "5/3/2510"},
            {"given_name": "ใคร", "surname": "ไม่รู้", "national_id": IDS[0]},
        ],
    )
    def test_a_likely_record_is_shown(self, on_record, officer, typed):
        assert "สมชาย นิทานไกล" in officer.post(reverse("likely"), typed).content.decode()

    @pytest.mark.parametrize(
        "typed",
        [
            {},
            {"given_name": "สมชาย"},
            {"given_name": "มาลี", "surname": "อื่น"},
            {"given_name": "มาลี", "surname": "นิทานไกล", "sex": "F", "birth": "2530"},
        ],
    )
    def test_somebody_else_is_not(self, on_record, officer, typed):
        assert officer.post(reverse("likely"), typed).content.decode().strip() == ""

    def test_outside_ones_places_nothing_is_said_not_even_by_the_id(
        self, on_record, stranger, client_of
    ):
        typed = {"given_name": "สมชาย", "surname": "นิทานไกล", "national_id": IDS[0]}
        response = client_of(stranger).post(reverse("likely"), typed)
        assert response.content.decode().strip() == ""

    def test_the_form_of_a_new_household_asks(self, on_record, officer):
        assert reverse("likely") in officer.get(reverse("household_new")).content.decode()


@pytest.mark.parametrize("role", ["VOLUNTEER", "VILLAGE_LEADER"])
def test_a_village_role_sees_a_pair_and_neither_joins_nor_parts(role, pair, places, client_of):
    both = {p.household.place.code for p in (pair.first, pair.second)}
    who = make_account("villager", "คน หมู่บ้าน", role, places[both.pop()])
    for code in both:
        Posting.objects.create(
            account=who, role=role, place=places[code], since=dt.date(2025, 10, 1)
        )
    browser = client_of(who)
    page = browser.get(reverse("pair", args=[pair.pk])).content.decode()

    assert "สมชาย สมมติสุข" in page
    assert 'value="SAME"' not in page
    answer(browser, pair)
    pair.refresh_from_db()
    assert pair.decision == "OPEN"
    Pair.objects.update(decision="SAME", decided_at="2026-11-20T00:00Z")
    assert browser.post(reverse("pair_undo", args=[pair.pk])).status_code == 403
    pair.refresh_from_db()
    assert pair.decision == "SAME"


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("สมพงษ์ สายหอมวาดฝัน", "สมพงศ์ สายหอมวาดฝัน"),
        ("สุภาพ กรวดเพลินละคร", "นางสุพาพ กรวดเพลินละคร"),
        ("สุภาพ กรวดเพลินละคร", "สุภาพ กรวดเพลินละคอน"),
    ],
)
def test_a_name_that_is_spelled_otherwise_is_found_without_a_birth_year(
    known, typed, places, officer
):
    given, surname = known.split()
    load(make_round(), draft(house_code="99991234560", members=[member(given, surname)], head=0))

    page = officer.post(reverse("likely"), {"head_name": typed}).content.decode()

    assert known in page


def test_likely_duplicates_appear_while_a_household_not_on_record_is_typed(places, officer):
    page = officer.get(reverse("target_add_new")).content.decode()

    assert f'hx-post="{reverse("likely")}"' in page
    assert 'hx-trigger="input' in page
