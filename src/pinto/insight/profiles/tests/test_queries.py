"""Profiles and lists answer inside the viewer's scope, and their numbers agree."""

import datetime as dt
import statistics

import pytest

from pinto.evidence.registry.models import (
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
    Round,
)
from pinto.evidence.registry.queries import person_name
from pinto.ground.access.permissions import OutOfScope
from pinto.ground.access.queries import viewer_of
from pinto.ground.conditions.errors import ConditionError
from pinto.ground.places.models import Place
from pinto.ground.thai.calendar import PartialDate, age_on
from pinto.insight.profiles.actions import refresh_profiles
from pinto.insight.profiles.queries.answering import aged
from pinto.insight.profiles.queries.areas import profile, served_areas
from pinto.insight.profiles.queries.households import Wanted, household_scores, lines_of
from pinto.insight.profiles.queries.reports import profile_json
from pinto.insight.profiles.queries.words import household_name
from pinto.insight.profiles.rules.tables import area_columns, area_rows, indicator_rows
from pinto.insight.profiles.tests.conftest import homes
from pinto.insight.profiles.tests.factories import AT, ITEMS, PPP, Home, Member, id_of, survey

pytestmark = pytest.mark.django_db


def level(score):
    return None if score is None else 1 + sum(score >= cut for cut in (1.75, 2.5, 3.25))


def listed(round, viewer, before=None, **wanted):
    return household_scores(round=round, wanted=Wanted(**wanted), viewer=viewer, before=before)


# --- profiles ---------------------------------------------------------------------------


def test_a_profile_equals_what_the_homes_say_one_by_one(two_rounds):
    """Recomputed from the homes themselves, in plain Python."""
    found = profile_json(profile("99", viewer=None))
    mine = [home for home in homes(2569) if home.place.startswith("99")]
    scores = [home.score for home in mine if home.score is not None]
    now = found["now"]

    assert now["households"] == len(mine) == 38
    assert now["people"] == sum(len(home.members) for home in mine)
    assert now["scored"] == len(scores)
    for number, of in enumerate(now["levels"], start=1):
        assert of["households"] == sum(level(score) == number for score in scores)
        assert of["share"] == pytest.approx(of["households"] / len(scores), abs=1e-9)
        assert of["people"] == sum(len(h.members) for h in mine if level(h.score) == number)
    for capital in (now["overall"], *now["capitals"].values()):
        assert capital["mean"] == pytest.approx(statistics.fmean(scores), abs=1e-9)
        assert capital["sd"] == pytest.approx(statistics.stdev(scores), abs=1e-9)
    for item in ITEMS:
        known = [h.item_scores[item] for h in mine if h.item_scores[item] is not None]
        assert now["indicators"][item]["known"] == len(known)
        assert now["indicators"][item]["lacking"] == pytest.approx(
            sum(value < 1.75 for value in known) / len(known), abs=1e-9
        )
    assert now["on_boundary"] == sum(score in (1.75, 2.5, 3.25) for score in scores)
    answered = [sum(v is not None for v in h.item_scores.values()) / len(ITEMS) for h in mine]
    assert now["answered"] == pytest.approx(statistics.fmean(answered), abs=1e-9)


def test_the_parts_stand_the_worst_first_and_those_without_data_last(two_rounds):
    found = profile("9901", viewer=None)

    shares = [part.now.low_share for part in found.parts]
    assert shares == sorted(shares, reverse=True)
    assert profile("990102", viewer=None).parts[-1].place.code == "99010202"
    assert profile("990102", viewer=None).parts[-1].now is None


def test_a_profile_is_five_queries_whatever_the_area(two_rounds, django_assert_num_queries):
    for code in ("99", "9901", "990101", "99010101"):
        with django_assert_num_queries(5):
            profile(code, viewer=None)


def test_a_round_is_found_by_its_label_and_a_wrong_one_named(two_rounds):
    assert profile("99", label="2568", viewer=None).round == two_rounds[0]
    with pytest.raises(LookupError, match=r"no round '2500'.*2569, 2568"):
        profile("99", label="2500", viewer=None)
    with pytest.raises(Place.DoesNotExist):
        profile("990177", viewer=None)


def test_without_any_round_the_answer_says_what_to_do(places):
    with pytest.raises(LookupError, match="load a household file"):
        profile("99", viewer=None)


def test_an_area_without_households_has_no_figures_and_no_zeros(two_rounds):
    found = profile("99010202", viewer=None)

    assert found.now is found.before is found.moved is None
    assert profile_json(found)["now"] is None


def test_who_serves_a_tambon_sees_figures_above_but_no_neighbours(two_rounds, tambon_officer):
    viewer = viewer_of(tambon_officer)

    assert [part.place.code for part in profile("9901", viewer=viewer).parts] == ["990101"]
    for code in ("990102", "98"):
        with pytest.raises(OutOfScope):
            profile(code, viewer=viewer)


def test_a_stranger_gets_no_figures(two_rounds, stranger):
    with pytest.raises(OutOfScope):
        profile("99", viewer=viewer_of(stranger))


