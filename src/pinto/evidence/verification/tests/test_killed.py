"""A worker is killed in the middle of many steps; two officers press at the same moment."""

import signal
import threading

import pytest
from django.db import connections

from pinto.evidence.registry.tests.factories import make_round
from pinto.evidence.verification.actions.bulk import ask_bulk
from pinto.evidence.verification.actions.proposals import propose_households
from pinto.evidence.verification.actions.steps import Given
from pinto.evidence.verification.models import Bulk, Step, Verification
from pinto.evidence.verification.permissions import Overtaken
from pinto.evidence.verification.rules.transitions import State, Verb
from pinto.evidence.verification.tests.factories import AT, make_homes, propose, take
from pinto.ground.access.queries import viewer_of
from pinto.ground.jobs.models import Job

NUMBER = 240
WORKER = """
import django; django.setup()
from pinto.evidence.verification.actions import bulk
from pinto.ground.jobs.tasks import work
import time
bulk.PIECE = 30
step = bulk.step_many
def slow(*args, **kwargs):
    time.sleep(0.15)
    return step(*args, **kwargs)
bulk.step_many = slow
work(once=True)
"""


@pytest.mark.django_db(transaction=True)
def test_a_bulk_killed_again_and_again_ends_whole_and_doubles_nothing(
    places, tambon_officer, another_process
):
    homes = make_homes(NUMBER)
    propose_households(
        household_ids=[home.pk for home in homes],
        round=make_round(),
        reason="บัญชี",
        told_by="TPMAP",
        viewer=viewer_of(tambon_officer),
        by=tambon_officer,
        at=AT,
    )
    bulk = ask_bulk(
        verb=Verb.ASSIGN,
        round=make_round(),
        chosen=[(home.pk, 1) for home in homes],
        given=Given(assignee_id=tambon_officer.pk),
        by=tambon_officer,
        at=AT,
    )

    stood = []
    for _ in range(2):
        process = another_process("-c", WORKER)
        before = stood[-1] if stood else 0
        while Bulk.objects.get(pk=bulk.pk).done <= before and process.poll() is None:
            threading.Event().wait(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        stood.append(Bulk.objects.get(pk=bulk.pk).done)
        Job.objects.filter(state="RUNNING").update(leased_until=AT)  # it ran out
    killed_within = [number for number in stood if 0 < number < NUMBER]
    ended = another_process("-c", WORKER)
    said, _ = ended.communicate(timeout=120)

    bulk.refresh_from_db()
    assert ended.returncode == 0, said
    assert killed_within, "no kill struck in the middle"
    assert bulk.done == Step.objects.filter(bulk=bulk).count() == NUMBER
    assert set(Verification.objects.values_list("state", "steps_taken")) == {(State.ASSIGNED, 2)}


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_press_at_the_same_moment_one_is_told(
    places, volunteer, tambon_officer, colleague
):
    home = make_homes()[0]
    propose(home, volunteer)
    take(Verb.VISIT, home, volunteer)
    seen, told, ready = 2, [], threading.Barrier(2)

    def press(account):
        try:
            ready.wait(10)
            take(Verb.CHECK, home, account, seen=seen)
            told.append("done")
        except Overtaken:
            told.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[who]) for who in (tambon_officer, colleague)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(told) == ["done", "told"]
    assert Step.objects.filter(verb=Verb.CHECK).count() == 1
