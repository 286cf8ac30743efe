"""A stranger from another province finds nothing: proven by walking every address."""

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from pinto.evidence.intake.models import Load
from pinto.evidence.registry.models import (
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
    Round,
)
from tests.support.addresses import FILLERS, FILTERED, OWN, PUBLIC, SHARED, Things
from tests.support.cast import PLACES

LOGIN = "/account/login/"
CODES_OF_99 = [code for code in PLACES if code.startswith("99")]
NOTHING = {404, 405}  # not there; or not asked that way, whatever the address holds
MARK = "เฉพาะใน99"  # stands in every name of province 99, and nowhere else


def patterns(resolver=None) -> list[URLPattern]:
    """Every address of the project, from the resolver itself."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        found += [pattern] if isinstance(pattern, URLPattern) else patterns(pattern)
    return found


def arguments(name: str) -> list[str]:
    """The names of an address's arguments."""
    return [key for _, keys in get_resolver().reverse_dict.getlist(name)[0][0] for key in keys]


NAMES = sorted({pattern.name for pattern in patterns() if pattern.name})
FILLED = [name for name in NAMES if arguments(name) and name not in SHARED]
PLAIN = [name for name in NAMES if not arguments(name)]


@pytest.fixture
def things(places, province_officer) -> Things:
    """Province 99, its names made unmistakable: the gallery shows the invented ones to all."""
    for code in CODES_OF_99:
        places[code].name_th = f"{MARK}-{code}"
        places[code].save(update_fields=["name_th"])
    province_officer.name = f"{MARK}-officer"
    province_officer.save(update_fields=["name"])
    load = Load.objects.create(
        file_name=f"{MARK}.xlsx",
        file_digest="0" * 64,
        file_size=1,
        kind=Load.Kind.HOUSEHOLDS,
        state=Load.State.CHECKED,
        areas=["99"],
        area_code="9901",
        by=province_officer,
        at=timezone.now(),
    )
    return Things(
        places=places, officer=province_officer, load=load, household=_household(places["99010101"])
    )


def _household(place) -> Household:
    asked = Round.objects.create(instrument="ppp-household", instrument_version="1", year=2569)
    household = Household.objects.create(place=place, house_no=f"{MARK}/1")
    person = Person.objects.create(household=household, given_name=MARK)
    revision = HouseholdRevision.objects.create(
        household=household, round=asked, place=place, source="survey", at=timezone.now()
    )
    MemberRevision.objects.create(revision=revision, person=person)
    return household


def address(name, things):
    assert name in FILLERS, f"tests/support/addresses.py does not know how to fill {name!r}"
    return reverse(name, kwargs=FILLERS[name](things))


def test_every_address_has_a_name():
    nameless = [str(pattern.pattern) for pattern in patterns() if not pattern.name]

    assert not nameless


def test_every_address_is_known_here_and_nothing_else():
    """Nobody forgets to say what an address is, and no list names one that is gone."""
    known = set(FILLERS) | set(SHARED) | PUBLIC | OWN | FILTERED

    assert set(NAMES) - known == set()
    assert known - set(NAMES) == set()
    assert set(FILLERS) == set(FILLED)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_finds_no_page_of_another_province(method, things, stranger, client_of):
    browser = client_of(stranger)
    found = {}
    for name in FILLED:
        status = getattr(browser, method)(address(name, things)).status_code
        if status not in NOTHING:
            found[name] = status

    assert found == {}


@pytest.mark.parametrize("name", FILLED)
def test_the_officer_of_the_province_does_find_it(name, things, client_of):
    """Else a wrongly filled address would prove nothing."""
    browser, url = client_of(things.officer), address(name, things)
    status = browser.get(url).status_code
    if status == 405:
        status = browser.post(url).status_code

    assert status not in NOTHING


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_not_signed_in_is_asked_to(method, things, client):
    open_to_all = {}
    addresses = {name: address(name, things) for name in FILLED}
    addresses |= {name: reverse(name) for name in PLAIN if name not in PUBLIC}
    addresses |= {name: reverse(name, kwargs=filled) for name, filled in SHARED.items()}
    for name, url in addresses.items():
        response = getattr(client, method)(url)
        if response.status_code != 302 or not response.headers["Location"].startswith(LOGIN):
            open_to_all[name] = response.status_code

    assert open_to_all == {}


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public_pages_tell_nothing_of_any_place(name, things, client):
    response = client.get(reverse(name))

    assert response.status_code in (200, 302)
    assert MARK not in response.content.decode()


@pytest.mark.parametrize("name", sorted(OWN | FILTERED))
def test_a_strangers_own_pages_tell_nothing_of_another_province(name, things, stranger, client_of):
    response = client_of(stranger).get(reverse(name))

    assert response.status_code in (200, 302, 403, 404)
    if response.status_code == 200:
        assert MARK.encode() not in b"".join(response)


@pytest.mark.parametrize("name", SHARED)
def test_what_everybody_shares_tells_nothing_of_any_place(name, things, stranger, client_of):
    response = client_of(stranger).get(reverse(name, kwargs=SHARED[name]))

    assert response.status_code == 200
    assert MARK not in response.content.decode()


@pytest.mark.parametrize("code", CODES_OF_99)
def test_a_strangers_list_narrowed_to_another_province_does_not_exist(
    code, things, stranger, client_of
):
    browser = client_of(stranger)

    answers = {name: browser.get(reverse(name), {"area": code}).status_code for name in FILTERED}
    assert set(answers.values()) <= {404}, answers