def test_the_widest_served_area_comes_first(places, province_officer, volunteer):
    assert [place.code for place in served_areas(viewer_of(province_officer))] == ["99"]
    assert [place.code for place in served_areas(viewer_of(volunteer))] == ["99010101"]


# --- tables -----------------------------------------------------------------------------


def test_the_table_has_the_numbers_of_the_profile_and_empty_for_unknown(two_rounds):
    found = profile_json(profile("990102", viewer=None))
    columns = area_columns(PPP)
    whole, village, nobody = (dict(zip(columns, row, strict=True)) for row in area_rows(found, PPP))

    assert whole["code"] == "990102"
    assert whole["households"] == 12
    assert whole["overall_mean"] == found["now"]["overall"]["mean"]
    assert whole["lacking_saving"] == found["now"]["indicators"]["saving"]["lacking"] == 0.5
    assert [whole[f"level_{i}_before"] for i in (1, 2, 3, 4)] == [
        each["households"] for each in found["before"]["levels"]
    ]
    assert village["human_sd"] == whole["human_sd"]
    kept = {"code", "kind", "name_th", "name_en", "round", "compared_with"}
    assert {value for name, value in nobody.items() if name not in kept} == {None}


def test_the_indicators_stand_in_the_order_of_the_scoring(two_rounds):
    rows = list(indicator_rows(profile_json(profile("99", viewer=None)), PPP))

    assert [row[0] for row in rows] == ITEMS
    saving = next(row for row in rows if row[0] == "saving")
    assert saving[4:6] == [pytest.approx(18 / 37), 37]


# --- household lists --------------------------------------------------------------------


def test_every_number_of_a_profile_is_the_length_of_its_list(two_rounds, province_officer):
    before, now = two_rounds
    viewer = viewer_of(province_officer)
    for code in ("99", "990101", "99010102"):
        found = profile(code, viewer=viewer)

        def count(area=code, **wanted):
            return listed(now, viewer, before, area=area, **wanted).count()

        assert count() == found.now.households
        assert [count(level=str(i)) for i in (1, 2, 3, 4)] == list(found.now.levels)
        assert count(level="none") == found.now.unscored
        assert count(level="low") == found.now.low
        assert count(boundary=True) == found.now.on_boundary
        assert count(moved="better") == found.moved.better
        assert count(moved="worse") == found.moved.worse
        for item in ("saving", "health"):
            share, known = found.now.items[item], found.now.known[item]
            assert count(lacking=item) == round(share * known)


def test_households_whose_members_look_alike_are_listed(two_rounds, province_officer):
    _, now = two_rounds
    viewer = viewer_of(province_officer)

    found = listed(now, viewer, area="990101", duplicates=True)
    assert {s.household_id for s in found} == {id_of("unscored"), id_of("boundary")}
    assert not listed(now, viewer, area="990102", duplicates=True).exists()
    assert listed(now, viewer, duplicates=True).count() == 2


def test_the_same_name_in_two_tambons_is_nothing_to_look_at(places):
    member = Member("บัวคำ", born=1963)
    some = [Home("a", "99010101", 1.5, (member,)), Home("b", "99010201", 1.5, (member,))]
    refresh_profiles(round=survey(2569, some, places), by=None, at=AT)

    assert profile("99", viewer=None).duplicates == 0


def test_the_list_is_ordered_and_those_without_a_score_come_last(two_rounds, province_officer):
    viewer = viewer_of(province_officer)
    worst = [s.overall for s in listed(two_rounds[1], viewer)]
    best = [s.overall for s in listed(two_rounds[1], viewer, order="best")]

    assert worst[-1] is best[-1] is None
    assert worst[:-1] == sorted(worst[:-1])
    assert best[:-1] == sorted(worst[:-1], reverse=True)


def test_a_list_never_leaves_the_scope(two_rounds, volunteer, stranger, researcher):
    now = two_rounds[1]

    assert {s.area_code for s in listed(now, viewer_of(volunteer), area="99")} == {"99010101"}
    assert {s.area_code for s in listed(now, viewer_of(stranger))} == {"98010101"}
    assert not listed(now, viewer_of(stranger), area="99").exists()
    assert not listed(now, viewer_of(researcher)).exists()


def test_a_name_finds_its_household_and_only_inside_the_scope(
    two_rounds, province_officer, stranger
):
    now = two_rounds[1]

    found = listed(now, viewer_of(province_officer), text="ชื่อ03")
    assert [s.household_id for s in found] == [id_of("99010101-3")]
    assert not listed(now, viewer_of(stranger), text="ชื่อ03").exists()


def test_a_line_knows_what_was_before(two_rounds, province_officer):
    before, now = two_rounds
    viewer = viewer_of(province_officer)
    rows = listed(now, viewer, area="99010101", order="best")

    line = next(
        x
        for x in lines_of(rows, before, viewer=viewer)
        if x.score.household_id == id_of("99010101-0")
    )
    assert (line.before.overall, line.score.overall) == (1.2, 1.8)
    assert line.capitals == [1.8] * 5
    assert lines_of([], before, viewer=viewer) == []
    assert all(line.before is None for line in lines_of(rows, None, viewer=viewer))


