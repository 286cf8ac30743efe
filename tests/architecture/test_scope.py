"""A stranger from another province finds nothing: proven by walking every address."""

import datetime as dt
import io

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from pinto.evidence.consents.models import ErasureRequest
from pinto.evidence.intake.models import Load
from pinto.evidence.intake.rules.findings import Finding, Severity
from pinto.evidence.matching.tests.factories import a_pair
from pinto.evidence.registry.models import Household, Person
from pinto.evidence.targets.models import TargetEntry, TargetList
from pinto.ground.access.models import Opening
from pinto.ground.exports.models import Export
from pinto.insight.profiles.tests.factories import Home, Member, survey
from pinto.insight.profiles.tests.reading import KEPT
from pinto.insight.selections.models import Selection
from tests.support.addresses import (
    BY_ADMINISTRATOR,
    FILLERS,
    FILTERED,
    NOBODYS,
    OWN,
    PUBLIC,
    SHARED,
    Things,
)
from tests.support.cast import PLACES

LOGIN = "/account/login/"
CODES_OF_99 = [code for code in PLACES if code.startswith("99")]
NOTHING = {404, 405}  # not there; or not asked that way, whatever the address holds
MARK = "เฉพาะใน99"  # stands in every name of province 99, and nowhere else
HOMES_OF_99 = ("99010101", "99010201")
LISTS = ("households", "households_csv", "households_xlsx")
AREA_FILES = ("area_csv", "area_xlsx", "area_json")
NARROWED = [
    {},
    {"q": "99/1"},
    {"q": "สมมติสุข"},
    {"level": "1"},
    {"where": "people = 1"},
    {"order": "place"},
    {"round": "2569"},
]


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


def content_of(response) -> str:
    """What the answer says, also inside a workbook, whose bytes are compressed."""
    content = b"".join(response)
    if "spreadsheet" not in response.headers.get("Content-Type", ""):
        return content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


@pytest.fixture
def things(
    places, province_officer, tambon_officer, administrator, tmp_path, monkeypatch
) -> Things:
    """Province 99, its names made unmistakable: the gallery shows the invented ones to all.

    Two of its households are scored, and one of the stranger's province.
    """
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))
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
        report=_report(),
        by=province_officer,
        at=timezone.now(),
    )
    member = (Member(MARK),)
    homes = [Home(code, code, 1.5, member, house_no="99/1") for code in HOMES_OF_99]
    survey(2569, [*homes, Home("98", "98010101", 1.5, house_no="99/1")], places)
    household = Household.objects.get(place=places["99010101"])
    household.further_houses.create(
        place=places["99010102"], house_no=f"{MARK}/2", at=timezone.now()
    )
    erasure = ErasureRequest.objects.create(
        household=Household.objects.get(place=places["99010201"]).pk,
        place_code="99010201",
        reason="NO_LONGER_NEEDED",
        reference=f"{MARK}-letter",
        asked_by=province_officer,
        asked_at=timezone.now(),
    )
    opening = Opening.objects.create(
        kind=Opening.Kind.PLACE,
        account=tambon_officer,
        place_code="990101",
        why=MARK,
        since=timezone.now(),
        until=timezone.now() + dt.timedelta(hours=1),
    )
    export = Export.objects.create(
        kind="households",
        asked={},
        format="csv",
        areas=["990101"],
        purpose="HELP",
        rows=2_000,
        asked_by=tambon_officer,
        asked_at=timezone.now(),
    )
    target_list = TargetList.objects.create(
        name=f"{MARK}-list",
        source="TPMAP",
        as_of=timezone.localdate(),
        place=places["990101"],
        by=province_officer,
        at=timezone.now(),
    )
    named = {"target_list": target_list, "place": places["99010101"], "at": timezone.now()}
    TargetEntry.objects.create(household=household, recognised_by="HAND", **named)
    selection = Selection.objects.create(
        name=f"{MARK}-condition", condition="overall < 2", place=places["990101"],
        by=province_officer, at=timezone.now(),
    )  # fmt: skip
    selection.members.create(household=household, area_code="99010101", entered_at=timezone.now())
    return Things(
        places=places,
        officer=province_officer,
        load=load,
        household=household,
        administrator=administrator,
        opening=opening,
        export=export,
        pair=a_pair(*Person.objects.filter(household__place__code__in=HOMES_OF_99)),
        entry=TargetEntry.objects.create(head_name=MARK, **named),
        selection=selection,
        erasure=erasure,
    )


def _report() -> dict:
    """The report of a check that found one thing, and cites what stands there."""
    finding = Finding("house.unnamed", Severity.ERROR, sheet=MARK, row=2, column=MARK, value=MARK)
    return {"shown": [finding.as_json()], "counts": {finding.code: 1}}


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


@pytest.mark.parametrize("name", sorted(set(FILLED) - NOBODYS))
def test_the_officer_of_the_province_does_find_it(name, things, client_of):
    """Else a wrongly filled address would prove nothing."""
    who = things.administrator if name in BY_ADMINISTRATOR else things.officer
    browser, url = client_of(who), address(name, things)
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

    assert response.status_code in (200, 302, 403, 404, 405)
    assert MARK not in content_of(response)


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


# --- what goes out as a file, and what is counted ---------------------------------------


@pytest.mark.parametrize("code", CODES_OF_99)
@pytest.mark.parametrize("name", AREA_FILES)
def test_the_file_of_an_area_goes_to_its_officer_and_not_to_a_stranger(
    name, code, things, stranger, client_of
):
    url = reverse(name, kwargs={"code": code})
    refused = client_of(stranger).get(url)

    assert MARK in content_of(client_of(things.officer).get(url))
    assert refused.status_code == 404
    assert MARK not in content_of(refused)


@pytest.mark.parametrize("asked", NARROWED, ids=str)
@pytest.mark.parametrize("name", LISTS)
def test_a_list_however_narrowed_holds_ones_own_households_alone(
    name, asked, things, stranger, client_of
):
    for headers in ({}, {"HX-Request": "true"}):
        asked = {**asked, "purpose": "HELP"}
        hers = content_of(client_of(stranger).get(reverse(name), asked, headers=headers))
        theirs = content_of(client_of(things.officer).get(reverse(name), asked, headers=headers))

        assert MARK in theirs
        assert "บัวคำ" in hers
        assert MARK not in hers


def test_a_count_of_households_leaves_out_those_of_another_province(things, stranger, client_of):
    hers = content_of(client_of(stranger).get(reverse("households")))
    theirs = content_of(client_of(things.officer).get(reverse("households")))

    assert ">1 ครัวเรือนในพื้นที่ของท่าน<" in KEPT.sub(r"\1", hers)
    assert ">2 ครัวเรือนในพื้นที่ของท่าน<" in KEPT.sub(r"\1", theirs)


def test_the_report_of_a_file_goes_to_its_officer_and_not_to_a_stranger(
    things, stranger, client_of
):
    for name in ("intake_load", "intake_findings"):
        url = address(name, things)
        refused = client_of(stranger).get(url)

        assert MARK in content_of(client_of(things.officer).get(url))
        assert refused.status_code == 404
        assert MARK not in content_of(refused)


def test_the_list_of_files_shows_ones_own_alone(things, stranger, client_of):
    url = reverse("intake")

    assert MARK in content_of(client_of(things.officer).get(url))
    assert MARK not in content_of(client_of(stranger).get(url))
