"""`pinto officers add`: the first officer of a new installation."""

import json

import pytest
from click.testing import CliRunner

from pinto.cli.commands import pinto
from pinto.ground.access.models import Account, Posting
from pinto.ground.trail.models import Entry

pytestmark = pytest.mark.django_db
ADD = ["officers", "add", "orn", "--name", "อรนุช สมมติสุข", "--agency", "อบต.ห้วยคราม"]


GOOD = "ปลาตะเพียน-52-ใบ"


def run(*, role="tambon_officer", place="990101", password=GOOD):
    given = [*ADD, "--role", role, "--place", place]
    return CliRunner().invoke(pinto, given, input=f"{password}\n{password}\n")


def test_an_officer_who_was_added_serves_the_place(places):
    result = run()

    assert result.exit_code == 0, result.output
    posting = Posting.objects.get(account__username="orn")
    assert (posting.role, posting.place, posting.agency.name_th) == (
        "TAMBON_OFFICER",
        places["990101"],
        "อบต.ห้วยคราม",
    )
    assert posting.account.check_password(GOOD)
    assert set(Entry.objects.values_list("what", flat=True)) == {
        "account.created",
        "agency.opened",
        "posting.begun",
    }


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"place": "990199"}, "There is no place 990199"),
        ({"password": "12345"}, "too short"),
        ({"role": "king"}, "king"),
    ],
)
def test_who_cannot_be_added_is_not_half_added(places, wrong, says):
    result = run(**wrong)

    assert result.exit_code in (1, 2)
    assert says in result.output
    assert not Account.objects.exists()
    assert not Entry.objects.exists()


def test_a_name_is_taken_once(places):
    assert run().exit_code == 0
    again = run()

    assert again.exit_code == 1
    assert "already" in again.output
    assert "Password" not in again.output


def test_nobody_types_a_password_for_a_place_that_is_not_there(places):
    assert "Password" not in run(place="990199").output


def test_who_serves_where_can_be_listed(places):
    assert "Nobody serves" in CliRunner().invoke(pinto, ["officers", "list"]).output
    run(place="๙๙๐๑๐๑")

    told = CliRunner().invoke(pinto, ["officers", "list"]).output
    assert "orn  อรนุช สมมติสุข: Tambon officer of ห้วยคราม (990101), อบต.ห้วยคราม" in told
    row = json.loads(CliRunner().invoke(pinto, ["officers", "list", "--json"]).output)[0]
    assert (row["username"], row["role"], row["place"]) == ("orn", "tambon_officer", "990101")
