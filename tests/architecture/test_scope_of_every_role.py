"""Each role in each place walks every address, and finds nobody of a place that is not theirs."""

import datetime as dt
import re
import uuid
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pinto.evidence.registry.models import Household
from pinto.ground.access.models import Account, Posting, Role
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, may
from pinto.insight.profiles.tests.factories import Home, Member, survey
from pinto.insight.profiles.tests.reading import KEPT
from tests.architecture.test_scope import FILLED, PLAIN, content_of
from tests.support.addresses import FILTERED, NOBODYS, OWN
from tests.support.cast import PLACES, make_account

VILLAGES = [code for code in PLACES if len(code) == 8]
AREAS = ("area", "area_csv", "area_xlsx", "area_json")
OF_A_HOUSEHOLD = [
    "household", "household_looked", "household_score", "score_json", "answers",
    "answers_history", "answers_part", "member_new", "member", "houses",
    "verification_household", "verification_visit", "verification_photo",
    "target_add_household",
    "consents", "consent_form", "subject_copy", "subject_copy_json", "erasure_new",
]  # fmt: skip
SEARCHES = [{}, {"q": "99/1"}, {"q": "สมมติสุข"}, {"where": "people = 1"}, {"level": "1"}]

# who walks: a role at a place, or nothing at all
CAST = {
    "volunteer": (Role.VOLUNTEER, "99010101"),
    "leader": (Role.VILLAGE_LEADER, "99010102"),
    "tambon": (Role.TAMBON_OFFICER, "990101"),
    "next_tambon": (Role.TAMBON_OFFICER, "990102"),
    "amphoe": (Role.AMPHOE_OFFICER, "9901"),
    "province": (Role.PROVINCE_OFFICER, "99"),
    "stranger": (Role.PROVINCE_OFFICER, "98"),
    "researcher": (Role.RESEARCHER, "99"),
    "auditor": (Role.AUDITOR, "99"),
    "administrator": (Role.ADMINISTRATOR, "99"),
    "no_posting": None,
    "expired": (Role.PROVINCE_OFFICER, "99"),
}


def mark(code):
    """The given name of the only person of a village; in no other text."""
    return f"คนของ{code}"


@pytest.fixture
def homes(places, tmp_path, monkeypatch):
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))
    survey(
        2569,
        [Home(c, c, 1.5, (Member(mark(c)),), house_no="99/1") for c in VILLAGES],
        places,
    )
    return {code: Household.objects.get(place=places[code]) for code in VILLAGES}


def cast(name, places):
    posted = CAST[name]
    if posted is None:
        account = Account(username=name, name="ไม่มี ที่ประจำ")
        account.set_password("x")
        account.save()
        return account
    role, code = posted
    account = make_account(name, "คน ของเรา", role, places[code])
    if name == "expired":
        yesterday = dt.date(2025, 11, 1)
        Posting.objects.filter(account=account).update(until=yesterday)
    return account


def address_of(name, home):
    given = {"household_id": home.pk}
    if name == "answers_part":
        given["part"] = "front"
    if name == "verification_photo":
        given["step_id"] = uuid.uuid4()
    if name == "member":
        given["person_id"] = home.head_id or home.members.get().pk
    return reverse(name, kwargs=given)


def everything(homes):
    """Every address that can be read, with whatever narrows it: the whole of what leaks."""
    for name in sorted(OWN | FILTERED):
        if name != "account_logout":
            yield reverse(name), {}
    for name in sorted(FILTERED):
        for asked in SEARCHES:
            yield reverse(name), {**asked, "purpose": "HELP"}
        for code in PLACES:
            yield reverse(name), {"area": code, "purpose": "HELP"}
    for name in AREAS:
        for code in PLACES:
            yield reverse(name, kwargs={"code": code}), {}
    for name in OF_A_HOUSEHOLD:
        for home in homes.values():
            yield address_of(name, home), {}


def test_the_walk_leaves_no_address_of_households_out():
    """What is about one household is either walked here or changes something."""
    changing = {
        "reveal_id", "household_open", "member_left", "house_left", "verification_propose",
        "verification_step", "verification_undo", "verification_forum", "verification_kin",
        "finding_accept", "finding_undo",
    }  # fmt: skip
    named = {n for n in FILLED if "household" in reverse_keys(n)}

    assert named - changing - set(OF_A_HOUSEHOLD) == set()
    assert set(OWN | FILTERED) <= set(PLAIN)


