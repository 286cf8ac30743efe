"""A saved condition keeps a living list, and tells who follows it what changed."""

import datetime as dt

import pytest

from pinto.evidence.registry.models import HouseholdRevision
from pinto.ground.access.queries import viewer_of
from pinto.ground.conditions.errors import ConditionError
from pinto.ground.jobs.models import Job
from pinto.insight.measures.models import Score
from pinto.insight.profiles.models import AreaTally
from pinto.insight.profiles.tests.factories import AT, Home, Member, id_of, survey
from pinto.insight.selections.actions import (
    archive_selection,
    mark_seen,
    refresh_selection,
    save_selection,
)
from pinto.insight.selections.models import Selection, SelectionMember
from pinto.insight.selections.queries import changes, member_rows, members, selections, unseen
from pinto.insight.selections.tasks import refresh, refresher

DAY = dt.timedelta(days=1)
CARD = {"welfare": ["welfare_card"]}
NO_CARD = {"welfare": ["none"]}
POOR = "overall < 1.75 and not any(members, has(welfare, 'welfare_card'))"


def tallied(round, *tambons):
    """What the profiles would have summed up of these tambons."""
    for code in tambons:
        AreaTally.objects.create(
            round=round, scoring="ppp-five-capitals", scoring_version="1", code=code,
            parent=code[:4], households=2, scored=2, sums={}, at=AT,
        )  # fmt: skip


@pytest.fixture
def asked(places, tmp_path, monkeypatch):
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))
    homes = [
        Home("poor", "99010101", 1.5, (Member("บัวคำ", answers=NO_CARD),)),
        Home("carded", "99010101", 1.5, (Member("แก้ว", answers=CARD),)),
        Home("fine", "99010102", 3.0, (Member("ใส", answers=NO_CARD),)),
        Home("next", "99010201", 1.2, (Member("นาดี", answers=NO_CARD),)),
    ]
    round = survey(2569, homes, places)
    tallied(round, "990101", "990102")
    return round


@pytest.fixture
def saved(asked, places, tambon_officer):
    return save_selection(
        name="จนและไม่มีบัตร",
        condition=POOR,
        place=places["990101"],
        viewer=viewer_of(tambon_officer),
        by=tambon_officer,
        at=AT,
    )


def on_list(selection, who):
    return {row.household_id for row in members(selection, viewer=viewer_of(who))}


def score(key, overall):
    Score.objects.filter(household=id_of(key)).update(overall=overall)


def test_below_a_score_and_without_a_card(saved, tambon_officer):
    assert on_list(saved, tambon_officer) == {id_of("poor")}


def test_who_enters_after_a_correction_is_told_of(saved, tambon_officer):
    score("fine", 1.6)

    assert refresh_selection(selection=saved, at=AT + DAY) == (1, 0)

    viewer = viewer_of(tambon_officer)
    assert on_list(saved, tambon_officer) == {id_of("poor"), id_of("fine")}
    assert [row.household_id for row in changes(saved, viewer=viewer)] == [id_of("fine")]
    assert unseen(viewer) == 1
    assert selections(viewer=viewer).get().news == 1


def test_what_was_looked_at_is_no_news(saved, tambon_officer):
    score("fine", 1.6)
    refresh_selection(selection=saved, at=AT + DAY)

    mark_seen(selection=saved, by=tambon_officer, at=AT + 2 * DAY)

    assert unseen(viewer_of(tambon_officer)) == 0


def test_who_leaves_keeps_the_line_that_says_when(saved, tambon_officer):
    score("poor", 2.0)

    assert refresh_selection(selection=saved, at=AT + DAY) == (0, 1)

    line = SelectionMember.objects.get()
    assert (line.entered_at, line.left_at) == (AT, AT + DAY)
    assert on_list(saved, tambon_officer) == set()
    assert unseen(viewer_of(tambon_officer)) == 1


def test_who_comes_back_has_two_lines(saved):
    for days, overall in enumerate((2.0, 1.0), start=1):
        score("poor", overall)
        refresh_selection(selection=saved, at=AT + days * DAY)

    assert SelectionMember.objects.filter(household=id_of("poor")).count() == 2


def test_refreshing_twice_changes_nothing(saved):
    assert refresh_selection(selection=saved, at=AT + DAY) == (0, 0)


def test_a_job_looks_only_through_the_tambons_that_changed(asked, places, province_officer, db):
    wide = save_selection(
        name="ทั้งจังหวัด", condition="overall < 1.75", place=places["99"],
        viewer=viewer_of(province_officer), by=province_officer, at=AT,
    )  # fmt: skip
    score("poor", 3.0)
    score("next", 3.0)

    told = refresh(_Silent(), round="2569", tambons=["990102"])

    assert told == {"selections": 1, "entered": 0, "left": 1}
    assert on_list(wide, province_officer) == {id_of("poor"), id_of("carded")}


