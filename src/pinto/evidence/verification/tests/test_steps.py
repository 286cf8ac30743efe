"""Households go through a round: each step by whom, and what it leaves behind."""

from datetime import timedelta

import pytest

from pinto.evidence.registry.models import Household
from pinto.evidence.registry.tests.factories import make_round
from pinto.evidence.verification.actions.freezing import release_drafts, withhold_drafts
from pinto.evidence.verification.actions.kinship import declare_kinship, withdraw_kinship
from pinto.evidence.verification.actions.proposals import propose_households
from pinto.evidence.verification.actions.undoing import undo_step
from pinto.evidence.verification.models import Step, Verification, Visit
from pinto.evidence.verification.permissions import Overtaken
from pinto.evidence.verification.queries.progress import progress
from pinto.evidence.verification.queries.queue import Filters, queue
from pinto.evidence.verification.queries.standing import (
    verification,
    verification_as_of,
    verified_truth,
)
from pinto.evidence.verification.rules.transitions import IMPARTIAL, Finding, State, Verb
from pinto.evidence.verification.tests.factories import AT, make_homes, propose, state, take
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.trail.models import Entry

ROAD = (Verb.ASSIGN, Verb.VISIT, Verb.CHECK, Verb.CERTIFY, Verb.ENDORSE)


@pytest.fixture
def home(places):
    return make_homes()[0]


@pytest.fixture
def walk(volunteer, tambon_officer, colleague, amphoe_officer):
    """Takes a household along the road, each step by who takes it, as far as that step."""
    who = {
        Verb.ASSIGN: tambon_officer,
        Verb.VISIT: volunteer,
        Verb.CHECK: tambon_officer,
        Verb.CERTIFY: colleague,
        Verb.ENDORSE: amphoe_officer,
    }

    def go(home, to, **rest):
        propose(home, volunteer, **rest)
        for verb in ROAD[: ROAD.index(to) + 1]:
            take(verb, home, who[verb], **rest)

    return go


def undo(home, account):
    row = Verification.objects.get(household=home)
    return undo_step(
        verification_id=row.pk,
        seen=row.steps_taken,
        viewer=viewer_of(account),
        by=account,
        at=AT,
    )


def test_a_household_is_found_visited_checked_certified_and_endorsed(home, walk):
    walk(home, Verb.ENDORSE)

    steps = Step.objects.order_by("number")
    assert [step.verb for step in steps] == [Verb.PROPOSE, *ROAD]
    assert [step.role for step in steps] == [
        *("VOLUNTEER", "TAMBON_OFFICER", "VOLUNTEER", "TAMBON_OFFICER", "TAMBON_OFFICER"),
        "AMPHOE_OFFICER",
    ]
    assert state(home) == State.ENDORSED
    assert Visit.objects.get().outcome == "MET"
    told = Entry.objects.filter(on_id=str(home.pk), what__startswith="household.")
    assert told.filter(detail__has_key="step").count() == 6


def test_who_visited_does_not_check_and_is_told_why(home, tambon_officer, colleague):
    propose(home, tambon_officer)
    take(Verb.VISIT, home, tambon_officer)

    with pytest.raises(Refused, match=r"signed on this household|ลงนาม"):
        take(Verb.CHECK, home, tambon_officer)
    take(Verb.CHECK, home, colleague)


def test_nobody_signs_on_the_household_of_declared_kin(home, tambon_officer, colleague, volunteer):
    propose(home, volunteer)
    take(Verb.VISIT, home, volunteer)
    viewer, by = viewer_of(tambon_officer), tambon_officer
    declare_kinship(household_id=home.pk, kind="KIN", viewer=viewer, by=by, at=AT)

    with pytest.raises(Refused):
        take(Verb.CHECK, home, tambon_officer)
    own = {"household_id": home.pk, "account_id": by.pk, "at": AT}
    for signer, sight in ((by, viewer), (volunteer, viewer_of(volunteer))):
        with pytest.raises(Refused):  # neither one's own word nor a village role takes it back
            withdraw_kinship(**own, viewer=sight, by=signer)
    withdraw_kinship(**own, viewer=viewer_of(colleague), by=colleague)
    take(Verb.CHECK, home, tambon_officer)


@pytest.mark.parametrize("verb", [Verb.RETURN, Verb.ANSWER, Verb.UPHOLD, Verb.GRANT])
def test_nobody_asks_answers_or_decides_about_declared_kin(verb):
    assert verb in IMPARTIAL


