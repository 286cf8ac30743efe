"""The table itself: what it must hold, whoever edits it."""

from pinto.evidence.verification.permissions import STATE_NAMES, VERB_NAMES
from pinto.evidence.verification.rules.diagram import drawing, table
from pinto.evidence.verification.rules.transitions import (
    CONFLICTS,
    FORWARD,
    TABLE,
    TRANSITIONS,
    State,
    Verb,
    roles_for,
)
from pinto.ground.access.rules import GRANTS, Capability


def test_no_step_is_in_the_table_twice():
    assert len(TABLE) == len(TRANSITIONS)


def test_each_of_the_four_acts_is_the_only_way_into_its_state():
    ways = {
        state: {line.verb for line in TRANSITIONS if line.target is state}
        for state in (State.VISITED, State.CHECKED, State.CERTIFIED, State.ENDORSED)
    }

    assert ways == {  # REOPEN takes a check away
        State.VISITED: {Verb.VISIT, Verb.REOPEN},
        State.CHECKED: {Verb.CHECK},
        State.CERTIFIED: {Verb.CERTIFY},
        State.ENDORSED: {Verb.ENDORSE},
    }


def test_an_act_follows_only_from_the_one_before():
    before = {
        verb: {line.source for line in TRANSITIONS if line.verb is verb}
        for verb in (Verb.CHECK, Verb.CERTIFY, Verb.ENDORSE)
    }

    assert before == {
        Verb.CHECK: {State.VISITED},
        Verb.CERTIFY: {State.CHECKED},
        Verb.ENDORSE: {State.CERTIFIED},
    }


def test_forum_and_amphoe_sign_in_two_different_roles():
    certifying = roles_for(Verb.CERTIFY, State.CHECKED)

    assert not certifying & roles_for(Verb.ENDORSE, State.CERTIFIED)


def test_who_interviewed_neither_checks_nor_endorses():
    forbidden = {verb for verb, others in CONFLICTS.items() if Verb.VISIT in others}

    assert {Verb.CHECK, Verb.ENDORSE} <= forbidden


def test_every_role_of_the_table_may_read_households():
    roles = {role for line in TRANSITIONS for role in line.roles}

    assert all(Capability.SEE_HOUSEHOLDS in GRANTS[role] for role in roles)


def test_whatever_waits_can_be_returned_and_whatever_is_signed_appealed():
    returnable = {line.source for line in TRANSITIONS if line.verb is Verb.RETURN}
    appealable = {line.source for line in TRANSITIONS if line.verb is Verb.APPEAL}

    assert {State.ASSIGNED, State.VISITED, State.CHECKED, State.CERTIFIED} <= returnable
    assert appealable == {State.CHECKED, State.CERTIFIED, State.ENDORSED}


def test_every_state_and_step_has_a_name():
    assert set(STATE_NAMES) == set(State)
    assert set(VERB_NAMES) == set(Verb)


def test_the_drawing_and_the_table_hold_every_step():
    drawn, told = drawing(), table()

    for line in TRANSITIONS:
        assert f": {line.verb.lower()}" in drawn
        assert f"| {line.verb.lower()} |" in told
    assert len(FORWARD) == 5
