"""A report takes half a minute; the list says what waits, for whom, and for how long."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pinto.evidence.events.actions import report_event
from pinto.evidence.events.models import Event, Kind, Report, State
from pinto.evidence.events.panels import events_of_household, matters
from pinto.ground.access.queries import viewer_of
from pinto.ground.trail.models import Entry


@pytest.fixture
def officer(client_of, tambon_officer):
    return client_of(tambon_officer)


@pytest.fixture
def helper(client_of, volunteer):
    return client_of(volunteer)


@pytest.fixture
def reported(homes, volunteer, tambon_officer, as_officer, now):
    """Water in two houses, seen by the volunteer."""
    report = report_event(
        kind=Kind.FLOOD,
        household_ids=[home.pk for home in homes[:2]],
        happened_on=timezone.localdate(now),
        told_by="SEEN",
        note="น้ำสูงถึงเข่า",
        **as_officer(volunteer),
    )
    return list(report.events.order_by("household__house_no"))


def test_a_volunteer_reports_from_the_page_of_the_household(helper, homes, tambon_officer):
    where = f"/events/new/?household={homes[0].pk}"
    assert "นางคำ แรก" in helper.get(where).content.decode()
    today = timezone.localdate()
    sent = {
        "kind": "FIRE",
        "households": str(homes[0].pk),
        "happened_on": f"{today.day}/{today.month}/{today.year + 543}",
        "told_by": "HOUSEHOLD",
        "note": "ครัวไหม้",
    }
    answer = helper.post(where, sent)

    made = Event.objects.get()
    assert answer.headers["Location"] == f"/events/{made.pk}/"
    shown = officer_page = helper.get(answer.headers["Location"]).content.decode()
    assert "อยู่ในรายการของบุญมา สมมติสุข" in shown
    assert "รับเรื่องนี้" not in officer_page  # that is the officer's


def test_her_only_village_is_chosen_for_her_and_houses_are_ticked(helper, homes, tambon_officer):
    shown = helper.get("/events/new/").content.decode()
    assert "นางคำ แรก" in shown
    assert "นางคำ สาม" not in shown
    today = timezone.localdate()
    sent = {
        "kind": "FLOOD",
        "households": [str(home.pk) for home in homes[:2]],
        "happened_on": f"{today.day}/{today.month}/{today.year + 543}",
        "told_by": "SEEN",
    }

    assert helper.post("/events/new/", sent).headers["Location"] == "/events/"
    assert Report.objects.get().events.count() == 2


def test_a_house_of_another_village_is_refused_and_what_was_typed_stays(helper, homes):
    today = timezone.localdate()
    sent = {
        "kind": "FLOOD",
        "households": [str(homes[0].pk), str(homes[2].pk)],
        "happened_on": f"{today.day}/{today.month}/{today.year + 543}",
        "told_by": "SEEN",
        "note": "น้ำป่า",
    }
    answer = helper.post("/events/new/", sent)

    assert answer.status_code == 422
    assert "น้ำป่า" in answer.content.decode()
    assert not Event.objects.exists()


@pytest.mark.parametrize("day", ["1/1/2560", "31/12/2600", "เมื่อวาน"])
def test_a_day_that_cannot_be_is_refused(day, helper, homes):
    where = f"/events/new/?household={homes[0].pk}"
    sent = {"kind": "FIRE", "households": str(homes[0].pk), "happened_on": day, "told_by": "SEEN"}

    assert helper.post(where, sent).status_code == 422


def test_the_officer_takes_what_is_ticked_and_says_what_was_done(officer, reported):
    sent = {"event": [str(each.pk) for each in reported], "next": "/events/?state=OPEN"}
    assert officer.post("/events/", sent).headers["Location"] == "/events/?state=OPEN"
    assert officer.post("/events/", sent).status_code == 302  # a second press: told, not broken
    assert "มีผู้อื่นรับเรื่องแล้ว" in officer.get("/events/").content.decode()

    one = f"/events/{reported[0].pk}/"
    assert officer.post(one, {"done": ""}).status_code == 422
    officer.post(one, {"done": "ส่งถุงยังชีพแล้ว"})
    assert "ส่งถุงยังชีพแล้ว" in officer.get(one).content.decode()
    officer.post(f"{one}reopen/")
    assert Event.objects.get(pk=reported[0].pk).state == State.ACKNOWLEDGED


def test_the_way_back_never_leads_out_of_pinto(officer, reported):
    sent = {"event": str(reported[0].pk), "next": "https://elsewhere.example/"}

    assert officer.post("/events/", sent).headers["Location"] == "/events/"


def test_the_list_is_narrowed_by_village_kind_and_state(officer, reported):
    def named(query):
        shown = officer.get(f"/events/{query}").content.decode()
        return ("นางคำ แรก" in shown, "นางคำ สอง" in shown)

    Event.objects.filter(pk=reported[1].pk).update(due_at=timezone.now() - dt.timedelta(minutes=1))
    assert named("") == (True, True)
    assert named("?state=OVERDUE") == (False, True)
    assert named("?kind=FIRE") == (False, False)
    assert named("?area=99010102") == (False, False)
    assert named("?area=99010101&mine=on") == (True, True)
    assert officer.get("/events/?area=98").status_code == 404


def test_the_household_page_shows_what_befell_it(officer, reported, homes, rf, tambon_officer):
    request = rf.get("/")
    request.user = tambon_officer
    said = events_of_household(request, homes[0])

    assert "น้ำท่วม" in said
    assert "น้ำสูงถึงเข่า" in said
    assert f"/events/new/?household={homes[0].pk}" in said


@pytest.mark.parametrize("how_many", [2, 20])
def test_the_list_takes_as_many_queries_for_many_as_for_few(
    how_many, officer, homes, volunteer, tambon_officer, as_officer, now
):
    day = timezone.localdate(now)
    for back in range(how_many // 2):
        report_event(
            kind=Kind.FLOOD,
            household_ids=[home.pk for home in homes[:2]],
            happened_on=day - dt.timedelta(days=back),
            told_by="SEEN",
            **as_officer(volunteer),
        )
    officer.get("/events/")
    with CaptureQueriesContext(connection) as asked:
        officer.get("/events/")

    assert len(asked) <= 11  # of them the count in the menu, and who was on the list


def test_the_weekly_meeting_of_the_place_is_told_what_is_open(reported, tambon_officer):
    Event.objects.filter(pk=reported[0].pk).update(due_at=timezone.now() - dt.timedelta(minutes=1))
    viewer = viewer_of(tambon_officer)

    assert [matter.count for matter in matters("990101", viewer)] == [1, 2]
    assert [matter.count for matter in matters("99010102", viewer)] == [0]


def test_whoever_reads_the_list_is_in_the_trail(officer, reported):
    officer.get("/events/")

    entry = Entry.objects.get(what="household.listed")
    assert set(entry.detail["ids"]) == {str(each.household_id) for each in reported}


def test_a_researcher_reads_no_events(client_of, researcher):
    assert client_of(researcher).get("/events/").status_code == 403
