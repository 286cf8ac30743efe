"""What every test stands on: a home folder of its own, and Thai as the language."""

import os
import tempfile

from hypothesis import settings

# Settings read PINTO_HOME when they are imported, so it is set before anything else.
os.environ["PINTO_HOME"] = tempfile.mkdtemp(prefix="pinto-test-")

# On a busy machine a slow example says nothing about the code.
settings.register_profile("pinto", deadline=None)
settings.load_profile("pinto")

pytest_plugins = [
    "tests.support.cast",
    "tests.support.database",
    "tests.support.pages",
    "tests.support.browser",
    "tests.support.province",
]