def test_what_a_step_needs_is_asked_for(home, volunteer):
    propose(home, volunteer)

    with pytest.raises(Refused):
        take(Verb.VISIT, home, volunteer, finding="")


def test_the_second_of_two_officers_is_told_and_changes_nothing(
    home, volunteer, tambon_officer, colleague
):
    propose(home, volunteer)
    take(Verb.VISIT, home, volunteer)
    seen = Verification.objects.get().steps_taken
    take(Verb.CHECK, home, tambon_officer, seen=seen)

    with pytest.raises(Overtaken):
        take(Verb.RETURN, home, colleague, seen=seen)
    assert state(home) == State.CHECKED


@pytest.mark.parametrize("outcome", ["REFUSED", "NOT_FOUND"])
def test_a_family_that_would_not_be_surveyed_comes_before_the_forum_like_any_other(
    home, volunteer, tambon_officer, outcome
):
    from pinto.evidence.verification.actions.steps import VisitNote

    propose(home, volunteer)
    visit = VisitNote(on=AT.date(), outcome=outcome, consent="REFUSED")
    take(Verb.VISIT, home, volunteer, visit=visit)
    take(Verb.CHECK, home, tambon_officer)
    take(Verb.CERTIFY, home, tambon_officer)

    assert state(home) == State.CERTIFIED


def test_a_return_is_a_question_and_its_answer_leads_back(home, walk, amphoe_officer, volunteer):
    walk(home, Verb.CERTIFY)
    take(Verb.RETURN, home, amphoe_officer, reason="ใครอยู่ในบ้าน")

    assert state(home) == State.RETURNED
    take(Verb.ANSWER, home, volunteer, reason="ยายกับหลาน")
    assert state(home) == State.CERTIFIED


def test_an_appeal_goes_to_who_signed_nothing_and_has_a_deadline(
    home, walk, tambon_officer, volunteer, amphoe_officer
):
    walk(home, Verb.CERTIFY)
    take(Verb.APPEAL, home, volunteer)

    assert Verification.objects.get().due_on == AT.date() + timedelta(days=30)
    with pytest.raises(Refused):
        take(Verb.UPHOLD, home, tambon_officer)
    take(Verb.GRANT, home, amphoe_officer)
    assert state(home) == State.PROPOSED


@pytest.mark.parametrize("stage", [Verb.CHECK, Verb.CERTIFY])
def test_where_everybody_of_the_tambon_signed_those_above_see_the_appeal_and_decide(
    home, walk, amphoe_officer, province_officer, volunteer, stage
):
    walk(home, stage)
    take(Verb.APPEAL, home, volunteer)

    for account in (amphoe_officer, province_officer):
        waiting = queue(make_round(), Filters(), viewer=viewer_of(account))
        assert [row.household_id for row in waiting] == [home.pk]
    take(Verb.GRANT, home, province_officer)
    assert state(home) == State.PROPOSED


def test_a_step_is_taken_back_by_who_took_it_and_all_is_as_before(home, walk, amphoe_officer):
    walk(home, Verb.CERTIFY)
    before = Verification.objects.values().get()
    take(Verb.ENDORSE, home, amphoe_officer)

    undo(home, amphoe_officer)

    now = Verification.objects.values().get()
    moved = {"steps_taken", "changed_at"}
    assert {k: v for k, v in now.items() if k not in moved} == {
        k: v for k, v in before.items() if k not in moved
    }


def test_nobody_takes_back_the_step_of_another(home, walk, tambon_officer):
    walk(home, Verb.VISIT)

    with pytest.raises(Refused):
        undo(home, tambon_officer)


def test_as_of_tells_where_it_stood_then(home, walk, amphoe_officer, province_officer):
    walk(home, Verb.VISIT)
    later = AT + timedelta(days=3)
    round, viewer = make_round(), viewer_of(province_officer)
    release_drafts_of(home, at=later)

    then = verification_as_of(home.pk, round, AT + timedelta(days=1), viewer=viewer)
    before = verification_as_of(home.pk, round, AT - timedelta(days=1), viewer=viewer)

    assert (then.state, then.finding) == (State.VISITED, "POOR")
    assert before.state is State.UNLISTED


