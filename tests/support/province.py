"""The invented province in the database, loaded the way an office loads it.

Loading takes seconds and a test that commits is followed by emptying all tables, so each
state of the province is made once and its rows, and the extract of the answers, are put back
for every test that asks.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from pinto.ground.access.models import Account
from pinto.ground.installation.home import home, room
from pinto.ground.jobs.tasks import work
from pinto.ground.places.actions.imports import import_places
from pinto.sample.demo import PASSWORD, load_survey, open_accounts, sum_up
from pinto.sample.writing import write_sample
from tests.support.browser import Screen
from tests.support.cast import work_there

SEED = 2569
HOUSEHOLDS = 240
EARLIER, LATER = 2568, 2569
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]  # table → its columns and rows


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Places, borders and the survey workbooks of both rounds."""
    folder = tmp_path_factory.mktemp("province")
    write_sample(households=HOUSEHOLDS, seed=SEED, folder=folder, workbooks=True)
    return folder


@pytest.fixture(scope="session")
def _kept() -> dict[str, Rows]:
    return {}


@pytest.fixture
def province(transactional_db: None, sample_folder: Path, _kept: dict[str, Rows]) -> None:
    """The places, the cast, and the round of 2568; that of 2569 is not loaded yet."""
    _once("one round", _kept, lambda: load_province(sample_folder))


@pytest.fixture
def surveyed_province(transactional_db: None, sample_folder: Path, _kept: dict[str, Rows]) -> None:
    """The province with both rounds."""

    def make() -> None:
        _once("one round", _kept, lambda: load_province(sample_folder))
        load_round(sample_folder, LATER)

    _once("two rounds", _kept, make)


def load_province(folder: Path) -> None:
    """Places, accounts and the round of 2568 are there, scored and summed up."""
    import_places([folder / "places.csv", folder / "borders.geojson"], by=None, at=timezone.now())
    open_accounts()
    for account in Account.objects.filter(
        postings__role__in=["AMPHOE_OFFICER", "PROVINCE_OFFICER"]
    ):
        work_there(account, account.postings.get().place.code)
    load_round(folder, EARLIER)


def load_round(folder: Path, year: int) -> None:
    load_survey(folder / f"survey-{year}.xlsx", year)
    sum_up(year)


def sign_in(view: Screen, username: str) -> None:
    """Signs in by the form, as everybody does; the browser stands on the first page."""
    page = view.go("/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/area/**")


def hand_in(view: Screen, file: Path, year: int) -> None:
    """Hands in a file by the form and waits for its report; the browser stands on it."""
    page = view.go("/intake/")
    page.set_input_files("input[type=file]", str(file))
    page.fill("input[name=round]", str(year))
    page.get_by_role("button", name="ตรวจไฟล์").click()
    page.locator("#job").wait_for()
    work(once=True)
    page.locator("form[action$='/discard/']").wait_for()  # the page renews itself


def _once(state: str, kept: dict[str, Rows], make: Callable[[], None]) -> None:
    extracts, copy = room("extracts"), home() / f"extracts, {state}"
    shutil.rmtree(extracts)  # of another test, whose households are gone
    if state in kept:
        _put_back(kept[state])
        shutil.copytree(copy, extracts)
        return
    make()
    kept[state] = _all_rows()
    shutil.copytree(extracts, copy)


def _all_rows() -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows = cursor.fetchall()
            if rows:
                found[table] = ([column[0] for column in cursor.description], rows)
    return found


def _put_back(kept: Rows) -> None:
    """The rows stand in the tables that were emptied; Django fills some of its own again."""
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in kept.items():
            cursor.execute(f"SELECT 1 FROM {quote(table)} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                continue
            names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", rows)  # noqa: S608
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)
