"""What households answer about money: what comes, what goes, what is put by, what is owed."""

from __future__ import annotations

import numpy as np

from pinto.sample.answers import Answer, Answers, several
from pinto.sample.draws import Draws, Floats, Ints, baht
from pinto.sample.families import CHILD, CHILD_3
from pinto.sample.human import state_transfers, wages
from pinto.sample.life import Life

# What is grown, kept or caught: share of farming households, how it leans on water,
# usual income a year, and how much of it is cost.
_FARM = {
    "rice": (0.66, 0.5, 34_000, 0.58), "field_crops": (0.30, -0.5, 42_000, 0.56),
    "vegetables": (0.20, 0.3, 14_000, 0.38), "orchard": (0.12, 0.2, 20_000, 0.36),
    "rubber_palm": (0.10, -0.2, 48_000, 0.46), "cattle": (0.17, -0.1, 26_000, 0.34),
    "pigs": (0.05, 0.0, 22_000, 0.62), "poultry": (0.24, 0.0, 4_200, 0.46),
    "other_livestock": (0.02, 0.0, 8_000, 0.5), "aquaculture": (0.05, 0.6, 19_000, 0.52),
    "capture": (0.11, 0.5, 13_000, 0.28),
}  # fmt: skip
# Expense: share of households that have it, usual baht a month for a family of three,
# and how much of it grows with the number of people.
_EXPENSES = {
    "food": (1.00, 3_300, 0.7), "household": (0.99, 1_250, 0.5), "utilities": (0.97, 620, 0.4),
    "education": (0.42, 900, 0.6), "medical": (0.55, 280, 0.2), "insurance": (0.22, 420, 0.1),
    "social": (0.88, 320, 0.1), "entertainment": (0.12, 300, 0.2), "lottery": (0.52, 280, 0.1),
    "alcohol_tobacco": (0.40, 520, 0.1), "other": (0.10, 400, 0.1),
}  # fmt: skip
_SAVINGS = {
    "cash": (0.34, 4_000), "bank": (0.26, 9_000), "group": (0.50, 4_500), "bonds": (0.06, 6_000),
    "nsf": (0.04, 3_000), "other": (0.02, 3_000),
}  # fmt: skip
# Lender: share of indebted households, how it leans on being well off, usual debt in baht.
_LENDERS = {
    "kin_free": (0.12, 0.0, 12_000), "kin_interest": (0.06, -0.1, 15_000),
    "community": (0.20, 0.1, 22_000), "state_fund": (0.46, 0.1, 20_000),
    "baac": (0.48, 0.3, 120_000), "gsb": (0.10, 0.2, 50_000), "bank": (0.05, 0.4, 160_000),
    "finance": (0.14, 0.1, 48_000), "shop": (0.12, -0.2, 9_000), "informal": (0.22, -0.5, 20_000),
    "student": (0.06, 0.1, 90_000), "other": (0.02, 0.0, 10_000),
}  # fmt: skip
_ASSETS = {
    "machines": 0.14, "motorcycle": 0.55, "taxi": 0.01, "car": 0.13, "boat": 0.03, "stall": 0.05,
    "sidecar": 0.13, "barn": 0.08, "shares": 0.02, "circle": 0.02, "animals": 0.11, "other": 0.02,
}  # fmt: skip


def financial_answers(draws: Draws, life: Life, human: Answers) -> Answers:
    """A year's income, a month's expenses, savings, debts and assets for work."""
    families = life.families
    farm = _farm(draws, life)
    earned = (wages(human) * families.here()).sum(axis=1) * 12
    sent = _remittances(draws, life)
    given = state_transfers(human, families.age(life.year), families.here())
    income = sum(
        farm[f"farm_{code}_income"].values - farm[f"farm_{code}_cost"].values for code in _FARM
    )
    income = np.maximum(income + earned + sent + given, 6_000)
    return (
        farm
        | {
            "off_farm_income": Answer.of(earned),
            "remittances": Answer.of(sent),
            "state_transfers": Answer.of(given),
        }
        | _expenses(draws, life, income)
        | _savings(draws, life)
        | _debts(draws, life)
        | {"work_assets": Answer.of(_assets(draws, life))}
    )


