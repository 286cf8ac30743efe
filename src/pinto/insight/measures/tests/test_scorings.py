"""The scoring file: what it says, and what a wrong one is told."""

import re

import pytest
import yaml

from pinto.insight.measures.rules import library
from pinto.insight.measures.rules.codings import questions_of
from pinto.insight.measures.rules.coverage import gaps
from pinto.insight.measures.rules.library import (
    _DATA,
    ScoringError,
    read_scoring,
    scoring,
    scoring_of,
    scorings,
)
from pinto.insight.measures.rules.scorings import schema
from pinto.insight.measures.tests.oracle import WEIGHTS

FILE = "ppp-five-capitals/1.yaml"


@pytest.fixture
def data():
    return yaml.safe_load((_DATA / FILE).read_text(encoding="utf-8"))


def item(data, item_id):
    return next(entry for entry in data["items"] if entry["id"] == item_id)


def refusal(data):
    with pytest.raises(ScoringError) as refused:
        read_scoring(yaml.safe_dump(data, allow_unicode=True), name=FILE)
    return str(refused.value)


def test_the_ppp_scoring_has_the_published_items_and_weights(ppp):
    found = {
        capital.id: {item.id: item.weight for item in ppp.items_of(capital.id)}
        for capital in ppp.capitals
    }

    assert found == WEIGHTS
    assert [len(items) for items in found.values()] == [6, 8, 5, 8, 10]
    assert ppp.cuts == (1.75, 2.5, 3.25)
    assert (ppp.boundary, ppp.reweight_from, ppp.lacking_below) == ("lower_inclusive", 0.8, 1.75)


def test_every_coding_says_that_it_is_assumed(ppp):
    """No official coding was found: none may pass for one."""
    assert [item.id for item in ppp.items if item.assumed is None] == []
    assert {item.id for item in ppp.items if item.weight_assumed} == {
        "news", "digital_use", "resource_income", "disaster_farmland",
        "group_joining", "community_activities", "conflict_handling", "advice_used",
    }  # fmt: skip
    assert ppp.boundary_assumed


def test_every_text_is_there_in_both_languages(ppp):
    texts = [ppp, *ppp.capitals, *ppp.levels, *ppp.let, *ppp.items]
    texts += [item.lacking for item in ppp.items] + [item.assumed for item in ppp.items]
    texts += [part for item in ppp.items for part in item.mean_of]

    for text in texts:
        assert text.th.strip()
        assert text.en.strip()
        assert text.th != text.en


def test_every_step_can_be_reached_and_every_answer_gets_a_score(ppp):
    assert gaps(ppp) == []


def test_a_step_that_cannot_be_reached_is_named(data):
    item(data, "helping")["coding"].append({"when": "helping in ('never', 'seldom')", "score": 2})

    [problem] = gaps(read_scoring(yaml.safe_dump(data), name=FILE))

    assert problem == "item helping: when: `helping in ('never', 'seldom')` is never reached"


def test_an_answer_without_a_score_is_named(data):
    del item(data, "helping")["coding"][2]

    [problem] = gaps(read_scoring(yaml.safe_dump(data), name=FILE))

    assert "no score for {'helping': 'often'}" in problem


def test_an_item_knows_the_questions_behind_it(ppp):
    assert questions_of(ppp, "dwelling_condition") == ("dwelling_condition",)
    assert "farm_rice_cost" in questions_of(ppp, "income_year")
    assert "income_monthly" in questions_of(ppp, "income_year")


def test_an_unknown_question_is_named_with_its_item(data):
    item(data, "helping")["coding"][0]["when"] = "helpin = 'never'"

    assert f"{FILE}: item helping: when: `helpin = 'never'`" in refusal(data)


def test_an_unknown_choice_is_named(data):
    item(data, "helping")["coding"][0]["when"] = "helping = 'nevr'"

    assert "did you mean 'never'" in refusal(data)


def test_a_score_outside_the_scale_is_named(data):
    item(data, "helping")["coding"][0]["score"] = 5

    said = refusal(data)
    assert re.match(rf"{FILE}:\d+: items: helping: coding: 1: score: Input should be less", said)


