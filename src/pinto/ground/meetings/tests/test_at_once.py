"""Two officers write into a meeting at the same moment: one outcome, and the other is told."""

import threading

import pytest
from django.db import connection

from pinto.ground.access.rules import Refused
from pinto.ground.meetings.actions import decide
from pinto.ground.meetings.models import Decision, Outcome

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_decisions_of_one_question_leave_one_and_tell_the_other(question, attend, acting):
    attend()
    start, told = threading.Barrier(4), []

    def press(outcome):
        try:
            start.wait()
            decide(proposal_id=question.pk, outcome=outcome, **acting)
        except Refused:
            told.append(outcome)
        finally:
            connection.close()

    pressed = [Outcome.AGREED, Outcome.NOT_AGREED, Outcome.AGREED, Outcome.DEFERRED]
    threads = [threading.Thread(target=press, args=(outcome,)) for outcome in pressed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Decision.objects.count() == 1
    assert len(told) == 3
