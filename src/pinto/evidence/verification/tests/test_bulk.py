"""Many households at once: one job, killed and taken up again, taken back."""

import pytest
from django.utils import timezone

from pinto.evidence.registry.tests.factories import make_round
from pinto.evidence.verification.actions import bulk as bulks
from pinto.evidence.verification.actions.bulk import ask_bulk, ask_undo
from pinto.evidence.verification.actions.steps import Given
from pinto.evidence.verification.models import Bulk, Step, Verification
from pinto.evidence.verification.queries.queue import Filters, chosen_rows
from pinto.evidence.verification.rules.transitions import State, Verb
from pinto.evidence.verification.tests.factories import AT, make_homes, propose, state, take
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.jobs.models import Job
from pinto.ground.jobs.tasks import work
from pinto.ground.trail.models import Entry

NUMBER = 7


@pytest.fixture
def visited(places, volunteer, monkeypatch):
    """Seven visited households, and pieces of two."""
    monkeypatch.setattr(bulks, "PIECE", 2)
    homes = make_homes(NUMBER)
    for home in homes:
        propose(home, volunteer)
        take(Verb.VISIT, home, volunteer)
    return homes


@pytest.fixture
def check_all(tambon_officer):
    def ask(verb=Verb.CHECK, given=None, account=tambon_officer):
        viewer = viewer_of(account)
        return ask_bulk(
            verb=verb,
            round=make_round(),
            chosen=chosen_rows(make_round(), Filters(mine=False), None, viewer=viewer),
            given=given or Given(),
            by=account,
            at=AT,
        )

    return ask


def states():
    return list(Verification.objects.values_list("state", flat=True))


def test_all_take_the_step_and_the_trail_names_each(visited, check_all):
    bulk = check_all()
    work(once=True)

    bulk.refresh_from_db()
    assert (bulk.done, bulk.hindered) == (NUMBER, {})
    assert states() == [State.CHECKED] * NUMBER
    told = Entry.objects.filter(what="household.checked")
    assert {key for entry in told for key in entry.detail["ids"]} == {
        str(home.pk) for home in visited
    }


@pytest.mark.parametrize("verb", [Verb.RETURN, Verb.ASSIGN])
def test_what_a_step_of_many_needs_is_asked_for_before_a_job_begins(visited, check_all, verb):
    with pytest.raises(Refused):
        check_all(verb, Given(reason="  "))

    assert not Bulk.objects.exists()


def test_a_worker_killed_between_pieces_leaves_whole_pieces_and_nothing_is_doubled(
    visited, check_all, monkeypatch
):
    class Killed(BaseException):
        """What no code may catch."""

    bulk, pieces = check_all(), []
    piece = bulks.step_many

    def dying(*args, **kwargs):
        if len(pieces) == 2:
            pieces.append("dead")
            raise Killed
        pieces.append("done")
        return piece(*args, **kwargs)

    monkeypatch.setattr(bulks, "step_many", dying)
    with pytest.raises(Killed):
        work(once=True)
    assert states().count(State.CHECKED) == 4
    Job.objects.update(leased_until=AT)  # it ran out long ago
    work(once=True)

    bulk.refresh_from_db()
    assert states() == [State.CHECKED] * NUMBER
    assert bulk.done == Step.objects.filter(bulk=bulk).count() == NUMBER


def test_who_may_not_and_who_has_gone_on_are_counted_and_the_others_go_on(
    visited, check_all, tambon_officer, colleague
):
    bulk = check_all()
    take(Verb.RETURN, visited[0], colleague)
    take(Verb.VISIT, visited[1], tambon_officer)
    work(once=True)

    bulk.refresh_from_db()
    assert bulk.done == NUMBER - 2
    assert bulk.hindered == {"OVERTAKEN": 2}


def test_taking_back_gives_every_state_back_but_where_a_later_step_stands(
    visited, check_all, colleague, tambon_officer
):
    bulk = check_all()
    work(once=True)
    take(Verb.CERTIFY, visited[0], colleague, at=timezone.now())

    ask_undo(bulk=bulk, viewer=viewer_of(tambon_officer), by=tambon_officer, at=AT)
    work(once=True)

    bulk.refresh_from_db()
    assert (bulk.undone, bulk.kept) == (NUMBER - 1, 1)
    assert state(visited[0]) == State.CERTIFIED
    assert states().count(State.VISITED) == NUMBER - 1
    with pytest.raises(Refused):
        ask_undo(bulk=bulk, viewer=viewer_of(tambon_officer), by=tambon_officer, at=AT)


def test_only_who_did_it_takes_it_back(visited, check_all, colleague):
    bulk = check_all()
    work(once=True)

    with pytest.raises(Refused):
        ask_undo(bulk=bulk, viewer=viewer_of(colleague), by=colleague, at=AT)


def test_too_many_are_refused_before_anything_happens(places, tambon_officer, monkeypatch):
    monkeypatch.setattr(bulks, "BULK_MOST", 1)
    chosen = [(home.pk, 0) for home in make_homes(2)]

    with pytest.raises(Refused):
        ask_bulk(
            verb=Verb.PROPOSE, round=make_round(), chosen=chosen, given=Given(reason="x"),
            by=tambon_officer, at=AT,
        )  # fmt: skip
    assert not Bulk.objects.exists()


def test_proposals_of_a_list_are_one_job_too(places, tambon_officer, monkeypatch):
    monkeypatch.setattr(bulks, "PIECE", 2)
    homes = make_homes(3)
    propose(homes[0], tambon_officer)
    bulk = ask_bulk(
        verb=Verb.PROPOSE,
        round=make_round(),
        chosen=[(home.pk, 0) for home in homes],
        given=Given(reason="บัญชี", told_by="TPMAP"),
        by=tambon_officer,
        at=AT,
    )
    work(once=True)

    bulk.refresh_from_db()
    assert (bulk.done, bulk.hindered) == (2, {"ALREADY": 1})
    ask_undo(bulk=bulk, viewer=viewer_of(tambon_officer), by=tambon_officer, at=AT)
    work(once=True)
    assert sorted(states()) == [State.PROPOSED, State.WITHDRAWN, State.WITHDRAWN]


def test_a_visit_is_one_familys(places, tambon_officer):
    with pytest.raises(Refused):
        ask_bulk(
            verb=Verb.VISIT, round=make_round(), chosen=[], given=Given(), by=tambon_officer, at=AT
        )
