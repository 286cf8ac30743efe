"""What a family and a researcher are told about a score."""

import pytest

from pinto.insight.measures.rules.reckoning import reckon
from pinto.insight.measures.rules.telling import tell, tell_numbers
from pinto.insight.measures.rules.told import neat
from pinto.insight.measures.rules.words import in_words
from pinto.insight.measures.tests import invented


def told(ppp, household=None, members=(), delivered=None, language="th", hidden=frozenset()):
    household, members = household or {}, list(members)
    reckoning = reckon(ppp, household, members, delivered or {})
    capitals = tell(ppp, reckoning, household, members, language=language, hidden=hidden)
    return {item.item.id: item for capital in capitals for item in capital.items}


def paper_and_pencil(capitals):
    """The overall score, out of nothing but the numbers printed on the sheet."""
    means = []
    for capital in capitals:
        known = [item for item in capital.items if item.score is not None]
        if not known:
            means.append(float(neat(capital.score)))
            continue
        total = sum(float(neat(item.score)) * float(neat(item.weight)) for item in known)
        means.append(total / float(neat(sum(item.weight for item in known))))
    return sum(means) / 5


def test_the_printed_numbers_lead_to_the_overall_score(ppp):
    tried = 0
    for seed in range(500):
        household, members, delivered = invented.household(seed)
        reckoning = reckon(ppp, household, members, delivered)
        if reckoning.overall is None:
            continue
        capitals = tell(ppp, reckoning, household, members, language="th")
        assert paper_and_pencil(capitals) == pytest.approx(reckoning.overall, abs=5e-4)
        tried += 1
    assert tried > 100


def test_every_working_gives_the_score_beside_it(ppp):
    tried = 0
    for seed in range(100):
        household, members, delivered = invented.household(seed)
        for item in told(ppp, household, members, delivered).values():
            if item.working:
                terms, count = item.working.removeprefix("(").split(") ÷ ")
                mean = sum(map(float, terms.split(" + "))) / int(count)
                assert mean == pytest.approx(item.answered, abs=1e-4)
                tried += 1
    assert tried > 100


def test_an_answer_is_told_in_the_words_of_the_form(ppp):
    items = told(ppp, {"dwelling_condition": "poor"})

    house = items["dwelling_condition"]
    assert (house.words, house.score, house.light) == ("ทรุดโทรม/ไม่ถาวร", 1.0, "not_met")
    assert house.groups[0].rule == "สภาพบ้าน: ทรุดโทรม/ไม่ถาวร"
    assert house.groups[0].condition == "dwelling_condition = 'poor'"


def test_members_with_the_same_answer_are_told_together(ppp):
    members = [{"age": 40, "health": "normal"}, {"age": 9, "health": "normal"}]
    members.append({"age": 70, "health": "bedridden"})

    health = told(ppp, members=members)["health"]

    assert [(group.words, group.score, group.people) for group in health.groups] == [
        ("ปกติ", 4.0, 2),
        ("ติดเตียง/พิการพึ่งตัวเองไม่ได้", 1.0, 1),
    ]
    assert health.working == "(4 + 4 + 1) ÷ 3"
    assert health.words == "ปกติ (2) · ติดเตียง/พิการพึ่งตัวเองไม่ได้ (1)"


def test_members_an_item_does_not_concern_are_counted_as_left_out(ppp):
    school = told(ppp, members=[{"age": 40}, {"age": 10, "study_status": "regular"}])[
        "education_status"
    ]

    assert (school.score, school.left_out) == (4.0, 1)


def test_what_was_not_answered_is_named_where_it_leaves_a_score_unknown(ppp):
    items = told(ppp, {"has_savings": True})

    assert items["saving"].missing == ("เงินออมรวม",)
    assert items["saving"].light == "unknown"
    assert items["saving"].words == "มีเงินออม: ใช่"


def test_a_reader_who_may_not_see_health_reads_no_answer_that_tells_it(ppp):
    items = told(
        ppp, members=[{"age": 40, "health": "bedridden", "welfare": ["none"]}],
        hidden=frozenset({"health"}),
    )  # fmt: skip

    for name in ("health", "welfare"):  # the rule about welfare looks at health
        assert items[name].hidden
        assert (items[name].words, items[name].groups, items[name].working) == ("", (), "")
    assert not items["education_highest"].hidden


def test_a_delivered_score_that_differs_is_told(ppp):
    helping = told(ppp, {"helping": "never"}, delivered={"helping": 3.0})["helping"]

    assert (helping.score, helping.delivered, helping.differs) == (1.0, 3.0, True)
    same = told(ppp, {"helping": "never"}, delivered={"helping": 1.0})["helping"]
    assert not same.differs


