"""What tests of pages need: compiled Thai, and static files as they lie in the source."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.test import override_settings
from django.utils.translation.reloader import translation_file_changed

from scripts.translations import compile_catalogues


@pytest.fixture(scope="session", autouse=True)
def _pages() -> Iterator[None]:
    """Catalogues are compiled; static files keep their names, without collectstatic.

    That the files also collect under hashed names is a test of its own
    (design/tests/test_assets.py).
    """
    compile_catalogues()
    translation_file_changed(None, Path("django.mo"))  # what was read before is forgotten
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        assert storages["staticfiles"].url("built/pinto.css").endswith("built/pinto.css")
        yield
