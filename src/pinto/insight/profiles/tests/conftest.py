"""Fixtures of this room: a home folder for each test, and two rounds of one small amphoe."""

import pytest

from pinto.insight.profiles.actions import refresh_profiles
from pinto.insight.profiles.tests.factories import AT, Home, Member, survey

# Two villages of ห้วยคราม and one of นาเมฆคำ, twelve homes each; the stranger's has one.
VILLAGES = ("99010101", "99010102", "99010201")
TWIN = Member("จันดี", born=1970)


def homes(year: int) -> list[Home]:
    """Scores from 1.2 to 3.5; in 2569 a village is better off and one worse."""
    found = []
    for number, village in enumerate(VILLAGES):
        shift = {2568: 0.0, 2569: (0.6, -0.5, 0.0)[number]}[year]
        for i in range(12):
            score = round(max(1.2 + 0.2 * i + shift, 1.0), 2)
            members = (Member(f"ชื่อ{number}{i}"), Member(f"ลูก{number}{i}", born=2015))
            found.append(
                Home(f"{village}-{i}", village, score, members, {"saving": 1.0 if i < 6 else 4.0})
            )
    found.append(Home("unscored", VILLAGES[0], None, (TWIN,)))
    found.append(Home("boundary", VILLAGES[0], 2.5, (TWIN,)))
    found.append(Home("beyond", "98010101", 1.4))
    return found


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    """Each test has extracts of its own; rounds of other tests carry the same label."""
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))


@pytest.fixture
def two_rounds(places):
    """2568 and 2569, scored and summed up."""
    rounds = [survey(year, homes(year), places) for year in (2568, 2569)]
    for round in rounds:
        refresh_profiles(round=round, by=None, at=AT)
    return rounds