@pytest.mark.parametrize(
    ("answer", "light"), [("never", "not_met"), ("seldom", "at_risk"), ("often", "met")]
)
def test_lights_follow_the_levels(ppp, answer, light):
    assert told(ppp, {"helping": answer})["helping"].light == light


def test_a_derived_number_shows_what_went_into_it(ppp):
    household = {"farm_rice_income": 30_000, "farm_rice_cost": 12_000}
    members = [{"age": 40, "income_monthly": 2_000}, {"age": 38, "income_monthly": 1_000}]

    numbers = tell_numbers(
        ppp, reckon(ppp, household, members, {}), household, members, language="en"
    )
    known = {number.id: number for number in numbers}

    assert known["income_total"].value == 30_000 - 12_000 + 36_000
    assert dict(known["income_total"].parts)["Income outside farming"] == "36,000 baht a year"
    assert known["wages"].parts == (("Income a month", "2,000 baht a month + 1,000 baht a month"),)
    assert known["income_per_person"].words == "2,250 baht a person a month"
    assert "savings" not in known


def test_the_parts_of_an_item_keep_their_names(ppp):
    item = told(ppp, {"hygiene_tidy": True, "hygiene_waste": False}, language="en")["hygiene"]

    assert item.words == "The house is tidy: Yes · Waste is separated: No"
    assert item.missing == ("Water drains away", "Clean and strong toilet")
    water = told(ppp, {"tap_water": True, "other_water": "enough"}, language="en")["utilities"]
    assert "Water: Has tap water: Yes, Enough all year" in water.words


@pytest.mark.parametrize(
    ("text", "th", "en"),
    [
        ("has(farmland, 'none')", "ที่ดินทำกิน: ไม่มี", "Farmland: None"),
        (
            "has(farm_water, 'river') or has(farm_water, 'rain')",
            "แหล่งน้ำทำเกษตร: แม่น้ำลำคลอง หรือ น้ำฝน",
            "Water for farming: River or stream or Rain",
        ),
        ("farmland is known and has(farmland, 'none')", "ที่ดินทำกิน: ไม่มี", "Farmland: None"),
        ("not has_debt", "มีหนี้สิน: ไม่ใช่", "Has debt: No"),
        ("not has(farmland, 'none')", "ที่ดินทำกิน: ไม่มี ไม่มี", "Farmland: not None"),
        ("mobile != 'none'", "โทรศัพท์มือถือ: ไม่ใช่ ไม่มี", "Mobile phone: not None"),
        ("size(news) <= 3", "จำนวนช่องทางรับข่าวสาร ไม่เกิน 3", "number of sources of news at most 3"),
        ("not (savings < 3)", "ไม่ใช่ (เงินออมรวม น้อยกว่า 3)", "not (Savings together below 3)"),
        ("savings is unknown", "ไม่ทราบเงินออมรวม", "Savings together is unknown"),
        ("savings is known", "ทราบเงินออมรวม", "Savings together is known"),
        ("people between 2 and 4", "จำนวนสมาชิก 2–4", "number of members 2–4"),
        ("any(members, age < 15)", "สมาชิกคนใดคนหนึ่ง: อายุ น้อยกว่า 15", "any member: age below 15"),
        (
            "mean(members where age > 15, income_monthly) > 2.5",
            "ค่าเฉลี่ยของสมาชิก: รายได้ต่อเดือน (อายุ มากกว่า 15) มากกว่า 2.5",
            "mean over members: Income a month (age above 15) above 2.5",
        ),
        (
            "min(savings, debts) > -1",
            "min(เงินออมรวม, หนี้สินรวม) มากกว่า -1",
            "min(Savings together, Debts together) above -1",
        ),
        ("-savings < debts", "−เงินออมรวม น้อยกว่า หนี้สินรวม", "−Savings together below Debts together"),
        ("has_debt = true", "มีหนี้สิน เท่ากับ ใช่", "Has debt is Yes"),
    ],
)  # fmt: skip
def test_a_condition_is_told_in_words(ppp, text, th, en):
    assert (in_words(text, ppp, "th"), in_words(text, ppp, "en")) == (th, en)


def test_no_rule_of_the_scoring_shows_a_code_instead_of_words(ppp):
    for item in ppp.items:
        for part in item.parts:
            for step in part.coding:
                assert "_" not in in_words(step.when, ppp, "th")
                assert "_" not in in_words(step.when, ppp, "en")
    for number in ppp.let:
        assert "_" not in in_words(number.formula, ppp, "th")


def test_a_derived_number_alone_is_not_told_as_the_answer_to_what_is_unknown(ppp):
    """Income is known and debts are not: the line about debt must not show the income."""
    debt = told(ppp, {"wages": 31_200})["debt"]

    assert debt.score is None
    assert debt.words == ""
