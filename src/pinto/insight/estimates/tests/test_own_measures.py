"""The measures of Pinto's own survey read what the registry's extract holds."""

import pytest

from pinto.evidence.instruments.rules import Kind, Level, instrument
from pinto.ground.conditions.vocabulary import Kind as ColumnKind
from pinto.insight.estimates.rules.library import specification
from pinto.insight.measures.rules.library import scoring

KINDS = {
    Kind.INTEGER: ColumnKind.NUMBER,
    Kind.DECIMAL: ColumnKind.NUMBER,
    Kind.BOOLEAN: ColumnKind.BOOLEAN,
    Kind.CHOICE: ColumnKind.TEXT,
    Kind.CHOICES: ColumnKind.CHOICES,
}


@pytest.mark.parametrize("level", Level)
def test_every_column_is_a_question_with_its_kind_and_all_its_codes(level):
    asked = {question.id: question for question in instrument("ppp-household", "1").questions()}
    found = specification("pinto-household-deprivation")
    source = found.households if level is Level.HOUSEHOLD else found.members

    for column in source.columns:
        if column.name == "age":
            continue  # the extract works it out of the birth date
        question = asked[column.name]
        assert (column.kind, level) == (KINDS[question.kind], question.level), column.name
        codes = [choice.code for choice in question.choices] or None
        assert (list(column.codes) if column.codes else None) == codes, column.name


def test_the_five_capitals_weigh_alike():
    found = specification("pinto-household-deprivation").measure
    weights = {each.id: 0 for each in found.dimensions}
    for indicator in found.indicators:
        weights[indicator.dimension] += indicator.weight

    assert {str(weight) for weight in weights.values()} == {"1/5"}
    assert [each.id for each in scoring("ppp-five-capitals", "1").capitals] == list(weights)


def test_destitute_is_below_the_second_level_of_the_scoring():
    found = specification("pinto-capitals-destitute")
    scores = scoring("ppp-five-capitals", "1")

    assert [column.name for column in found.households.columns] == [c.id for c in scores.capitals]
    assert {str(each.deprived.right.value) for each in found.conditions} == {str(scores.cuts[0])}
