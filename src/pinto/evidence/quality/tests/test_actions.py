"""Findings follow the answers; exceptions hold until an answer changes; another person asks."""

import pytest
from django.db import IntegrityError

from pinto.evidence.quality.actions.accepting import accept_finding, undo_acceptance
from pinto.evidence.quality.actions.checking import check_round
from pinto.evidence.quality.actions.second import (
    assign_second_interview,
    draw_second_interviews,
    enter_second_interview,
)
from pinto.evidence.quality.models import Acceptance, Finding, MissingTally, SecondInterview
from pinto.evidence.quality.queries.figures import area_quality
from pinto.evidence.quality.queries.second import agreements
from pinto.evidence.quality.queries.standing import standing
from pinto.evidence.quality.rules.drawing import drawn
from pinto.evidence.quality.tests.factories import AT, HEAD, looked_through, make_home, revise
from pinto.evidence.registry.models import HouseholdRevision
from pinto.ground.access.permissions import OutOfScope
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.trail.models import Entry

VILLAGE = "99010101"
DENIED = {"has_debt": False, "debt_baac": 5000}


def rules_of(home):
    return sorted(Finding.objects.filter(household=home).values_list("rule", flat=True))


def open_rules(home, viewer):
    found = standing(home, label="", viewer=viewer)
    return sorted(each.rule.id for each in found.broken if each.acceptance is None)


# --- findings ---------------------------------------------------------------------------


def test_a_broken_rule_is_found_in_its_village_and_grave_ones_are_marked(round, places):
    home = make_home(round, places[VILLAGE], DENIED)
    make_home(round, places["99010102"])

    report = looked_through(round)

    found = Finding.objects.get()
    assert (found.household, found.rule, found.area_code) == (home, "debt_denied", VILLAGE)
    assert found.grave
    assert (report.households, dict(report.findings)) == (2, {"debt_denied": 1})


def test_names_ids_and_titles_are_compared_without_leaving_the_database(round, places):
    twins = [
        HEAD,
        {"relation": "child", "name": "แก้วกับ", "key": "ก้อง", "age": 20},
        {"relation": "child", "name": "ก้อง", "age": 20, "title": "นาย", "sex": "F"},
    ]
    home = make_home(round, places[VILLAGE], {"living_members": 1}, twins)

    looked_through(round)

    assert {"title_sex", "listed_twice"} <= set(rules_of(home))


def test_asking_again_changes_nothing_and_a_correction_takes_the_finding_away(round, places):
    home = make_home(round, places[VILLAGE], DENIED)
    looked_through(round)
    check_round(round=round, by=None, at=AT)
    assert rules_of(home) == ["debt_denied"]

    revise(home, round, {"has_debt": True, "debt_baac": 5000})
    looked_through(round)

    assert rules_of(home) == []
    assert MissingTally.objects.get().households == 1


def test_a_tambon_that_is_not_asked_for_stays_as_it_was(round, places):
    home = make_home(round, places[VILLAGE], DENIED)
    make_home(round, places["99010201"], DENIED)
    looked_through(round)

    check_round(round=round, by=None, at=AT, tambons=["990102"])

    assert rules_of(home) == ["debt_denied"]
    assert Finding.objects.count() == 2


def test_the_page_of_a_corrected_household_is_right_before_the_tambon_is_looked_through(
    round, places, tambon_officer
):
    home = make_home(round, places[VILLAGE], DENIED)
    looked_through(round)
    viewer = viewer_of(tambon_officer)
    assert open_rules(home, viewer) == ["debt_denied"]

    revise(home, round, {"has_debt": True, "debt_baac": 5000})

    assert open_rules(home, viewer) == []


def test_who_typed_the_first_answers_interviewed(round, places, volunteer, tambon_officer):
    home = make_home(round, places[VILLAGE], DENIED, by=volunteer)
    revise(home, round, {**DENIED, "expense_food": 10}, by=tambon_officer)  # a correction

    looked_through(round)

    assert Finding.objects.get().interviewer == volunteer
    assert MissingTally.objects.get().interviewer == volunteer


