"""Fixtures of this room: a round, and a home folder for each test."""

import pytest

from pinto.insight.measures.rules.library import scoring
from pinto.insight.measures.tests.factories import make_round


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    """Each test has extracts of its own; rounds of other tests carry the same label."""
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))


@pytest.fixture(scope="session")
def ppp():
    return scoring("ppp-five-capitals", "1")


@pytest.fixture
def year(places):
    return make_round()
