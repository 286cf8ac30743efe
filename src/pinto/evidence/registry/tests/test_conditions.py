"""A condition filters the registry's own tables, where answers are documents."""

from datetime import UTC, datetime

import pytest

from pinto.evidence.instruments.rules import Kind as Asked
from pinto.evidence.instruments.rules import instrument
from pinto.evidence.registry.models import (
    Household,
    HouseholdRevision,
    MemberRevision,
    Person,
    Round,
)
from pinto.ground.conditions.filters import Roster, Stored, to_filter
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.plain import to_python
from pinto.ground.conditions.vocabulary import Field, Kind, Level, Vocabulary
from pinto.ground.places.models import Place

_KINDS = {
    Asked.INTEGER: Kind.NUMBER,
    Asked.DECIMAL: Kind.NUMBER,
    Asked.BOOLEAN: Kind.BOOLEAN,
    Asked.TEXT: Kind.TEXT,
    Asked.CHOICE: Kind.TEXT,
    Asked.CHOICES: Kind.CHOICES,
}
# Members as (sex and birth year, which are columns; answers).
FAMILIES = {
    "a couple, one of them bedridden": (
        {"farmer_book": True, "registered_members": 2, "sources": ["tpmap", "leader"]},
        [("M", 1950, {"health": "bedridden"}), ("F", 1955, {"health": "normal"})],
    ),
    "a mother, never asked about her health": (
        {"registered_members": 3, "sources": []},
        [("F", 1990, {}), ("", None, {"health": "normal"})],
    ),
    "a young family": (
        {"farmer_book": False, "registered_members": 2},
        [("M", 1995, {"health": "normal"}), ("F", 1996, {"health": "normal"})],
    ),
    "a house nobody lives in": ({"farmer_book": False}, []),
}


@pytest.fixture
def vocabulary():
    asked = instrument("ppp-household", "1").questions()
    return Vocabulary(
        [
            *(
                Field(
                    question.id,
                    _KINDS[question.kind],
                    Level(question.level.value),
                    frozenset(choice.code for choice in question.choices) or None,
                )
                for question in asked
            ),
            Field("sex", Kind.TEXT, Level.MEMBER, frozenset("MF")),
            Field("birth_year", Kind.NUMBER, Level.MEMBER),
        ]
    )


@pytest.fixture
def families(db):
    """The families as the registry keeps them; the answer is their ids by description."""
    place = Place.objects.create(
        kind="PROVINCE", code="99", name_th="สมมติ", name_key="สมมติ", sort_key="สมมติ"
    )
    survey = Round.objects.create(instrument="ppp-household", instrument_version="1", year=2569)
    return {
        description: _registered(place, survey, answers, members)
        for description, (answers, members) in FAMILIES.items()
    }


def _registered(place, survey, answers, members):
    household = Household.objects.create(place=place)
    revision = HouseholdRevision.objects.create(
        household=household,
        round=survey,
        place=place,
        source="survey",
        answers=answers,
        at=datetime(2026, 11, 21, tzinfo=UTC),
    )
    for number, (sex, born, said) in enumerate(members):
        person = Person.objects.create(household=household, sex=sex, birth_year=born)
        MemberRevision.objects.create(revision=revision, person=person, number=number, answers=said)
    return revision.pk


@pytest.mark.parametrize(
    ("text", "selected"),
    [
        ("any(members, health = 'bedridden')", ["a couple, one of them bedridden"]),
        (
            "not any(members, health = 'bedridden')",
            ["a young family", "a house nobody lives in"],
        ),
        ("count(members, sex = 'F' and birth_year < 1992) = 1 and registered_members > 2",
         ["a mother, never asked about her health"]),
        ("has(sources, 'tpmap') and farmer_book", ["a couple, one of them bedridden"]),
        ("not has(sources, 'tpmap')", ["a mother, never asked about her health"]),
        ("farmer_book is unknown", ["a mother, never asked about her health"]),
        ("count(members) < registered_members", ["a mother, never asked about her health"]),
        ("all(members where sex is known, birth_year > 1980) and not farmer_book",
         ["a young family", "a house nobody lives in"]),
    ],
)  # fmt: skip
def test_the_registry_is_filtered_as_python_answers(families, vocabulary, text, selected):
    condition = parse(text)
    roster = Roster(
        MemberRevision.objects.all(),
        {"revision": "pk"},
        Stored(columns={"sex": "person__sex", "birth_year": "person__birth_year"}),
    )
    chosen = HouseholdRevision.objects.filter(to_filter(condition, vocabulary, Stored(), roster))

    assert {row.pk for row in chosen} == {families[description] for description in selected}
    answer = to_python(condition, vocabulary)
    for description, (household, members) in FAMILIES.items():
        rows = [said | {"sex": sex, "birth_year": born} for sex, born, said in members]
        assert (answer(household, rows) is True) is (description in selected)
