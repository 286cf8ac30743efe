"""What members answer: schooling by generation, health by age, work by place."""

from __future__ import annotations

from typing import Any

import numpy as np

from pinto.sample.answers import Answer, Answers, place, several
from pinto.sample.draws import Bools, Draws, Floats, Ints, baht, cut_by
from pinto.sample.families import Families
from pinto.sample.life import Life

# Highest education of adults, by generation (born before 2503, 2520, 2536, later).
_COHORTS = np.array([1960, 1977, 1993])
_EDUCATION = (
    (0.080, 0.220, 0.620, 0.030, 0.020, 0.005, 0.005, 0.015, 0.002, 0.003),
    (0.030, 0.070, 0.660, 0.120, 0.070, 0.015, 0.015, 0.017, 0.002, 0.001),
    (0.010, 0.020, 0.270, 0.300, 0.250, 0.050, 0.040, 0.055, 0.004, 0.001),
    (0.005, 0.010, 0.080, 0.320, 0.360, 0.080, 0.060, 0.080, 0.004, 0.001),
)
_SCHOOL_AGES = np.array([7, 13, 16, 19])  # none, below primary, primary, lower secondary

# Health, by age below 15, 40, 60, 70, 80 and above: well, chronically ill, disabled, bedridden.
_HEALTH_AGES = np.array([15, 40, 60, 70, 80])
_HEALTH = (
    (0.980, 0.010, 0.008, 0.002),
    (0.930, 0.045, 0.020, 0.005),
    (0.740, 0.210, 0.042, 0.008),
    (0.500, 0.420, 0.062, 0.018),
    (0.360, 0.510, 0.085, 0.045),
    (0.220, 0.530, 0.130, 0.120),
)
# Work, by age below 15, 20, 60, 70 and above: not in work, unemployed, working.
_WORK_AGES = np.array([15, 20, 60, 70])
_WORK = (
    (1.00, 0.00, 0.00),
    (0.66, 0.08, 0.26),
    (0.08, 0.06, 0.86),
    (0.40, 0.02, 0.58),
    (0.77, 0.01, 0.22),
)
# Occupation: share of workers where their household farms and where not, what it leans on
# (the town, schooling, welfare), and the usual income in baht a month. Main ones come last.
_OCCUPATIONS = {
    "crops": (0.78, 0.06, -0.3, -0.2, 0.0, 2600),
    "livestock": (0.16, 0.05, -0.3, 0.0, 0.2, 2900),
    "fishery": (0.06, 0.06, -0.1, 0.0, 0.0, 3600),
    "farm_labour": (0.20, 0.24, -0.3, -0.3, -0.5, 4300),
    "day_labour": (0.22, 0.40, 0.2, -0.2, -0.4, 6200),
    "own_business": (0.07, 0.14, 0.3, 0.2, 0.5, 8800),
    "private_employee": (0.08, 0.20, 0.4, 0.4, 0.2, 10500),
    "state_employee": (0.02, 0.04, 0.1, 0.5, 0.3, 12500),
    "official": (0.012, 0.025, 0.1, 0.7, 0.4, 21000),
    "other": (0.01, 0.02, 0.0, 0.0, 0.0, 4000),
}
# Skill: share of those with the occupation, of other adults, and which occupation.
_SKILLS = {
    "crops": (0.50, 0.05, "crops"), "fishery": (0.50, 0.02, "fishery"),
    "livestock": (0.50, 0.03, "livestock"), "trades": (0.22, 0.04, "day_labour"),
    "crafts": (0.09, 0.06, "crops"), "food": (0.24, 0.05, "own_business"),
    "herbs": (0.02, 0.01, "crops"), "it": (0.18, 0.01, "official"),
    "rites": (0.02, 0.01, "crops"), "business": (0.34, 0.01, "own_business"),
    "other": (0.02, 0.005, "other"),
}  # fmt: skip
_WAGES = (
    "farm_labour",
    "day_labour",
    "own_business",
    "private_employee",
    "state_employee",
    "official",
)
_RETIRED = ("private_employee", "state_employee", "official")  # at sixty
CARD, NEWBORN_TO, OLD_FROM = 0.44, 7, 60


def human_answers(draws: Draws, life: Life) -> Answers:
    """The answers of everybody in a chunk, houses × seats."""
    families = life.families
    age = families.age(life.year)
    able = np.broadcast_to(life.human[:, None], age.shape)
    schooling = draws.leaning("schooling", able, 0.5)
    education = _education(schooling, families.born, age)
    studies = _study_status(draws, able, age)
    health = cut_by(
        -draws.leaning("health", able, 0.3), np.searchsorted(_HEALTH_AGES, age, "right"), _HEALTH
    )
    working = _work_status(draws, able, age, health, studies)
    answers = {
        "relation": Answer.of(families.relation()),
        "registration": Answer.of(_registration(draws, families)),
        "health": Answer.of(health),
        "education": Answer.of(education),
        "study_status": Answer.of(studies, age >= 4),
        "work_status": Answer.of(working, age >= 15),
    }
    answers |= _languages(draws, age, education)
    answers |= _work(draws, life, schooling, working == place("work_status", "working"), age)
    answers["welfare"] = Answer.of(_welfare(draws, life, age, answers))
    return answers


def _education(schooling: Floats, born: Ints, age: Ints) -> Ints:
    adult = cut_by(schooling, np.searchsorted(_COHORTS, born, "right"), _EDUCATION)
    child = np.searchsorted(_SCHOOL_AGES, age, "right")
    # one pupil in ten is a stage behind the age
    child = np.maximum(child - ((schooling < -1.3) & (child > 1)), 0)
    return np.where(age < 19, child, np.where(age < 23, np.minimum(adult, 5), adult))


