"""Target lists and saved conditions leave as the list of households does."""

import pytest
from django.urls import reverse

from pinto.evidence.registry.models import Household
from pinto.evidence.targets.models import TargetEntry, TargetList
from pinto.ground.exports import rules
from pinto.ground.exports.models import Export
from pinto.ground.jobs.tasks import work
from pinto.ground.trail.models import Entry
from pinto.insight.profiles.tests.factories import AT, Home, Member, id_of, survey
from pinto.insight.selections.models import Selection
from tests.support.cast import make_account

KINDS = ("target_list", "selection")


@pytest.fixture
def homes(places, monkeypatch, tmp_path):
    """Two households of one tambon and one of the next, all of them on both lists."""
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))
    villages = {"first": "99010101", "second": "99010102", "next": "99010201"}
    survey(
        2569,
        [Home(key, code, 1.5, (Member(f"บัว{key}"),)) for key, code in villages.items()],
        places,
    )
    return [Household.objects.select_related("place").get(pk=id_of(key)) for key in villages]


@pytest.fixture
def listed(homes, places, province_officer):
    """Kind → the arguments of the addresses of its list."""
    named = TargetList.objects.create(
        name="TPMAP", source="TPMAP", as_of="2026-03-05", place=places["99"],
        by=province_officer, at=AT,
    )  # fmt: skip
    condition = Selection.objects.create(
        name="จน", condition="overall < 2", place=places["990101"], by=province_officer, at=AT
    )
    for home in homes:
        TargetEntry.objects.create(
            target_list=named, household=home, place=home.place, recognised_by="HAND", at=AT
        )
        condition.members.create(household=home, area_code=home.place.code, entered_at=AT)
    return {"target_list": [named.pk], "selection": [condition.pk]}


def ask(browser, kind, listed, query="", **form):
    url = reverse(f"{kind}_export", args=listed[kind])
    return browser.post(url + query, {"purpose": "HELP", "format": "csv", **form})


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_leaves_for_a_purpose_and_bears_its_mark(kind, listed, tambon_officer, client_of):
    browser = client_of(tambon_officer)
    assert ask(browser, kind, listed, purpose="").status_code == 422

    answer = browser.get(ask(browser, kind, listed).headers["Location"])

    mark, header, *lines = b"".join(answer).decode().splitlines()
    assert "บุญมา สมมติสุข" in mark
    assert "การช่วยเหลือ" in mark
    assert "head_id_masked" in header
    assert len(lines) == 2
    assert Entry.objects.get(what="household.exported").detail["households"] == 2


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_file_comes_without_a_purpose(kind, file_format, listed, tambon_officer, client_of):
    url = reverse(f"{kind}_{file_format}", args=listed[kind])

    assert client_of(tambon_officer).get(url).status_code == 403
    assert client_of(tambon_officer).get(f"{url}?purpose=HELP").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_big_list_waits_for_a_colleague(
    kind, listed, places, tambon_officer, client_of, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(rules, "BIG", 1)
    colleague = make_account("colleague", "เพื่อน ร่วมงาน", "TAMBON_OFFICER", places["990101"])
    browser = client_of(tambon_officer)
    at_once = reverse(f"{kind}_csv", args=listed[kind])
    assert browser.get(f"{at_once}?purpose=HELP").status_code == 403
    assert ask(browser, kind, listed).headers["Location"] == "/exports/"
    export = Export.objects.get()
    assert (export.areas, export.rows) == (["990101"], 2)

    client_of(colleague).post(f"/exports/{export.pk}/decide/", {"decision": "approve"})
    work(once=True)

    content = b"".join(browser.get(f"/exports/{export.pk}/file/")).decode()
    assert "บัวfirst" in content
    assert "บัวnext" not in content


def test_what_leaves_of_a_target_list_is_what_its_page_shows(listed, tambon_officer, client_of):
    browser = client_of(tambon_officer)

    answer = browser.get(ask(browser, "target_list", listed, "?area=99010102").headers["Location"])

    content = b"".join(answer).decode()
    assert "บัวsecond" in content
    assert "บัวfirst" not in content


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_not_export_is_refused(kind, listed, volunteer, client_of):
    assert ask(client_of(volunteer), kind, listed).status_code in (403, 404)
    assert not Entry.objects.filter(what="household.exported").exists()