def _farm(draws: Draws, life: Life) -> Answers:
    answers: Answers = {}
    for code, (share, wet, usual, cost) in _FARM.items():
        does = life.farms & draws.chance(f"farm.{code}", wet * life.water, 0.7, share)
        size = draws.leaning(f"farm.{code}.size", life.financial, 0.55)
        income = baht(usual, 0.75, size) * does
        spent = cost * np.exp(0.22 * draws.leaning(f"farm.{code}.cost", -life.financial, 0.4))
        answers[f"farm_{code}_income"] = Answer.of(income)
        answers[f"farm_{code}_cost"] = Answer.of(np.round(income * spent / 100) * 100)
    return answers


def _remittances(draws: Draws, life: Life) -> Ints:
    """Grown children away send money; more where grandparents raise their children."""
    families = life.families
    away = (families.taken & families.away)[:, CHILD : CHILD_3 + 1].any(axis=1)
    raising = families.here()[:, CHILD_3 + 1 :].any(axis=1)
    share = np.where(away, np.where(raising, 0.82, 0.62), 0.12)
    sends = draws.chance("sends", life.financial, 0.15, share)
    return baht(np.where(raising, 24_000, 15_000), 0.7, draws.hidden("sends.amount"), 500) * sends


def _expenses(draws: Draws, life: Life, income: Ints) -> Answers:
    """Spending follows the people to feed, and less than fully the income."""
    people = np.maximum(life.people, 1)
    rich = (income / people / 30_000) ** 0.35
    answers: Answers = {}
    for code, (share, usual, by_people) in _EXPENSES.items():
        has = draws.chance(f"spends.{code}", life.financial, 0.1, min(share, 0.999))
        if code == "education":
            age = life.families.age(life.year)
            has &= (life.families.here() & (age >= 3) & (age <= 22)).any(axis=1)
        median = usual * rich * (people / 3) ** by_people
        amount = baht(median, 0.4, draws.hidden(f"spends.{code}.amount"), 10)
        answers[f"expense_{code}"] = Answer.of(amount * has)
    return answers


def _savings(draws: Draws, life: Life) -> Answers:
    on = life.financial
    saves = draws.chance("saves", on, 0.6, 0.50)
    answers: Answers = {}
    anything = np.zeros(len(on), bool)
    for code, (share, usual) in _SAVINGS.items():
        has = saves & draws.chance(f"saves.{code}", on, 0.2, share)
        if code == "group":
            has |= saves & ~anything
        anything |= has
        amount = baht(usual, 1.0, draws.leaning(f"saves.{code}.amount", on, 0.6))
        answers[f"saving_{code}"] = Answer.of(np.maximum(amount, 100) * has, saves)
    return answers | {"has_savings": Answer.of(anything)}


def _debts(draws: Draws, life: Life) -> Answers:
    """Whom the household owes; default and further credit are asked where it owes."""
    on = life.financial
    owes = draws.chance("owes", life.human - on, 0.15, 0.70)
    answers: Answers = {}
    anything = np.zeros(len(on), bool)
    for code, (share, lean, usual) in _LENDERS.items():
        has = owes & draws.chance(f"owes.{code}", lean * on, 0.8, share)
        if code == "state_fund":
            has |= owes & (draws.hidden("owes.first") > 0.4)
        anything |= has
        amount = np.maximum(baht(usual, 0.8, draws.hidden(f"owes.{code}.amount"), 500), 500)
        fails = draws.chance(f"owes.{code}.default", -on, 0.5, 0.16)
        more = draws.chance(f"owes.{code}.more", on, 0.4, 0.34) & ~fails
        answers[f"debt_{code}"] = Answer.of(amount * has, owes)
        answers[f"debt_{code}_default"] = Answer.of(fails, has)
        answers[f"debt_{code}_more"] = Answer.of(more, has)
    return answers | {"has_debt": Answer.of(anything)}


def _assets(draws: Draws, life: Life) -> Ints:
    on: Floats = life.financial
    has = {code: draws.chance(f"asset.{code}", on, 0.4, share) for code, share in _ASSETS.items()}
    for code in ("machines", "barn", "animals"):
        has[code] &= life.farms
    return several("work_assets", has, "none")