def _study_status(draws: Draws, able: Floats, age: Ints) -> Ints:
    """Attends, interrupted, dropped out, finished; the poorer drop out sooner."""
    group = np.searchsorted([16, 19, 23], age, "right")
    shares = (
        (0.006, 0.02, 0.974, 0), (0.12, 0.05, 0.78, 0.05),
        (0.10, 0.03, 0.30, 0.57), (0.02, 0, 0, 0.98),
    )  # fmt: skip
    status = np.array([2, 1, 0, 3])[cut_by(draws.leaning("studies", able, 0.45), group, shares)]
    return np.asarray(status)


def _work_status(draws: Draws, able: Floats, age: Ints, health: Ints, studies: Ints) -> Ints:
    wish = draws.leaning("work", able, 0.25)
    status = cut_by(wish, np.searchsorted(_WORK_AGES, age, "right"), _WORK)
    cannot = (health == place("health", "bedridden")) | (
        (studies == place("study_status", "regular")) & (age < 23)
    )
    return np.where(cannot, place("work_status", "not_working"), status)


def _registration(draws: Draws, families: Families) -> Ints:
    newcomer = draws.hidden("registered") < -1.97  # one in forty
    return np.where(families.away, 1, np.where(newcomer, 2, 0))


def _languages(draws: Draws, age: Ints, education: Ints) -> Answers:
    asked = age >= 7
    reads = (education >= 1) & (draws.hidden("reads") > np.where(education == 1, -0.5, -2.2))
    return {
        "speaks_thai": Answer.of(draws.hidden("speaks") > -2.4, asked),
        "reads_thai": Answer.of(reads, asked),
        "writes_thai": Answer.of(reads & (draws.hidden("writes") > -1.6), asked),
    }


def _work(draws: Draws, life: Life, schooling: Floats, working: Bools, age: Ints) -> Answers:
    """What workers do, what they can do, and what they earn."""
    shape = age.shape
    farms = np.broadcast_to(life.farms[:, None], shape)
    town = np.broadcast_to(life.town[:, None], shape)
    able = np.broadcast_to(life.human[:, None], shape)
    does: dict[str, Bools] = {}
    usual: Ints = np.full(shape, 2500)
    for code, (farm, other, to_town, to_school, to_welfare, median) in _OCCUPATIONS.items():
        lean = to_town * town + to_school * schooling + to_welfare * able
        chance = draws.chance(f"does.{code}", lean, 0.6, np.where(farms, farm, other))
        does[code] = chance & working & ((age < 60) | (code not in _RETIRED))
        usual = np.where(does[code], median, usual)
    idle = working & ~np.any(list(does.values()), axis=0)
    does["day_labour"] |= idle
    usual = np.where(idle, _OCCUPATIONS["day_labour"][-1], usual)
    income = baht(usual, 0.45, draws.leaning("income", able, 0.6)) * working
    adult = (age >= 15) & (age < 80)
    skills = {
        code: adult & draws.chance(f"can.{code}", able, 0.3, np.where(does[work], among, share))
        for code, (among, share, work) in _SKILLS.items()
    }
    return {
        "occupations": Answer.of(several("occupations", does), working),
        "skills": Answer.of(several("skills", skills, otherwise="none"), age >= 15),
        "income_monthly": Answer.of(income, age >= 15),
    }


def wages(answers: Answers) -> Ints:
    """What each member earns a month for wages or business, not from the own farm."""
    mask = sum(1 << place("occupations", code) for code in _WAGES)
    paid = (answers["occupations"].values & mask) > 0
    return np.asarray(answers["income_monthly"].values * paid)


def _welfare(draws: Draws, life: Life, age: Ints, answers: Answers) -> Ints:
    """What the state gives; not everybody who may have it has it."""
    poor = np.broadcast_to(-life.welfare[:, None], age.shape)
    disabled = answers["health"].values >= place("health", "disabled")
    works = answers["occupations"].values
    employee = (works >> place("occupations", "private_employee")) & 1 == 1
    gets = {
        "newborn": (age < NEWBORN_TO) & draws.chance("gets.newborn", poor, 0.4, 0.55),
        "elderly": (age >= OLD_FROM) & draws.chance("gets.elderly", poor, 0.1, 0.94),
        "disability": disabled & draws.chance("gets.disability", poor, 0.1, 0.70),
        "section_33": employee & draws.chance("gets.section_33", poor, 0.0, 0.6),
        "section_40": (works > 0) & ~employee & draws.chance("gets.section_40", poor, -0.2, 0.22),
        "welfare_card": (age >= 18) & draws.chance("gets.card", poor, 0.55, CARD),
        "other": draws.chance("gets.other", poor, 0.1, 0.015),
    }
    nothing = ~np.any(list(gets.values()), axis=0)
    gets["unknown"] = nothing & draws.chance("gets.unknown", poor, 0.2, 0.04)
    return several("welfare", gets, otherwise="none")


def state_transfers(answers: Answers, age: Ints, taken: Bools) -> Ints:
    """Baht a year that a household's members are given, from what they say they receive."""
    monthly: dict[str, Any] = {
        "newborn": 600,
        "elderly": np.select([age >= 90, age >= 80, age >= 70], [1000, 800, 700], 600),
        "disability": 800,
        "welfare_card": 300,
    }
    welfare = answers["welfare"].values
    given = sum(
        ((welfare >> place("welfare", code)) & 1) * amount for code, amount in monthly.items()
    )
    return np.asarray(12 * (given * taken).sum(axis=1))
