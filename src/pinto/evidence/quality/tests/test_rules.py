"""Rules are data: read with line and key, and one example each of what breaks them."""

import pytest

from pinto.evidence.quality.rules import library
from pinto.evidence.quality.rules.judging import disagreements
from pinto.evidence.quality.rules.library import DATA, RulesetError, read_ruleset, ruleset
from pinto.evidence.quality.rules.roster import title_sex

TEXT = (DATA / "ppp-household" / "1.yaml").read_text(encoding="utf-8")
RULES = ruleset("ppp-household", "1")
HEAD = {"relation": "head", "age": 40}
SAVINGS = ("cash", "bank", "group", "bonds", "nsf", "other")
DEBTS = (
    *("kin_free", "kin_interest", "community", "state_fund", "baac", "gsb", "bank", "finance"),
    *("shop", "informal", "student", "other"),
)
HERE = {"registration": "named_present"}
# rule → a household and its members that break it
BROKEN = {
    "members_living": ({"living_members": 3}, [HERE, {"registration": "named_absent"}]),
    "members_registered": ({"registered_members": 1}, [HERE, HERE]),
    "one_head": ({"people": 2}, [{"relation": "child"}, {"relation": "other"}]),
    "head_child": ({}, [{"relation": "head", "age": 9}]),
    "two_spouses": ({}, [HEAD, {"relation": "spouse"}, {"relation": "spouse"}]),
    "child_too_old": ({}, [HEAD, {"relation": "child", "age": 35}]),
    "parent_too_young": ({}, [HEAD, {"relation": "parent", "age": 45}]),
    "age_impossible": ({}, [{"age": 120}]),
    "schooling_age": ({}, [{"age": 9, "education": "bachelor"}]),
    "small_child_works": ({}, [{"age": 4, "work_status": "working"}]),
    "earns_without_work": ({}, [{"work_status": "unemployed", "income_monthly": 9000}]),
    "old_age_allowance": ({}, [{"age": 42, "welfare": ["elderly"]}]),
    "newborn_grant": ({}, [{"age": 12, "welfare": ["newborn"]}]),
    "welfare_none_and_some": ({}, [{"welfare": ["none", "welfare_card"]}]),
    "allowance_without_money": ({"state_transfers": 0}, [{"welfare": ["disability"]}]),
    "income_below_wages": ({"off_farm_income": 6000}, [{**HERE, "income_monthly": 9000}]),
    "spends_beyond_income": (
        {"off_farm_income": 1000, "remittances": 0, "state_transfers": 0, "has_debt": False}
        | {"expense_food": 5000, "saving_cash": 0},
        [],
    ),
    "no_food_expense": ({"people": 2, "expense_food": 0}, []),
    "debt_denied": ({"has_debt": False, "debt_baac": 500}, []),
    "debt_without_creditor": ({"has_debt": True} | {f"debt_{d}": 0 for d in DEBTS}, []),
    "default_without_debt": ({"debt_shop": 0, "debt_shop_default": True}, []),
    "savings_denied": ({"has_savings": False, "saving_bank": 20}, []),
    "savings_without_place": ({"has_savings": True} | {f"saving_{s}": 0 for s in SAVINGS}, []),
    "crops_without_land": ({"farmland": ["none"], "farm_rice_income": 50_000}, []),
    "farm_cost_only": ({"farm_rice_income": 0, "farm_rice_cost": 20_000}, []),
    "none_and_some": ({"news": ["none", "tv"]}, []),
    "disaster_never": (
        {"disaster_house": "never", "disaster_farmland": "never", "disaster_kinds": ["flood"]},
        [],
    ),
    "digital_without_phone": ({"digital_income": True, "mobile": "none"}, []),
    "writes_not_reads": ({}, [{"writes_thai": True, "reads_thai": False}]),
    "title_sex": ({}, [{"title_sex": "F", "sex": "M"}]),
    "listed_twice": ({}, [{"listed_twice": True}]),
}


def broken(household, members):
    found = disagreements("ppp-household", "1", household, members)
    return {each.rule.id: each for each in found}


@pytest.mark.parametrize("rule", [rule.id for rule in RULES.rules])
def test_every_rule_is_broken_by_its_example_and_by_no_empty_sheet(rule):
    household, members = BROKEN[rule]

    assert rule in broken(household, members)
    assert rule not in broken({}, [])


def test_there_are_rules_enough_and_they_say_they_are_ours():
    assert len(RULES.rules) >= 15
    assert RULES.ours


def test_a_missing_answer_breaks_no_rule():
    household, members = BROKEN["debt_denied"]
    assert "debt_denied" not in broken({**household, "has_debt": None}, members)


def test_a_rule_about_members_names_them():
    found = broken({}, [{"age": 40}, {"age": 120}, {"age": 130}])

    assert found["age_impossible"].members == (1, 2)


def test_what_was_looked_at_is_recognised_until_an_answer_of_the_rule_changes():
    before = broken({"has_debt": False, "debt_baac": 500}, [])["debt_denied"].digest

    same = broken({"has_debt": False, "debt_baac": 500, "expense_food": 1}, [])["debt_denied"]
    other = broken({"has_debt": False, "debt_baac": 600}, [])["debt_denied"]

    assert same.digest == before
    assert other.digest != before


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("severity: error", "severity: grave", "members_registered: severity"),
        ("age > 115", "aage > 115", "age_impossible: when: `aage > 115`: line 1, column 1: There"),
        ("age > 115", "age + 1", "age_impossible: when: gives a number, not yes or no"),
        ("concerns: [age]", "concerns: [sex]", "concerns: 1: `when` does not read sex"),
        ("concerns: [age]", "concerns: [wealth]", "there is no question wealth"),
        ("id: one_head", "id: members_living", "the rule members_living appears twice"),
        ("    - tap_water", "    - relation", "relation cannot be compared"),
        ("    - tap_water", "    - water", "there is no question water"),
        ("  - debt_*", "  - dept_*", "there is no question dept_*"),
        ('version: "1"\nours', 'version: "1"\nversion: "2"\nours', "stands twice"),
        ("instrument: ppp-household", "instrument: ppp", "there is no instrument ppp"),
        ("rules:\n  - id", "rules:\n - : id", "not YAML"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_key(before, after, told):
    assert before in TEXT
    text = TEXT.replace(before, after, 1)

    with pytest.raises(RulesetError) as refused:
        read_ruleset(text, name="1.yaml")

    assert told in str(refused.value)
    assert str(refused.value).startswith("1.yaml:")
    assert str(refused.value).split(":")[1].strip().isdigit()


def test_nobody_wrote_rules_for_another_instrument():
    with pytest.raises(LookupError, match="no rules are written"):
        ruleset("another", "1")


def test_the_files_that_come_with_it_lie_where_their_instrument_says():
    for path in library.DATA.glob("*/*.yaml"):
        read = read_ruleset(path.read_text(encoding="utf-8"), name=path.name)
        assert (read.instrument, read.instrument_version) == (path.parent.name, path.stem)


@pytest.mark.parametrize(
    ("title", "sex"), [("ด.ช.", "M"), ("เด็กหญิง", "F"), ("น.ส.", "F"), ("พล.ต.", None), ("", None)]
)
def test_a_title_tells_the_sex_only_where_it_can_be_no_other(title, sex):
    assert title_sex(title) == sex
