"""What becomes of households that arrive: new, changed, the same; and back again."""

import pytest

from pinto.evidence.registry.actions.batches import publish_batch, withdraw_batch
from pinto.evidence.registry.models import Batch, Household, HouseholdRevision, Person
from pinto.evidence.registry.queries import latest_revisions
from pinto.evidence.registry.rules import Covered
from pinto.evidence.registry.tests.factories import (
    AT,
    IDS,
    add,
    counts,
    draft,
    id_of,
    load,
    make_round,
    person,
    roster_of,
    what_counts,
)
from pinto.ground.installation.keys import lookup, unseal
from pinto.ground.thai.calendar import PartialDate
from pinto.ground.trail.models import Entry

MOTHER, CHILD = person("บัวผัน", IDS[0]), person("ใส", IDS[1])


@pytest.fixture
def round(places):
    return make_round()


def answers(household, round):
    return latest_revisions([household.pk], round)[household.pk].answers


class TestRecognition:
    def test_a_household_is_new_then_the_same_then_changed(self, round):
        first = draft(members=[MOTHER], answers={"living_members": 1})
        mended = draft(members=[MOTHER], answers={"living_members": 2})

        assert counts(load(round, first)) == (1, 0, 0)
        assert counts(load(round, first)) == (0, 0, 1)
        assert counts(load(round, mended)) == (0, 1, 0)
        assert HouseholdRevision.objects.count() == 2
        assert answers(Household.objects.get(), round) == {"living_members": 2}

    def test_a_second_round_keeps_who_they_are(self, round):
        load(round, draft(members=[MOTHER, CHILD]))
        before = set(Person.objects.values_list("pk", flat=True))

        arrival = load(make_round(2570), draft(members=[MOTHER, CHILD]))

        assert (counts(arrival), arrival.entered) == (
            (0, 0, 0),
            1,
        )
        assert Household.objects.count() == 1
        assert set(Person.objects.values_list("pk", flat=True)) == before

    def test_without_an_id_a_member_is_known_by_name_and_year_of_birth(self, round):
        born = PartialDate.of(1967)
        load(round, draft(members=[person("ใส", birth=born)]))

        same = load(round, draft(members=[person("ใส", birth=born)]))
        other = load(round, draft(members=[person("ใส", birth=PartialDate.of(1990))]))

        assert counts(same) == (0, 0, 1)
        assert counts(other) == (0, 1, 0)
        assert Person.objects.count() == 2

    def test_the_same_name_with_another_id_is_somebody_else(self, round):
        load(round, draft(members=[person("ใส", IDS[0])]))
        load(round, draft(members=[person("ใส", IDS[1])]))

        assert Person.objects.count() == 2

    def test_a_nameless_member_is_only_known_by_id(self, round):
        nameless = person("", IDS[0])
        nameless = type(nameless)(national_id=IDS[0])
        load(round, draft(members=[nameless, type(nameless)(answers={"health": "normal"})]))
        load(round, draft(members=[nameless, type(nameless)(answers={"health": "normal"})]))

        assert Person.objects.count() == 3  # the one without a name or ID cannot be known again

    def test_whoever_is_named_by_id_elsewhere_is_not_taken_for_a_namesake(self, round):
        load(round, draft(members=[person("ใส", IDS[0])]))
        load(
            round,
            draft(members=[person("ใส")]),
            draft("99991234568", members=[person("ใส", IDS[0])]),
        )

        old, new = Household.objects.order_by("house_code")
        assert [id_of(one) for one in roster_of(new, round)] == [IDS[0]]
        assert [id_of(one) for one in roster_of(old, round)] == [None]

    def test_a_person_who_moved_is_the_same_person(self, round):
        load(round, draft(members=[MOTHER, CHILD]), draft("99991234568", members=[]))
        child = Person.objects.get(national_id_lookup=lookup(IDS[1]))

        load(round, draft(members=[MOTHER]), draft("99991234568", members=[CHILD]))

        child.refresh_from_db()
        assert child.household.house_code == "99991234568"
        assert Person.objects.count() == 2

    def test_a_household_without_a_house_code_is_known_by_its_head(self, round):
        load(round, draft(members=[MOTHER, CHILD], head=0))

        arrival = load(round, draft("", house_no="9/1", members=[MOTHER, CHILD], head=0))

        assert counts(arrival) == (0, 1, 0)
        home = Household.objects.get()
        assert (home.house_code, home.house_no) == ("99991234567", "9/1")

    def test_a_head_who_is_found_under_another_house_code_has_founded_a_household(self, round):
        load(round, draft(members=[MOTHER, CHILD], head=0))

        arrival = load(round, draft("99991234568", members=[MOTHER], head=0))

        assert counts(arrival) == (1, 0, 0)

    def test_a_household_is_not_stood_for_by_two_pieces_of_one_file(self, round):
        load(round, draft(members=[MOTHER, CHILD], head=0))
        batch, _ = add(round, draft("", house_no="9/1", members=[MOTHER], head=0))

        _, arrival = add(round, draft(members=[CHILD], head=0), batch=batch)

        assert counts(arrival) == (1, 0, 0)

    def test_somebody_known_can_join_a_new_household(self, round):
        load(round, draft(members=[MOTHER, CHILD]))

        arrival = load(round, draft("99991234568", members=[CHILD]))

        assert counts(arrival) == (1, 0, 0)
        child = Person.objects.get(national_id_lookup=lookup(IDS[1]))
        assert child.household.house_code == "99991234568"

    def test_families_of_one_house_are_told_apart_by_a_member(self, round):
        one, two = draft(members=[MOTHER]), draft(members=[CHILD])
        load(round, one, two)

        again = load(round, two, one)

        assert counts(again) == (0, 0, 2)

    def test_a_family_that_shares_nobody_with_those_of_the_house_is_new(self, round):
        load(round, draft(members=[MOTHER]), draft(members=[CHILD]))

        assert counts(load(round, draft(members=[person("คำ")]))) == (1, 0, 0)

    def test_without_a_house_code_place_and_number_decide(self, round):
        here = draft("", house_no="52", members=[MOTHER])
        load(round, here)

        again = load(round, here)
        elsewhere = load(round, draft("", house_no="52", place="99010102", members=[CHILD]))

        assert counts(again) == (0, 0, 1)
        assert counts(elsewhere) == (1, 0, 0)


