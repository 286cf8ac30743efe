"""Profiles say what the scores say, whichever part of them was made anew."""

from dataclasses import replace

import pytest

from pinto.evidence.registry.extracts import refresh_extract
from pinto.evidence.registry.models import Household, HouseholdRevision, MemberRevision, Person
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.places.models import Place
from pinto.ground.trail.models import Entry
from pinto.insight.measures.models import Score
from pinto.insight.profiles.actions import refresh_profiles, reveal_national_id
from pinto.insight.profiles.models import AreaTally
from pinto.insight.profiles.queries.areas import profile
from pinto.insight.profiles.tests.conftest import homes
from pinto.insight.profiles.tests.factories import AT, Home, Member, id_of, survey, write_scores

pytestmark = pytest.mark.django_db


def rows(round):
    """Every row of the round, without what a refresh may change."""
    fields = ("code", "parent", "households", "scored", "sums", "moved", "duplicates")
    return {row[0]: row for row in AreaTally.objects.filter(round=round).values_list(*fields)}


def refresh(round, tambons=None):
    return refresh_profiles(round=round, by=None, at=AT, tambons=tambons)


def test_every_level_is_the_sum_of_the_one_below(two_rounds):
    found = rows(two_rounds[1])

    assert set(found) == {
        "98", "9801", "980101", "98010101", "99", "9901", "990101", "990102",
        "99010101", "99010102", "99010201",
    }  # fmt: skip
    for code, (_, parent, households, scored, sums, moved, _) in found.items():
        below = [row for row in found.values() if row[1] == code]
        assert parent == ("" if len(code) == 2 else code[:-2])
        if below:
            assert households == sum(row[2] for row in below)
            assert scored == sum(row[3] for row in below)
            assert sums["levels"] == [sum(r[4]["levels"][i] for r in below) for i in range(4)]
            assert moved == [[sum(r[5][i][j] for r in below) for j in range(4)] for i in range(4)]


def test_a_part_made_anew_gives_the_same_rows_as_the_whole(two_rounds):
    now = two_rounds[1]
    whole = rows(now)

    written = refresh(now, ["990102"])

    assert rows(now) == whole
    assert written == 4  # the village, its tambon, the amphoe, the province


def test_other_amphoes_of_the_province_stay_as_they_are(two_rounds, places):
    now = two_rounds[1]
    amphoe = Place.objects.create(kind="AMPHOE", code="9902", parent=places["99"])
    Place.objects.create(kind="TAMBON", code="990201", parent=amphoe)
    places = {place.code: place for place in Place.objects.all()}
    survey(2569, [Home("elsewhere", "990201", 2.0)], places)
    write_scores(now, [*homes(2569), Home("elsewhere", "990201", 2.0)])
    refresh(now)
    whole = rows(now)

    assert refresh(now, ["990201"]) == 3  # the tambon, its amphoe, the province
    assert refresh(now, ["990102"]) == 4
    assert rows(now) == whole
    assert whole["99"][2] == whole["9901"][2] + 1


def test_who_moved_is_told_again_when_the_earlier_round_changes(two_rounds, places):
    before, now = two_rounds
    whole = rows(now)
    first, *others = homes(2568)
    write_scores(before, [replace(first, score=3.5), *others])
    refresh(before, ["990101"])
    found = rows(now)

    assert found["99"][5] != whole["99"][5]
    assert found["990102"] == whole["990102"]
    refresh(now)
    assert rows(now) == found


def test_what_changed_in_one_tambon_reaches_the_province_and_nothing_else(two_rounds, places):
    now = two_rounds[1]
    before = rows(now)
    changed = [h for h in homes(2569) if h.place == "99010201"][:5]
    write_scores(now, changed)

    refresh(now, ["990102"])
    after = rows(now)

    assert after["99010201"][2] == 5
    assert after["99"][2] == before["99"][2] - 7
    same = {code for code in after if after[code] == before[code]}
    assert same == {"98", "9801", "980101", "98010101", "990101", "99010101", "99010102"}


def test_areas_whose_last_household_left_are_gone(two_rounds):
    """A load that is taken back may be all an amphoe had."""
    now = two_rounds[1]
    MemberRevision.objects.filter(revision__place__code__startswith="98").delete()
    HouseholdRevision.objects.filter(place__code__startswith="98").delete()
    refresh_extract(round=now, tambons=["980101"])

    refresh(now, ["980101"])

    assert not [code for code in rows(now) if code.startswith("98")]
    assert rows(now)["99"][2] == 38