def test_an_amount_far_from_the_tambons_is_found(round, places):
    for number in range(30):
        make_home(round, places[VILLAGE], {"expense_food": 2500 + 100 * number})
    far = make_home(round, places[VILLAGE], {"expense_food": 900_000})

    looked_through(round)

    found = Finding.objects.get(rule="far-expense_food")
    assert (found.household, found.seen["value"]) == (far, 900_000)
    assert not found.grave


# --- exceptions -------------------------------------------------------------------------


def accepted(home, officer, rule="debt_denied", reason="หนี้ของพี่ชาย", label="2569"):
    return accept_finding(
        household_id=home.pk, label=label, rule=rule, reason=reason,
        viewer=viewer_of(officer), by=officer, at=AT,
    )  # fmt: skip


def test_an_accepted_finding_stays_accepted_until_an_answer_it_is_about_changes(
    round, places, tambon_officer
):
    home = make_home(round, places[VILLAGE], DENIED)
    looked_through(round)
    made = accepted(home, tambon_officer)
    assert Finding.objects.get().acceptance == made

    revise(home, round, {**DENIED, "expense_food": 99})
    assert looked_through(round).accepted == 1
    assert Finding.objects.get(rule="debt_denied").acceptance == made

    revise(home, round, {**DENIED, "debt_baac": 7000})
    assert looked_through(round).accepted == 0
    assert Finding.objects.get(rule="debt_denied").acceptance is None
    assert open_rules(home, viewer_of(tambon_officer)) == ["debt_denied"]


def test_an_exception_is_undone_and_both_are_on_record(round, places, tambon_officer):
    home = make_home(round, places[VILLAGE], DENIED)
    looked_through(round)
    accepted(home, tambon_officer)

    undo_acceptance(
        household_id=home.pk, label="2569", rule="debt_denied",
        viewer=viewer_of(tambon_officer), by=tambon_officer, at=AT,
    )  # fmt: skip

    assert Finding.objects.get().acceptance is None
    assert Acceptance.objects.get().undone_by == tambon_officer
    assert list(
        Entry.objects.filter(on_id=str(home.pk)).order_by("id").values_list("what", flat=True)
    ) == ["finding.accepted", "finding.reopened"]


def test_accepting_twice_is_once(round, places, tambon_officer):
    home = make_home(round, places[VILLAGE], DENIED)
    looked_through(round)

    assert accepted(home, tambon_officer) == accepted(home, tambon_officer)


def test_what_does_not_disagree_cannot_be_accepted(round, places, tambon_officer):
    home = make_home(round, places[VILLAGE])

    with pytest.raises(Refused):
        accepted(home, tambon_officer)


def test_a_stranger_accepts_nothing(round, places, stranger):
    home = make_home(round, places[VILLAGE], DENIED)

    with pytest.raises(type(home).DoesNotExist):
        accepted(home, stranger)


# --- second interviews ------------------------------------------------------------------


def draw(round, officer, seed="2569"):
    return draw_second_interviews(
        round=round, tambon="990101", seed=seed, viewer=viewer_of(officer), by=officer, at=AT
    )


def test_the_draw_can_be_made_again_from_its_seed(round, places, tambon_officer):
    homes = [make_home(round, places[VILLAGE]) for _ in range(21)]
    elsewhere = make_home(round, places["99010201"])

    made = draw(round, tambon_officer)

    chosen = {each.household_id.hex for each in made.interviews.all()}
    assert chosen == set(drawn([home.pk.hex for home in homes], seed="2569"))
    assert (len(chosen), made.households) == (2, 21)
    assert elsewhere.pk.hex not in chosen
    with pytest.raises(Refused):  # nobody draws until the draw pleases
        draw(round, tambon_officer, seed="another")