class TestWhatAFileSays:
    def test_what_a_file_does_not_ask_stays(self, round):
        load(round, draft(answers={"living_members": 3, "house_condition": "poor"}))
        asks_less = Covered(frozenset({"living_members"}), frozenset(), roster=False)

        load(round, draft(answers={"living_members": 4}), covered=asks_less)

        household = Household.objects.get()
        assert answers(household, round) == {"living_members": 4, "house_condition": "poor"}

    def test_a_blank_where_it_asks_makes_the_answer_unknown(self, round):
        load(round, draft(answers={"living_members": 3, "house_condition": "poor"}))

        load(round, draft(answers={"living_members": 3}))

        assert answers(Household.objects.get(), round) == {"living_members": 3}

    def test_a_file_without_members_leaves_them_as_they_are(self, round):
        load(round, draft(members=[MOTHER, CHILD]))
        houses_only = Covered(frozenset({"living_members"}), frozenset(), roster=False)

        arrival = load(round, draft(answers={"living_members": 2}), covered=houses_only)

        assert counts(arrival) == (0, 1, 0)
        names = [one.given_name for one in roster_of(Household.objects.get(), round)]
        assert names == ["บัวผัน", "ใส"]

    def test_a_member_who_is_not_listed_any_more_has_left(self, round):
        load(round, draft(members=[MOTHER, CHILD]))
        load(round, draft(members=[MOTHER]))

        assert [one.given_name for one in roster_of(Household.objects.get(), round)] == ["บัวผัน"]
        assert Person.objects.count() == 2

    def test_a_mended_address_is_a_change(self, round):
        load(round, draft(house_no="52", latitude=10.8, longitude=100.7))

        arrival = load(round, draft(house_no="52/1", latitude=10.8, longitude=100.7))

        assert counts(arrival) == (0, 1, 0)
        assert Household.objects.get().house_no == "52/1"

    def test_a_blank_address_erases_nothing(self, round):
        load(round, draft(house_no="52", members=[person("ใส", sex="F")]))
        assert counts(load(round, draft(members=[person("ใส")]))) == (0, 0, 1)

        assert Household.objects.get().house_no == "52"
        assert Person.objects.get().sex == "F"

    def test_an_id_that_comes_later_is_filled_in_and_taken_out_again(self, round):
        load(round, draft(members=[person("ใส")]))
        batch, arrival = add(round, draft(members=[person("ใส", IDS[0])]))
        assert IDS[0] not in str(arrival.changes)

        publish_batch(batch=batch, changes=arrival.changes, by=None, at=AT)
        known = Person.objects.get()
        assert (id_of(known), known.national_id_lookup) == (IDS[0], lookup(IDS[0]))

        withdraw_batch(batch=batch, by=None, at=AT)
        known = Person.objects.get()
        assert (known.national_id, known.national_id_lookup) == (None, "")

    def test_a_new_phone_replaces_the_old_one(self, round):
        load(round, draft(members=[person("ใส", phone="0990000001")]))
        assert counts(load(round, draft(members=[person("ใส", phone="0990000001")]))) == (0, 0, 1)

        load(round, draft(members=[person("ใส", phone="0990000002")]))

        assert unseal(Person.objects.get().phone) == "0990000002"

    def test_a_date_of_birth_is_replaced_whole_and_never_made_coarser(self, round):
        load(round, draft(members=[person("ใส", IDS[0], birth=PartialDate.of(1967, 3, 5))]))
        coarse = draft(members=[person("ใส", IDS[0], birth=PartialDate.of(1967))])
        assert counts(load(round, coarse)) == (0, 0, 1)

        load(round, draft(members=[person("ใส", IDS[0], birth=PartialDate.of(1968, 4))]))

        one = Person.objects.get()
        born = (one.birth_year, one.birth_month, one.birth_day, one.birth_precision)
        assert born == (1968, 4, None, "MONTH")

    def test_a_corrected_name_is_found_by_its_new_keys(self, round):
        load(round, draft(members=[person("ใส", IDS[0])]))
        old_key = Person.objects.get().name_key
        load(round, draft(members=[person("ใสสะอาด", IDS[0])]))

        assert Person.objects.get().name_key != old_key

    def test_the_head_is_who_was_named_or_in_a_new_house_the_first(self, round):
        load(round, draft(members=[MOTHER, CHILD]))
        assert Household.objects.get().head.given_name == "บัวผัน"

        load(round, draft(members=[MOTHER, CHILD], head=1))
        assert Household.objects.get().head.given_name == "ใส"

        assert counts(load(round, draft(members=[MOTHER, CHILD]))) == (0, 0, 1)
        assert Household.objects.get().head.given_name == "ใส"


