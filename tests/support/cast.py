"""The people and places every test may borrow.

Province 99 ธารคราม has one amphoe, 9901 เมฆคำ, with two tambons of two villages
each; province 98 is where the stranger comes from. Everybody is invented.
"""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from pinto.ground.access.models import Account, Agency, Opening, Posting, Role
from pinto.ground.places.models import Place

PASSWORD = "ปิ่นโต-สี่ชั้น-2569"
SINCE = dt.date(2025, 10, 1)

PLACES = {
    "99": "ธารคราม",
    "9901": "เมฆคำ",
    "990101": "ห้วยคราม",
    "99010101": "บ้านห้วยคราม",
    "99010102": "บ้านผาแดงน้อย",
    "990102": "นาเมฆคำ",
    "99010201": "บ้านนาเมฆคำ",
    "99010202": "บ้านป่าไผ่งาม",
    "98": "ฝั่งโน้น",
    "9801": "ท่าไกล",
    "980101": "โนนไกล",
    "98010101": "บ้านโนนไกล",
}

_KINDS = {
    2: Place.Kind.PROVINCE,
    4: Place.Kind.AMPHOE,
    6: Place.Kind.TAMBON,
    8: Place.Kind.VILLAGE,
}


def make_places() -> dict[str, Place]:
    """The invented places, by code."""
    made: dict[str, Place] = {}
    for code, name in PLACES.items():
        made[code] = Place.objects.create(
            kind=_KINDS[len(code)],
            code=code,
            parent=made.get(code[:-2]),
            name_th=name,
            name_key=name.removeprefix("บ้าน"),
            sort_key=name,
            moo=int(code[6:]) if len(code) == 8 else None,
        )
    return made


def make_account(username: str, name: str, role: str, place: Place) -> Account:
    """Somebody who serves that place in that role, since the start of fiscal year 2569."""
    account = Account(username=username, name=name)
    account.set_password(PASSWORD)
    account.save()
    agency, _ = Agency.objects.get_or_create(name_th=f"ที่ทำการ{place.name_th}")
    Posting.objects.create(account=account, role=role, place=place, agency=agency, since=SINCE)
    if len(place.code) < 6:
        work_there(account, place.code)
    return account


def work_there(account: Account, code: str) -> None:
    """Whoever serves an amphoe or a province has said why, and opens records there unasked."""
    Opening.objects.create(
        kind=Opening.Kind.RECORDS,
        account=account,
        place_code=code,
        why="งานประจำ",
        since=dt.datetime(2025, 10, 1, tzinfo=dt.UTC),
        until=dt.datetime(2100, 1, 1, tzinfo=dt.UTC),
    )


@pytest.fixture(autouse=True)
def _sign_in_from_scratch(settings) -> None:
    """Hashing is slow on purpose, but tests have no secrets; nobody has failed to sign in yet."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def places(db) -> dict[str, Place]:
    return make_places()


@pytest.fixture
def volunteer(places) -> Account:
    """Looks after one village of ห้วยคราม."""
    return make_account("volunteer", "น้อย สมมติสุข", Role.VOLUNTEER, places["99010101"])


@pytest.fixture
def village_leader(places) -> Account:
    """The headman of the same village."""
    return make_account("leader", "ทองดี สมมติสุข", Role.VILLAGE_LEADER, places["99010101"])


@pytest.fixture
def tambon_officer(places) -> Account:
    return make_account("tambon", "บุญมา สมมติสุข", Role.TAMBON_OFFICER, places["990101"])


@pytest.fixture
def amphoe_officer(places) -> Account:
    return make_account("amphoe", "คำแพง สมมติสุข", Role.AMPHOE_OFFICER, places["9901"])


@pytest.fixture
def province_officer(places) -> Account:
    return make_account("province", "วิไล สมมติสุข", Role.PROVINCE_OFFICER, places["99"])


@pytest.fixture
def researcher(places) -> Account:
    return make_account("researcher", "อรุณ สมมติสุข", Role.RESEARCHER, places["99"])


@pytest.fixture
def auditor(places) -> Account:
    return make_account("auditor", "ประเสริฐ สมมติสุข", Role.AUDITOR, places["99"])


@pytest.fixture
def administrator(places) -> Account:
    return make_account("administrator", "สมหมาย สมมติสุข", Role.ADMINISTRATOR, places["99"])


@pytest.fixture
def stranger(places) -> Account:
    """An officer of the other province: nothing of 99 exists for her."""
    return make_account("stranger", "ไกลตา สมมติสุข", Role.PROVINCE_OFFICER, places["98"])


@pytest.fixture
def client_of() -> Callable[[Account], Client]:
    """A browser in which that account has signed in."""

    def client(account: Account) -> Client:
        browser = Client()
        browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return client


@pytest.fixture
def english(client_of: Callable[[Account], Client]) -> Callable[[Account], Client]:
    """A browser in which that account has signed in, and reads English."""

    def client(account: Account) -> Client:
        browser = client_of(account)
        browser.cookies["pinto_language"] = "en"
        return browser

    return client
