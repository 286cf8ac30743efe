"""Pages of target lists: named by hand, taken back, told only to whom it concerns."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from pinto.evidence.registry.models import Household, Person
from pinto.evidence.targets.forms import ListForm
from pinto.evidence.targets.models import TargetEntry, TargetList
from pinto.evidence.targets.queries import lists_of
from pinto.evidence.targets.tests.factories import BUAKHAM_ID, HEADERS, two_villages, workbook
from pinto.ground.access.queries import viewer_of
from pinto.ground.places.models import Place
from pinto.ground.thai.names import name_key, sound_key
from pinto.ground.trail.models import Entry


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))


@pytest.fixture
def homes(places):
    return two_villages(places)


def name_buakham(browser, homes, reason="ไม่มีรายได้"):
    url = reverse("target_add_household", args=[homes["buakham"]])
    return browser.post(url, {"source": "NEIGHBOUR", "reason": reason})


def test_a_volunteer_names_a_neighbour_in_two_steps(client_of, volunteer, homes):
    browser = client_of(volunteer)

    found = browser.get(reverse("target_add_found"), {"q": "บัวคำ"}).content.decode()
    assert str(homes["buakham"]) in found
    assert name_buakham(browser, homes).status_code == 302

    entry = TargetEntry.objects.get()
    assert (entry.household_id, entry.reason) == (homes["buakham"], "ไม่มีรายได้")
    assert entry.target_list.place.code == "990101"  # the tambon's list goes on for a year


def test_the_search_finds_nobody_of_another_village(client_of, volunteer, homes):
    found = client_of(volunteer).get(reverse("target_add_found"), {"q": "นาดี"}).content.decode()

    assert str(homes["nadee"]) not in found


def test_a_household_is_named_once_on_a_list(client_of, volunteer, homes):
    browser = client_of(volunteer)
    name_buakham(browser, homes)

    again = name_buakham(browser, homes)

    assert again.status_code == 422
    assert TargetEntry.objects.count() == 1


def test_a_new_household_comes_with_the_little_that_is_known(client_of, volunteer, places, homes):
    browser = client_of(volunteer)
    typed = {
        "place": places["99010101"].pk,
        "head_name": "นางมาใหม่ สมมติสุข",
        "house_no": "๙๙/๑",
        "source": "NEIGHBOUR",
        "reason": "อยู่คนเดียว",
    }

    assert browser.post(reverse("target_add_new"), typed).status_code == 302

    home = TargetEntry.objects.get().household
    assert (home.house_no, home.head.given_name, home.visible) == ("99/1", "มาใหม่", True)
    assert browser.get(reverse("answers", args=[home.pk])).status_code == 200


def test_likely_duplicates_are_shown_before_a_household_is_added(
    client_of, volunteer, places, homes
):
    typed = {
        "place": places["99010101"].pk,
        "head_name": "ใครก็ได้",
        "house_no": "52",
        "source": "NEIGHBOUR",
        "reason": "x",
    }

    asked = client_of(volunteer).post(reverse("target_add_new"), typed)

    assert str(homes["buakham"]) in asked.content.decode()
    assert not TargetEntry.objects.exists()


def test_a_name_written_otherwise_is_recognised(client_of, tambon_officer, places, homes):
    """ศ for ส, and no house number: matching weighs it together with what นาง says."""
    Person.objects.filter(given_name="บัวคำ").update(
        given_name="สมสี", surname="สมมติสุข", sex="F",
        name_key=name_key("สมสี", "สมมติสุข"), sound_key=sound_key("สมสี", "สมมติสุข"),
    )  # fmt: skip
    typed = {
        "place": places["99010101"].pk,
        "head_name": "นางสมศี สมมติสุข",
        "source": "NEIGHBOUR",
        "reason": "x",
    }

    asked = client_of(tambon_officer).post(reverse("target_add_new"), typed)

    assert str(homes["buakham"]) in asked.content.decode()
    assert not TargetEntry.objects.exists()


def test_taking_back_a_new_household_takes_it_away_and_brings_it_back(
    client_of, volunteer, places, homes
):
    browser = client_of(volunteer)
    typed = {"place": places["99010101"].pk, "head_name": "มาใหม่", "source": "SELF", "reason": "x"}
    response = browser.post(reverse("target_add_new"), typed)
    entry = TargetEntry.objects.get()
    undo = reverse("target_entry_withdraw", args=[entry.pk])
    assert undo in str(next(iter(get_messages(response.wsgi_request))))

    browser.post(undo)
    entry.refresh_from_db()
    assert entry.withdrawn_at is not None
    assert not Household.objects.get(pk=entry.household_id).visible


def test_only_the_writer_and_the_offices_read_the_reason(
    client_of, volunteer, tambon_officer, homes
):
    name_buakham(client_of(tambon_officer), homes, reason="ป่วยหนัก")
    url = reverse("target_list", args=[TargetList.objects.get().pk])

    assert "ป่วยหนัก" in client_of(tambon_officer).get(url).content.decode()
    assert "ป่วยหนัก" not in client_of(volunteer).get(url).content.decode()


def test_the_sheet_for_the_headman_says_nothing_of_why(client_of, tambon_officer, homes):
    browser = client_of(tambon_officer)
    name_buakham(browser, homes, reason="ป่วยหนัก")

    sheet = browser.get(reverse("target_list_print", args=[TargetList.objects.get().pk]))

    assert "บัวคำ" in sheet.content.decode()
    assert "ป่วยหนัก" not in sheet.content.decode()
    assert Entry.objects.filter(what="household.printed").exists()


def test_an_exported_list_masks_its_ids(client_of, tambon_officer, homes):
    browser = client_of(tambon_officer)
    name_buakham(browser, homes)

    url = reverse("target_list_csv", args=[TargetList.objects.get().pk])
    file = browser.get(f"{url}?purpose=HELP")

    content = b"".join(file).decode()
    assert "บัวคำ" in content
    assert BUAKHAM_ID not in content


def test_a_list_counts_for_each_only_what_lies_in_their_places(
    client_of, province_officer, tambon_officer, homes
):
    browser = client_of(province_officer)
    listed = browser.post(
        reverse("target_list_new"),
        {
            "name": "TPMAP", "source": "TPMAP", "as_of": "5/3/2569",
            "place": TargetEntry._meta.get_field("place").related_model.objects.get(code="99").pk,
            "file": workbook(HEADERS, *(["", code] for code in ("99010100023", "99010200011"))),
        },
    )  # fmt: skip
    browser.post(f"{listed['Location']}decide/", {"state": "CURRENT"})

    for who, number in ((province_officer, 2), (tambon_officer, 1)):
        page = client_of(who).get(listed["Location"]).content.decode()
        assert len(re.findall(r'class="hh">.*?<a href="/hh/', page)) == number


def test_a_list_is_not_there_for_a_stranger(client_of, volunteer, stranger, homes):
    name_buakham(client_of(volunteer), homes)
    entry = TargetEntry.objects.get()

    browser = client_of(stranger)
    for url in (
        reverse("target_list", args=[entry.target_list_id]),
        reverse("target_settle", args=[entry.pk]),
        reverse("target_entry_withdraw", args=[entry.pk]),
    ):
        assert browser.get(url).status_code == 404


def test_the_list_asks_as_many_queries_for_ten_as_for_one(
    client_of, tambon_officer, places, homes, django_assert_max_num_queries
):
    browser = client_of(tambon_officer)
    name_buakham(browser, homes)
    found = TargetList.objects.get()
    for number in range(10):
        TargetEntry.objects.create(
            target_list=found, place=places["99010101"], head_name=f"คนที่ {number}", at=found.at
        )

    with django_assert_max_num_queries(20):
        browser.get(reverse("target_list", args=[found.pk]))


def test_the_message_after_naming_leads_to_the_undo(client_of, volunteer, homes):
    browser = client_of(volunteer)
    name_buakham(browser, homes, reason="<b>จน</b>")
    undo = reverse("target_entry_withdraw", args=[TargetEntry.objects.get().pk])

    assert f'<a href="{undo}">' in browser.get(reverse("target_add")).content.decode()


def test_a_list_taken_back_names_nobody_until_it_is_brought_back(client_of, tambon_officer, homes):
    browser = client_of(tambon_officer)
    name_buakham(browser, homes)
    decide = reverse("target_list_decide", args=[TargetList.objects.get().pk])

    def lists():
        viewer = viewer_of(tambon_officer)
        return [row.target_list.name for row in lists_of(homes["buakham"], viewer=viewer)]

    assert len(lists()) == 1
    browser.post(decide, {"state": "WITHDRAWN"})
    assert lists() == []
    browser.post(decide, {"state": "CURRENT"})
    assert len(lists()) == 1


@pytest.mark.parametrize("day", ["20/11/2699", "1/1/2400"])
def test_a_list_of_a_day_that_cannot_be_is_refused(day, places):
    form = ListForm(
        Place.objects.filter(code="990101"),
        {"name": "TPMAP", "source": "TPMAP", "as_of": day, "place": str(places["990101"].pk)},
    )

    assert set(form.errors) == {"as_of"}
