"""A target list is proposed to verification: all of it, what it is narrowed to, or the ticked."""

import pytest
from django.urls import reverse

from pinto.evidence.targets.models import TargetEntry, TargetList
from pinto.evidence.verification.actions import lists
from pinto.evidence.verification.models import Bulk, Step, Verification
from pinto.evidence.verification.tests.factories import AT, make_homes
from pinto.ground.jobs.tasks import work
from pinto.ground.trail.models import Entry

LONG = "บัญชี" * 30  # longer than a step keeps


@pytest.fixture
def named(places, tambon_officer):
    """Three households on a list, and a row nobody could settle."""
    found = TargetList.objects.create(
        name=LONG, source="TPMAP", as_of=AT.date(), place=places["990101"], by=tambon_officer, at=AT
    )
    common = {"target_list": found, "recognised_by": "HAND", "at": AT}
    for home in [*make_homes(2), *make_homes(1, village="99010102")]:
        TargetEntry.objects.create(household=home, place=home.place, **common)
    TargetEntry.objects.create(target_list=found, place=places["99010101"], head_name="ใคร", at=AT)
    return found


def propose(browser, found, query="", **form):
    url = reverse("verification_list", args=[found.pk]) + query
    return browser.post(url, {"reason": "อยู่ในบัญชี", "which": "all", **form})


def test_all_of_a_list_are_proposed_once(named, tambon_officer, client_of):
    browser = client_of(tambon_officer)
    page = browser.get(reverse("target_list", args=[named.pk]))
    assert reverse("verification_list", args=[named.pk]) in page.content.decode()

    propose(browser, named)
    propose(browser, named)

    assert Verification.objects.count() == Step.objects.count() == 3
    step = Step.objects.first()
    assert (step.reason, step.told_by) == ("อยู่ในบัญชี", LONG[:80])
    told = Entry.objects.filter(what="target_list.proposed").first()
    assert told.detail["households"] == 3


def test_only_what_the_list_is_narrowed_to_is_proposed(named, tambon_officer, client_of):
    propose(client_of(tambon_officer), named, "?area=99010102")

    assert Verification.objects.get().place.code == "99010102"


def test_only_the_ticked_are_proposed(named, tambon_officer, client_of):
    browser, entry = client_of(tambon_officer), named.entries.filter(household__isnull=False)[0]
    propose(browser, named, which="ticked")
    assert not Verification.objects.exists()

    propose(browser, named, which="ticked", entry=[entry.pk])

    assert Verification.objects.get().household_id == entry.household_id


def test_many_are_a_job_that_can_be_taken_back(named, tambon_officer, client_of, monkeypatch):
    monkeypatch.setattr(lists, "_AT_ONCE", 1)

    said = propose(client_of(tambon_officer), named)
    work(once=True)

    bulk = Bulk.objects.get()
    assert said.headers["Location"] == reverse("verification_bulk", args=[bulk.pk])
    assert bulk.done == Verification.objects.count() == 3


def test_a_list_that_was_taken_back_proposes_nobody(named, tambon_officer, client_of):
    TargetList.objects.update(state="WITHDRAWN")
    browser = client_of(tambon_officer)

    propose(browser, named)

    assert not Verification.objects.exists()
    page = browser.get(reverse("target_list", args=[named.pk]))
    assert reverse("verification_list", args=[named.pk]) not in page.content.decode()


def test_why_must_be_said(named, tambon_officer, client_of):
    propose(client_of(tambon_officer), named, reason=" ")

    assert not Verification.objects.exists()
