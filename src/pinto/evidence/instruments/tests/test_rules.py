import pytest
import yaml

from pinto.evidence.instruments.rules import (
    InstrumentError,
    Level,
    instrument,
    read_instrument,
    schema,
)


@pytest.fixture
def ppp():
    return instrument("ppp-household", "1")


def test_a_grid_becomes_one_question_for_each_item_and_column(ppp):
    debts = [q.id for q in ppp.questions() if q.id.startswith("debt_")]

    assert len(debts) == 12 * 3
    assert ppp.question("debt_informal").unit == "baht"
    assert ppp.question("debt_informal_default").kind == "boolean"


def test_every_question_has_words_in_both_languages(ppp):
    for question in ppp.questions():
        assert question.th.strip()
        assert question.en.strip()
        for choice in question.choices:
            assert choice.th.strip()
            assert choice.en.strip()


def test_no_two_headers_of_one_level_mean_different_things(ppp):
    """A file's columns are found by header, so each header leads to one question."""
    for level in Level:
        headers = [q.th for q in ppp.questions(level)] + [i.th for i in ppp.identity[level]]

        assert len(headers) == len(set(headers))


def test_an_answer_is_said_in_the_words_of_the_form(ppp):
    assert ppp.question("dwelling_condition").answer_label("poor", "th") == "ทรุดโทรม/ไม่ถาวร"
    assert ppp.question("skills").answer_label(["crafts", "food"], "en") == (
        "Arts and crafts, Food and processing"
    )
    assert ppp.question("has_debt").answer_label(False, "th") == "ไม่ใช่"


def test_an_unknown_version_is_named():
    with pytest.raises(LookupError, match="ppp-household version 9"):
        instrument("ppp-household", "9")


def test_a_question_asked_twice_is_refused(ppp):
    data = ppp.model_dump(mode="json")
    data["parts"] = [data["parts"][0], data["parts"][0]]

    with pytest.raises(InstrumentError, match="appears twice"):
        read_instrument(yaml.safe_dump(data), name="2.yaml")


def test_the_schema_is_published():
    assert schema()["properties"]["parts"]