def test_a_round_that_reached_one_tambon_says_nothing_of_the_others(
    asked, places, province_officer
):
    wide = save_selection(
        name="ทั้งจังหวัด", condition="overall < 1.75", place=places["99"],
        viewer=viewer_of(province_officer), by=province_officer, at=AT,
    )  # fmt: skip
    later = survey(2570, [Home("next", "99010201", 3.5, (Member("นาดี"),))], places)
    tallied(later, "990102")

    refresh_selection(selection=wide, at=AT + DAY)

    assert on_list(wide, province_officer) == {id_of("poor"), id_of("carded")}


def test_an_archived_condition_is_left_alone(saved, tambon_officer):
    viewer = viewer_of(tambon_officer)
    archive_selection(selection=saved, archived=True, viewer=viewer, by=tambon_officer, at=AT)
    score("fine", 1.6)

    assert refresh_selection(selection=saved, at=AT + DAY) == (0, 0)
    assert unseen(viewer) == 0


def test_once_a_day_every_list_is_asked_for(saved, monkeypatch):
    SelectionMember.objects.all().delete()
    look = refresher()

    look()
    look()

    assert Job.objects.filter(task="selections.refresh").count() == 1


def test_a_condition_on_health_is_not_there_for_a_village_role(
    asked, places, tambon_officer, volunteer
):
    save_selection(
        name="ติดเตียง",
        condition="any(members, health = 'bedridden')",
        place=places["99010101"],
        viewer=viewer_of(tambon_officer),
        by=tambon_officer,
        at=AT,
    )

    assert selections(viewer=viewer_of(tambon_officer)).count() == 1
    assert selections(viewer=viewer_of(volunteer)).count() == 0


def test_a_village_role_cannot_ask_for_health(asked, places, volunteer):
    with pytest.raises(ConditionError):
        save_selection(
            name="ติดเตียง",
            condition="any(members, health = 'bedridden')",
            place=places["99010101"],
            viewer=viewer_of(volunteer),
            by=volunteer,
            at=AT,
        )


@pytest.mark.parametrize(
    "condition", ["financial < 1.6", "human < 2", "any(members, has(welfare, 'welfare_card'))"]
)
def test_what_tells_a_closed_answer_is_neither_asked_nor_listed_for_a_village_role(
    condition, asked, places, tambon_officer, volunteer
):
    """A capital is a score of answers: whoever may not read them could bisect it."""
    by_office = {"by": tambon_officer, "viewer": viewer_of(tambon_officer)}
    by_village = {"by": volunteer, "viewer": viewer_of(volunteer)}
    wanted = {"name": "ค", "condition": condition, "place": places["99010101"], "at": AT}

    save_selection(**wanted, **by_office)
    assert selections(viewer=viewer_of(volunteer)).count() == 0
    with pytest.raises(ConditionError):
        save_selection(**wanted, **by_village)


def test_a_list_that_became_closed_is_taken_from_village_roles_at_the_next_look(
    asked, places, tambon_officer, volunteer
):
    made = save_selection(
        name="ค", condition="financial < 1.6", place=places["99010101"], at=AT,
        by=tambon_officer, viewer=viewer_of(tambon_officer),
    )  # fmt: skip
    Selection.objects.update(sensitive=False)  # as an older Pinto kept it

    refresh_selection(selection=made, at=AT + DAY)

    assert selections(viewer=viewer_of(volunteer)).count() == 0


def test_a_corrected_answer_brings_a_household_in(saved, tambon_officer):
    """The newest revision counts, as everywhere."""
    before = HouseholdRevision.objects.get(household=id_of("carded"))
    revision = HouseholdRevision.objects.create(
        household=before.household, round=before.round, place=before.place, source="officer",
        at=AT + DAY,
    )  # fmt: skip
    person = before.household.members.get()
    revision.members.create(person=person, answers=NO_CARD)

    refresh_selection(selection=saved, at=AT + DAY)

    assert id_of("carded") in on_list(saved, tambon_officer)


class _Silent:
    def report(self, *_args, **_more):
        pass


def test_a_file_says_the_day_of_the_office(saved, tambon_officer):
    """Five past two in the morning is the day before in Greenwich."""
    SelectionMember.objects.update(entered_at=dt.datetime(2026, 12, 31, 19, 5, tzinfo=dt.UTC))
    viewer = viewer_of(tambon_officer)

    rows = list(member_rows(members(saved, viewer=viewer), viewer=viewer))

    assert [row[-1] for row in rows] == ["2027-01-01"]


def test_the_sheet_of_a_closed_condition_names_no_answer(saved, tambon_officer, client_of):
    """It hangs on a clipboard; the condition of this list reads allowances."""
    sheet = client_of(tambon_officer).get(f"/selections/{saved.pk}/print/").content.decode()
    heading = sheet[sheet.index("<h1>") : sheet.index("</h1>")]

    assert "บัตร" not in heading
    assert "บัวคำ" in sheet
