"""What tests need that look at the database from outside: other processes, other threads."""

import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from pinto.ground.installation.home import home

ROOT = Path(__file__).resolve().parents[2]
_append_only = "pinto.ground.trail.migrations.0004_mentions"


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    borrowed = {"transactional_db", "live_server", "django_db_reset_sequences"}
    return bool(borrowed & set(getattr(item, "fixturenames", ()))) or bool(
        marker and marker.kwargs.get("transaction")
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, None, None]:
    """A test that commits is followed by emptying all tables; the trail forbids exactly that.

    So its guards are taken down for the emptying, and only for it.
    """
    if not _commits(item):
        return (yield)
    guards = importlib.import_module(_append_only)
    blocker = item.config.stash[blocking_manager_key]
    with blocker.unblock():
        guards.lift(connection)
    result = yield
    if nextitem is not None:  # else the database itself is gone
        with blocker.unblock():
            guards.forbid(connection)
    return result


@pytest.fixture(autouse=True)
def no_head_of_another_test() -> None:
    """Each test has its own trail; the note about it lies in a folder they share."""
    (home() / "trail-head.json").unlink(missing_ok=True)


@pytest.fixture
def database_url(transactional_db) -> str:
    """The address under which another process finds this test's committed rows."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    login = settings["USER"] + (f":{settings['PASSWORD']}" if settings["PASSWORD"] else "")
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    return f"postgres://{login}@{settings['HOST']}{port}/{settings['NAME']}"


@pytest.fixture
def another_process(database_url) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts Python processes on the same home and database; whatever still runs is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(*args: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *args],
            env={
                **os.environ,
                "DATABASE_URL": database_url,
                "PYTHONPATH": os.pathsep.join(
                    filter(None, [str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH")])
                ),
                "DJANGO_SETTINGS_MODULE": "pinto.config.settings",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def trail_open(request: pytest.FixtureRequest) -> None:
    """Somebody with the keys of the database has taken down the trail's guards."""
    request.getfixturevalue("transactional_db" if _commits(request.node) else "db")
    importlib.import_module(_append_only).lift(connection)