# --- conditions on the answers ----------------------------------------------------------


@pytest.fixture
def asked(places):
    """Three homes whose answers differ, one of them corrected since."""
    mother = Member("บัวคำ", born=1963, answers={"health": "bedridden", "work_status": "working"})
    child = Member("ต้น", born=2012, answers={"study_status": "dropped_out"})
    some = [
        Home("poor", "99010101", 1.5, (mother, child), answers={"dwelling_condition": "poor"}),
        Home("good", "99010101", 1.5, (mother,), answers={"dwelling_condition": "good"}),
        Home("silent", "99010201", 1.5, ()),
    ]
    round = survey(2569, some, places)
    first = HouseholdRevision.objects.get(household=id_of("good"))
    HouseholdRevision.objects.create(
        household_id=first.household_id, round=round, place=first.place, source="officer",
        answers={"dwelling_condition": "fair"}, based_on=first.pk, at=AT,
    )  # fmt: skip
    return round


@pytest.mark.parametrize(
    ("condition", "keys"),
    [
        ("dwelling_condition = 'poor'", {"poor"}),
        ("dwelling_condition != 'poor'", {"good"}),
        ("dwelling_condition = 'good'", set()),  # it was corrected
        ("dwelling_condition is unknown", {"silent"}),
        ("any(members, health = 'bedridden')", {"poor"}),
        ("count(members where age < 15) > 0", {"poor"}),
        ("any(members, age = 14)", {"poor"}),
        ("people = 0", {"good", "silent"}),
        ("people >= 2 and not any(members, sex = 'M')", set()),  # sex is not known
    ],
)
def test_a_condition_selects_by_the_answers_that_count(condition, keys, asked, province_officer):
    found = listed(asked, viewer_of(province_officer), where=condition)

    assert {score.household_id for score in found} == {id_of(key) for key in keys}


def test_a_condition_never_widens_the_scope(asked, volunteer, stranger):
    anything = "people >= 0"

    assert {s.area_code for s in listed(asked, viewer_of(volunteer), where=anything)} == {
        "99010101"
    }
    assert not listed(asked, viewer_of(stranger), where=anything).exists()


def test_who_may_not_read_health_does_not_learn_it_from_a_list(asked, volunteer, amphoe_officer):
    """Asking who is bedridden, or owes, would tell it; so would asking whose score is low."""
    village, office = viewer_of(volunteer), viewer_of(amphoe_officer)
    bedridden = "any(members, health = 'bedridden')"

    with pytest.raises(ConditionError, match="health"):
        listed(asked, village, where=bedridden)
    with pytest.raises(ConditionError, match="has_debt"):
        listed(asked, village, where="has_debt")
    for item in ("health", "welfare", "saving"):
        assert not listed(asked, village, lacking=item).exists()
        assert listed(asked, office, lacking=item).count() == 3
    assert listed(asked, village, lacking="news").count() == 2
    assert listed(asked, office, where=bedridden).count() == 1


def test_ages_in_conditions_are_the_ages_of_the_score(db):
    """The database counts years as Python does, whatever of the birthday is known."""
    on = dt.date(2026, 9, 30)
    births = [(2026, 10, 1), (2026, None, None), (2012, 9, 30), (2012, 10, 1), (2012, 9, None),
              (2012, 10, None), (2027, 1, 1), (None, None, None), (1963, 12, 31)]  # fmt: skip
    place = Place.objects.create(kind="PROVINCE", code="99", name_th="ธารคราม")
    home = Household.objects.create(place=place)
    round = Round.objects.create(
        instrument="ppp-household", instrument_version="1", year=2569, ends_on=on
    )
    revision = HouseholdRevision.objects.create(
        household=home, round=round, place=place, source="survey", at=AT
    )
    for number, (year, month, day) in enumerate(births):
        person = Person.objects.create(
            household=home, birth_year=year, birth_month=month, birth_day=day
        )
        MemberRevision.objects.create(revision=revision, person=person, number=number)

    counted = aged(round, on).values_list("age", flat=True)
    assert list(counted) == [age_on(PartialDate.of(*birth), on) for birth in births]


# --- words ------------------------------------------------------------------------------


def test_a_household_without_a_head_is_called_after_its_number(two_rounds):
    home = Household.objects.get(pk=id_of("unscored"))
    assert household_name(home) == "บ้านนางจันดี สมมติสุข"
    home.head = None
    assert household_name(home) == "บ้านเลขที่ 52"
    home.house_no = ""
    assert household_name(home) == "ครัวเรือนที่ไม่ทราบชื่อ"
    assert person_name(None) == ""


@pytest.mark.parametrize("capital", ["human", "financial"])
def test_a_closed_capital_cannot_be_bisected(capital, asked, volunteer, amphoe_officer):
    with pytest.raises(ConditionError, match=capital):
        listed(asked, viewer_of(volunteer), where=f"{capital} < 1.4")
    assert listed(asked, viewer_of(amphoe_officer), where=f"{capital} < 4").exists()
    assert listed(asked, viewer_of(volunteer), where="overall < 4 and social < 4").exists()
