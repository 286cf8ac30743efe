"""Outside the daily work no page names a family before somebody has said why."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from pinto.evidence.registry.models import Person
from pinto.evidence.targets.models import TargetEntry
from pinto.ground.access.models import Opening
from pinto.ground.meetings.models import Proposal
from tests.architecture.test_scope import FILLED, PLAIN, address, things  # noqa: F401
from tests.support.cast import make_account

NAME = "บัวลอย"  # of every person here, and in no other text
TYPED = {"given_name": NAME, "surname": "สมมติสุข", "q": NAME, "number": NAME}
NARROWED = [{"purpose": "HELP", "show": "all"}, {"q": NAME}]
# by POST: what shows somebody without changing anything
SHOWING = {"likely": TYPED, "consent_find": TYPED, "target_add_found": TYPED}


@pytest.fixture
def asked(things):  # noqa: F811
    """Every address that can be read, filled with things whose people have the name."""
    filled = [(name, address(name, things)) for name in FILLED]  # makes what each is about
    Person.objects.update(given_name=NAME)
    TargetEntry.objects.update(head_name=NAME)
    Proposal.objects.update(question=f"{NAME} บ้าน 99/1")
    return [*filled, *((name, reverse(name)) for name in PLAIN if name != "account_logout")]


@pytest.fixture
def newcomer(asked, places, client_of):
    """An officer of the amphoe who has not yet said why she opens anything."""
    account = make_account("newcomer", "มาใหม่", "AMPHOE_OFFICER", places["9901"])
    Opening.objects.all().delete()
    return client_of(account)


def names(response):
    """Whether the answer says the name elsewhere than where it was typed; photos say nothing."""
    content = b"".join(response)
    if "spreadsheet" in response.headers.get("Content-Type", ""):
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return NAME in str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    return NAME in content.decode(errors="ignore").replace(f'value="{NAME}"', "")


def naming(browser, asked):
    """The addresses that answer with the name."""
    found = set()
    for name, url in asked:
        for data in NARROWED:
            if names(browser.get(url, data)):
                found.add(name)
    for name, data in SHOWING.items():
        if names(browser.post(reverse(name), data)):
            found.add(name)
    return found


def test_nobody_is_named_before_a_reason_was_given(newcomer, asked):
    assert naming(newcomer, asked) == set()


def test_the_pages_that_ask_are_those_that_name(newcomer, asked):
    """With the reason given they name: the walk above looks at something."""
    form = {"tambon": "9901", "why": "ตรวจตามแผน", "next": "/"}
    assert newcomer.post("/account/reason/", form).status_code == 302

    assert naming(newcomer, asked) >= {
        "household", "households", "households_csv", "pair", "pairs", "event", "events",
        "target_list", "target_list_print", "target_list_csv", "selection", "selection_print",
        "verification", "meeting", "meeting_paper_sheet",
    }  # fmt: skip
