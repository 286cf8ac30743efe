"""Whatever officers try, in whatever order: nobody endorses alone, and a frozen round stays."""

from contextlib import suppress
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from pinto.evidence.registry.models import Freeze
from pinto.evidence.registry.tests.factories import make_round
from pinto.evidence.verification.actions.freezing import freeze_round
from pinto.evidence.verification.actions.undoing import undo_step
from pinto.evidence.verification.models import Step, Verification
from pinto.evidence.verification.rules.transitions import State, Verb
from pinto.evidence.verification.tests.factories import AT, make_homes, propose, take
from pinto.ground.access.models import Posting, Role
from pinto.ground.access.permissions import OutOfScope
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.trail.models import Entry
from tests.support.cast import SINCE, make_account

YEAR = 2569


@pytest.fixture
def stage(places, volunteer, tambon_officer, amphoe_officer, province_officer):
    """Six officers, of whom two hold two roles at once, and two households."""
    both = make_account("both", "สองหมวก สมมติสุข", Role.TAMBON_OFFICER, places["990101"])
    second = make_account("second", "คนสอง สมมติสุข", Role.VOLUNTEER, places["99010101"])
    for account in (both, second):
        Posting.objects.create(
            account=account, role=Role.AMPHOE_OFFICER, place=places["9901"], since=SINCE
        )
    cast = [volunteer, tambon_officer, amphoe_officer, province_officer, both, second]
    return places, cast, make_homes(2)


STEPS = [verb for verb in Verb if verb not in (Verb.UNDO, Verb.PROPOSE)]


def test_no_sequence_of_steps_endorses_without_two_people_in_the_right_order(stage):
    places, cast, homes = stage
    reached = {"endorsed": 0, "frozen": 0}

    class Rounds(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.atomic = transaction.atomic()
            self.atomic.__enter__()
            self.frozen = {}
            self.entries = Entry.objects.count()
            propose(homes[0], cast[1])

        @rule(who=st.sampled_from(range(len(cast))))
        def propose_the_other(self, who):
            with suppress(Refused):
                propose(homes[1], cast[who])

        def row(self, home):
            assume(Verification.objects.filter(household=homes[home]).exists())
            return Verification.objects.get(household=homes[home])

        def teardown(self):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

        @initialize(steps=st.sampled_from([0, 2, 4]), who=st.sampled_from(range(len(cast))))
        def on_its_way(self, steps, who):
            for _ in range(steps):
                self.forward(who, 0)

        @rule(
            verb=st.sampled_from(STEPS),
            who=st.sampled_from(range(len(cast))),
            home=st.sampled_from(range(len(homes))),
        )
        def step(self, verb, who, home):
            with suppress(Refused, Verification.DoesNotExist):
                take(verb, homes[home], cast[who])

        @rule(who=st.sampled_from(range(len(cast))), home=st.sampled_from(range(len(homes))))
        def forward(self, who, home):
            """The step that leads on, so that many examples come to the end."""
            row = self.row(home)
            onward = {
                State.PROPOSED: Verb.VISIT,
                State.ASSIGNED: Verb.VISIT,
                State.VISITED: Verb.CHECK,
                State.CHECKED: Verb.CERTIFY,
                State.CERTIFIED: Verb.ENDORSE,
                State.RETURNED: Verb.ANSWER,
                State.APPEALED: Verb.UPHOLD,
            }
            for turn in range(len(cast)):  # the first who may
                if row.state in onward and self.row(home).steps_taken == row.steps_taken:
                    self.step(onward[State(row.state)], (who + turn) % len(cast), home)

        @rule(who=st.sampled_from(range(len(cast))), home=st.sampled_from(range(len(homes))))
        def undo(self, who, home):
            row = self.row(home)
            with suppress(Refused, Verification.DoesNotExist):
                undo_step(
                    verification_id=row.pk,
                    seen=row.steps_taken,
                    viewer=viewer_of(cast[who]),
                    by=cast[who],
                    at=AT,
                )

        @rule()
        def freeze(self):
            """By each in turn; the first who may, if the round is ready."""
            for officer in cast:
                with suppress(Refused, OutOfScope):
                    freeze_round(
                        round=make_round(YEAR),
                        amphoe=places["9901"],
                        viewer=viewer_of(officer),
                        by=officer,
                        at=AT,
                    )
                    reached["frozen"] += 1
                    now = Verification.objects.all()
                    self.frozen = {row.pk: (row.state, row.steps_taken) for row in now}
                    return

        @rule(who=st.sampled_from(range(len(cast))))
        def to_the_end(self, who):
            """Everything that was proposed goes on and on, and the round is frozen."""
            for home in range(len(homes)):
                if Verification.objects.filter(household=homes[home]).exists():
                    for _ in range(5):
                        self.forward(who, home)
            self.freeze()

        @invariant()
        def an_endorsed_household_was_signed_in_order_by_different_people(self):
            for row in Verification.objects.filter(state=State.ENDORSED):
                reached["endorsed"] += 1
                signed = standing_signatures(row)
                verbs = [step.verb for step in signed]
                assert verbs == [Verb.VISIT, Verb.CHECK, Verb.CERTIFY, Verb.ENDORSE]
                visited, checked, certified, endorsed = signed
                assert endorsed.by_id not in {visited.by_id, checked.by_id, certified.by_id}
                assert visited.by_id != checked.by_id
                assert certified.role != endorsed.role

        @invariant()
        def a_household_stands_where_its_newest_step_led(self):
            for row in Verification.objects.all():
                steps = list(row.steps.order_by("number"))
                assert [step.number for step in steps] == list(range(1, row.steps_taken + 1))
                assert steps[-1].target == row.state
                for before, after in pairwise(steps):
                    assert before.target == after.source

        @invariant()
        def every_step_is_in_the_trail(self):
            told = Entry.objects.filter(on_kind="household", detail__has_key="step").count()
            assert told == Step.objects.count()

        @invariant()
        def nothing_leaves_a_frozen_round(self):
            if self.frozen:
                rows = Verification.objects.all()
                assert {row.pk: (row.state, row.steps_taken) for row in rows} == self.frozen
                assert Freeze.objects.count() == 1

    run_state_machine_as_test(
        Rounds,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert min(reached.values()) > 0, "the machine never came to the end: it proves nothing"


def standing_signatures(row):
    """The newest signature of each kind that was not taken back, in the order they were given.

    A new visit makes earlier signatures void.
    """
    newest = {}
    for step in row.steps.filter(undoes__isnull=True, undone_by__isnull=True).order_by("number"):
        if step.verb == Verb.VISIT:
            newest = {}
        if step.verb in (Verb.VISIT, Verb.CHECK, Verb.CERTIFY, Verb.ENDORSE):
            newest.pop(step.verb, None)
            newest[step.verb] = step
    return list(newest.values())
