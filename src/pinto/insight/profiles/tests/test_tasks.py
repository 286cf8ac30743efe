"""What follows every load: scores, then sums."""

import pytest

from pinto.ground.jobs.actions import ask_for
from pinto.ground.jobs.models import Job
from pinto.ground.jobs.tasks import work
from pinto.insight.measures.tests.factories import AT, make_household, make_round
from pinto.insight.profiles.queries.areas import profile

pytestmark = pytest.mark.django_db(transaction=True)
CAPITALS = {"human": 2.45, "physical": 2.22, "financial": 1.92, "natural": 1.80, "social": 1.66}


def test_a_renewed_profile_says_what_was_answered(places):
    round = make_round()
    for _ in range(3):
        make_household(round, places["99010101"], delivered=CAPITALS)
    make_household(round, places["99010201"])
    ask_for("profiles.renew", by=None, at=AT, round="2569", tambons=["990101", "990102"])

    work(once=True)

    job = Job.objects.get()
    assert (job.state, job.result) == (Job.State.DONE, {"scored": 3, "areas": 6})
    now = profile("99", viewer=None).now
    assert (now.households, now.levels, now.unscored) == (4, (0, 3, 0, 0), 1)
    assert now.overall == pytest.approx(2.01)
