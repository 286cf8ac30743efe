"""What households answer about themselves, their house and what reaches it."""

from __future__ import annotations

import numpy as np

from pinto.sample.answers import Answer, Answers, place, several
from pinto.sample.draws import Bools, Draws, Floats
from pinto.sample.life import Life

_SOURCES = {
    "bmn": 0.55, "msdhs": 0.06, "codi": 0.05, "tpmap": 0.48, "leader": 0.42, "religious": 0.02,
    "local": 0.20, "villagers": 0.15, "surveyor": 0.10,
}  # fmt: skip
_NEWS = {
    "tv": 0.74, "radio": 0.18, "newspaper": 0.03, "magazine": 0.01, "online": 0.46,
    "meeting": 0.36, "loudspeaker": 0.62, "neighbours": 0.55, "board": 0.09, "announcer": 0.14,
}  # fmt: skip
# Own title, possession paper, tax paper, another's for free, rented: among those who farm.
_FARMLAND = {
    "titled": 0.52, "possession": 0.24, "tax_paper": 0.12, "free_use": 0.12, "rents": 0.14,
}  # fmt: skip
_FARM_WATER = {"river": 0.20, "reservoir": 0.18, "ground": 0.14, "rain": 0.86, "irrigation": 0.10}
_LAND_PROBLEMS = {
    "water": 0.36, "soil": 0.20, "no_title": 0.16, "mortgaged": 0.16, "risk_area": 0.10,
    "hard_access": 0.12, "other": 0.02,
}  # fmt: skip


def front_answers(draws: Draws, life: Life, human: Answers) -> Answers:
    """Counts of people, the farmer book, and how the household came to be surveyed."""
    registered = human["registration"].values != place("registration", "unnamed_present")
    poor = -life.welfare
    sources = {
        code: draws.chance(f"source.{code}", poor, 0.15, share) for code, share in _SOURCES.items()
    }
    return {
        "farmer_book": Answer.of(life.farms & draws.chance("book", life.financial, 0.2, 0.72)),
        "registered_members": Answer.of((life.families.taken & registered).sum(axis=1)),
        "living_members": Answer.of(life.people),
        "not_really_poor": Answer.of(draws.chance("not_poor", life.welfare, 0.85, 0.07)),
        "sources": Answer.of(several("sources", sources, otherwise="surveyor")),
    }


def physical_answers(draws: Draws, life: Life) -> Answers:
    """The house, its water and power, the roads, the land, the news."""
    on = life.physical
    near = (on + 0.5 * life.town).astype(np.float32)

    def grade(question: str, *shares: float, by: Floats = on, pull: float = 0.6) -> Answer:
        return Answer.of(draws.ordinal(question, by, pull, shares))

    def yes(question: str, share: float, by: Floats = on, pull: float = 0.45) -> Answer:
        return Answer.of(draws.chance(question, by, pull, share))

    return {
        "dwelling_ownership": grade(
            "dwelling_ownership", 0.03, 0.08, 0.16, 0.03, 0.04, 0.12, 0.54, pull=0.45
        ),
        "dwelling_condition": grade("dwelling_condition", 0.36, 0.46, 0.18),
        "hygiene_tidy": yes("hygiene_tidy", 0.48),
        "hygiene_drainage": yes("hygiene_drainage", 0.40),
        "hygiene_toilet": yes("hygiene_toilet", 0.66),
        "hygiene_waste": yes("hygiene_waste", 0.26),
        "electricity": grade("electricity", 0.02, 0.12, 0.86),
        "alternative_energy": yes("alternative_energy", 0.05, pull=0.1),
        "tap_water": yes("tap_water", 0.74, by=near),
        "other_water": grade("other_water", 0.34, 0.42, 0.24),
        "buys_water": yes("buys_water", 0.52, by=-on, pull=0.1),
        "home_phone": yes("home_phone", 0.03),
        "mobile": grade("mobile", 0.10, 0.28, 0.62),
        "road_to_house": grade("road_to_house", 0.06, 0.28, 0.50, 0.16, by=near, pull=0.5),
        "digital_welfare": yes("digital_welfare", 0.20, pull=0.4),
        "digital_income": yes("digital_income", 0.05, pull=0.4),
        "news": Answer.of(several("news", _each(draws, "news", _NEWS, on, 0.3), "none")),
    } | _land_answers(draws, life)


def _land_answers(draws: Draws, life: Life) -> Answers:
    """The farmland; those without any are not asked more about it."""
    on, farms = life.natural, life.farms
    watered = (0.6 * on + 0.6 * life.water).astype(np.float32)
    holds = _each(draws, "farmland", _FARMLAND, on, 0.0)
    # whoever has a paper of any kind has less often the weaker kinds
    better = draws.chance("paper", on, 0.6, 0.62)
    for weak in ("tax_paper", "free_use", "rents"):
        holds[weak] &= ~(better & holds["titled"])
    holds["titled"] &= better
    some = np.any(list(holds.values()), axis=0)
    holds["free_use"] |= farms & ~some & ~better
    holds["possession"] |= farms & ~some & better
    farmland = {code: rows & farms for code, rows in holds.items()}
    water = _each(draws, "water", _FARM_WATER, watered, 0.45)
    problems = _each(draws, "problem", _LAND_PROBLEMS, -watered, 0.4)
    problems["no_title"] &= ~farmland["titled"]
    road = draws.ordinal("road_to_land", on, 0.45, (0.10, 0.38, 0.42, 0.10))
    return {
        "farmland": Answer.of(several("farmland", farmland, "none")),
        "farm_water": Answer.of(several("farm_water", water, "none"), farms),
        "land_problems": Answer.of(several("land_problems", problems, "none"), farms),
        "road_to_land": Answer.of(road, farms),
    }


def _each(
    draws: Draws, name: str, shares: dict[str, float], on: Floats, pull: float
) -> dict[str, Bools]:
    return {code: draws.chance(f"{name}.{code}", on, pull, share) for code, share in shares.items()}
