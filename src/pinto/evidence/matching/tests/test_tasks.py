"""The worker looks for duplicates of its own accord, and the command line on demand."""

import json

import pytest
from click.testing import CliRunner

from pinto.cli.commands import pinto
from pinto.evidence.matching.models import Pair
from pinto.evidence.matching.tests.factories import AT, twice
from pinto.ground.jobs.actions import ask_for
from pinto.ground.jobs.tasks import work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def on_record(places):
    twice()


def run(*arguments):
    return CliRunner().invoke(pinto, ["matching", *arguments])


def test_the_worker_finds_pairs_of_the_amphoe(on_record):
    ask_for("matching.find", by=None, at=AT, round="2569", tambons=["990101"])
    work(once=True)
    assert Pair.objects.get().band == Pair.Band.SUGGESTED


def test_the_command_finds_pairs_and_lists_them_without_names(on_record):
    assert json.loads(run("find", "--area", "99", "--json").output)["suggested"] == 1
    (pair,) = json.loads(run("pairs", "--json").output)
    assert pair["evidence"]["birth"]["level"] == "same_day"
    assert "สมชา" not in run("pairs").output


def test_an_area_that_is_not_there_is_refused(places):
    result = run("find", "--area", "77", "--json")
    assert result.exit_code == 1
    assert "77" in json.loads(result.output)["error"]
