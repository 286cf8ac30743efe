"""The published JSON schema: it says what the reader reads."""

import json

import pytest

from pinto.ground.declared import read_marked
from pinto.insight.estimates.rules.documents import schema
from pinto.insight.estimates.rules.library import DATA
from pinto.insight.estimates.tests.json_schema import problems
from pinto.insight.estimates.tests.written import GOOD

PUBLISHED = json.loads((DATA / "specification.schema.json").read_text(encoding="utf-8"))


def data_of(text):
    """The document as JSON has it: every key a text."""
    return read_marked(text, name="m.yaml").data


def test_the_published_schema_is_that_of_the_reader():
    assert schema() == PUBLISHED


@pytest.mark.parametrize("path", sorted(DATA.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_specification_fits_the_schema(path):
    assert list(problems(data_of(path.read_text(encoding="utf-8")), PUBLISHED)) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("id: test-measure\n", "", "$.id: missing"),
        ("unit: {count: person,", "unit: {count: person, colour: red,", "$.unit.colour: no such"),
        ("cutoffs: [1/3, 0.5]", "cutoffs: [1/3, 1.5]", "$.cutoffs[1]: fits none"),
        ("weight: 1/4", "weight: a quarter", "$.dimensions[1].indicators[0].weight: fits none"),
        ("owns_land: {type: boolean", "owns_land: {type: bool", "columns.owns_land.type: beyond"),
        ("owns_land:", "Owns land:", "Owns land"),
        ("missing: drop", "missing: maybe", "indicators[0].missing: beyond"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(old, new, place):
    found = list(problems(data_of(GOOD.replace(old, new, 1)), PUBLISHED))

    assert any(place in problem for problem in found), found
