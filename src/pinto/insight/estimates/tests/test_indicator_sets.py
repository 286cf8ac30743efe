"""Lists of indicators: whole, in both languages, and honest about what is not known."""

import pytest
import yaml

from pinto.insight.estimates.rules.indicator_sets import (
    DATA,
    indicator_set,
    indicator_sets,
    read_indicator_set,
)
from pinto.insight.estimates.rules.specification import SpecificationError


@pytest.mark.parametrize(
    ("set_id", "count", "income", "baht"),
    [
        ("bmn-2549-2554", 42, 30, 23_000),
        ("bmn-2560-2564", 31, 22, 38_000),
        ("bmn-2565-2569", 38, 29, 40_000),
    ],
)
def test_a_cycle_of_basic_minimum_needs_has_its_count_and_its_income(set_id, count, income, baht):
    found = indicator_set(set_id)
    assert found.count == count == len(found.indicators) + len(found.not_found)
    assert (found.income.indicator, found.income.baht_per_person_year) == (income, baht)
    assert "รายได้เฉลี่ย" in found.indicator(income).th


@pytest.mark.parametrize("found", indicator_sets(), ids=lambda found: found.id)
def test_every_indicator_is_named_in_both_languages_and_says_what_is_unverified(found):
    for words in (found, *found.groups, *found.indicators):
        assert any("ก" <= letter <= "ฮ" for letter in words.th)
        assert not any("ก" <= letter <= "ฮ" for letter in words.en.replace("จปฐ.", ""))
    assert found.unverified is not None


def test_what_no_source_was_found_for_is_missing_and_not_made_up():
    assert indicator_set("bmn-2565-2569").not_found == (37,)
    with pytest.raises(LookupError, match="bmn-2565-2569 has no indicator 37"):
        indicator_set("bmn-2565-2569").indicator(37)


def test_an_unknown_list_is_said():
    with pytest.raises(LookupError, match="there is no indicator set bmn-2500"):
        indicator_set("bmn-2500")


def twice(data):
    data["indicators"][1]["number"] = 1


def backwards(data):
    data["indicators"].reverse()


def homeless(data):
    data["indicators"][0]["group"] = "luck"


def unpaid(data):
    data["income"]["indicator"] = 99


def misspelt(data):
    data["indicators"][0]["goal"] = 5


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (twice, "a number stands twice"),
        (backwards, "numbers go up from 1 to 42"),
        (homeless, "there is no group luck"),
        (unpaid, "there is no indicator 99"),
        (misspelt, "indicators: 1: goal: there is no such key"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(spoil, said):
    data = yaml.safe_load((DATA / "bmn-2549-2554.yaml").read_text("utf-8"))
    spoil(data)
    with pytest.raises(SpecificationError, match=said):
        read_indicator_set(yaml.safe_dump(data), name="mine.yaml")


def test_what_is_no_yaml_is_refused_by_name():
    with pytest.raises(SpecificationError, match=r"mine\.yaml:1: not YAML"):
        read_indicator_set("{", name="mine.yaml")