def test_a_volunteer_does_not_draw(round, places, volunteer):
    make_home(round, places[VILLAGE])

    with pytest.raises(OutOfScope):
        draw(round, volunteer)


@pytest.fixture
def interview(round, places, volunteer, tambon_officer):
    make_home(round, places[VILLAGE], {"has_debt": True}, by=volunteer)
    draw(round, tambon_officer)
    return SecondInterview.objects.get()


def give(interview, to, officer):
    assign_second_interview(
        interview=interview, to=to, viewer=viewer_of(officer), by=officer, at=AT
    )


def enter(interview, by, answers):
    enter_second_interview(
        interview=interview, answers=answers, note="", viewer=viewer_of(by), by=by, at=AT
    )


def test_whoever_asked_first_is_not_given_the_second_interview(
    interview, volunteer, tambon_officer
):
    with pytest.raises(Refused):
        give(interview, volunteer, tambon_officer)

    interview.assignee = volunteer
    with pytest.raises(IntegrityError):  # nor past the action
        interview.save()


def test_somebody_who_does_not_work_in_the_village_is_refused(interview, stranger, tambon_officer):
    with pytest.raises(Refused):
        give(interview, stranger, tambon_officer)


def test_second_answers_stand_apart_and_change_no_fact(interview, tambon_officer):
    give(interview, tambon_officer, tambon_officer)
    before = HouseholdRevision.objects.get()

    enter(interview, tambon_officer, {"has_debt": False, "expense_food": None})

    interview.refresh_from_db()
    assert (interview.answers, interview.by) == ({"has_debt": False}, tambon_officer)
    after = HouseholdRevision.objects.get()
    assert (after.pk, after.answers) == (before.pk, before.answers)


def test_only_whoever_it_was_given_to_enters_it(interview, tambon_officer, amphoe_officer):
    give(interview, tambon_officer, tambon_officer)

    with pytest.raises(Refused):
        enter(interview, amphoe_officer, {"has_debt": True})


def test_agreement_compares_with_the_answers_as_they_were_drawn(
    round, places, volunteer, tambon_officer
):
    homes = [make_home(round, places[VILLAGE], {"has_debt": True, "expense_food": 1000 * n},
                       by=volunteer) for n in range(1, 231)]  # fmt: skip
    made = draw(round, tambon_officer)
    for home in homes:  # corrected afterwards: the interviewer is not judged by it
        revise(home, round, {"has_debt": False}, by=tambon_officer)
    for number, each in enumerate(made.interviews.order_by("id")):
        give(each, tambon_officer, tambon_officer)
        first = HouseholdRevision.objects.get(pk=each.revision).answers
        enter(each, tambon_officer, {"has_debt": number != 0,
                                     "expense_food": first["expense_food"] + 100})  # fmt: skip

    told = {
        each.question.id: each
        for each in agreements(round, area="990101", viewer=viewer_of(tambon_officer))
    }

    assert told["has_debt"].pairs == 12
    assert told["has_debt"].kappa.agreed == pytest.approx(11 / 12)
    assert told["expense_food"].difference.mean == pytest.approx(100)
    assert told["expense_food"].difference.low == pytest.approx(100)
    assert not told["mobile"].enough


# --- figures ----------------------------------------------------------------------------


def test_the_figures_of_an_area_are_of_that_area_alone(round, places, amphoe_officer):
    make_home(round, places[VILLAGE], DENIED)
    make_home(round, places["99010201"], DENIED)
    looked_through(round)
    viewer = viewer_of(amphoe_officer)

    tambon = area_quality(round, area="990101", viewer=viewer)
    amphoe = area_quality(round, area="9901", viewer=viewer)

    assert (tambon.households, tambon.grave_homes) == (1, 1)
    assert (amphoe.households, amphoe.grave_homes) == (2, 2)
    assert 0 < tambon.answered < 1
