"""The 37 sub-scores a PPPConnext export carries, worked out by rules of our own.

How PPPConnext itself scores an answer is not known. These are deliberately plainer than
Pinto's own scoring, for a delivered sub-score is evidence of another kind: where both
exist Pinto compares them, and the sample must give it something to compare.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pinto.sample.answers import Answer, Answers, codes, place
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

_EDUCATION = (1, 1, 2, 2, 3, 3, 3, 4, 4, 2)
_HEALTH = (4, 3, 2, 1)
_OWNERSHIP = (1, 1, 2, 2, 2, 3, 4)
_FARMLAND = {"none": 1, "titled": 4, "possession": 3, "tax_paper": 2, "free_use": 2, "rents": 2}
_FARM_WATER = {"none": 1, "river": 3, "reservoir": 3, "ground": 3, "rain": 2, "irrigation": 4}
_FOUR = (1, 2, 3, 4)


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

    working = _scored(member["work_status"], (1, 1, 3))
    skilled = ~_only(member["skills"], "skills", "none") & member["skills"].known
    income = _amount(member["income_monthly"])
    return {
        "education_highest": mean(_scored(member["education"], _EDUCATION)),
        "education_status": mean(_scored(member["study_status"], (4, 2, 1, 2))),
        "occupation_skills": mean(working + skilled),
        "income_monthly": mean(_steps(income, (1_000, 3_000, 10_000))),
        "health": mean(_scored(member["health"], _HEALTH)),
        "welfare": mean(np.where(_only(member["welfare"], "welfare", "none"), 2.0, 3.0)),
    }


def _physical(wave: Wave) -> dict[str, Floats]:
    given = wave.household
    hygiene = [given[f"hygiene_{what}"] for what in ("tidy", "drainage", "toilet", "waste")]
    power = _scored(given["electricity"], (1, 2, 4))
    water = _scored(given["tap_water"], (2, 4))
    phone = _scored(given["mobile"], (1, 2, 4))
    digital = _mean([_yes(given["digital_welfare"]), _yes(given["digital_income"])])
    return {
        "dwelling_ownership": _scored(given["dwelling_ownership"], _OWNERSHIP),
        "dwelling_condition": _scored(given["dwelling_condition"], (1, 2, 4)),
        "hygiene": _mean([_yes(answer) for answer in hygiene]),
        "utilities": _mean([power, water, phone]),
        "road_to_house": _scored(given["road_to_house"], _FOUR),
        "communication": phone,
        "news": _steps(_count(given["news"], "news"), (1, 3, 5)),
        "digital_use": digital,
    }


def _financial(wave: Wave) -> dict[str, Floats]:
    given = wave.household
    people = np.maximum(_amount(given["living_members"]), 1)
    income, spent = year_income(given), 12 * _total(given, "expense_")
    saved = np.where(_is_no(given["has_savings"]), 0, _total(given, "saving_"))
    owed = np.where(_is_no(given["has_debt"]), 0, _total(given, "debt_", but=("default", "more")))
    assets = _count(given["work_assets"], "work_assets")
    with np.errstate(divide="ignore", invalid="ignore"):
        spends = np.where(income > 0, spent / income, np.inf)
        owes = np.where(income > 0, owed / income, np.inf)
    return {
        "income_year": _steps(income / people, (30_000, 60_000, 120_000)),
        "expenses_year": 5 - _steps(np.where(np.isnan(spent), np.nan, spends), (0.6, 0.9, 1.2)),
        "saving": _steps(saved, (1, 5_000, 20_000)),
        "debt": 5 - _steps(np.where(np.isnan(owed), np.nan, owes), (0.01, 0.5, 1.5)),
        "work_assets": np.minimum(1 + assets, 4),
    }


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
        "resource_living": _scored(given["resource_living"], (1, 2, 3)),
        "disaster_house": _scored(given["disaster_house"], (4, 3, 2, 1, 1)),
        "resource_income": _scored(given["resource_income"], (1, 2, 3)),
        "disaster_farmland": land(_scored(given["disaster_farmland"], (4, 3, 2, 1, 1))),
    }


def _social(wave: Wave) -> dict[str, Floats]:
    given = wave.household
    member = [np.where(a.known, a.values, np.nan) for q, a in given.items() if q.endswith("_member")]
    often = [_scored(a, (1, 2, 4)) for q, a in given.items() if q.endswith("_frequency")]
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
    rest = [_amount(given[name]) for name in ("off_farm_income", "remittances", "state_transfers")]
    return np.asarray(farm + np.sum(rest, axis=0))


def _scored(answer: Answer, scores: Sequence[float]) -> Floats:
    return np.where(answer.known, np.array(scores, float)[answer.values], np.nan)


def _yes(answer: Answer) -> Floats:
    return _scored(answer, (1, 4))


def _is_no(answer: Answer) -> Bools:
    return answer.known & (answer.values == 0)


def _amount(answer: Answer) -> Floats:
    return np.where(answer.known, answer.values, np.nan)


def _mean(scores: list[Floats]) -> Floats:
    return np.asarray(np.mean(scores, axis=0))


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
        [np.where((chosen >> place(question, code)) & 1, score, 0) for code, score in scores.items()],
        axis=0,
    )
    return np.where(answer.known & (best > 0), best, np.nan)
