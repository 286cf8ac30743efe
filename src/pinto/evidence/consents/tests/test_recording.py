"""A family agrees, refuses, withdraws: what counts, what stays, and what it changes."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from pinto.evidence.consents.actions.recording import record_consents
from pinto.evidence.consents.models import ConsentEvent
from pinto.evidence.consents.queries.consents import (
    consent_records,
    consents_of,
    history_of,
    left_out,
    may_use_household,
    usable,
)
from pinto.evidence.consents.rules.notices import newest_notice
from pinto.evidence.consents.rules.uses import ASKED, GROUNDS, State, Use, may_use
from pinto.evidence.consents.tests.factories import make_household, make_round
from pinto.evidence.registry.models import Household
from pinto.ground.access.permissions import OutOfScope
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Purpose
from pinto.ground.trail.models import Entry

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def home(places):
    return make_household(make_round(), places["99010101"], {}, [40])


@pytest.fixture
def say(home, volunteer):
    """The family says yes or no to some uses."""

    def said(**answers):
        return record_consents(
            household_id=home.pk,
            said={Use(use): answer for use, answer in answers.items()},
            method="SPOKEN",
            viewer=viewer_of(volunteer),
            by=volunteer,
            at=AT,
        )

    return said


def state_of(home, use, today=TODAY):
    return next(c.state for c in consents_of(home.pk, today=today) if c.use is use)


def test_who_was_never_asked_has_said_nothing(home):
    assert {consent.state for consent in consents_of(home.pk, today=TODAY)} == {State.NOT_ASKED}


def test_the_newest_counts_and_nothing_is_overwritten(home, say):
    say(RESEARCH=True)
    say(RESEARCH=False)
    say(RESEARCH=True)

    assert state_of(home, Use.RESEARCH) is State.GIVEN
    states = [event.state for event, _by in history_of(home.pk)]
    assert states == ["GIVEN", "WITHDRAWN", "GIVEN"]
    assert ConsentEvent.objects.values("record").distinct().count() == 1


def test_no_before_yes_is_a_refusal_and_no_after_yes_a_withdrawal(home, say):
    say(SHARING=False, PHOTO=True)
    say(PHOTO=False)

    assert state_of(home, Use.SHARING) is State.REFUSED
    assert state_of(home, Use.PHOTO) is State.WITHDRAWN


def test_the_same_answer_again_adds_nothing(home, say):
    assert len(say(RESEARCH=False)) == 1
    assert say(RESEARCH=False) == []


def test_a_consent_ends_by_itself_on_its_day(home, say):
    (event,) = say(PHOTO=True)

    assert event.expires_on == dt.date(2028, 11, 21)
    assert state_of(home, Use.PHOTO, event.expires_on) is State.GIVEN
    assert state_of(home, Use.PHOTO, event.expires_on + dt.timedelta(days=1)) is State.EXPIRED


def test_the_trail_holds_that_it_was_said_and_not_what_else(home, say, volunteer):
    (event,) = say(SHARING=True)

    entry = Entry.objects.get(what="consent.given")
    assert (entry.on_id, entry.by) == (str(home.pk), str(volunteer.pk))
    assert entry.detail["consent"] == str(event.pk)


def test_a_thumbprint_without_a_witness_is_refused_by_the_table_itself(home):
    given = {"record": home.pk, "household": home, "use": "PHOTO", "basis": "CONSENT", "at": AT}
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentEvent.objects.create(
            **given, state="GIVEN", notice="1", language="th", method="THUMBPRINT"
        )


def test_an_officer_of_another_province_records_nothing(home, stranger):
    with pytest.raises((OutOfScope, Household.DoesNotExist)):
        record_consents(
            household_id=home.pk, said={Use.PHOTO: True}, method="SPOKEN",
            viewer=viewer_of(stranger), by=stranger, at=AT,
        )  # fmt: skip


def test_the_record_has_the_fields_of_the_standard(home, say):
    say(SHARING=True)
    (record,) = consent_records(home.pk)

    assert {
        "record_id", "schema_version", "pii_principal_id", "pii_controllers", "privacy_notice",
        "language", "purpose", "lawful_basis", "pii_information", "recipient_third_parties",
        "retention_period", "withdrawal_method", "jurisdiction", "events",
    } <= record.keys()  # fmt: skip
    (event,) = record["events"]
    assert (event["event_state"], event["collection_method"]) == ("GIVEN", "SPOKEN")
    assert record["pii_controllers"] == ["ที่ทำการบ้านห้วยคราม"]


@pytest.mark.parametrize("use", [use for use in Use if use not in ASKED])
@pytest.mark.parametrize("state", State)
def test_help_and_other_duties_never_depend_on_consent(use, state):
    assert may_use(use, state)


def test_every_purpose_of_an_officer_has_a_ground_here():
    assert {Use(purpose) for purpose in Purpose} <= set(GROUNDS)


def test_the_notice_asks_for_what_the_family_decides_and_tells_the_rest():
    told = newest_notice()

    assert {purpose.use for purpose in told.asked} == set(ASKED)
    assert {purpose.use for purpose in told.told} == set(GROUNDS) - set(ASKED)


def test_the_filter_of_rows_says_what_the_rule_says(home, say, places):
    """Two households, every state, every use."""
    other = make_household(make_round(2570), places["99010101"])
    for answers in ({}, {"RESEARCH": True, "SHARING": True}, {"RESEARCH": False, "SHARING": False}):
        say(**answers)
        for use in Use:
            kept = Household.objects.filter(usable(use, "pk", today=TODAY))
            for each in (home, other):
                allowed = may_use_household(use, each.pk, today=TODAY)
                assert (each in kept) == allowed, (use, answers)
                if use not in (Use.SHARING, Use.PHOTO):
                    assert (each.pk.hex in left_out(use)) != allowed
