"""A small survey with answers, so that the shipped measures have something to count."""

import pytest

from pinto.evidence.registry.extracts import refresh_extract
from pinto.insight.profiles.tests.factories import Home, Member, survey

VILLAGES = {"99010101": 30, "99010102": 14, "99010201": 40}  # households of each

WELL = {
    "dwelling_condition": "good", "dwelling_ownership": "owns", "tap_water": True,
    "other_water": "enough", "farmland": ["titled"], "resource_living": "always",
    "disaster_house": "never", "disaster_farmland": "never", "off_farm_income": 900_000,
    "has_savings": True, "saving_bank": 400_000, "expense_food": 4_000, "debt_informal": 0,
    "helping": "often", "advisers": "few", "group_finance_member": True,
}  # fmt: skip
BADLY = WELL | {
    "dwelling_condition": "poor", "tap_water": False, "other_water": "none",
    "off_farm_income": 12_000, "saving_bank": 0, "has_savings": False, "debt_informal": 5_000,
    "disaster_house": "yearly", "group_finance_member": False,
}  # fmt: skip
ADULT = {"health": "normal", "education": "bachelor", "study_status": "finished"}


def home(village: str, number: int) -> Home:
    """In ห้วยคราม every second home is poor, in นาเมฆคำ every fifth; one answered nothing."""
    every = 2 if village.startswith("990101") else 5
    answers = {} if number == 0 else BADLY if number % every == 0 else WELL
    member = Member(f"ชื่อ{number}", born=1970, answers=ADULT)
    return Home(f"{village}-{number}", village, 1.5, (member,), answers=answers)


@pytest.fixture
def measured(places, tmp_path, monkeypatch):
    """The round of 2569: answers of three villages in the extract."""
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))
    homes = [home(village, n) for village, count in VILLAGES.items() for n in range(count)]
    round = survey(2569, homes, places)
    refresh_extract(round=round)
    return round
