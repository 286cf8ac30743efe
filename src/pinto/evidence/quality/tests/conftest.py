"""A round in which homes were asked, and its extract."""

import pytest

from pinto.evidence.quality.tests.factories import make_round


@pytest.fixture
def home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def round(home_folder, places):
    return make_round()