def test_a_missing_weight_is_named(data):
    del item(data, "helping")["weight"]

    assert re.match(rf"{FILE}:\d+: items: helping: weight: is missing", refusal(data))


def test_weights_that_do_not_make_one_are_named(data):
    item(data, "helping")["weight"] = 0.2

    assert "capital social: weight: its items weigh 1.05 together, not 1" in refusal(data)


def test_a_condition_written_twice_is_named(data):
    coding = item(data, "helping")["coding"]
    coding[1]["when"] = coding[0]["when"]

    assert "stands twice" in refusal(data)


def test_a_number_is_no_condition(data):
    item(data, "helping")["coding"][0]["when"] = "expense_food + 1"

    assert "item helping: when: `expense_food + 1`: gives a number, not a boolean" in refusal(data)


def test_a_derived_number_may_use_only_earlier_ones(data):
    data["let"].reverse()

    assert "let income_per_person: formula:" in refusal(data)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"capital": "moral"}, "item helping: capital: there is no capital moral"),
        ({"id": "social"}, "item social: id: a capital has that name"),
        ({"id": "health"}, "item health: id: appears twice"),
        ({"eligible": "age > 3"}, "`eligible` is for member items"),
        (
            {"mean_of": [{"th": "ก", "en": "a", "holds": "has_debt"}]},
            "either `coding` or `mean_of`",
        ),
    ],
)
def test_an_item_that_does_not_fit_is_named(data, change, told):
    item(data, "helping").update(change)

    assert told in refusal(data)


def test_a_mean_has_no_otherwise_of_its_own(data):
    item(data, "hygiene")["otherwise"] = 1

    assert "a part of `mean_of` has its own" in refusal(data)


def test_levels_out_of_order_are_refused(data):
    data["levels"][1]["starts_at"] = 3.0

    assert "levels: starts_at" in refusal(data)
    data["levels"][0]["level"] = 2
    assert "the levels are not 1, 2, 3, 4" in refusal(data)


def test_a_name_the_instrument_uses_cannot_be_derived(data):
    data["let"][0]["id"] = "has_debt"

    assert "let has_debt: id: the instrument has a question of that name" in refusal(data)


def test_a_file_that_is_not_yaml_is_refused():
    with pytest.raises(ScoringError, match="not YAML"):
        read_scoring("a: [", name=FILE)


def test_a_scoring_that_does_not_exist_is_named():
    with pytest.raises(LookupError, match="ppp-five-capitals version 9"):
        scoring("ppp-five-capitals", "9")
    with pytest.raises(LookupError, match="unheard-of"):
        scoring_of("unheard-of")


def test_a_file_that_says_it_is_another_is_refused(tmp_path, monkeypatch, data):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "1.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    monkeypatch.setattr(library, "_DATA", tmp_path)

    with pytest.raises(ScoringError, match="says it is ppp-five-capitals version 1"):
        scoring("mine", "1")


def test_conditions_about_members_together_are_not_searched_for_gaps(data):
    item(data, "helping")["coding"][0]["when"] = "any(members, age > 3)"

    assert gaps(read_scoring(yaml.safe_dump(data), name=FILE)) == []


def test_a_question_with_too_many_answers_to_try_counts_as_never_reached(data):
    several = " or ".join(f"has({name}, '{code}')" for name, code in MANY_LISTS)
    item(data, "helping")["coding"] = [{"when": several, "score": 1}]

    [problem] = gaps(read_scoring(yaml.safe_dump(data), name=FILE))

    assert "is never reached" in problem


MANY_LISTS = [
    ("news", "tv"), ("work_assets", "car"), ("farmland", "rents"), ("farm_water", "rain"),
    ("land_problems", "soil"), ("disaster_kinds", "fire"), ("sources", "codi"),
]  # fmt: skip


def test_the_scoring_of_an_instrument_is_found(ppp):
    assert scorings() == (ppp,)
    assert scoring_of("ppp-household") == ppp
    assert ppp.item("health").capital == "human"
    assert ppp.capital("human").en == "Human capital"
    assert ppp.level_words(1).label("th") == "อยู่ลำบาก"
    for lookup in (ppp.item, ppp.capital):
        with pytest.raises(KeyError):
            lookup("unheard_of")


def test_the_schema_is_published():
    assert schema()["properties"]["items"]