def release_drafts_of(home, *, at=AT):
    from pinto.evidence.verification.models import Release

    Release.objects.create(round=make_round(), tambon="990101", at=at)


def test_the_truth_is_what_the_forum_decided_and_all_else_cannot_be_told(
    places, walk, tambon_officer, volunteer
):
    certified, visited, unlisted = make_homes(3)
    walk(certified, Verb.CERTIFY)
    walk(visited, Verb.VISIT)

    truth = verified_truth(places["9901"], make_round(), viewer=viewer_of(tambon_officer))

    assert truth == {certified.pk: Finding.POOR, visited.pk: Finding.CANNOT_TELL}
    assert unlisted.pk not in truth


def test_the_levels_above_see_what_was_handed_up_or_released(
    home, walk, tambon_officer, amphoe_officer, places
):
    walk(home, Verb.VISIT)
    amphoe, everything = viewer_of(amphoe_officer), Filters(mine=False)
    by = {"viewer": viewer_of(tambon_officer), "by": tambon_officer, "at": AT}

    assert not queue(make_round(), everything, viewer=amphoe).exists()
    with pytest.raises(Verification.DoesNotExist):
        verification(home.pk, round=make_round(), viewer=amphoe)
    release_drafts(round=make_round(), tambon=places["990101"], **by)
    assert queue(make_round(), everything, viewer=amphoe).count() == 1
    withhold_drafts(round=make_round(), tambon=places["990101"], **by)
    assert not queue(make_round(), everything, viewer=amphoe).exists()


def test_an_amphoe_does_not_release_the_drafts_of_a_tambon(amphoe_officer, places, home):
    with pytest.raises(Refused):
        release_drafts(
            round=make_round(),
            tambon=places["990101"],
            viewer=viewer_of(amphoe_officer),
            by=amphoe_officer,
            at=AT,
        )


def test_what_waits_for_an_officer_leaves_out_what_the_officer_signed(
    places, walk, tambon_officer, colleague, volunteer
):
    mine, anothers = make_homes(2)
    walk(anothers, Verb.VISIT)
    propose(mine, tambon_officer)
    take(Verb.VISIT, mine, tambon_officer)

    waiting = queue(make_round(), Filters(), viewer=viewer_of(tambon_officer))

    assert [row.household_id for row in waiting] == [anothers.pk]
    assert queue(make_round(), Filters(), viewer=viewer_of(colleague)).count() == 2


def test_many_are_proposed_once_and_only_where_one_serves(places, tambon_officer):
    here, there = make_homes(2), make_homes(1, village="98010101")
    ids = [home.pk for home in [*here, *there]]

    def all_proposed():
        return propose_households(
            household_ids=ids,
            round=make_round(),
            reason="บัญชี",
            told_by="TPMAP",
            viewer=viewer_of(tambon_officer),
            by=tambon_officer,
            at=AT,
        )

    assert set(all_proposed().new) == {home.pk for home in here}
    assert set(all_proposed().already) == {home.pk for home in here}
    assert Step.objects.count() == 2


def test_progress_counts_each_village_and_names_what_holds_it_back(
    places, walk, tambon_officer, amphoe_officer, django_assert_num_queries
):
    homes, beside = make_homes(3), make_homes(1, village="99010102")
    walk(homes[0], Verb.ENDORSE)
    walk(homes[1], Verb.VISIT)
    walk(homes[2], Verb.VISIT)
    propose(beside[0], tambon_officer)
    take(Verb.ASSIGN, beside[0], tambon_officer)
    day, viewer = AT.date() + timedelta(days=8), viewer_of(amphoe_officer)

    round = make_round()
    with django_assert_num_queries(2):
        whole, villages = progress(places["990101"], round, today=day, viewer=viewer)

    assert (whole.total, whole.came["VISITED"], whole.at["ENDORSED"], whole.overdue) == (4, 3, 1, 2)
    assert [(v.place.code, v.total, v.held_back) for v in villages] == [
        ("99010101", 3, State.VISITED),
        ("99010102", 1, State.ASSIGNED),
    ]


def test_a_stranger_finds_nobody(home, walk, stranger):
    walk(home, Verb.ENDORSE)
    viewer = viewer_of(stranger)

    assert not queue(make_round(), Filters(mine=False), viewer=viewer).exists()
    with pytest.raises(Household.DoesNotExist):
        propose(home, stranger)
