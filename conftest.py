"""What every test stands on: Thai as the language, and what several rooms need."""

from hypothesis import settings

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
