"""A home folder of its own for every run of the tests, gone when it ends.

`-p` in pyproject.toml brings this before anything else: the plugin for Django imports the
settings, which read PINTO_HOME, before any conftest.
"""

import os
import shutil
import tempfile

HOME = tempfile.mkdtemp(prefix="pinto-test-")
os.environ["PINTO_HOME"] = HOME


def pytest_unconfigure() -> None:
    """The folder is removed; tests that tell Pinto of another home remove theirs."""
    shutil.rmtree(HOME, ignore_errors=True)