def reverse_keys(name):
    from tests.architecture.test_scope import arguments

    return " ".join(arguments(name))


@pytest.mark.parametrize("name", CAST)
def test_nobody_finds_a_household_outside_the_places_served(name, homes, places, client_of):
    account = cast(name, places)
    viewer = viewer_of(account)
    theirs = {code for code in VILLAGES if may(viewer, Capability.SEE_HOUSEHOLDS, code)}
    foreign = [mark(code) for code in VILLAGES if code not in theirs]
    browser = client_of(account)
    leaks = []
    for url, asked in everything(homes):
        response = browser.get(url, asked)
        body = content_of(response)
        leaks += [(url, asked, who) for who in foreign if who in body]
        assert response.status_code < 500, url

    assert leaks == []
    for code, home in homes.items():
        status = browser.get(address_of("household", home)).status_code
        assert (status == 200) == (code in theirs), code


@pytest.mark.parametrize("name", [n for n, p in CAST.items() if p and n != "expired"])
def test_a_count_counts_ones_own_alone(name, homes, places, client_of):
    account = cast(name, places)
    viewer = viewer_of(account)
    theirs = [code for code in VILLAGES if may(viewer, Capability.SEE_HOUSEHOLDS, code)]
    response = client_of(account).get(reverse("households"))

    assert (response.status_code == 200) == bool(theirs)
    if theirs:
        said = KEPT.sub(r"\1", response.content.decode())
        assert f">{len(theirs)} ครัวเรือนในพื้นที่ของท่าน<" in said


# --- whether somebody exists elsewhere is not told by anything ----------------------------

_TOKEN = re.compile(r"name=\"csrfmiddlewaretoken\" value=\"\w+\"")


def told(browser, url, asked, *, hiding):
    """Status, body without what was typed, and the number of queries."""
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(url, asked)
    body = _TOKEN.sub("", content_of(response))
    for text in hiding:
        body = body.replace(text, "…")
    return response.status_code, body, len(queries)


@pytest.mark.parametrize("page", OF_A_HOUSEHOLD)
@pytest.mark.parametrize("name", ["stranger", "next_tambon", "volunteer", "no_posting"])
def test_a_household_elsewhere_is_as_one_that_does_not_exist(name, page, homes, places, client_of):
    browser = client_of(cast(name, places))
    browser.get("/account/")  # the first request of a session asks more
    home, nobody = homes["99010102"], Household(pk=uuid.uuid4(), head_id=uuid.uuid4())
    hiding = [str(each) for h in (home, nobody) for each in (h.pk, h.head_id)]
    hiding += [str(p.pk) for p in home.members.all()]

    there = told(browser, address_of(page, home), {}, hiding=hiding)
    nowhere = told(browser, address_of(page, nobody), {}, hiding=hiding)

    assert there == nowhere
    assert there[0] in (403, 404)  # a room that is closed to the role, or nothing there


@pytest.mark.parametrize("name", ["stranger", "next_tambon", "volunteer"])
def test_a_search_does_not_tell_who_lives_elsewhere(name, homes, places, client_of):
    browser = client_of(cast(name, places))
    browser.get("/hh/")
    known, unknown = mark("99010102"), "คนของ99999999"
    hiding = [typed for text in (known, unknown) for typed in (text, quote(text))]
    hiding += [quote(quote(text)) for text in (known, unknown)]

    there = told(browser, "/hh/", {"q": known}, hiding=hiding)
    nowhere = told(browser, "/hh/", {"q": unknown}, hiding=hiding)

    assert there == nowhere


@pytest.mark.parametrize("name", sorted(NOBODYS))
def test_what_is_somebodys_own_is_nobody_elses(name, homes, places, client_of, tambon_officer):
    """A file that waits for one officer, and a device, are not there for her superior either."""
    given = {"export_file": {"export_id": uuid.uuid4()}, "device_end": {"device_id": 1}}[name]
    browser = client_of(cast("province", places))

    assert browser.post(reverse(name, kwargs=given)).status_code in (404, 405)