def test_households_without_a_village_belong_to_their_tambon(places):
    some = [Home(f"h{i}", "990101", 1.5) for i in range(3)]
    some += [Home(f"v{i}", "99010101", 2.8) for i in range(2)]
    round = survey(2569, some, places)
    refresh(round)

    found = rows(round)
    assert found["990101"][2] == found["9901"][2] == 5
    assert found["99010101"][2] == 2
    assert profile("990101", viewer=None).unplaced == 3
    refresh(round, ["990101"])
    assert rows(round) == found


def test_who_moved_between_rounds_is_counted_in_the_later_one(two_rounds):
    before, _ = two_rounds

    assert all(row[5] is None for row in rows(before).values())
    moved = profile("99010101", viewer=None).moved
    was = {h.key: h.score for h in homes(2568)}
    better = [h for h in homes(2569) if h.place == "99010101" and h.score and
              level(h.score) > level(was[h.key])]  # fmt: skip
    assert moved.better == len(better) > 0
    assert moved.worse == 0
    assert profile("99010102", viewer=None).moved.worse > 0


def level(score):
    return 1 + sum(score >= cut for cut in (1.75, 2.5, 3.25))


def test_an_earlier_round_that_arrives_late_is_compared_all_the_same(places):
    now = survey(2569, homes(2569), places)
    refresh(now)
    assert profile("99", viewer=None).moved is None

    refresh(survey(2568, homes(2568), places))

    found = profile("99", viewer=None)
    assert found.round == now
    assert found.before.households == 39 - 1
    assert found.moved.both == 37


def test_rounds_of_different_questionnaires_are_never_compared(places):
    refresh(survey(2568, homes(2568), places, version="0"))
    refresh(survey(2569, homes(2569), places))

    found = profile("99", viewer=None)
    assert found.before_round is found.before is found.moved is None
    assert [past.round.label for past in found.past] == ["2569"]


def test_people_who_look_alike_are_counted_in_their_tambon_and_above(two_rounds):
    found = rows(two_rounds[1])

    assert {code: row[6] for code, row in found.items() if row[6]} == {
        "990101": 2, "9901": 2, "99": 2,
    }  # fmt: skip
    assert profile("99010101", viewer=None).duplicates is None


def test_a_refresh_is_recorded_also_that_of_the_round_compared_with_it(two_rounds):
    before, now = two_rounds
    seen = set(Entry.objects.values_list("pk", flat=True))

    refresh(before, ["990101"])

    new = Entry.objects.exclude(pk__in=seen).order_by("id")
    assert [(entry.what, entry.on_id, entry.detail) for entry in new] == [
        ("profiles.refreshed", str(before.pk), {"areas": 5}),
        ("profiles.refreshed", str(now.pk), {"areas": 0}),  # nobody moved between the levels
    ]


# --- full IDs ---------------------------------------------------------------------------

NUMBER = "1999900000013"


@pytest.fixture
def home(places):
    members = (
        Member("บัวคำ", national_id=NUMBER),
        Member("ต้น", born=2021, national_id=NUMBER),
        Member("ใส"),
    )
    survey(2569, [Home("h", "99010101", 1.5, members)], places)
    return id_of("h")


def person(home, name):
    return Person.objects.get(household=home, given_name=name).pk


def reveal(home, name, viewer, why="ส่งต่อ พมจ."):
    return reveal_national_id(
        household_id=home, person_id=person(home, name), why=why, viewer=viewer, at=AT
    )


def test_a_full_id_is_read_with_a_reason_that_stays(home, tambon_officer):
    assert reveal(home, "บัวคำ", viewer_of(tambon_officer)) == "1-9999-00000-01-3"

    entry = Entry.objects.get(what="household.revealed")
    assert (entry.on_id, entry.why, entry.by) == (
        str(home), "ส่งต่อ พมจ.", str(tambon_officer.pk),
    )  # fmt: skip
    assert NUMBER not in str(entry.detail)


@pytest.mark.parametrize("name", ["ต้น", "ใส"])
def test_no_number_of_a_minor_and_none_that_is_not_there(name, home, tambon_officer):
    with pytest.raises(Refused):
        reveal(home, name, viewer_of(tambon_officer))
    assert not Entry.objects.filter(what="household.revealed").exists()


def test_a_village_role_reads_no_full_id(home, volunteer):
    with pytest.raises(Refused):
        reveal(home, "บัวคำ", viewer_of(volunteer))


def test_a_stranger_reads_nothing(home, stranger):
    with pytest.raises(Household.DoesNotExist):
        reveal(home, "บัวคำ", viewer_of(stranger))


def test_every_scored_household_is_on_the_list_and_in_the_sums(two_rounds):
    now = two_rounds[1]

    assert Score.objects.filter(round=now).count() == rows(now)["99"][2] + rows(now)["98"][2]
