"""A row without a house code, in a file where the other rows have one."""

import pytest

from pinto.evidence.intake.tests.factories import (
    HOUSES,
    checked,
    codes,
    loaded,
    make_round,
    survey,
    told,
    workbook,
)
from pinto.evidence.registry.models import Household

FIRST = ("99991234567", "52", 1, 3)
SECOND = ("99995972141", "53", 1, 2)
NOBODY = ("", *SECOND[1:])
HEAD = "3999912345670"


@pytest.fixture
def round(places):
    return make_round()


def arrival(load):
    return tuple(load.arrival[name] for name in ("new", "changed", "same"))


def roster(*rows):
    """One sheet, a row for each person: code, number, name, ID."""
    header = (*HOUSES[:6], "ชื่อ", "เลขประจำตัวประชาชน", "ความสัมพันธ์กับหัวหน้าครัวเรือน")
    where = (1, "ห้วยคราม", "เมฆคำ", "ธารคราม")
    lines = [(code, no, *where, name, number, "หัวหน้าครัวเรือน") for code, no, name, number in rows]
    return workbook(a=[header, *lines])


KNOWN = ("99995972141", "53", "บัวผัน", HEAD)
OTHER = ("99991234567", "52", "ใส", "")


def test_where_nothing_says_which_house_it_is_a_person_settles_it(round):
    people = [(SECOND[0], "บัวผัน", "สมมติสุข", HEAD, "")]
    load = loaded(survey(FIRST, NOBODY, people=people), round)

    assert ("household.which_house", "ครัวเรือน", 3) in told(load)
    assert [home.house_code for home in Household.objects.all()] == [FIRST[0]]

    mended = loaded(survey(FIRST, SECOND, people=people), round)

    assert arrival(mended) == (1, 0, 1)
    assert Household.objects.count() == 2


def test_a_head_the_registry_knows_says_which_house_it_is(round):
    loaded(roster(KNOWN, OTHER), round)

    load = loaded(roster(("", *KNOWN[1:]), OTHER), round)

    assert codes(load) == {"household.no_code": 1}
    assert arrival(load) == (0, 0, 2)


def test_a_head_nobody_knows_in_a_house_nobody_knows_is_a_new_household_once(round):
    load = loaded(roster(("", *KNOWN[1:]), OTHER), round)
    assert (codes(load), arrival(load)) == ({"household.no_code": 1}, (2, 0, 0))

    assert arrival(loaded(roster(("", *KNOWN[1:]), OTHER), round)) == (0, 0, 2)
    loaded(roster(KNOWN, OTHER), round)
    assert Household.objects.count() == 2


@pytest.mark.parametrize("where", ["registry", "file"])
def test_a_house_number_that_is_taken_by_somebody_else_is_settled_by_a_person(round, where):
    if where == "registry":
        loaded(roster(("99995972141", "53", "ปาน", "")), round)
    rows = [("", *KNOWN[1:]), OTHER, *([("99995972141", "53", "ปาน", "")] * (where == "file"))]

    assert codes(checked(roster(*rows), round)) == {"household.which_house": 1}


def test_without_any_code_in_the_file_place_and_number_say_which_house_it_is(round):
    content = survey(NOBODY, ("", "54", 1, 2))

    assert (codes(loaded(content, round)), Household.objects.count()) == ({}, 2)
    assert arrival(loaded(content, round)) == (0, 0, 2)
