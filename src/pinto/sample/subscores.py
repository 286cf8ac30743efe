"""The 37 sub-scores a PPPConnext export carries, worked out by rules of our own.

How PPPConnext itself scores an answer is not known. These rules are close to Pinto's
scoring and not the same (they know neither ages nor who is in school): where a delivered
sub-score and an answer both exist Pinto compares them, and here it finds something.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pinto.sample.answers import Answer, Answers, codes, has, place
from pinto.sample.draws import Bools, Floats, Ints
from pinto.sample.population import Wave

# Weight of each sub-score within its capital; pairs known only together are split in half.
WEIGHTS: dict[str, dict[str, float]] = {
    "human": {
        "education_highest": 0.20, "education_status": 0.10, "occupation_skills": 0.20,
        "income_monthly": 0.10, "health": 0.20, "welfare": 0.20,
    },
    "physical": {
        "dwelling_ownership": 0.20, "dwelling_condition": 0.10, "hygiene": 0.10, "utilities": 0.20,
        "road_to_house": 0.10, "communication": 0.10, "news": 0.10, "digital_use": 0.10,
    },
    "financial": {
        "income_year": 0.30, "expenses_year": 0.20, "saving": 0.30, "debt": 0.10,
        "work_assets": 0.10,
    },
    "natural": {
        "farmland_security": 0.20, "farm_water": 0.15, "land_problems": 0.15, "road_to_land": 0.10,
        "resource_living": 0.10, "disaster_house": 0.10, "resource_income": 0.10,
        "disaster_farmland": 0.10,
    },
    "social": {
        "group_joining": 0.075, "community_activities": 0.075, "helping": 0.15,
        "rule_setting": 0.05, "rule_following": 0.10, "conflict_handling": 0.10,
        "advice_used": 0.10, "advisers": 0.10, "development_experience": 0.10,
        "running_organisations": 0.15,
    },
}  # fmt: skip
_LEAST_KNOWN = 0.8  # of a capital's weight; below, the capital has no score
_FIGURES = 3

_EDUCATION = (1, 1, 2, 3, 3, 3, 4, 4, 4, 2)
_STUDIES = (4, 2, 1, 3)
_HEALTH = (4, 3, 2, 1)
_OWNERSHIP = (1, 1, 2, 2, 3, 3, 4)
_THREE, _FOUR = (1, 2, 4), (1, 2, 3, 4)
_DISASTER = (4, 3, 2, 1, 1)
_REGULAR = ("private_employee", "state_employee", "official", "own_business")
_FARMLAND = {"none": 1, "titled": 4, "possession": 3, "tax_paper": 2, "free_use": 2, "rents": 2}
_FARM_WATER = {"none": 1, "river": 3, "reservoir": 3, "ground": 3, "rain": 2, "irrigation": 4}
_BY_AGE = ("elderly", "disability", "newborn")
_BY_MEANS = ("welfare_card", "section_33", "section_40")
_INCOMES = (2763, 5347, 6532)  # baht a month, the bands of one province


def subscores(wave: Wave) -> dict[str, Floats]:
    """Every sub-score, capital and the overall score by id, each with one value a household.

    Scores are 1–4; what is not known is NaN.
    """
    scores = _human(wave) | _physical(wave) | _financial(wave) | _natural(wave) | _social(wave)
    return {name: np.round(score, _FIGURES) for name, score in scores.items()}


def capitals(scores: dict[str, Floats]) -> dict[str, Floats]:
    """The five capitals and "overall", re-weighted where up to a fifth is not known."""
    found = {}
    for capital, weights in WEIGHTS.items():
        values = np.stack([scores[name] for name in weights])
        weight = np.array(list(weights.values()))[:, None] * ~np.isnan(values)
        known = weight.sum(axis=0)
        mean = np.nansum(values * weight, axis=0) / np.maximum(known, 1e-9)
        found[capital] = np.where(known >= _LEAST_KNOWN - 1e-9, mean, np.nan)
    found["overall"] = np.mean(list(found.values()), axis=0)
    return {name: np.round(score, _FIGURES) for name, score in found.items()}


def _human(wave: Wave) -> dict[str, Floats]:
    member, house, count = wave.member, wave.people.house, len(wave.houses.code)

    def mean(score: Floats) -> Floats:
        known = ~np.isnan(score)
        total = np.bincount(house[known], score[known], count)
        with np.errstate(invalid="ignore"):
            return np.asarray(total / np.bincount(house[known], minlength=count))

    adult = member["work_status"].known
    return {
        "education_highest": mean(
            np.where(adult, _scored(member["education"], _EDUCATION), np.nan)
        ),
        "education_status": mean(_scored(member["study_status"], _STUDIES)),
        "occupation_skills": mean(_occupation_skills(member)),
        "income_monthly": mean(_steps(_amount(member["income_monthly"]), _INCOMES)),
        "health": mean(_scored(member["health"], _HEALTH)),
        "welfare": mean(np.where(adult, _welfare(member["welfare"]), np.nan)),
    }


def _occupation_skills(member: Answers) -> Floats:
    skills = _count(member["skills"], "skills")
    regular = np.any([has(member["occupations"], "occupations", work) for work in _REGULAR], axis=0)
    works = member["work_status"].values == place("work_status", "working")
    score = np.where(works, np.where(regular, 4, np.minimum(2 + skills, 4)), 1 + (skills > 0))
    return np.where(member["work_status"].known & member["skills"].known, score, np.nan)


def _welfare(answer: Answer) -> Floats:
    """What goes by age or health, and what goes by means: 2 without either, 4 with both."""
    score = 2.0
    for kind in (_BY_AGE, _BY_MEANS):
        score = score + np.any([has(answer, "welfare", code) for code in kind], axis=0)
    return np.where(answer.known, score, np.nan)


def _physical(wave: Wave) -> dict[str, Floats]:
    given = wave.household
    hygiene = [given[f"hygiene_{what}"] for what in ("tidy", "drainage", "toilet", "waste")]
    power = _scored(given["electricity"], (1, 2, 3))
    water = 1 + 2 * _amount(given["tap_water"]) + (_amount(given["other_water"]) == 2)
    return {
        "dwelling_ownership": _scored(given["dwelling_ownership"], _OWNERSHIP),
        "dwelling_condition": _scored(given["dwelling_condition"], _THREE),
        "hygiene": _mean([_yes(answer) for answer in hygiene]),
        "utilities": _mean([power, water, _scored(given["mobile"], _THREE)]),
        "road_to_house": _scored(given["road_to_house"], _FOUR),
        "communication": _scored(given["mobile"], (1, 3, 4)),
        "news": _steps(_count(given["news"], "news"), (1, 2, 4)),
        "digital_use": _mean([_yes(given["digital_welfare"]), _yes(given["digital_income"])]),
    }


def _financial(wave: Wave) -> dict[str, Floats]:
    given = wave.household
    people = np.maximum(np.bincount(wave.people.house, minlength=len(wave.houses.code)), 1)
    income, spent = year_income(given), 12 * _total(given, "expense_")
    saved = np.where(_is_no(given["has_savings"]), 0, _total(given, "saving_"))
    assets = _count(given["work_assets"], "work_assets")
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(income > 0, spent / income, np.where(np.isnan(spent), np.nan, np.inf))
    return {
        "income_year": _steps(income / people / 12, _INCOMES),
        "expenses_year": 5 - _steps(share, (0.5, 0.8, 1.0)),
        "saving": np.where(saved == 0, 1, 2.0 + (saved >= spent / 12) + (saved >= spent / 4))
        + 0 * saved * spent,
        "debt": _debt(given, income),
        "work_assets": _steps(assets, (1, 2, 4)),
    }


def _debt(given: Answers, income: Floats) -> Floats:
    owed = np.where(_is_no(given["has_debt"]), 0, _total(given, "debt_", but=("default", "more")))
    defaults = [a.known & (a.values > 0) for q, a in given.items() if q.endswith("_default")]
    informal = given["debt_informal"]
    bad = np.any(defaults, axis=0) | (informal.known & (informal.values > 0))
    score = np.where(owed == 0, 4, np.where(bad, 1, np.where(owed > income, 2, 3)))
    return np.where(np.isnan(owed), np.nan, score)


def _natural(wave: Wave) -> dict[str, Floats]:
    given = wave.household
    landless = _only(given["farmland"], "farmland", "none") & given["farmland"].known

    def land(score: Floats) -> Floats:
        return np.where(landless, 1.0, score)

    problems = given["land_problems"]
    none = _only(problems, "land_problems", "none")
    count = np.where(none, 0, _count(problems, "land_problems"))
    return {
        "farmland_security": _best(given["farmland"], "farmland", _FARMLAND),
        "farm_water": land(_best(given["farm_water"], "farm_water", _FARM_WATER)),
        "land_problems": land(np.maximum(4 - count, 1)),
        "road_to_land": land(_scored(given["road_to_land"], _FOUR)),
        "resource_living": _scored(given["resource_living"], _THREE),
        "disaster_house": _scored(given["disaster_house"], _DISASTER),
        "resource_income": _scored(given["resource_income"], _THREE),
        "disaster_farmland": land(_scored(given["disaster_farmland"], _DISASTER)),
    }


def _social(wave: Wave) -> dict[str, Floats]:
    given = wave.household
    member = [a.values * a.known for q, a in given.items() if q.endswith("_member")]
    often = [
        _scored(given[f"activity_{what}_frequency"], (1, 2, 3))
        for what in ("religious", "information", "development")
    ]
    scores = {
        "group_joining": np.clip(1 + np.sum(member, axis=0), 1, 4),
        "community_activities": _mean(often),
    }
    plain = [name for name in WEIGHTS["social"] if name not in scores]
    return scores | {name: _scored(given[name], _FOUR) for name in plain}


def year_income(given: Answers) -> Floats:
    """Baht a year: the farm's net income, wages, what is sent and what the state gives."""
    farm = _total(given, "farm_", but=("book", "cost", "water")) - _total(
        given, "farm_", but=("book", "income", "water")
    )
    rest = [
        given[name].values * given[name].known
        for name in ("off_farm_income", "remittances", "state_transfers")
    ]
    return np.asarray(farm + np.sum(rest, axis=0))


