"""A forum is told what is checked and waits for it, a weekly meeting what is overdue."""

import pytest

from pinto.evidence.verification.models import Verification
from pinto.evidence.verification.panels import for_the_forum, for_the_week
from pinto.evidence.verification.tests.factories import AT, make_homes, propose
from pinto.ground.access.permissions import OutOfScope
from pinto.ground.access.queries import viewer_of


@pytest.fixture
def homes(places, tambon_officer, volunteer, time_machine):
    """Three households of a village: one is checked, two wait for a visit, one of them late."""
    time_machine.move_to(AT)
    made = make_homes(3)
    for home in made:
        propose(home, tambon_officer)
    rows = Verification.objects
    rows.update(state="ASSIGNED", due_on="2026-12-01")
    rows.filter(household=made[0]).update(due_on="2026-11-01")
    rows.filter(household=made[1]).update(
        state="CHECKED", visited_by=volunteer, checked_by=tambon_officer
    )
    return made


def test_a_forum_is_told_how_many_wait_for_it(homes, tambon_officer):
    viewer = viewer_of(tambon_officer)

    assert [matter.count for matter in for_the_forum("99010101", viewer)] == [1]
    assert [matter.count for matter in for_the_forum("99010102", viewer)] == [0]


def test_a_weekly_meeting_is_told_what_is_overdue(homes, tambon_officer):
    late = [matter for matter in for_the_week("990101", viewer_of(tambon_officer)) if matter.count]

    assert [matter.count for matter in late] == [1]
    assert "state=ASSIGNED" in late[0].href


def test_before_there_is_a_round_nothing_waits(places, tambon_officer):
    assert for_the_forum("99010101", viewer_of(tambon_officer)) == []


def test_a_stranger_is_told_nothing(homes, stranger):
    with pytest.raises(OutOfScope):
        for_the_week("990101", viewer_of(stranger))