class TestBatches:
    def test_nobody_sees_a_batch_before_it_is_published(self, round):
        load(round, draft(members=[MOTHER]))
        before = what_counts(round)

        batch, arrival = add(round, draft(members=[MOTHER, CHILD]), draft("99991234568"))
        assert what_counts(round) == before

        publish_batch(batch=batch, changes=arrival.changes, by=None, at=AT)
        assert what_counts(round) != before

    def test_withdrawing_brings_everything_back(self, round):
        load(round, draft(house_no="52", members=[MOTHER, person("คำ")]), draft("99991234568"))
        before = what_counts(round)
        batch, arrival = add(
            round,
            draft(house_no="52/1", place="99010102", members=[person("บัวแก้ว", IDS[0])], head=0),
            draft("99991234568", members=[person("คำ", phone="0990000001"), CHILD]),
            draft("99991234569"),
        )
        publish_batch(batch=batch, changes=arrival.changes, by=None, at=AT)
        assert what_counts(round) != before

        withdraw_batch(batch=batch, by=None, at=AT)

        assert what_counts(round) == before

    def test_a_household_that_was_edited_since_stays_when_its_batch_goes(self, round):
        batch, arrival = add(round, draft())
        publish_batch(batch=batch, changes=arrival.changes, by=None, at=AT)
        household = Household.objects.get()
        HouseholdRevision.objects.create(
            household=household, round=round, place=household.place, source="officer", at=AT
        )

        withdraw_batch(batch=batch, by=None, at=AT)

        assert Household.objects.get().visible

    def test_publishing_or_withdrawing_twice_does_it_once(self, round):
        batch, arrival = add(round, draft())
        for _ in range(2):
            publish_batch(batch=batch, changes=arrival.changes, by=None, at=AT)
        for _ in range(2):
            withdraw_batch(batch=batch, by=None, at=AT)

        assert Batch.objects.get().state == Batch.State.WITHDRAWN
        assert Entry.objects.filter(what="batch.published").count() == 1
        assert Entry.objects.filter(what="batch.withdrawn").count() == 1

    def test_a_batch_changes_nothing_else(self, round):
        load(round, draft())
        batch, _ = add(round, draft())
        sly = {"of": "household", "id": str(Household.objects.get().pk), "to": {"visible": False}}

        with pytest.raises(ValueError, match="visible"):
            publish_batch(batch=batch, changes=[sly], by=None, at=AT)


def test_two_versions_of_a_questionnaire_are_not_mixed_in_one_round(round):
    from pinto.evidence.registry.actions.rounds import open_round

    with pytest.raises(ValueError, match="ppp-household 1"):
        open_round(instrument="ppp-household", version="2", year=2569, by=None, at=AT)