def _scored(answer: Answer, scores: Sequence[float]) -> Floats:
    return np.where(answer.known, np.array(scores, float)[answer.values], np.nan)


def _yes(answer: Answer) -> Floats:
    return _scored(answer, (1, 4))


def _is_no(answer: Answer) -> Bools:
    return np.asarray(answer.known & (answer.values == 0))


def _amount(answer: Answer) -> Floats:
    return np.where(answer.known, answer.values, np.nan)


def _mean(scores: list[Floats]) -> Floats:
    """The mean of what is known; NaN where nothing is."""
    known = ~np.isnan(scores)
    total = np.nansum(scores, axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray(total / known.sum(axis=0))


def _steps(amount: Floats, bounds: Sequence[float]) -> Floats:
    score = 1.0 + np.searchsorted(bounds, amount, side="right")
    return np.where(np.isnan(amount), np.nan, score)


def _total(given: Answers, begins: str, but: tuple[str, ...] = ()) -> Floats:
    """The sum of a grid's known amounts; NaN when none of them is known."""
    amounts = [
        answer for question, answer in given.items()
        if question.startswith(begins) and not question.endswith(but or ("\0",))
    ]  # fmt: skip
    known = np.any([answer.known for answer in amounts], axis=0)
    total = np.sum([answer.values * answer.known for answer in amounts], axis=0)
    return np.where(known, total, np.nan)


def _count(answer: Answer, question: str) -> Floats:
    bits = answer.values & ~(1 << place(question, "none"))
    count = sum((bits >> at) & 1 for at in range(len(codes(question))))
    return np.where(answer.known, count, np.nan)


def _only(answer: Answer, question: str, code: str) -> Bools:
    return np.asarray(answer.values == 1 << place(question, code))


def _best(answer: Answer, question: str, scores: dict[str, int]) -> Floats:
    chosen: Ints = answer.values
    best = np.max(
        [
            np.where((chosen >> place(question, code)) & 1, score, 0)
            for code, score in scores.items()
        ],
        axis=0,
    )
    return np.where(answer.known & (best > 0), best, np.nan)
