"""The invented province with real borders, and a sample of its households as files."""

import pytest
from django.utils import timezone

from pinto.ground.places.actions.imports import import_places
from pinto.sample.writing import write_sample

HOUSEHOLDS = 60


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """Places, borders, CSV files, survey workbooks and the PPPConnext workbook of 60 households."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(households=HOUSEHOLDS, seed=7, folder=folder, workbooks=True, pppconnext=True)
    return folder


@pytest.fixture(scope="session")
def spoiled(tmp_path_factory):
    """The PPPConnext workbook with mistakes, and ``spoiled.json``, which lists them."""
    folder = tmp_path_factory.mktemp("spoiled")
    write_sample(households=HOUSEHOLDS, seed=7, folder=folder, pppconnext=True, spoil=True)
    return folder


@pytest.fixture
def sample_places(db, sample):
    files = [sample / "places.csv", sample / "borders.geojson"]
    import_places(files, by=None, at=timezone.now())
